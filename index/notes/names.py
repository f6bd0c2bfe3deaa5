"""File names and ids of notes: readable, and safe on every file system."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata

# Crockford's base 32: no i, l, o, u, so that an id can be read aloud and never spells a word.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_NOT_WORD = re.compile(r"[\W_]+", re.UNICODE)
_MAX_SLUG_BYTES = 80
_ID = re.compile(r"n[0-9a-hjkmnp-tv-z]{8}")


def new_id() -> str:
    """A random note id: `n` and 8 characters (40 bits)."""
    return _spell(secrets.randbits(40))


def id_from_path(relative: str) -> str:
    """The id of a file that states none; the same as long as the file keeps its place and name."""
    digest = hashlib.sha256(relative.encode("utf-8", "surrogateescape")).digest()
    return _spell(int.from_bytes(digest[:5], "big"))


def is_id(text: str) -> bool:
    """Whether `text` has the form of a note id."""
    return _ID.fullmatch(text) is not None


def slug(title: str) -> str:
    """The title's words in lower case joined by hyphens, in any script, at most 80 bytes; may be empty."""
    text = unicodedata.normalize("NFC", title.casefold())
    words = _NOT_WORD.sub("-", text).strip("-")
    raw = words.encode("utf-8", "ignore")
    if len(raw) <= _MAX_SLUG_BYTES:
        return raw.decode()
    return _cut(words, raw)


def file_name(title: str, note_id: str) -> str:
    """`slug-id.md`, or `note-id.md` without a usable title.

    The id keeps two titles with one slug apart, also where case does not count, and keeps the name
    from being a reserved one (`con.md`), hidden, an option, or a path out of the folder.
    """
    return f"{slug(title) or 'note'}-{note_id}.md"


def _cut(words: str, raw: bytes) -> str:
    kept = raw[:_MAX_SLUG_BYTES].decode("utf-8", "ignore")
    at_word = kept.rpartition("-")[0]
    # A word cut in half reads badly, unless the cut would leave next to nothing.
    better = at_word if len(words) > len(kept) and len(at_word) >= len(kept) // 2 else kept
    # The cut must not leave half of a letter and its marks' normal form behind.
    return unicodedata.normalize("NFC", better).strip("-")


def _spell(number: int) -> str:
    letters = []
    for _ in range(8):
        number, digit = divmod(number, 32)
        letters.append(_ALPHABET[digit])
    return "n" + "".join(reversed(letters))
