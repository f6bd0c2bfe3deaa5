"""A page's bytes to a tree: character set, control references, joiners, depth."""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from index import charsets
from index import text as texts

MAX_DEPTH = 200
"""How deep a tree may be; libxml2 drops everything below 255 elements."""

_META_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?\bcharset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_XML_CHARSET = re.compile(rb"""\A\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,10}));?")
_REFERENCES = re.compile(r"&#(?:[xX][0-9a-fA-F]{1,8}|[0-9]{1,10});?")
# A control sequence goes as a whole, never across a tag; a string of one only where it is terminated.
_SEQUENCE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]{0,40}[ -/]{0,8}[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^<>\x00-\x08\n-\x1f\x7f-\x9f]{0,2000}(?:\x07|\x1b\\\\|\x9c)"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Without these bytes little is left of most pages, and that is looked through in no time.
_PLAIN = bytes(code for code in range(128) if 32 <= code < 127 or code in b"\t\n\r\f")
_UTF8_CONTROLS = re.compile(
    b"[\x00-\x7f]|\xc2[\x80-\x84\x86-\x9f]|\xed[\xa0-\xbf]|\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])"
)
_UTF8_JOINERS = re.compile(b"\xe2\x80[\x8c\x8d]")
_BREAKS = re.compile("[\x0c\x85\u2028\u2029]")
_JOINER_REFERENCE = re.compile(r"&(zwnj|zwj);")
# libxml2 takes the slash in a document type or in `<html/>` for the end of the document.
_DOCTYPE = re.compile(rb"<\s?!\s?DOCTYPE[^>\[]{0,1000}(?:\[[^\]]{0,100000}\]\s*)?>", re.IGNORECASE)
_DOCTYPE_START = re.compile(rb"<\s?!\s?DOCTYPE", re.IGNORECASE)
_CLOSED_HTML = re.compile(rb"<html\b[^>]{0,2000}?(\s*/)>", re.IGNORECASE)
_NOTHING = {"span", "div", "font", "b", "i", "em", "strong", "u", "center", "small", "big", "section"}
_RAW = {"script", "style"}
# Letters that hardly any page holds stand for the joiners, which trafilatura would take for controls.
_STAND_INS = "ꙮ\u16ee\u16ef\u16f0\u2d7f\ua7f8\u1dbf\u10fb"

Tree = Any
"""An lxml HTML element; the stubs of lxml know too little of it to be of use here."""


class Source:
    """A page fit to be parsed; `head` is how its text begins, `joiners` the letters for ZWNJ and ZWJ."""

    def __init__(self, raw: bytes, charset: str | None = None) -> None:
        """`charset` is what the HTTP header says; a byte order mark wins over it, and it over the page."""
        text, utf8 = _decoded(raw, charset)
        self.head = text[:4000]
        self.joiners = ""
        # Most pages need no work on their text, and bytes are looked through several times as fast.
        references = b"&" in utf8
        if references and b"&#" in utf8 and any(map(_acts, set(_REFERENCES.findall(text)))):
            text = _REFERENCE.sub(_resolved, text)
            utf8 = text.encode("utf-8", "surrogatepass")
        other = utf8.translate(None, _PLAIN)
        if _UTF8_CONTROLS.search(other):
            text = _BREAKS.sub("\n", _CONTROLS.sub("", _SEQUENCE.sub("", text)))
            utf8 = text.encode("utf-8", "replace")
        if (references and b"&zw" in utf8) or _UTF8_JOINERS.search(other):
            utf8 = self._without_joiners(text).encode("utf-8", "replace")
        self._utf8 = _without_declarations(utf8)

    def _without_joiners(self, text: str) -> str:
        text = _JOINER_REFERENCE.sub(lambda found: "\u200c" if found[1] == "zwnj" else "\u200d", text)
        self.joiners = "".join([letter for letter in _STAND_INS if letter not in text][:2])
        if len(self.joiners) < 2 or not ("\u200c" in text or "\u200d" in text):
            return text
        return text.replace("\u200c", self.joiners[0]).replace("\u200d", self.joiners[1])

    def restored(self, text: str) -> str:
        """`text` out of the tree with its joiners, cleaned, on one line."""
        if len(self.joiners) == 2:
            text = text.replace(self.joiners[0], "\u200c").replace(self.joiners[1], "\u200d")
        return texts.clean_line(text)

    def tree(self) -> Tree | None:
        """The document's element; None when nothing in it is HTML. A page nested too deeply is flattened."""
        parser: Any = _parser()
        tree = _parsed(self._utf8, parser)
        if any("depth" in str(entry.message) for entry in parser.error_log):
            builder: Any = _Flat()
            parser = etree.HTMLParser(target=builder, encoding="utf-8")
            parser.feed(self._utf8)
            tree = _parsed(parser.close(), _parser())
        return tree


def _without_declarations(utf8: bytes) -> bytes:
    """Without the document type, and `<html/>` opened only."""
    head = utf8[:4000].lower()
    start = _DOCTYPE_START.search(head, 0, 2000) if b"doctype" in head else None
    declared = _DOCTYPE.match(utf8, start.start()) if start else None
    if declared:
        utf8 = utf8[: declared.start()].lstrip() + utf8[declared.end() :]
        head = utf8[:4000].lower()
    place = head.find(b"<html")
    while place >= 0:
        closed = _CLOSED_HTML.match(utf8, place, 4000)
        if closed:
            return utf8[: closed.start(1)] + utf8[closed.end(1) :]
        place = head.find(b"<html", place + 1)
    return utf8


def _decoded(raw: bytes, charset: str | None) -> tuple[str, bytes]:
    """The page's text, and the same as UTF-8, lone surrogates with it."""
    text = None if _seven_bit(raw, charset) else charsets.strict_utf8(raw)
    if text is not None:
        return text, raw
    text = decode(raw, charset)
    return text, text.encode("utf-8", "surrogatepass")


def decode(raw: bytes, charset: str | None = None) -> str:
    """The page's text: byte order mark, then strict UTF-8, then the header's and the page's declaration."""
    codec = _seven_bit(raw, charset)
    return raw.decode(codec, "replace") if codec else charsets.decode(raw, _declared(raw, charset))


def _seven_bit(raw: bytes, charset: str | None) -> str | None:
    """The Japanese or Chinese set of seven bits that a page declares, whose bytes pass for UTF-8."""
    codec = _codec(_declared(raw, charset))
    return codec if codec and codec.startswith(("iso2022", "hz")) and raw.isascii() else None


def _declared(raw: bytes, charset: str | None) -> str | None:
    if _codec(charset):
        return charset
    head = raw[:4096]
    found = _META_CHARSET.search(head) or _XML_CHARSET.match(head)
    return found[1].decode("ascii") if found else None


def _codec(name: str | None) -> str | None:
    try:
        return codecs.lookup(name.strip(" \"'")).name if name else None
    except (LookupError, ValueError):
        return None


def _acts(reference: str) -> bool:
    """Whether a character reference stands for a control character or for none at all."""
    return _REFERENCE.sub(_resolved, reference) != reference


def _resolved(found: re.Match[str]) -> str:
    """Control characters written as references become themselves; all other references stay."""
    code = int(found[1], 16) if found[1] else int(found[2])
    if code in (0x200C, 0x200D) or code < 32 or code == 127:
        return " " if code in (9, 10, 13) else chr(code)
    if 128 <= code < 160:
        return bytes((code,)).decode("cp1252", "replace").replace("\ufffd", "")
    return "\ufffd" if code > 0x10FFFF or 0xD800 <= code < 0xE000 else found[0]


def _parser() -> Any:
    make: Any = etree.HTMLParser
    parser = make(
        collect_ids=False,
        default_doctype=False,
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
    )
    parser.set_element_class_lookup(_elements())
    return parser


@cache
def _elements() -> Any:
    """Every element of the one class that is needed: lxml.html asks Python code for the class of each."""
    make: Any = etree.ElementDefaultClassLookup
    return make(element=lxml_html.HtmlElement)


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
