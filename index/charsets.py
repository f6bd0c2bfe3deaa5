"""Bytes to text: which character set a file was written in, decided without mojibake."""

from __future__ import annotations

import codecs
import re

SAMPLE = 1 << 16
"""How many bytes are looked at when the character set has to be guessed."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKS = tuple(mark for mark, _ in _BOMS)
# Browsers read these labels as windows-1252, and so do the writers of mislabelled pages.
_WESTERN = frozenset({"ascii", "us-ascii", "iso8859-1", "latin-1", "latin_1", "cp1252"})
_BAD_UTF8 = re.compile("\ufffd+")
_HIGH = re.compile(rb"[\x80-\xff]+")
_MULTIBYTE = re.compile("[\u0080-\ufffc\U00010000-\U0010ffff]")
# What windows-1252 bytes look like in real text: accented letters beside letters, and punctuation.
_PLAUSIBLE = re.compile(
    r"(?<=[A-Za-z])[À-ÖØ-öø-ÿŒœŠšŽžŸ]+|(?<![^\W\d_])[À-ÖØ-öø-ÿŒœŠšŽž]+(?=[A-Za-z])"
    r"|(?<![^\s(—–-])[àáâéèêíóòôúùÀÁÂÉÈÊÍÓÔÚ](?![^\s,.;:!?)'’])"
    r"|[‘’“”‚„«»‹›…–—•€£§°·©®™\u00a0²³½¼¾¡¿ºª†‡\u00ad]"
)
_MISPLACED = re.compile(r"(?<=[A-Za-z])[¹³²¿¡¼½¾£¥¦§¨ª¬¯±´µ¶·¸º»«¤¢†‡ˆ‰‹›](?=[a-z])|[a-zß-ÿ][À-ÖØ-Þ]+[a-z]")
_QUOTES = re.compile(r"(?<![^\s(—–-])[“‘](?=[A-Za-z])|(?<=[A-Za-z.,!?…])[”’]")


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text of `raw`; never fails. Not cleaned yet.

    In this order: a byte order mark, UTF-16 and UTF-32 without one, strict UTF-8, the `declared`
    character set when it fits, UTF-8 with a few bad bytes (each one U+FFFD), windows-1252 when it
    reads like text, and what charset-normalizer makes of it.
    """
    for mark, codec in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(codec, "replace")
    wide = _wide(raw)
    if wide is not None:
        return wide
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _declared(raw, declared) or _damaged_utf8(raw) or _western(raw) or _guessed(raw)


def strict_utf8(raw: bytes) -> str | None:
    """The text of `raw` where `decode` takes each of its bytes as UTF-8; else None. Not cleaned yet."""
    if raw.startswith(_MARKS) or _wide(raw) is not None:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _wide(raw: bytes) -> str | None:
    """UTF-16 or UTF-32 without a byte order mark, seen by where its zero bytes are."""
    head = raw[:SAMPLE]
    if b"\0" not in head:
        return None
    zeros = [head[lane::4].count(0) for lane in range(4)]
    quarter = max(1, len(head) // 4)
    for codec, full, empty in (
        ("utf-32-le", (2, 3), (0,)),
        ("utf-32-be", (0, 1), (3,)),
        ("utf-16-le", (), (0, 2)),
        ("utf-16-be", (), (1, 3)),
    ):
        filled = all(zeros[lane] > 0.9 * quarter for lane in full)
        clear = all(zeros[lane] <= 0.02 * quarter for lane in empty)
        if not (filled and clear):
            continue
        if not full and sum(zeros) < 0.03 * len(head):
            continue
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    return None


def _declared(raw: bytes, declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
        if name in _WESTERN:
            name = "cp1252"
        if name.startswith("utf"):
            return None
        text = raw.decode(name)
    except (LookupError, UnicodeError, ValueError):
        return None
    return text if isinstance(text, str) else None


def _damaged_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few bad bytes in it: more good multi-byte characters than bad runs, or a cut one."""
    text = raw.decode("utf-8", "replace")
    bad = len(_BAD_UTF8.findall(text))
    good = len(_MULTIBYTE.findall(text))
    if good >= bad:
        return text
    runs = _HIGH.findall(raw)
    impossible = all(set(run) <= {0xC0, 0xC1, 0xFE, 0xFF} for run in runs)
    cut = len(runs) == 1 and raw.endswith(runs[0]) and (runs[0][0] in (0xC2, 0xC3) or len(runs[0]) > 1)
    return text if bad <= 2 and (impossible or cut) else None


def _western(raw: bytes) -> str | None:
    """Windows-1252, when nearly every high byte makes sense in it."""
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        return None
    high = sum(len(run) for run in _HIGH.findall(raw))
    quotes = len(_QUOTES.findall(text))
    if high - quotes > 0.3 * (len(raw) - quotes) or _MISPLACED.search(text[:SAMPLE]):
        return None
    plausible = sum(len(found) for found in _PLAUSIBLE.findall(text))
    return text if plausible >= 0.9 * high else None


def _guessed(raw: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:SAMPLE]).best()
    if best is not None:
        try:
            return raw.decode(best.encoding)
        except (UnicodeDecodeError, LookupError):
            pass
    text = raw.decode("utf-8", "replace")
    if len(_MULTIBYTE.findall(text)) > text.count("\ufffd"):
        return text
    return raw.decode("cp1252", "replace")
