"""What a page says of itself in JSON-LD: values of any type may stand anywhere, and none of them crashes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MAX_SCRIPT = 1_000_000
"""The longest script read, in characters; longer ones are no description of an article."""

_MAX_NODES = 500
_MAX_DEPTH = 6
# What lists other articles holds no description of this one.
_ELSEWHERE = frozenset(
    ("itemlistelement", "itemlist", "relatedlink", "hasPart".lower(), "comment", "citation")
)
_ARTICLE = re.compile(r"(?:article|blogposting|report|review|liveblogposting|newsarticle)\Z", re.IGNORECASE)
_WRAPPING = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)?|(?:-->|(?://"
    r"|/\*)?\s*\]\]>\s*(?:\*/)?)?\s*\Z"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")

Node = Mapping[str, Any]


def nodes(scripts: Sequence[str]) -> list[Node]:
    """All objects of a page's JSON-LD scripts that describe the page itself, outer ones first."""
    found: list[Node] = []
    for script in scripts:
        if len(script) <= MAX_SCRIPT:
            found.extend(_objects(_loaded(script), 0))
        if len(found) >= _MAX_NODES:
            break
    return found[:_MAX_NODES]


def _loaded(script: str) -> Any:
    bare = _WRAPPING.sub("", script)
    for text in (bare, _TRAILING_COMMA.sub(r"\1", bare)):
        try:
            return json.loads(text, strict=False, parse_constant=lambda _: None, parse_int=_number)
        except RecursionError:
            return None
        except ValueError:
            continue
    return None


def _number(digits: str) -> int | None:
    return int(digits) if len(digits) < 20 else None


def _objects(value: Any, depth: int) -> Iterator[Node]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value[:_MAX_NODES]:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if isinstance(inner, dict | list) and key.lower() not in _ELSEWHERE:
                yield from _objects(inner, depth + 1)


def is_article(node: Node) -> bool:
    """Whether an object says that it is an article of any kind."""
    return any(_ARTICLE.search(name) for name in types(node))


def types(node: Node) -> list[str]:
    """The names in `@type`, without the vocabulary's address."""
    said = node.get("@type")
    return [
        item.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1]
        for item in (said if isinstance(said, list) else [said])
        if isinstance(item, str)
    ]


def text(node: Node, *keys: str) -> str | None:
    """The first of these values that is a string, or a list that begins with one."""
    for key in keys:
        value = node.get(key)
        if isinstance(value, list) and value:
            value = value[0]
        if isinstance(value, dict):
            value = value.get("@value", value.get("@id"))
        if isinstance(value, str) and value.strip():
            return value
    return None


def names(value: Any, depth: int = 0) -> list[str]:
    """The names of persons or organisations given as strings, objects or lists of these."""
    if depth > _MAX_DEPTH:
        return []
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [name for item in value[:50] for name in names(item, depth + 1)]
    if isinstance(value, dict):
        if value.get("name") is not None:
            return names(value["name"], depth + 1)
        given = [value.get(key) for key in ("givenName", "additionalName", "familyName")]
        whole = " ".join(part for part in given if isinstance(part, str))
        return [whole] if whole else []
    return []
