"""What the person can set: typed fields with defaults, read from one YAML file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.errors import ConfigError, YamlError
from config.keymap import KeyChange
from config.outlet_notes import OutletNote, outlet_notes

if TYPE_CHECKING:
    from config.yamlsafe import Marked

_LARGEST_FILE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, with their defaults.

    theme: the reader's colours, by the name of a theme.
    editor: the command that edits notes, as words; empty means $VISUAL, then $EDITOR.
    notes_folder: the folder of the notes; empty means the library's own.
    grouping: how alike articles of one story must be: tighter, normal, looser, or a number from 0.05 to 0.95.
    outlets: what the person says of outlets: short name, colour, country, labels of their own.
    keys: other keys for actions, as a mapping of action ids to a key or a list of keys.
    """

    theme: str = "bylines-dark"
    editor: str = ""
    notes_folder: str = ""
    grouping: str = "normal"
    outlets: tuple[OutletNote, ...] = ()
    keys: tuple[KeyChange, ...] = ()


def load(path: Path) -> tuple[Settings, list[ConfigError]]:
    """The settings of the file at `path`, and everything that is wrong with it.

    A missing file means the defaults. What is wrong keeps its default; nothing is raised.
    """
    try:
        if not path.exists():
            return Settings(), []
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return Settings(), [ConfigError(f"cannot be read: {reason}", where=str(path), do="check the file")]
    if len(raw) > _LARGEST_FILE:
        return Settings(), [
            ConfigError("is larger than 256 kB", where=str(path), do="this is hardly a settings file")
        ]
    # Imported here because most people have no settings file, and YAML is slow to import.
    from config.yamlsafe import load_with_marks

    try:
        found = load_with_marks(raw.decode("utf-8", errors="replace"), where=str(path))
    except YamlError as error:
        return Settings(), [error]
    return _typed(found)


def _typed(marked: Marked) -> tuple[Settings, list[ConfigError]]:
    """Settings from a file's strings, with a problem for each key or value that does not fit."""
    settings = Settings()
    problems: list[ConfigError] = []
    known = {field.name for field in fields(Settings)}
    for key, value in marked.data.items():
        where = marked.place(key)
        if key not in known:
            near = get_close_matches(key, known, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(sorted(known))}"
            problems.append(ConfigError(f"unknown setting `{key}`", where=where, do=hint))
            continue
        if key == "keys":
            changes, wrong = _keys(marked, value)
            settings = replace(settings, keys=changes)
            problems += wrong
            continue
        if key == "outlets":
            notes, wrong = outlet_notes(marked, value)
            settings = replace(settings, outlets=notes)
            problems += wrong
            continue
        check = _CHECKS[key]
        if not isinstance(value, str) or not check(value):
            what = f"`{key}` must be {_WANTED.get(key, 'one line of text')}"
            problems.append(ConfigError(what, where=where, do="the default is used"))
            continue
        text: dict[str, Any] = {key: value}
        settings = replace(settings, **text)
    return settings, problems


def _keys(marked: Marked, value: object) -> tuple[tuple[KeyChange, ...], list[ConfigError]]:
    """The key changes of the `keys` mapping; which actions there are is not known here."""
    if not isinstance(value, dict):
        what, do = "`keys` must be a mapping of actions to keys", "write `story.sync: S` below it"
        return (), [ConfigError(what, where=marked.place("keys"), do=do)]
    changes: list[KeyChange] = []
    problems: list[ConfigError] = []
    for action, keys in value.items():
        where = marked.place("keys", action)
        wanted = [keys] if isinstance(keys, str) else keys
        if isinstance(wanted, list) and all(isinstance(key, str) for key in wanted):
            changes.append(KeyChange(action, tuple(wanted), where))
        else:
            what = f"the keys of `{action}` must be a key or a list of keys"
            problems.append(ConfigError(what, where=where, do="the default is used"))
    return tuple(changes), problems


def _one_line(value: str) -> bool:
    return "\n" not in value and "\0" not in value


def _some_line(value: str) -> bool:
    return bool(value.strip()) and _one_line(value)


def _is_grouping(value: str) -> bool:
    if value in ("tighter", "normal", "looser"):
        return True
    return bool(re.fullmatch(r"0?\.\d{1,4}", value)) and 0.05 <= float(value) <= 0.95


_CHECKS: dict[str, Callable[[str], bool]] = {
    "theme": _some_line,
    "editor": _one_line,
    "notes_folder": _one_line,
    "grouping": _is_grouping,
}
_WANTED = {"grouping": "tighter, normal, looser, or a number from 0.05 to 0.95"}
