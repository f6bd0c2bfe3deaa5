"""HTML that is safe by the way it is made: texts are escaped where they enter, addresses have a type.

There is no way to put a string into a page unescaped, to make a script, or to make an attribute that
runs or loads anything. Only what this module lists can be made at all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from index.notes.quoting import web_address
from index.text import scrub

_ELEMENTS = (
    "a abbr article bdi blockquote body br caption code dd del details div dl dt em fieldset footer h1 h2 h3"
    " h4 head header hr html input ins label legend li main meta nav ol p pre s section span strong style"
    " summary sup table tbody td th thead time title tr ul"
)
_ATTRIBUTES = (
    "charset checked class colspan content datetime dir for href http-equiv id lang name open rel role scope"
    " start tabindex title type"
)
_VOID = "br hr input meta"
_INLINE = "a abbr bdi br code del em input ins label s span strong sup time"
_KNOWN, _KNOWN_ATTRIBUTES = frozenset(_ELEMENTS.split()), frozenset(_ATTRIBUTES.split())
_ALONE, _IN_A_LINE = frozenset(_VOID.split()), frozenset(_INLINE.split())
_ID = re.compile(r"[a-z][a-z0-9-]*")
_CSS_END = re.compile(r"</|<!--", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Html:
    """Finished markup; only this module makes it."""

    markup: str


@dataclass(frozen=True, slots=True)
class Href:
    """The target of a link, made by `inside` or `web`."""

    address: str


Child = str | int | Html | None | Iterable["Child"]
Value = Href | str | int | bool | None


def tag(element: str, *children: Child, **attributes: Value) -> Html:
    """An element with its children: strings are text, None is nothing, and lists are taken apart.

    An attribute is written with `_` for `-`, and with a last `_` where the name is a word of Python.
    None and False leave it out. ValueError for an element or attribute that a page has no use for.
    """
    if element not in _KNOWN:
        raise ValueError(f"no element {element!r} is made here")
    start = f"<{element}{''.join(_attribute(name, value) for name, value in attributes.items())}"
    end = "" if element in _IN_A_LINE else "\n"
    if element in _ALONE:
        return Html(f"{start}>{end}")
    return Html(f"{start}>{''.join(_child(child) for child in children)}</{element}>{end}")


def group(*children: Child) -> Html:
    """Children beside each other, without an element around them."""
    return Html("".join(_child(child) for child in children))


def text(words: str) -> Html:
    """Text, whatever it holds."""
    return Html(html.escape(scrub(words), quote=False))


def stylesheet(css: str) -> Html:
    """A style sheet of our own; ValueError for one that would end its element."""
    if _CSS_END.search(css):
        raise ValueError("a style sheet cannot hold markup")
    return Html(f"<style>{css}</style>\n")


def inside(identifier: str) -> Href:
    """A place on the page itself."""
    if not _ID.fullmatch(identifier):
        raise ValueError(f"no id: {identifier!r}")
    return Href(f"#{identifier}")


def web(url: str | None) -> Href | None:
    """A page on the web, without name, password and tokens; None unless it is plainly http or https."""
    address = web_address(url)
    if address is None or "\\" in address or not address.isprintable():
        return None
    parts = urlsplit(address)
    return Href(address) if parts.scheme in ("http", "https") and parts.hostname else None


def document(root: Html) -> str:
    """The whole page."""
    return f"<!DOCTYPE html>\n{root.markup}"


def _child(child: Child) -> str:
    if child is None:
        return ""
    if isinstance(child, Html):
        return child.markup
    if isinstance(child, str | int):
        return text(str(child)).markup
    return "".join(_child(one) for one in child)


def _attribute(name: str, value: Value) -> str:
    plain = name.rstrip("_").replace("_", "-")
    if plain not in _KNOWN_ATTRIBUTES and not plain.startswith("aria-"):
        raise ValueError(f"no attribute {plain!r} is made here")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {plain}"
    if isinstance(value, Href) is not (plain == "href"):
        raise ValueError(f"{value!r} is no value for {plain!r}: `inside` and `web` make links")
    if isinstance(value, Href):
        return f' href="{html.escape(value.address)}"'
    if plain == "id" and not _ID.fullmatch(str(value)):
        raise ValueError(f"no id: {value!r}")
    return f' {plain}="{html.escape(scrub(str(value)))}"'
