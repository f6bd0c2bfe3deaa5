"""The `commands` section of the settings: programs of the person's that are given what they read.

commands:
  wallabag: wallabag add --title {title} {url}
  speak:
    run: espeak-ng --stdin
    seconds: 600
  page:
    run: less {file}
    terminal: yes
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from config.kinds import CommandLine, Flag, Found, Kind, MappingKind, Number, UnfitError, must_be, nearest

PLACEHOLDERS = ("url", "title", "outlet", "quote", "file", "story")
PLACEHOLDER = re.compile(r"\{([a-z]+)\}")
_OPTIONS: dict[str, Kind[Any]] = {"terminal": Flag(), "seconds": Number(1, 86_400)}
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class OwnCommand:
    """A program with its arguments, as a line that shlex splits; `{url}` and the like stand for what is read.

    `terminal` says that it takes the terminal for itself; else it is ended after `seconds`.
    """

    name: str
    line: str
    terminal: bool = False
    seconds: int = 60


class OwnCommands(MappingKind[OwnCommand]):
    """The section as a kind of setting."""

    @property
    def allowed(self) -> str:
        """What stands in it."""
        return "a mapping of names to commands"

    def read(self, found: Found) -> tuple[OwnCommand, ...]:
        """The commands that can be run; each that cannot is a problem of its own."""
        if found.value == "":
            return ()
        if not isinstance(found.value, dict):
            raise UnfitError
        good: list[OwnCommand] = []
        for name, said in found.value.items():
            inner = found.inside(name, said)
            parts = said if isinstance(said, dict) else {"run": said}
            wrong = _unknown_key(parts) or _wrong_line(name, parts.get("run", ""))
            if wrong:
                inner.wrong(wrong)
            else:
                good.append(_command(name, parts, inner))
        return tuple(good)

    def written(self, value: tuple[OwnCommand, ...]) -> object:
        """Names with a line, or with what differs from the usual."""
        return {
            one.name: one.line
            if one == OwnCommand(one.name, one.line)
            else {
                "run": one.line,
                **{key: kind.written(getattr(one, key)) for key, kind in _OPTIONS.items()},
            }
            for one in value
        }


def _command(name: str, parts: dict[str, object], found: Found) -> OwnCommand:
    options: dict[str, Any] = {}
    for key, kind in _OPTIONS.items():
        if key not in parts:
            continue
        inner = found.inside(key, parts[key])
        try:
            options[key] = kind.read(inner)
        except UnfitError:
            inner.wrong(must_be(key, kind.allowed, inner.value))
    return OwnCommand(" ".join(name.split()), str(parts["run"]).strip(), **options)


def _unknown_key(parts: dict[str, object]) -> str:
    unknown = next((key for key in parts if key != "run" and key not in _OPTIONS), None)
    if unknown is None:
        return ""
    return f"`{unknown[:_LONGEST_NAME]}` is not known here; `run`, `terminal` and `seconds` are"


def _wrong_line(name: str, line: object) -> str:
    """What is wrong with a command's name or words, or nothing."""
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        return f"the name of a command must be one line of at most {_LONGEST_NAME} letters"
    # Imported here, as in `config.kinds`.
    import shlex

    try:
        words = shlex.split(CommandLine().read(Found("run", line, lambda *_: "")))
    except UnfitError:
        words = []
    if not words:
        return must_be(name, CommandLine().allowed, line)
    unknown = next((one for one in PLACEHOLDER.findall(str(line)) if one not in PLACEHOLDERS), None)
    if unknown is not None:
        known = nearest(unknown, PLACEHOLDERS) or "known are " + ", ".join(
            f"{{{one}}}" for one in PLACEHOLDERS
        )
        return f"`{{{unknown}}}` in `{name}` stands for nothing; {known}"
    if PLACEHOLDER.search(words[0]):
        return f"`{name}` must begin with the name of a program, not with a placeholder"
    return ""
