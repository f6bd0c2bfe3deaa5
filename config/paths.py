"""Where everything lives: XDG places by default, each overridable by flag or environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "bylines"


def expanded(written: str | Path) -> Path:
    """A path as a person writes it, with `~` and `~name` made out; those of nobody stay, as in a shell."""
    # Unlike the method of Path, this has an answer for every path.
    return Path(os.path.expanduser(written))  # noqa: PTH111


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders and files of one library and its person.

    `library` holds what cannot be made again (the database, the notes) and the derived index;
    `config_file` is the person's settings; `state` is for histories and logs, `cache` for what may be
    deleted at any time. None of them needs to exist.
    """

    library: Path
    config_file: Path
    state: Path
    cache: Path

    @property
    def database(self) -> Path:
        """Articles, stories and reading state: the truth."""
        return self.library / "library.db"

    @property
    def index(self) -> Path:
        """The search index: derived, may be deleted."""
        return self.library / "index"

    @property
    def notes(self) -> Path:
        """The person's notes, one Markdown file each."""
        return self.library / "notes"

    @property
    def bookmarks(self) -> Path:
        """The places that the person marked with letters."""
        return self.library / "bookmarks.json"

    @property
    def trash(self) -> Path:
        """Deleted notes."""
        return self.library / "trash"

    @property
    def themes(self) -> Path:
        """The folder of the person's own themes, beside the settings."""
        return self.config_file.with_name("themes")

    @property
    def variants(self) -> Path:
        """The person's own spelling variants, beside the settings."""
        return self.config_file.with_name("variants.yaml")

    @property
    def drafts(self) -> Path:
        """Notes being written, kept against a crash."""
        return self.library / "drafts"


def resolve(library: str | None, config: str | None, env: Mapping[str, str]) -> Paths:
    """The paths to use: flags first, then `BYLINES_LIBRARY` and `BYLINES_CONFIG`, then XDG.

    `env` is the environment; an empty or (for XDG, as its specification asks) relative value counts
    as unset. `~` is expanded in what the person gives.
    """
    data = _base(env, "XDG_DATA_HOME", "data")
    folder = library or env.get("BYLINES_LIBRARY") or ""
    settings = config or env.get("BYLINES_CONFIG") or ""
    return Paths(
        library=_given(folder, env) if folder else data / "library",
        config_file=_given(settings, env)
        if settings
        else _base(env, "XDG_CONFIG_HOME", "config") / "config.yaml",
        state=_base(env, "XDG_STATE_HOME", "state"),
        cache=_base(env, "XDG_CACHE_HOME", "cache"),
    )


def demo(env: Mapping[str, str]) -> Path:
    """The folder of the demonstration's own library."""
    return _base(env, "XDG_DATA_HOME", "data") / "demo"


def seeds() -> Path:
    """The folder of the bundled seed articles and their `outlets.yaml`."""
    return Path(__file__).resolve().parents[1] / "seeds"


def _given(text: str, env: Mapping[str, str]) -> Path:
    """A path the person gave, absolute, with `~` expanded by `env` where it can be."""
    home = env.get("HOME", "")
    if home and (text == "~" or text.startswith("~/")):
        text = home + text[1:]
    return Path(text).absolute()


_XDG_DEFAULTS = {"data": ".local/share", "config": ".config", "state": ".local/state", "cache": ".cache"}


def _base(env: Mapping[str, str], variable: str, kind: str) -> Path:
    """The person's folder of one XDG kind, below which this program's own folder lies."""
    given = env.get(variable, "")
    if given and Path(given).is_absolute():
        return Path(given) / NAME
    home = env.get("HOME", "")
    if home and Path(home).is_absolute() and sys.platform not in ("darwin", "win32"):
        return Path(home) / _XDG_DEFAULTS[kind] / NAME
    # Imported here because only other platforms, or a person without a home, need its knowledge.
    import platformdirs

    return Path(getattr(platformdirs, f"user_{kind}_path")(NAME, appauthor=False))
