"""Whether two texts are versions of one article, when only their address or place says so."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from index.addresses import canonical
from index.model import Draft, Role
from index.words import fold

_RUN = 12
_ENOUGH = 0.25
_MOST = 0.5
_LONGEST = 100_000
_SHORT = 200


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
    return _same_title(one, other) or _in_common(one, other) >= _ENOUGH


def rewritten(one: Draft, other: Draft) -> bool:
    """Whether at least half of the shorter text is in the other, whatever the titles.

    What is asked for where something speaks against it: a feed that gives the two different ids, or
    addresses of their own.
    """
    return _in_common(one, other) >= _MOST


def continues(draft: Draft, stored: Draft) -> bool:
    """Whether what a place (a file, a feed's item) holds now is the article that it held before.

    The title or a quarter of the text must still be there. Where the addresses differ, half of the text
    must, or the title. A short text (a line that the full article follows) has too little to tell by, so
    there the place is believed.
    """
    if _same_title(draft, stored):
        return True
    if draft.url and stored.url and canonical(draft.url) != canonical(stored.url):
        return rewritten(draft, stored)
    if draft.partial or stored.partial or min(len(_letters(draft)), len(_letters(stored))) < _SHORT:
        return True
    return _in_common(draft, stored) >= _ENOUGH


def same_letters(one: Draft, other: Draft) -> bool:
    """Whether title and text are the same but for typography and breaks."""
    return _letters(one) == _letters(other) and _bare([one.title or ""]) == _bare([other.title or ""])


def _same_title(one: Draft, other: Draft) -> bool:
    return bool(one.title and other.title) and _bare([one.title or ""]) == _bare([other.title or ""])


def _in_common(one: Draft, other: Draft) -> float:
    """The share of the shorter text's runs that the other has."""
    first, second = _runs(_letters(one)), _runs(_letters(other))
    return len(first & second) / max(1, min(len(first), len(second)))


def _letters(draft: Draft) -> str:
    return _bare(block.text for block in draft.blocks if block.role is not Role.TITLE)


def _bare(texts: Iterable[str]) -> str:
    """Letters and digits only, folded, so that neither typography nor breaks count."""
    return "".join(char for char in fold(" ".join(texts))[:_LONGEST] if char.isalnum())


def _runs(text: str) -> set[str]:
    """All overlapping runs; a text shorter than one is a run itself."""
    return {text[start : start + _RUN] for start in range(max(1, len(text) - _RUN + 1))}
