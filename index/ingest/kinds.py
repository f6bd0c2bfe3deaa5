"""What kind of source some bytes are: by the file's name, or by how they begin."""

from __future__ import annotations

import re
from enum import StrEnum
from unicodedata import category

from index import text as texts

HEAD = 1 << 16
"""How many bytes are looked at."""


class Kind(StrEnum):
    """A kind of file that is read."""

    TEXT = "text"
    HTML = "html"
    MAIL = "mail"
    MHTML = "mhtml"
    LINES = "jsonl"
    WARC = "warc"


READ = ".txt .md .html .mhtml .eml .jsonl[.gz|.xz|.zst] .warc[.gz]"
"""The kinds in a line of help."""

_SUFFIXES = {
    Kind.TEXT: (".txt", ".text", ".md", ".markdown"),
    Kind.HTML: (".html", ".htm", ".xhtml"),
    Kind.MAIL: (".eml",),
    Kind.MHTML: (".mht", ".mhtml"),
    Kind.LINES: tuple(
        f"{name}{packed}" for name in (".jsonl", ".ndjson") for packed in ("", ".gz", ".xz", ".zst")
    ),
    Kind.WARC: (".warc", ".warc.gz"),
}
_PACKED = re.compile(r"\.(?:zip|tar|tgz|tbz2?|txz|7z|rar|jar|cpio)(?:\.(?:gz|xz|bz2|zst|lz4))?\Z")
_ARCHIVES = (
    (b"PK\x03\x04", 0),
    (b"PK\x05\x06", 0),
    (b"ustar", 257),
    (b"7z\xbc\xaf\x27\x1c", 0),
    (b"Rar!\x1a\x07", 0),
)
_BINARY = (
    b"\x89PNG",
    b"%PDF",
    b"\x1f\x8b",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x7fELF",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"SQLite format 3\0",
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*(?:<!doctype\s+html|<(?:html|head|body)[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_FIELD = re.compile(rb"([!-9;-~]{1,60}):(?:[ \t]|\r?\n)")
# A text that begins with `From:` and `Subject:` may have been copied; these only a mail program writes.
_TRANSPORT = frozenset((b"message-id", b"mime-version", b"received", b"return-path", b"delivered-to"))
_LETTER = frozenset((b"from", b"subject", b"date", b"snapshot-content-location"))

_LAYOUT = "\t\n\r\f\x1b"
_UNWRITTEN = frozenset(("Cc", "Cn", "Co"))
"""Controls, and characters that are none or private."""
_SHORT = 200

BINARY = "a binary file; save what it says as text or as a web page, and add that"
ARCHIVE = "an archive is not opened; unpack it and add the folder"


def by_name(name: str) -> Kind | None:
    """The kind a file's name promises, or None."""
    lower = name.lower()
    return next((kind for kind, suffixes in _SUFFIXES.items() if lower.endswith(suffixes)), None)


def by_content(head: bytes) -> Kind | None:
    """The kind the first bytes (unpacked) show, or None: text, or nothing that is read."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"WARC/1."):
        return Kind.WARC
    if start.startswith(b"{"):
        return Kind.LINES
    if _HTML.match(start):
        return Kind.HTML
    return Kind.MAIL if _is_mail(start) else None


def is_archive(name: str, head: bytes = b"") -> bool:
    """Whether a file is a bundle of files (zip, tar ...), by its name or how it begins."""
    return bool(_PACKED.search(name.lower())) or any(head[at:].startswith(mark) for mark, at in _ARCHIVES)


def is_binary(head: bytes) -> bool:
    """Whether bytes begin like a picture, a program, or something packed."""
    return head.startswith(_BINARY)


def is_garbled(raw: bytes) -> bool:
    """Whether bytes, read as text, are full of control characters: a file of another kind by a wrong name.

    In a long text one in twenty is enough, of a short one a third must be characters that nobody writes.
    """
    head = texts.decode(raw[:4096] if len(raw) % 4 == 0 or len(raw) > 4096 else raw)
    controls = sum(char < " " and char not in _LAYOUT for char in head)
    if controls > max(8, len(head) // 20) or "\0" * 8 in head:
        return True
    begin = [char for char in head[:_SHORT] if char not in _LAYOUT]
    unwritten = sum(char == "\ufffd" or category(char) in _UNWRITTEN for char in begin)
    return unwritten * 3 > len(begin)


def _is_mail(start: bytes) -> bool:
    names: set[bytes] = set()
    for line in start.splitlines()[:200]:
        if not line.strip():
            break
        if line[:1] in b" \t" or line.startswith(b"From "):
            continue
        found = _FIELD.match(line + b"\n")
        if found is None:
            return False
        names.add(found[1].lower())
    return len(names & _LETTER) >= 1 and len(names & _TRANSPORT) >= 1
