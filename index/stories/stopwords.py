"""Function words of languages other than English, in folded form: they say nothing about an event.

The background frequencies are of English news, so that without this list every German article would
look like every other one. Words that are names or content words in English are left out of it.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def function_words() -> frozenset[str]:
    """Of ten European languages and Turkish, in one set."""
    path = Path(__file__).with_name("function_words.txt")
    return frozenset(path.read_text(encoding="utf-8").split())
