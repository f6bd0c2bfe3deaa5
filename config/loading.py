"""The settings in use: defaults < file < environment < flags, with everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.errors import ConfigError, YamlError, place_order
from config.kinds import Found, UnfitError, must_be, nearest
from config.settings import Declared, Settings, declarations

if TYPE_CHECKING:
    from config.yamlsafe import Marked

FLAG = "--set"
_LARGEST_FILE = 256 * 1024
NOT_SETTINGS = frozenset({"BYLINES_LIBRARY", "BYLINES_CONFIG", "BYLINES_DEBUG"})


@dataclass(frozen=True)
class Loaded:
    """The settings, all that is wrong, and where each setting that is not the default was given.

    `broken` says that the file could not be read, or not as YAML: perhaps it is just being written.
    """

    settings: Settings
    problems: tuple[ConfigError, ...] = ()
    origins: Mapping[str, str] = field(default_factory=dict)
    broken: bool = False


def load(path: Path) -> tuple[Settings, list[ConfigError]]:
    """The settings of the file at `path` alone, and everything that is wrong with it.

    A missing file means the defaults. What is wrong keeps its default; nothing is raised.
    """
    loaded = load_all(path, {}, ())
    return loaded.settings, list(loaded.problems)


def load_all(
    path: Path, env: Mapping[str, str], flags: Iterable[str], *, before: Settings | None = None
) -> Loaded:
    """The settings after file, environment (`BYLINES_THEME=nord`) and flags (`theme=nord`).

    A value that does not fit is a problem, and the setting is as if it had not been given there; with
    `before`, the settings in use so far, it stays as it was. Nothing is raised.
    """
    layers = _Layers(before)
    broken = layers.file(path)
    layers.environment(env)
    for flag in flags:
        layers.flag(flag)
    return Loaded(layers.settings, tuple(layers.problems), layers.origins, broken)


@dataclass(frozen=True)
class Sources:
    """Where the settings come from, so that they can be read again."""

    path: Path
    env: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()

    @property
    def variants(self) -> Path:
        """The person's spellings, beside the settings."""
        return self.path.with_name("variants.yaml")

    @property
    def themes(self) -> Path:
        """The folder of the person's themes, beside the settings."""
        return self.path.with_name("themes")

    def load(self, *, before: Settings | None = None) -> Loaded:
        """As `load_all`."""
        return load_all(self.path, self.env, self.flags, before=before)


class _Layers:
    """Settings under way: each layer puts its values over those of the one before."""

    def __init__(self, before: Settings | None) -> None:
        self._before = before
        self._known = {one.name: one for one in declarations()}
        self.settings = Settings()
        self.problems: list[ConfigError] = []
        self.origins: dict[str, str] = {}

    def file(self, path: Path) -> bool:
        """Take the values of a file; whether it is broken."""
        raw = _raw(path)
        if raw is None:
            return False
        if isinstance(raw, ConfigError):
            self.problems.append(raw)
            return True
        # Imported here because most people have no settings file, and YAML is slow to import.
        from config.yamlcompose import read_all

        marked, problems, broken = read_all(raw, where=str(path))
        self.problems += problems
        for key, value in marked.data.items():
            declared = self._known.get(key)
            if declared is None:
                self._unknown(key, marked)
            else:
                self._take(declared, value, marked.place)
        self.problems.sort(key=place_order)
        return broken

    def environment(self, env: Mapping[str, str]) -> None:
        """Take the values of the environment; a variable that is nearly one of ours is a problem."""
        variables = {one.variable: one for one in self._known.values()}
        for name in sorted(env):
            if name in variables:
                self._one_line(variables[name], env[name], name)
            elif name.startswith("BYLINES_") and name not in NOT_SETTINGS:
                hint = nearest(name, variables, cutoff=0.85)
                what = f"unknown setting `{name[:60]}`"
                self.problems += [ConfigError(what, where="environment", do=hint)] if hint else []

    def flag(self, written: str) -> None:
        """Take `NAME=VALUE`."""
        name, equals, text = written.partition("=")
        name = name.strip().replace("-", "_")
        if not equals:
            what = f"`{written[:60]}` is not NAME=VALUE"
            self.problems.append(ConfigError(what, where=FLAG, do=f"write {FLAG} theme=nord"))
        elif name not in self._known:
            self.problems.append(
                ConfigError(f"unknown setting `{name[:60]}`", where=FLAG, do=self._hint(name))
            )
        else:
            self._one_line(self._known[name], text, f"{FLAG} {name}")

    def _one_line(self, declared: Declared, text: str, where: str) -> None:
        try:
            value = declared.kind.parsed(text)
        except YamlError as error:
            self.problems.append(ConfigError(error.what, where=where, do="write name: value, name: value"))
            return
        self._take(declared, value, lambda *_: where)

    def _take(self, declared: Declared, value: object, place: Callable[..., str]) -> None:
        found = Found(declared.name, value, place, self.problems)
        try:
            chosen: dict[str, Any] = {declared.name: declared.kind.read(found)}
        except UnfitError as unfit:
            what = must_be(declared.name, declared.kind.allowed, value)
            kept = "the default is used" if self._before is None else "it stays as it was"
            found.wrong(what, "; ".join(filter(None, (unfit.hint, kept))))
            if self._before is None:
                return
            chosen = {declared.name: getattr(self._before, declared.name)}
        self.settings = replace(self.settings, **chosen)
        self.origins[declared.name] = found.where

    def _unknown(self, key: str, marked: Marked) -> None:
        what = f"unknown setting `{key[:60]}`"
        self.problems.append(ConfigError(what, where=marked.place_of_key(key), do=self._hint(key)))

    def _hint(self, name: str) -> str:
        near = nearest(name.lower().replace("-", "_"), self._known)
        return near or f"known are {', '.join(sorted(self._known))}"


def _raw(path: Path) -> str | ConfigError | None:
    """The text of the file, None without one, or why it cannot be read."""
    try:
        if not path.exists():
            return None
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return ConfigError(f"cannot be read: {reason}", where=str(path), do="check the file")
    if len(raw) > _LARGEST_FILE:
        return ConfigError("is larger than 256 kB", where=str(path), do="this is hardly a settings file")
    return raw.decode("utf-8-sig", errors="replace")
