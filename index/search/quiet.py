"""Whoosh, imported once and whole, without its warnings about old Python reaching the terminal.

The other modules of this package take Whoosh's names from here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import __version__ as _version
    from whoosh import columns, fields, formats, query
    from whoosh.codec.whoosh3 import (
        W3Codec,
        W3FieldWriter,
        W3LeafMatcher,
        W3PostingsWriter,
        W3Segment,
        W3TermInfo,
    )
    from whoosh.filedb.filestore import FileStorage
    from whoosh.index import TOC
    from whoosh.index import IndexError as WhooshIndexError
    from whoosh.util.numeric import byte_to_length, length_to_byte

WHOOSH = ".".join(str(part) for part in _version)


def snowball(language: str) -> Callable[[str], str]:
    """The Snowball stemmer of a language, by its two-letter code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh.lang.snowball import classes
    stem: Any = classes[language]().stem
    return lambda word: str(stem(word))


__all__ = [
    "TOC",
    "WHOOSH",
    "FileStorage",
    "W3Codec",
    "W3FieldWriter",
    "W3LeafMatcher",
    "W3PostingsWriter",
    "W3Segment",
    "W3TermInfo",
    "WhooshIndexError",
    "byte_to_length",
    "columns",
    "fields",
    "formats",
    "length_to_byte",
    "query",
    "snowball",
]
