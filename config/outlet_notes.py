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

from config.kinds import Found, MappingKind, UnfitError

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


class OutletNotes(MappingKind[OutletNote]):
    """The section as a kind of setting."""

    @property
    def allowed(self) -> str:
        """What stands in it."""
        return "a mapping of outlets, each with `label: value` lines"

    def read(self, found: Found) -> tuple[OutletNote, ...]:
        """The outlets, without the lines that do not fit."""
        if found.value == "":
            return ()
        if not isinstance(found.value, dict):
            raise UnfitError
        notes: list[OutletNote] = []
        for name, said in found.value.items():
            outlet = found.inside(name, said)
            if not isinstance(said, dict):
                outlet.wrong(f"`{name[:_LONGEST]}` must have `label: value` lines")
                continue
            good: dict[str, str] = {}
            for key, text in said.items():
                wrong = _wrong(key, text)
                if wrong:
                    outlet.inside(key, text).wrong(wrong)
                else:
                    good[key] = text.strip()
            known = {key: good.pop(key, "") for key in ("short", "colour", "country")}
            notes.append(OutletNote(" ".join(name.split()), **known, labels=tuple(good.items())))
        return tuple(notes)

    def written(self, value: tuple[OutletNote, ...]) -> object:
        """Outlets with the lines that say something."""
        return {
            note.name: {
                key: text
                for key, text in (
                    ("short", note.short),
                    ("colour", note.colour),
                    ("country", note.country),
                    *note.labels,
                )
                if text
            }
            for note in value
        }


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
