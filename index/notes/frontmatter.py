"""The YAML front matter of a note: split from the body, read, written, and edited in place.

Reading goes through `config.yamlsafe` (strings only). Editing replaces the values of our own keys where
they stand and touches no other byte, so that a person's own keys, comments and line ends survive.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from config.errors import YamlError

Value = str | Sequence[str] | Sequence[Mapping[str, str | int]]

MAX_HEADER = 512 * 1024
_OPEN = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*(\r\n|\n|\r)")
_CLOSE = re.compile(rb"(?:(?<=[\r\n])|\A)(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)")
# Without quotes only what every YAML reader takes for the same string (or, for a date, the same moment).
_PLAIN = re.compile(r"[ans][0-9a-hjkmnp-tv-z]{8}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
# What a YAML reader refuses or takes for a line end inside a quoted string.
_ESCAPED = re.compile("[\x7f-\x9f\xad\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
# A key with what `write` puts after it: nothing, a quoted string, a list of them, or a bare safe value.
_UNQUOTABLE = r'"\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029\ufeff'
_QUOTED = rf'"(?:[^{_UNQUOTABLE}]|\\(?:["\\bfnrt]|u(?!d[89a-f])[0-9a-f]{{4}}))*"'
_BARE = rf"{_PLAIN.pattern}|0|[1-9][0-9]{{0,8}}"
_OWN_LINE = re.compile(rf"(  - |    |)([a-z_]+):(?: ({_QUOTED}|\[(?:{_QUOTED}(?:, {_QUOTED})*)?\]|{_BARE}))?")
_LONE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Split:
    """A note's bytes in four: `fence` (with a BOM), `header`, `close` and `body`; joined they are the file.

    `fence` is empty when the file has no front matter, or one that is never closed.
    """

    fence: bytes
    header: bytes
    close: bytes
    body: bytes
    unclosed: bool = False


def split(raw: bytes) -> Split:
    """Find the front matter, without reading it."""
    opened = _OPEN.match(raw)
    if not opened:
        return Split(b"", b"", b"", raw)
    closed = _CLOSE.search(raw, opened.end(), opened.end() + MAX_HEADER)
    if not closed:
        return Split(b"", b"", b"", raw, unclosed=True)
    header = raw[opened.end() : closed.start()]
    return Split(opened.group(), header, closed.group(), raw[closed.end() :])


def read(header: bytes, *, where: str) -> dict[str, Any]:
    """The keys of the header, all values strings (or lists and mappings of them); YamlError if broken."""
    try:
        text = header.decode()
    except UnicodeDecodeError as error:
        raise YamlError("the front matter is not UTF-8", where=where, do="save the file as UTF-8") from error
    if not text.strip():
        return {}
    # YAML takes 2 ms a note, which thousands of notes make felt; what `write` wrote needs no YAML.
    quick = _read_own(text)
    if quick is not None:
        return quick
    from config.yamlsafe import load_mapping

    return load_mapping(text, where=where)


def _read_own(text: str) -> dict[str, Any] | None:
    """The keys of a header that has only the forms `write` makes; None for any other, which may be YAML."""
    found: dict[str, Any] = {}
    rows: list[dict[str, str]] | None = None
    for line in text.removesuffix("\n").split("\n"):
        match = _OWN_LINE.fullmatch(line)
        if match is None:
            return None
        indent, key, value = match.groups()
        into = found
        if not indent and rows == []:
            return None
        if indent:
            if rows is None:
                return None
            if indent == "  - ":
                rows.append({})
            elif not rows:
                return None
            into = rows[-1]
        elif not value:
            rows = []
        else:
            rows = None
        if key in into or (indent and (not value or value[0] == "[")):
            return None
        into[key] = _own_value(value) if value else rows
    return None if rows == [] else found


def _own_value(value: str) -> Any:
    return json.loads(value) if value[0] in '["' else value


def write(values: Mapping[str, Value], newline: str = "\n") -> str:
    """A header with these keys, in their order; ends with a line end."""
    return "".join(f"{key}:{_render(value, newline)}{newline}" for key, value in values.items())


def edit(header: bytes, changes: Mapping[str, Value], *, where: str) -> bytes:
    """The header with these keys set and every other byte as it was.

    Raises YamlError when the header cannot be edited so: it is broken, or a flow mapping (`{...}`).
    """
    before = read(header, where=where)
    text = header.decode()
    newline = "\r\n" if "\r\n" in text else "\n"
    spans = _spans(text, where)
    edited = text
    for key in sorted((key for key in changes if key in spans), key=lambda key: -spans[key][0]):
        start, end = spans[key]
        edited = f"{edited[:start]}:{_render(changes[key], newline)}{edited[end:]}"
    if edited and not edited.endswith(("\n", "\r")):
        edited += newline
    edited += write({key: value for key, value in changes.items() if key not in spans}, newline)
    expected = {**before, **{key: _plain(value) for key, value in changes.items()}}
    if read(edited.encode(), where=where) != expected:
        raise YamlError("the front matter cannot be changed in place", where=where, do="edit it by hand")
    return edited.encode()


def _spans(text: str, where: str) -> dict[str, tuple[int, int]]:
    """For each key of the block mapping the span from the end of the key to the end of its value."""
    if _read_own(text) is not None:
        return _own_spans(text)
    import yaml

    node = yaml.compose(text, Loader=yaml.BaseLoader) if text.strip() else None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise YamlError("the front matter is not `key: value` lines", where=where, do="edit it by hand")
    found: dict[str, tuple[int, int]] = {}
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode):
            end = value.end_mark.index
            if not _ends_exactly(value):
                end = _without_comments(text, key.end_mark.index, end)
            found[key.value] = (key.end_mark.index, end)
    return found


def _own_spans(text: str) -> dict[str, tuple[int, int]]:
    """As `_spans`, for a header that has only the forms `write` makes: rows of a list are indented."""
    found: dict[str, tuple[int, int]] = {}
    position, key = 0, ""
    for line in text.removesuffix("\n").split("\n"):
        end = position + len(line)
        if line.startswith(" "):
            found[key] = (found[key][0], end)
        else:
            key = line.partition(":")[0]
            found[key] = (position + len(key), end)
        position = end + 1
    return found


def _ends_exactly(node: Any) -> bool:
    """Whether the node's end mark is its last character, not the next token's first."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return node.style not in ("|", ">")
    return bool(node.flow_style)


def _without_comments(text: str, start: int, end: int) -> int:
    """The end of a block value without the comment and blank lines that follow it."""
    lines = text[start:end].splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    return start + len("".join(lines).rstrip("\r\n"))


def _render(value: Value, newline: str) -> str:
    if isinstance(value, str):
        return f" {scalar(value)}"
    if not value:
        return " []"
    if isinstance(value[0], str):
        return f" [{', '.join(scalar(str(item)) for item in value)}]"
    rows = []
    for item in value:
        assert isinstance(item, Mapping)
        lines = [f"{key}: {text if isinstance(text, int) else scalar(text)}" for key, text in item.items()]
        rows.append(f"{newline}  - " + f"{newline}    ".join(lines))
    return "".join(rows)


def scalar(text: str) -> str:
    """The string as YAML that any reader takes for this string: JSON quoting, unless plainly safe."""
    if _PLAIN.fullmatch(text):
        return text
    return _ESCAPED.sub(_escape, json.dumps(text, ensure_ascii=False))


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    # A lone surrogate is no character and YAML cannot carry it.
    return "�" if 0xD800 <= code <= 0xDFFF else f"\\u{code:04x}"


def _plain(value: Value) -> Any:
    """The value as `read` gives it back."""
    if isinstance(value, str):
        return _LONE.sub("�", value)
    return [
        _plain(item) if isinstance(item, str) else {key: _plain(str(text)) for key, text in item.items()}
        for item in value
    ]
