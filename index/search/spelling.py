"""A better query where one has hardly any hits: words of the index that are spelt nearly so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from index.errors import CancelledError, QueryError
from index.model import Cancelled
from index.search import analyzer
from index.search.codec.words import distances
from index.search.lexer import Kind, lex

FEW = 2
"""A better query is looked for when there are at most so many articles."""

_SHORTEST = 4
_LONG = 7
_KNOWN = 200  # a word in so many articles is taken as it is
_BETTER = 3  # a word must be in so many times the articles, to be put in the place of one that is known
_ASK_EVERY = 2_000

Vocabulary = Callable[[str], Iterable[tuple[str, int]]]
"""The index's unstemmed words that begin so, and in how many articles each is."""


def suggest(text: str, vocabulary: Vocabulary, cancelled: Cancelled | None = None) -> str | None:
    """The query with unknown words put right; None when nothing is near. Raises CancelledError."""
    try:
        lexemes = lex(text)
    except QueryError:
        return None
    changed = text
    for lexeme in reversed(lexemes):
        if lexeme.field is not None or lexeme.kind not in (Kind.WORD, Kind.PHRASE):
            continue
        if lexeme.kind is Kind.WORD and not lexeme.text.replace("-", "").isalpha():
            continue  # =exact, pref*, fuzzy~ are meant as they are written
        start = lexeme.position + (lexeme.kind is Kind.PHRASE)
        for match in reversed(list(analyzer.RAW.finditer(text, start, start + len(lexeme.text)))):
            better = _better(match.group(), vocabulary, cancelled)
            if better is not None:
                changed = changed[: match.start()] + better + changed[match.end() :]
    return None if changed == text else changed


def _better(word: str, vocabulary: Vocabulary, cancelled: Cancelled | None) -> str | None:
    pieces = analyzer.analysed(word).pieces
    if len(pieces) != 1 or len(pieces[0].exact) < _SHORTEST or analyzer.is_unspaced(pieces[0].term):
        return None
    wanted, stem = pieces[0].exact, pieces[0].term
    if max((frequency for term, frequency in vocabulary(wanted) if term == wanted), default=0) >= _KNOWN:
        return None
    most = 1 if len(wanted) < _LONG else 2
    known = 0
    best: tuple[int, int, str] | None = None
    candidates = []
    for number, (term, frequency) in enumerate(_near(wanted, vocabulary)):
        if number % _ASK_EVERY == 0 and cancelled is not None and cancelled():
            raise CancelledError
        if term == wanted or (term.startswith(stem[:3]) and analyzer.stem(term) == stem):
            known = max(known, frequency)
        elif abs(len(term) - len(wanted)) <= most and term.isalpha():
            candidates.append((term, frequency))
    edits = distances(wanted, [term for term, _ in candidates], most).tolist()
    for (term, frequency), distance in zip(candidates, edits, strict=True):
        if distance <= most:
            candidate = distance, -frequency, term
            best = candidate if best is None else min(best, candidate)
    if best is None or -best[1] < max(1, known * _BETTER):
        return None
    return best[2]


def _near(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, int]]:
    """Words with the same beginning, and the few that differ from `word` right there."""
    beginnings = dict.fromkeys((word[:2], word[0] + word[2], word[1] + word[0]))
    return chain.from_iterable(map(vocabulary, beginnings))
