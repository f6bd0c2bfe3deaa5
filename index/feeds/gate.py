"""What a feed or OPML document passes before any parser sees it: decoded, without controls, without a DTD.

Everything before the root element is dropped, so no parser behind the gate ever meets a declaration. A
document that declares entities is refused whole; a harmless DOCTYPE is not, and its external subset is
never opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.charsets import decode
from index.errors import NotAFeedError

MAX_BYTES = 15 * 2**20
"""The largest document read, in bytes."""

MAX_DEPTH = 200
"""How deeply the elements of a document may be nested."""

_WIDE = {b"<\0?\0": "utf-16-le", b"\0<\0?": "utf-16-be"}
_PROLOG = re.compile(rb"""\A\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_WESTERN = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"})
_STATEFUL = re.compile(rb"\x1b[$(][@-J]")
_REFERENCE = re.compile(r"&#(?:[0-9]{1,12}|[xX][0-9a-fA-F]{1,12});?")
_BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# As in `index.text`, but markup is never taken for a part of a sequence.
_SEQUENCE = re.compile(
    "\x1b(?:[\\]PX^_](?:[^\x00-\x1f\x7f<&]*(?:\x07|\x1b\\\\)|[0-9]{0,4};?)"
    "|\\[[0-;=-?]*[ -/]*[@-~]?|[ -%'-/]*[0-;=-~]?)"
)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_START = re.compile(r"<[^\W\d]")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be parsed: `text` begins with its root element, whose local name is `root`.

    `problem` says where it is not well-formed XML; None when it is. `cleaned` tells that characters were
    removed which no XML may hold.
    """

    text: str
    root: str
    problem: str | None = None
    cleaned: bool = False


class _TooDeepError(Exception):
    """The nesting passes MAX_DEPTH."""


class _Watch:
    """A parser's target that counts how deep it is, and builds nothing."""

    def __init__(self, deepest: int | None) -> None:
        self.depth = 0
        self.deepest = deepest

    def start(self, _tag: str, _attributes: dict[str, str]) -> None:
        """One element deeper. Raises _TooDeepError."""
        self.depth += 1
        if self.deepest is not None and self.depth > self.deepest:
            raise _TooDeepError

    def end(self, _tag: str) -> None:
        """One element back."""
        self.depth -= 1

    def close(self) -> None:
        """Nothing was built."""


def admit(
    raw: bytes, *, charset: str | None = None, what: str = "feed", depth: int | None = MAX_DEPTH
) -> Document:
    """The document in `raw`. Raises NotAFeedError when it is empty, too large, too deep or dangerous.

    `depth` is how many elements may be open at once, None for any number. UTF-8 wins over what the prolog
    or the header (`charset`) say, where the bytes are UTF-8.
    """
    if len(raw) > MAX_BYTES:
        raise NotAFeedError(f"not read: larger than {MAX_BYTES // 2**20} MiB")
    text, cleaned = _without_controls(_decoded(raw, charset).lstrip("\ufeff"))
    text = text.strip()
    if not text:
        raise NotAFeedError(f"not a {what}: it is empty")
    problem = _problem(text, what, depth)
    begin = _root(text)
    if begin is None:
        raise NotAFeedError(f"not a {what}: it holds no XML element")
    if _ENTITY.search(text, 0, begin):
        raise _declares_entities(what)
    name = re.match(r"<(?:[\w.-]{1,60}:)?([\w.-]{1,60})", text[begin : begin + 130])
    return Document(text[begin:], name[1].lower() if name else "", problem, cleaned)


def _declares_entities(what: str) -> NotAFeedError:
    return NotAFeedError(f"refused: the {what} declares entities of its own, as attacks on readers do")


def _problem(text: str, what: str, depth: int | None) -> str | None:
    """Where `text` is not well-formed, or None. Raises NotAFeedError for declared entities and depth."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser

    parser = DefusedXMLParser(
        target=_Watch(depth), forbid_dtd=False, forbid_entities=True, forbid_external=True
    )
    # The declaration names a character set that decoded text no longer has.
    raw = re.sub(r"\A<\?xml\b[^>]{0,300}?\?>", "", text).encode("utf-8")
    try:
        for start in range(0, len(raw), 1 << 16):
            parser.feed(raw[start : start + (1 << 16)])
        parser.close()
    except ParseError as error:
        line, column = error.position
        return f"not well-formed at line {line}, column {column + 1}"
    except DefusedXmlException:
        raise _declares_entities(what) from None
    except _TooDeepError:
        raise NotAFeedError(f"refused: elements nested more than {depth} deep") from None
    except ValueError as error:
        return f"not well-formed: {error}"
    return None


def _root(text: str) -> int | None:
    """Where the root element begins: the first `<` and letter outside comments, instructions and DOCTYPE."""
    place = 0
    while found := re.compile(r"<(?:!--|\?|!DOCTYPE\b|[^\W\d])", re.IGNORECASE).search(text, place):
        kind = found[0]
        if kind == "<!--":
            end = text.find("-->", found.end())
        elif kind == "<?":
            end = text.find("?>", found.end())
        elif kind.startswith("<!"):
            end = _doctype_end(text, found.end())
        else:
            return found.start()
        if end < 0:
            # Never closed: whatever looks like an element first is taken for it.
            first = _START.search(text, found.end())
            return first.start() if first else None
        place = end + 1
    return None


def _doctype_end(text: str, place: int) -> int:
    subset = re.compile(r"[^\[>]*(?:\[[^\]]*\]\s*)?>").match(text, place)
    return subset.end() - 1 if subset else -1


def _decoded(raw: bytes, charset: str | None) -> str:
    for mark, codec in _WIDE.items():
        if raw.startswith(mark):
            return raw.decode(codec, "replace")
    prolog = _PROLOG.match(raw[:400])
    named = prolog[1].decode("ascii", "replace") if prolog else None
    declared = [name for name in (charset, named) if name]
    # A server's default is no knowledge of the document.
    if charset and named and charset.strip().lower() in _WESTERN:
        declared.reverse()
    for name in declared:
        if name.lower().startswith("iso-2022") and _STATEFUL.search(raw):
            try:
                return raw.decode(name)
            except (LookupError, UnicodeError):
                break
    return decode(raw, declared[0] if declared else None)


def _without_controls(text: str) -> tuple[str, bool]:
    """`text` with no character and no reference that XML forbids, and whether there were any."""
    made = _REFERENCE.sub(_harmless, text) if "&#" in text else text
    if not _BAD.search(made):
        return made, made != text
    return _BAD.sub("", _SEQUENCE.sub("", made)), True


def _harmless(reference: re.Match[str]) -> str:
    digits = reference[0][2:].rstrip(";")
    number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
    if number > 0x10FFFF or 0xD800 <= number < 0xE000 or number in (0xFFFE, 0xFFFF):
        return "\ufffd"
    if (number < 32 and number not in (9, 10, 13)) or number == 127:
        return chr(number)
    return reference[0]
