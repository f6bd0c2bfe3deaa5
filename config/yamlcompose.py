"""YAML read to its end: everything that is wrong with it at once, and all that can be used.

Imported only where there is YAML to read, as PyYAML is slow to import. What is refused, and why, is told in
`config.yamlsafe`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from config.errors import YamlError, place_order
from config.yamlsafe import MAX_DEPTH, Marked, Path, at, refuse_unreadable

_MOST_MENDED = 40
_LONE_SIGN = re.compile(r"[^#'\"]*?:[ \t]+([^\w\s]{1,2})[ \t]*")
_TOP_LEVEL = re.compile(r"^(?=[^\s#\]})-])", re.MULTILINE)


def read_all(text: str, *, where: str, mend: bool = True) -> tuple[Marked, list[YamlError], bool]:
    """A mapping as far as it can be read, every problem in the order of the file, and whether it is broken.

    What is refused is left out. Where the YAML itself is broken, the top-level parts that are sound
    are used, unless `mend` is False. Nothing is raised.
    """
    try:
        refuse_unreadable(text, where)
    except YamlError as error:
        return Marked({}, {(): (1, 1)}, where), [error], True
    problems: list[YamlError] = []
    node, broken = _composed(text, where, problems), False
    if problems and problems[-1] is _last_broken(problems):
        node, broken = _sound_parts(text, where, problems) if mend else None, True
    builder = _Builder(where, problems)
    marked = builder.built(node)
    problems.sort(key=place_order)
    return marked, problems, broken


class _BrokenError(YamlError):
    """The YAML cannot be read on from here."""


def _last_broken(problems: list[YamlError]) -> YamlError | None:
    return problems[-1] if isinstance(problems[-1], _BrokenError) else None


class _Composer(yaml.BaseLoader):
    """Composes nodes; aliases, anchors and tags are told and passed over."""

    def __init__(self, text: str, where: str, problems: list[YamlError], first_line: int) -> None:
        super().__init__(text)
        self.line = first_line
        self._where, self._problems, self._depth = where, problems, 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """As PyYAML does, but an alias becomes a node without a kind, which the builder leaves out."""
        parser: Any = self
        event = parser.peek_event()
        if isinstance(event, yaml.AliasEvent):
            alias: Any = parser.get_event()
            self._told("aliases (& and *) are not used here", alias, "write it out")
            return yaml.Node("", None, alias.start_mark, alias.end_mark)
        if getattr(event, "anchor", None):
            self._told("aliases (& and *) are not used here", event, "write it out")
            event.anchor = None
        if getattr(event, "tag", None) is not None:
            self._told(f"tags are not used here: {event.tag[:60]}", event, "delete the tag")
            event.tag, event.implicit = None, (True, True)
        if self._depth >= MAX_DEPTH and isinstance(event, yaml.CollectionStartEvent):
            raise _BrokenError(
                f"deeper than {MAX_DEPTH} levels", where=at(self._where, event.start_mark), do="flatten it"
            )
        self._depth += isinstance(event, yaml.CollectionStartEvent)
        node = super().compose_node(parent, index)
        self._depth -= isinstance(event, yaml.CollectionStartEvent)
        return node

    def _told(self, what: str, event: Any, do: str) -> None:
        self._problems.append(YamlError(what, where=at(self._where, event.start_mark), do=do))


def _composed(text: str, where: str, problems: list[YamlError], first_line: int = 0) -> yaml.Node | None:
    """The root node; when the YAML is broken None, and the last problem is a _BrokenError."""
    try:
        composer = _Composer(text, where, problems, first_line)
        try:
            node: yaml.Node | None = composer.get_single_node()
            return node
        finally:
            composer.dispose()
    except _BrokenError as error:
        problems.append(error)
    except yaml.MarkedYAMLError as error:
        mark, what = error.problem_mark or error.context_mark, error.problem or "broken YAML"
        if what == "found unexpected end of stream":
            # Where a quote begins helps more than where the text ends.
            mark, what = error.context_mark or mark, "the quote that begins here is not closed"
        elif "<stream end>" in what and "flow" in str(error.context):
            mark, what = error.context_mark or mark, "the bracket that begins here is not closed"
        problems.append(_BrokenError(what, where=at(where, mark), do=_advice(text, mark, first_line)))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        what = " ".join(str(error).split())[:200]
        problems.append(_BrokenError(f"broken YAML: {what}", where=f"{where}:1:1", do="correct the YAML"))
    return None


def _advice(text: str, mark: Any, first_line: int) -> str:
    """What to do where the YAML is broken."""
    lines = text.split("\n")
    at_line = mark.line - first_line if mark else -1
    line = lines[at_line] if 0 <= at_line < len(lines) else ""
    if mark and line[mark.column :].startswith("\t"):
        return "use spaces, not tabs"
    if sign := _LONE_SIGN.fullmatch(line):
        quote = "'" if '"' in sign[1] else '"'
        return f"write it in quotes: {quote}{sign[1]}{quote}"
    return "correct the YAML there"


def _sound_parts(text: str, where: str, problems: list[YamlError]) -> yaml.Node | None:
    """One mapping of all top-level parts that can be read; the problems of the others replace `problems`."""
    whole = list(problems)
    problems.clear()
    pairs: list[Any] = []
    broken = 0
    for part, first_line in _parts(text):
        before = len(problems)
        node = _mended(part, where, problems, first_line)
        if isinstance(node, yaml.MappingNode):
            pairs += node.value
        elif node is not None:
            problems.append(_not_a_mapping(node, where))
        broken += any(isinstance(one, _BrokenError) for one in problems[before:])
    if not broken:
        # Each part is sound alone: what is wrong is how they stand together.
        problems[:] = whole
        return None
    return yaml.MappingNode("", pairs, pairs[0][0].start_mark) if pairs else None


def _mended(part: str, where: str, problems: list[YamlError], first_line: int) -> yaml.Node | None:
    """A part composed without the lines whose value is a sign that YAML gives a meaning, such as `x: ]`."""
    lines = part.split("\n")
    for _ in range(_MOST_MENDED):
        before = len(problems)
        node = _composed("\n".join(lines), where, problems, first_line)
        if len(problems) == before or not isinstance(problems[-1], _BrokenError):
            return node
        at_line = place_order(problems[-1])[1] - 1 - first_line
        if not 0 <= at_line < len(lines) or not _LONE_SIGN.fullmatch(lines[at_line]):
            return node
        lines[at_line] = ""
        # What was found before that line is found again.
        del problems[before:-1]
    return None


def _parts(text: str) -> Iterator[tuple[str, int]]:
    """The text cut before each line that begins at the margin, and the number of each part's first line."""
    starts = [0, *(found.start() for found in _TOP_LEVEL.finditer(text) if found.start())]
    line = 0
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        yield text[start:end], line
        line += text.count("\n", start, end)


def _not_a_mapping(node: yaml.Node, where: str) -> YamlError:
    advice = "write a colon and a space between the two"
    return YamlError("expected `key: value` lines", where=at(where, node.start_mark), do=advice)


class _Builder:
    """Nodes to dicts, lists and strings, with the place of every key and value."""

    def __init__(self, where: str, problems: list[YamlError]) -> None:
        self._where, self._problems = where, problems
        self._marks: dict[Path, tuple[int, int]] = {}
        self._keys: dict[Path, tuple[int, int]] = {}

    def built(self, root: yaml.Node | None) -> Marked:
        """The whole; what is no mapping is an empty one."""
        data = self._value(root, ()) if root is not None else ""
        if isinstance(data, dict):
            return Marked(data, self._marks, self._where, self._keys)
        if root is not None and data != "":
            self._problems.append(_not_a_mapping(root, self._where))
        return Marked({}, {(): (1, 1)}, self._where)

    def _value(self, node: yaml.Node, path: Path) -> Any:
        self._marks[path] = _spot(node)
        if isinstance(node, yaml.SequenceNode):
            kept = [item for item in node.value if not _is_alias(item)]
            return [self._value(item, (*path, place)) for place, item in enumerate(kept)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return str(node.value or "")

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value in node.value:
            if _is_alias(key_node):
                continue
            if not isinstance(key_node, yaml.ScalarNode):
                self._told("a key must be a plain word", key_node, "write `key: value`")
                continue
            key = str(key_node.value)
            if key in data:
                self._told(f"the key `{key[:60]}` is there twice", key_node, "keep one of the two")
            elif not _is_alias(value):
                self._keys[(*path, key)] = _spot(key_node)
                data[key] = self._value(value, (*path, key))
        return data

    def _told(self, what: str, node: yaml.Node, do: str) -> None:
        self._problems.append(YamlError(what, where=at(self._where, node.start_mark), do=do))


def _is_alias(node: yaml.Node) -> bool:
    return type(node) is yaml.Node


def _spot(node: yaml.Node) -> tuple[int, int]:
    return node.start_mark.line + 1, node.start_mark.column + 1
