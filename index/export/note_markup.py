"""The person's notes on a page: their Markdown (CommonMark, and ~~struck out~~), made of `markup`'s tags.

What is no Markdown stays text, HTML among it, and so does the definition of a link that nothing refers to.
Links lead to the web alone, a picture is its description, and each line stays a line, as notes are written
and as the reader shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from index.export.markup import Child, Html, Value, group, tag, web

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_ELEMENTS = {
    "paragraph": "p",
    # The note's own title is an h3.
    "heading": "h4",
    "bullet_list": "ul",
    "ordered_list": "ol",
    "list_item": "li",
    "blockquote": "blockquote",
    "em": "em",
    "strong": "strong",
    "s": "s",
    "link": "a",
}
_Open = tuple[str, dict[str, Value], list[Child]]


def note_markup(words: str) -> Html:
    """The text of a note, rendered."""
    parser = _parser()
    tokens = parser.parse(words)
    if any(token.level >= parser.options.maxNesting - 1 for token in tokens):
        # The parser leaves out what lies deeper.
        return tag("pre", words.strip("\n"))
    return group(_made(_with_definitions(tokens, words)))


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    options = {"html": False, "inline_definitions": True, "store_labels": True}
    return MarkdownIt("commonmark", options).enable("strikethrough")


def _with_definitions(tokens: Sequence[Token], words: str) -> Iterator[Token]:
    """The tokens, with the text of each definition whose address no link shows in its place."""
    lines = words.split("\n")
    used = {
        inline.meta["label"]
        for token in tokens
        for inline in token.children or ()
        if inline.type == "link_open" and "label" in inline.meta and _target(inline)
    }
    for token in tokens:
        if token.type != "definition":
            yield token
        elif token.meta["id"] in used:
            used.remove(token.meta["id"])  # of several of one name, the first is meant
        else:
            first, end = token.map or (0, 0)
            said = "\n".join(line.lstrip(" \t>") for line in lines[first:end])
            token.content = said[said.find("[") :].strip()
            yield token


def _made(tokens: Iterable[Token]) -> list[Child]:
    """The elements of a flat list of tokens, in which each element is opened and closed."""
    stack: list[_Open] = [("", {}, [])]
    for token in tokens:
        if token.nesting > 0:
            stack.append((_element(token), _attributes(token), []))
        elif token.nesting < 0:
            element, attributes, children = stack.pop()
            stack[-1][2].append(tag(element, *children, **attributes) if element else group(children))
        else:
            stack[-1][2].append(_leaf(token))
    return stack[0][2]


def _element(token: Token) -> str:
    """The element that a token opens; none for a tight list's paragraph, or a link that leads nowhere."""
    if token.hidden or (token.type == "link_open" and _target(token) is None):
        return ""
    return _ELEMENTS[token.type.removesuffix("_open")]


def _attributes(token: Token) -> dict[str, Value]:
    if token.type == "link_open" and (target := _target(token)):
        return {"href": target, "rel": "noreferrer noopener external"}
    if token.type == "ordered_list_open" and (start := token.attrGet("start")) is not None:
        return {"start": int(start)}
    return {}


def _target(token: Token) -> Value:
    return web(str(token.attrGet("href") or ""))


def _leaf(token: Token) -> Child:
    match token.type:
        case "inline":
            return _made(token.children or ())
        case "softbreak" | "hardbreak":
            return tag("br")
        case "code_inline":
            return tag("code", token.content)
        case "fence" | "code_block":
            return tag("pre", tag("code", token.content.rstrip("\n")), dir="ltr")
        case "hr":
            return tag("hr")
        case "definition":
            return tag("p", token.content)
        case _:
            # A text; of a picture what it shows in words.
            return token.content
