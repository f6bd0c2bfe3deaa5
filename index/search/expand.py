"""Which words of the index a prefix or a fuzzy word stands for, within bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.errors import CancelledError
from index.model import Cancelled
from index.search.quiet import query
from index.search.segments import Segment

MAX_TERMS = 256
"""At most this many words, the most frequent ones, so that a short prefix stays quick."""

COVERED = 3
"""No more words are taken once they are in this many times the documents there are: hardly one is left."""

MAX_SCANNED = 200_000
_LEAST_SCANNED = 10_000  # in each segment, however many there are
_ASK_EVERY = 2_000


@dataclass(frozen=True, slots=True)
class Expansion:
    """The words, and the sum of the numbers of documents they are in."""

    terms: tuple[bytes, ...]
    frequency: int


def expand(segments: Sequence[Segment], node: query.Query, cancelled: Cancelled | None) -> Expansion:
    """The words for a `Prefix` or `FuzzyTerm`. Raises CancelledError."""
    counts: dict[bytes, int] = {}
    for scanned, (term, frequency) in enumerate(_candidates(segments, node)):
        if scanned % _ASK_EVERY == 0 and cancelled is not None and cancelled():
            raise CancelledError
        counts[term] = counts.get(term, 0) + frequency
    enough = COVERED * sum(segment.doc_count for segment in segments)
    best: list[bytes] = []
    frequency = 0
    for term in sorted(counts, key=lambda term: (-counts[term], term))[:MAX_TERMS]:
        best.append(term)
        frequency += counts[term]
        if frequency > enough:
            break
    return Expansion(tuple(best), frequency)


def _candidates(segments: Sequence[Segment], node: query.Query) -> Iterator[tuple[bytes, int]]:
    fuzzy = isinstance(node, query.FuzzyTerm)
    start = (node.text[: node.prefixlength] if fuzzy else node.text).encode()
    near: dict[bytes, bool] = {}
    quota = max(_LEAST_SCANNED, MAX_SCANNED // max(len(segments), 1))
    for segment in segments:
        for term, frequency in segment.frequencies(node.fieldname, start, quota):
            if fuzzy:
                if term not in near:
                    near[term] = within(node.text, term.decode(), node.maxdist)
                if not near[term]:
                    continue
            yield term, frequency


def within(one: str, other: str, most: int) -> bool:
    """Whether two words are at most `most` edits apart; swapping neighbours is one edit.

    Restricted Damerau-Levenshtein distance (optimal string alignment), row by row.
    """
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        last, row, older = row, [i], before
        for j, candidate in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != candidate))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == candidate:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return False
        before = last
    return row[-1] <= most
