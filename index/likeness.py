"""Whether two texts are versions of one article, when only their address says so."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from index.model import Draft, Role
from index.words import fold

_RUN = 12
_ENOUGH = 0.25
_LONGEST = 100_000


def names_an_article(url: str) -> bool:
    """Whether an address can be one article's own: a site's front page is the address of many."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path not in ("", "/") or bool(parts.query)


def versions(one: Draft, other: Draft) -> bool:
    """Whether two texts are versions of one article: the same title, or much of the shorter in both.

    Much is a quarter of its runs of 12 letters and digits, which works for scripts without spaces, too;
    the seeds, five outlets on one event with quotes in common, share 4 to 18 per cent.
    """
    if one.title and other.title and _bare([one.title]) == _bare([other.title]):
        return True
    first, second = _runs(_bare(_body(one))), _runs(_bare(_body(other)))
    return len(first & second) >= _ENOUGH * max(1, min(len(first), len(second)))


def _body(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.role is not Role.TITLE]


def _bare(texts: Iterable[str]) -> str:
    """Letters and digits only, folded, so that neither typography nor breaks count."""
    return "".join(char for char in fold(" ".join(texts))[:_LONGEST] if char.isalnum())


def _runs(text: str) -> set[str]:
    """All overlapping runs; a text shorter than one is a run itself."""
    return {text[start : start + _RUN] for start in range(max(1, len(text) - _RUN + 1))}
