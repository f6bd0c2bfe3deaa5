"""Whoosh, imported once and whole, without its warnings about old Python reaching the terminal.

The other modules of this package take Whoosh's names from here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import columns, fields, formats, query
    from whoosh.util.numeric import byte_to_length, length_to_byte


def snowball(language: str) -> Callable[[str], str]:
    """The Snowball stemmer of a language, by its two-letter code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from whoosh.lang.snowball import classes
    stem: Any = classes[language]().stem
    return lambda word: str(stem(word))


__all__ = [
    "byte_to_length",
    "columns",
    "fields",
    "formats",
    "length_to_byte",
    "query",
    "snowball",
]
