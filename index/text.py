"""The one door for outside text: what comes out of here is safe to show, store, index and copy.

`clean` removes what acts on a terminal, hides words, or turns the reading direction, and keeps all
that a person can see. It is idempotent, and clean text passes through one regular-expression search.
"""

from __future__ import annotations

import re

# What surely needs no work, the most frequent first: a search for anything else is one fast scan.
_SUSPECT = re.compile(
    "[^\n -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u202f-\u205e\u20a0-\u20cf\u2100-\u27ff\u0370-\u0482"
    "\u048a-\u058f\u3000-\u3029\u3030-\u3098\u309b-\u3163\u3165-\ua66e\uac00-\ud7a3\uff01-\uff9f]"
)
_SUSPECT_ASCII = re.compile("[\x00-\x09\x0b-\x1f\x7f]")


def decode(raw: bytes, declared: str | None = None) -> str:
    """The text of `raw`, not cleaned yet; see `index.charsets.decode`."""
    from index import charsets

    return charsets.decode(raw, declared)


def clean(text: str, *, newlines: bool = True) -> str:
    """`text` without anything that acts or hides; line breaks become `\\n`, or a space if not `newlines`.

    Markup such as `[drones]` is text and stays. Lone surrogates become U+FFFD; the result can always
    be encoded as UTF-8. `clean(clean(x)) == clean(x)`.
    """
    if text.isascii():
        if _SUSPECT_ASCII.search(text):
            from index.cleaning import without_controls

            text = without_controls(text)
    elif _SUSPECT.search(text):
        from index.cleaning import cleaned

        text = cleaned(text)
    return text if newlines else text.replace("\n", " ")


def clean_line(text: str) -> str:
    """`text` cleaned, on one line, runs of white space as one space, ends stripped."""
    return _one_line(clean(text, newlines=False))


def scrub(text: str) -> str:
    """A second look when `text` is drawn: unsafe characters become U+FFFD, tabs and breaks a space.

    The length never changes, so that offsets into the text stay right; `\\n` is kept.
    """
    if not (_SUSPECT_ASCII if text.isascii() else _SUSPECT).search(text):
        return text
    from index.cleaning import scrubbed

    return scrubbed(text)


def paragraphs(text: str) -> list[str]:
    """The non-empty lines of `text`, cleaned, with runs of white space (NBSP too) as one space."""
    return [line for line in map(_one_line, clean(text).split("\n")) if line]


def digest(raw: bytes) -> str:
    """The SHA-256 of `raw`, in hexadecimal."""
    import hashlib

    return hashlib.sha256(raw).hexdigest()


def _one_line(text: str) -> str:
    """Cleaned text with single spaces; stripping may have laid a mark bare at its head."""
    line = " ".join(text.split())
    if line[:1].isascii():
        return line
    from index.cleaning import without_marks_ahead

    return without_marks_ahead(line)
