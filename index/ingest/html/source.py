"""A page's bytes to a tree: character set, control references, joiners, depth."""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index import text as texts

MAX_DEPTH = 200
"""How deep a tree may be; libxml2 drops everything below 255 elements."""

_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_XML_CHARSET = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));?")
# A control sequence goes as a whole, never across a tag; a string of one only where it is terminated.
_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,40}[ -/]{0,8}[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^<>\x00-\x08\n-\x1f\x7f-\x9f]{0,2000}(?:\x07|\x1b\\\\|\x9c)"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ASCII_CONTROLS = bytes(code for code in (*range(32), 127) if code not in b"\t\n\r\f")
_BREAKS = re.compile("[\x0c\x85\u2028\u2029]")
_JOINER_REFERENCE = re.compile(r"&(zwnj|zwj);")
# libxml2 takes the slash in a document type or in `<html/>` for the end of the document.
_DOCTYPE = re.compile(r"<\s?!\s?DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,100000}\]\s*)?>", re.IGNORECASE)
_DOCTYPE_START = re.compile(r"<\s?!\s?DOCTYPE", re.IGNORECASE)
_CLOSED_HTML = re.compile(r"(<html\b[^>]{0,2000}?)\s*/>", re.IGNORECASE)
_NOTHING = {"span", "div", "font", "b", "i", "em", "strong", "u", "center", "small", "big", "section"}
_RAW = {"script", "style"}
# Letters that hardly any page holds stand for the joiners, which trafilatura would take for controls.
_STAND_INS = "ꙮ\u16ee\u16ef\u16f0\u2d7f\ua7f8\u1dbf\u10fb"

Tree = Any
"""An lxml HTML element; the stubs of lxml know too little of it to be of use here."""


class Source:
    """The text of a page, fit to be parsed; `joiners` are the letters that stand for ZWNJ and ZWJ."""

    def __init__(self, raw: bytes, charset: str | None = None) -> None:
        """`charset` is what the HTTP header says; a byte order mark wins over it, and it over the page."""
        text = decode(raw, charset)
        self.head = text[:4000]
        self.joiners = ""
        text = _REFERENCE.sub(_resolved, text)
        if _controlled(text):
            text = _BREAKS.sub("\n", _CONTROLS.sub("", _SEQUENCE.sub("", text)))
        if "&zw" in text:
            text = _JOINER_REFERENCE.sub(lambda found: "\u200c" if found[1] == "zwnj" else "\u200d", text)
        if "\u200c" in text or "\u200d" in text:
            self.joiners = "".join([letter for letter in _STAND_INS if letter not in text][:2])
            if len(self.joiners) == 2:
                text = text.replace("\u200c", self.joiners[0]).replace("\u200d", self.joiners[1])
        start = _DOCTYPE_START.search(text[:2000])
        declared = _DOCTYPE.match(text, start.start()) if start else None
        if declared:
            text = text[: declared.start()] + text[declared.end() :]
        self.text = _CLOSED_HTML.sub(r"\1>", text[:4000], count=1) + text[4000:]

    def restored(self, text: str) -> str:
        """`text` out of the tree with its joiners, cleaned, on one line."""
        if len(self.joiners) == 2:
            text = text.replace(self.joiners[0], "\u200c").replace(self.joiners[1], "\u200d")
        return texts.clean_line(text)

    def tree(self) -> Tree | None:
        """The document's element; None when nothing in it is HTML. A page nested too deeply is flattened."""
        raw = self.text.encode("utf-8", "replace")
        parser: Any = _parser()
        tree = _parsed(raw, parser)
        if any("depth" in str(entry.message) for entry in parser.error_log):
            builder: Any = _Flat()
            parser = etree.HTMLParser(target=builder, encoding="utf-8")
            parser.feed(raw)
            tree = _parsed(parser.close(), _parser())
        return tree


def _controlled(text: str) -> bool:
    """Whether there are control characters; a plain count of bytes is much faster than the expression."""
    if text.isascii():
        raw = text.encode()
        return len(raw.translate(None, _ASCII_CONTROLS)) != len(raw)
    return _CONTROLS.search(text) is not None


def decode(raw: bytes, charset: str | None = None) -> str:
    """The page's text: byte order mark, then strict UTF-8, then the header's and the page's declaration."""
    declared = charset if _codec(charset) else None
    if not declared:
        head = raw[:4096]
        found = _META_CHARSET.search(head) or _XML_CHARSET.match(head)
        declared = found[1].decode("ascii") if found else None
    codec = _codec(declared)
    if codec and codec.startswith(("iso2022", "hz")) and raw.isascii():
        # Seven-bit Japanese and Chinese pass for UTF-8 and are none.
        return raw.decode(codec, "replace")
    return texts.decode(raw, declared)


def _codec(name: str | None) -> str | None:
    try:
        return codecs.lookup(name.strip(" \"'")).name if name else None
    except (LookupError, ValueError):
        return None


def _resolved(found: re.Match[str]) -> str:
    """Control characters written as references become themselves; all other references stay."""
    code = int(found[1], 16) if found[1] else int(found[2])
    if code in (0x200C, 0x200D) or code < 32 or code == 127:
        return " " if code in (9, 10, 13) else chr(code)
    if 128 <= code < 160:
        return bytes((code,)).decode("cp1252", "replace").replace("\ufffd", "")
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else found[0]


def _parser() -> Any:
    make: Any = lxml_html.HTMLParser
    return make(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
    )


def _parsed(raw: bytes, parser: Any) -> Tree | None:
    try:
        return lxml_html.document_fromstring(raw, parser=parser)
    except etree.ParserError:  # an empty document
        return None


class _Flat:
    """Rewrites a page without the elements that only nest, from the depth where they are too many."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._kept: list[bool] = []
        self._depth = 0
        self._raw = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        keep = self._depth < MAX_DEPTH - 100 or (tag not in _NOTHING and self._depth < MAX_DEPTH)
        self._kept.append(keep)
        self._raw = tag in _RAW
        if keep:
            self._depth += 1
            said = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items())
            self._parts.append(f"<{tag}{said}>")
        else:
            self._parts.append(" ")

    def end(self, tag: str) -> None:
        self._raw = False
        if self._kept and self._kept.pop():
            self._depth -= 1
            self._parts.append(f"</{tag}>")

    def data(self, text: str) -> None:
        self._parts.append(text if self._raw else _escaped(text))

    def comment(self, text: str) -> None:
        """Comments are no text."""

    def pi(self, target: str, data: str | None = None) -> None:
        """Processing instructions are no text."""

    def close(self) -> bytes:
        return "".join(self._parts).encode("utf-8", "replace")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
