"""YAML as this project reads it: small mappings of strings, and every problem as `file:line:column`.

Values are never guessed at: `NO`, `9:39`, `010` and `2023-05-05` come back as they were written.
Aliases, anchors, tags and duplicate keys are refused, and so is a file too large or too deep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from config.errors import YamlError

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 20
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Marked:
    """A mapping and where each of its values stands: path of keys -> (line, column), both from 1.

    `keys` has the places of the keys themselves.
    """

    data: dict[str, Any]
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    where: str = ""
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def place_of_key(self, *path: str | int) -> str:
        """`file:line:column` of a key."""
        line, column = self.keys.get(path, (0, 0))
        return f"{self.where}:{line}:{column}" if line else self.place(*path)

    def place(self, *path: str | int) -> str:
        """`file:line:column` of a value, or of the nearest thing around it."""
        for size in range(len(path), -1, -1):
            if path[:size] in self.marks:
                line, column = self.marks[path[:size]]
                return f"{self.where}:{line}:{column}"
        return self.where


def load_mapping(text: str, *, where: str) -> dict[str, Any]:
    """A YAML mapping as dicts, lists and strings; an empty document is an empty mapping.

    `where` names the file in messages. Raises YamlError, whose `where` is `file:line:column`.
    """
    return load_with_marks(text, where=where).data


def load_with_marks(text: str, *, where: str) -> Marked:
    """As `load_mapping`, with the place of every value. Raises YamlError: the first thing that is wrong."""
    # Imported here because PyYAML is slow to import, and this module is not.
    from config.yamlcompose import read_all

    marked, problems, _ = read_all(text, where=where, mend=False)
    if problems:
        raise YamlError(problems[0].what, where=problems[0].where, do=problems[0].do)
    return marked


def at(where: str, mark: Any) -> str:
    """`file:line:column` of a mark of PyYAML's."""
    return f"{where}:{mark.line + 1}:{mark.column + 1}" if mark else f"{where}:1:1"


def refuse_unreadable(text: str, where: str) -> None:
    """Raises YamlError for a text too long, or with a character that YAML does not allow."""
    if len(text) > MAX_CHARACTERS:
        raise YamlError(
            f"longer than {MAX_CHARACTERS:,} characters", where=f"{where}:1:1", do="shorten the file"
        )
    bad = _BAD.search(text)
    if bad is None:
        return
    line = text.count("\n", 0, bad.start()) + 1
    column = bad.start() - text.rfind("\n", 0, bad.start())
    what = f"character U+{ord(bad[0]):04X} is not allowed in YAML"
    raise YamlError(what, where=f"{where}:{line}:{column}", do="delete it")
