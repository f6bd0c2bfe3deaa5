"""YAML as this project reads it: small mappings of strings, and every problem as `file:line:column`.

Values are never guessed at: `NO`, `9:39`, `010` and `2023-05-05` come back as they were written.
Aliases, anchors, tags and duplicate keys are refused, and so is a file too large or too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from config.errors import YamlError

if TYPE_CHECKING:
    from yaml.nodes import Node

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 20
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Marked:
    """A mapping and where each of its values stands: path of keys -> (line, column), both from 1."""

    data: dict[str, Any]
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)
    where: str = ""

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
    """As `load_mapping`, with the place of every value. Raises YamlError."""
    import yaml

    _refuse_unreadable(text, where)
    try:
        _refuse_events(yaml.parse(text, Loader=yaml.BaseLoader), where)
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = error.problem or error.context or "broken YAML"
        raise YamlError(what, where=_at(where, mark), do="correct the YAML there") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise YamlError(f"broken YAML: {error}", where=f"{where}:1:1", do="correct the YAML") from None
    if node is None:
        return Marked({}, {(): (1, 1)}, where)
    marks: dict[Path, tuple[int, int]] = {}
    data = _built(node, (), marks, where)
    if data == "":
        return Marked({}, {(): (1, 1)}, where)
    if not isinstance(data, dict):
        raise YamlError(
            "expected `key: value` lines", where=_at(where, node.start_mark), do="write a mapping"
        )
    return Marked(data, marks, where)


def _at(where: str, mark: Any) -> str:
    return f"{where}:{mark.line + 1}:{mark.column + 1}" if mark else f"{where}:1:1"


def _refuse_unreadable(text: str, where: str) -> None:
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


def _refuse_events(events: Iterator[Any], where: str) -> None:
    """Stop at the first thing refused, before anything is built from it."""
    import yaml

    depth = 0
    for event in events:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(
                "aliases (& and *) are not used here", where=_at(where, event.start_mark), do="write it out"
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise YamlError(
                f"tags are not used here: {tag[:60]}", where=_at(where, event.start_mark), do="delete the tag"
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise YamlError(
                    f"deeper than {MAX_DEPTH} levels", where=_at(where, event.start_mark), do="flatten it"
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _built(node: Node, path: Path, marks: dict[Path, tuple[int, int]], where: str) -> Any:
    import yaml

    marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.SequenceNode):
        return [_built(item, (*path, place), marks, where) for place, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return str(node.value)
    data: dict[str, Any] = {}
    for key_node, value in node.value:
        place = _at(where, key_node.start_mark)
        if not isinstance(key_node, yaml.ScalarNode):
            raise YamlError("a key must be a plain word", where=place, do="write `key: value`")
        key = str(key_node.value)
        if key in data:
            raise YamlError(f"the key `{key[:60]}` is there twice", where=place, do="keep one of the two")
        data[key] = _built(value, (*path, key), marks, where)
    return data
