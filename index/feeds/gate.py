"""What a feed or OPML document passes before any parser sees it: decoded, without controls, without a DTD.

Everything before the root element is dropped, so no parser behind the gate ever meets a declaration. A
document that declares entities is refused whole; a harmless DOCTYPE is not, and its external subset is
never opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.entities import html5

from index.charsets import decode
from index.errors import NotAFeedError

MAX_BYTES = 15 * 2**20
"""The largest document read, in bytes."""

MAX_DEPTH = 200
"""How deeply the elements of a document may be nested."""

LOOSE_DEPTH = 5_000
"""The same for a document that is not well-formed, where tags that are never closed are no nesting."""

CHECK = {"feed": "look for its right address", "list of feeds": "export one from your reader"}
"""What to do when a document is not what it should be."""

MEND = "only who publishes it can mend that"
"""What to do when a document is refused for what it is."""

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
_MENDED = 500_000  # how many `&` are looked at; more are no accident
_WARNINGS = 20_000  # how far behind the first element the root is looked for
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_AMPERSAND = re.compile(
    rf"{_CDATA.pattern}|<!--.*?(?:-->|\Z)|&(?!#[0-9]{{1,7}};|#x[0-9a-fA-F]{{1,6}};)(?:(\w{{1,40}});)?",
    re.DOTALL,
)
_ROUGH_TAG = re.compile(r"<(/?)[A-Za-z][^<>]*(?<!/)>")
_MARKUP = re.compile(r"<(?:!--|\?|!DOCTYPE\b|[^\W\d])", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_START = re.compile(r"<[^\W\d]")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that may be parsed: `text` begins with its root element, whose local name is `root`.

    `problem` says where it was not well-formed XML; None when it was. `mended` tells that `text` is
    well-formed now, `cleaned` that characters were removed which no XML may hold.
    """

    text: str
    root: str
    problem: str | None = None
    mended: bool = False
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
    raw: bytes,
    *,
    roots: frozenset[str],
    charset: str | None = None,
    what: str = "feed",
    depth: int | None = MAX_DEPTH,
) -> Document:
    """The document in `raw`. Raises NotAFeedError when it is empty, too large, too deep or dangerous.

    `depth` is how many elements may be open at once, None for any number. UTF-8 wins over what the prolog
    or the header (`charset`) say, where the bytes are UTF-8. What stands before one of `roots` (a server's
    warning) is left out.
    """
    if len(raw) > MAX_BYTES:
        raise NotAFeedError(f"not read: larger than {MAX_BYTES // 2**20} MiB", do=MEND)
    text, cleaned = _without_controls(_decoded(raw, charset).lstrip("\ufeff"))
    text = text.strip()
    if not text:
        raise NotAFeedError(f"not a {what}: it is empty", do=CHECK[what])
    problem = _problem(text, what, depth)
    begin = root(text)
    if begin is not None and _name(text, begin) not in roots | {"html"}:
        later = re.compile(rf"<(?:[\w.-]{{1,60}}:)?(?:{'|'.join(sorted(roots))})[\s>]", re.IGNORECASE)
        found = later.search(text, begin, begin + _WARNINGS)
        begin = found.start() if found else begin
    if _ENTITY.search(text, 0, len(text) if begin is None else begin):
        raise _declares_entities(what)
    if begin is None:
        raise NotAFeedError(f"not a {what}: it holds no XML element", do=CHECK[what])
    name, text = _name(text, begin), text[begin:]
    if problem is None or name not in roots:
        return Document(text, name, problem, cleaned=cleaned)
    mended = _mended(text) if text.count("&") <= _MENDED else text
    if _problem(mended, what, depth) is None:
        return Document(mended, name, problem, mended=True, cleaned=cleaned)
    if depth is not None and _rough_depth(text) > LOOSE_DEPTH:
        raise NotAFeedError(f"refused: elements nested more than {LOOSE_DEPTH} deep", do=MEND)
    return Document(text, name, problem, cleaned=cleaned)


def _name(text: str, begin: int) -> str:
    found = re.match(r"<(?:[\w.-]{1,60}:)?([\w.-]{1,60})", text[begin : begin + 130])
    return found[1].lower() if found else ""


def _mended(text: str) -> str:
    """`text` with its stray `&` escaped and HTML's entities as characters, which XML does not know."""
    return _AMPERSAND.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    name = found[1]
    if not found[0].startswith("&") or name in _XML_ENTITIES:
        return found[0]
    character = html5.get(f"{name};") if name else None
    if character is None:
        return f"&amp;{found[0][1:]}"
    return character.replace("&", "&amp;").replace("<", "&lt;")


def _rough_depth(text: str) -> int:
    """How deep the elements of a broken document go, about."""
    depth = deepest = 0
    for tag in _ROUGH_TAG.finditer(_CDATA.sub("", text)):
        depth = max(0, depth - 1) if tag[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _declares_entities(what: str) -> NotAFeedError:
    why = f"refused: the {what} declares entities of its own, as attacks on readers do"
    return NotAFeedError(why, do=MEND)


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
        raise NotAFeedError(f"refused: elements nested more than {depth} deep", do=MEND) from None
    except ValueError as error:
        return f"not well-formed: {error}"
    return None


def root(text: str) -> int | None:
    """Where the root element begins: the first `<` and letter outside comments, instructions and DOCTYPE."""
    place = 0
    while found := _MARKUP.search(text, place):
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
