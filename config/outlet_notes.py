"""The `outlets` section of the settings: what the person says of outlets. bylines itself never rates any.

outlets:
  Example Herald:
    short: Herald
    colour: "#d08770"
    country: UK
    lean: left          # any label of one's own: any key, any text
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from config.errors import ConfigError

if TYPE_CHECKING:
    from config.yamlsafe import Marked

_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?|[a-z][a-z0-9_]{0,30}")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,30}")
# Words that the search language gives a meaning to; a label of that name could never be asked for.
_RESERVED_WORDS = """title outlet author lang tag kind after before date is has in story outlets covered note
    scope name label"""
RESERVED = frozenset(_RESERVED_WORDS.split())
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class OutletNote:
    """What the person says of one outlet; empty where they say nothing. `labels` are (key, value)."""

    name: str
    short: str = ""
    colour: str = ""
    country: str = ""
    labels: tuple[tuple[str, str], ...] = ()


def outlet_notes(marked: Marked, value: object) -> tuple[tuple[OutletNote, ...], list[ConfigError]]:
    """The outlets of the section, and a problem with `file:line:column` for each thing that does not fit."""
    if not isinstance(value, dict):
        what, do = "`outlets` must be a mapping of outlets", "write `Example Herald:` and its labels below it"
        return (), [ConfigError(what, where=marked.place("outlets"), do=do)]
    found: list[OutletNote] = []
    problems: list[ConfigError] = []
    for name, said in value.items():
        if not isinstance(said, dict):
            what = f"`{name[:_LONGEST]}` must have `label: value` lines"
            problems.append(ConfigError(what, where=marked.place("outlets", name), do="it is left out"))
            continue
        good: dict[str, str] = {}
        for key, text in said.items():
            wrong = _wrong(key, text)
            if wrong:
                problems.append(
                    ConfigError(wrong, where=marked.place("outlets", name, key), do="it is left out")
                )
            else:
                good[key] = text.strip()
        known = {key: good.pop(key, "") for key in ("short", "colour", "country")}
        found.append(OutletNote(" ".join(name.split()), **known, labels=tuple(good.items())))
    return tuple(found), problems


def _wrong(key: str, text: object) -> str:
    """What is wrong with one line, or nothing."""
    if not _KEY.fullmatch(key):
        return f"`{key[:_LONGEST]}` must be a word in small letters"
    if key in RESERVED:
        return f"`{key}` has a meaning of its own in searches; choose another name"
    if not isinstance(text, str) or not text.strip() or "\n" in text or len(text) > _LONGEST:
        return f"`{key}` must be one line of at most {_LONGEST} characters"
    if key == "colour" and not _COLOUR.fullmatch(text.strip()):
        return '`colour` must be a name or "#rrggbb" in quotes'
    return ""
