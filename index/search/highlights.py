"""Where a query's words stand in a text: the same analysis as the index, over one text at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from index.search import analyzer
from index.search.analyzer import Analysis
from index.search.edits import within
from index.search.quiet import query

PHRASE_WORTH = 2.0
Spans = Sequence[tuple[int, int]]
_STEMMED = ("text", "title", "quote")
_EXACT = ("exact", "quoteexact")


class Mark(NamedTuple):
    """A match at `start`, `end` in a text; `needle` numbers the part of the query that it matches."""

    start: int
    end: int
    needle: int


_Verdict = tuple[tuple[int, int, int], ...]
"""The matches inside one raw word: start, end, needle."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    words: tuple[str, ...]
    slop: int
    needle: int


@lru_cache(maxsize=2_048)
def _by_first(text: str) -> dict[str, list[str]]:
    """The words of a text, each once, by their first letters; under no letter those that need a closer look.

    The last are kept, as with each letter typed much the same is shown.
    """
    found: dict[str, list[str]] = {}
    for word in set(analyzer.RAW.findall(text)):
        first = word[0] if word.isascii() and word.isalpha() else ""
        if first in found:
            found[first].append(word)
        else:
            found[first] = [word]
    return found


@lru_cache(maxsize=512)
def _starts(text: str) -> dict[str, list[int]]:
    """Where each word of a text begins."""
    found: dict[str, list[int]] = {}
    for match in analyzer.RAW.finditer(text):
        found.setdefault(match.group(), []).append(match.start())
    return found


class Finder:
    """Finds the wanted leaves of one query. Words under a NOT, and other fields, are not looked for."""

    def __init__(self, node: query.Query) -> None:
        self.worths: list[float] = []
        self._terms: dict[str, list[int]] = {}
        self._exact: dict[str, list[int]] = {}
        self._prefixes: list[tuple[str, int]] = []
        self._fuzzy: list[tuple[str, int, int, int]] = []
        self._phrases: list[_Phrase] = []
        self._title_only: set[int] = set()
        self._quote_only: set[int] = set()
        # A word means something else in another language.
        self._verdicts: dict[int, dict[str, _Verdict]] = defaultdict(dict)
        for leaf in _wanted(node):
            self._add(leaf)
        self.most = _most(node)
        """What a passage is worth that leaves nothing to be wished for."""
        self._phrase_words = {word for phrase in self._phrases for word in phrase.words}
        self._wanted_terms = {*self._terms, *self._phrase_words, *(text for text, _ in self._prefixes)}
        wanted = (*self._wanted_terms, *self._exact, *(text for text, *_ in self._fuzzy))
        self._firsts = {"", *(first for text in wanted for first in (text[:1], text[:1].upper()))}
        self._beginnings = tuple(
            [text for text, _ in self._prefixes] + [text[:same] for text, _, same, _ in self._fuzzy]
        )

    def __bool__(self) -> bool:
        """Whether there is anything to find in texts."""
        return bool(self.worths)

    @property
    def wants_quotes(self) -> bool:
        """Whether `marks` needs to be told what is quoted."""
        return bool(self._quote_only)

    def _add(self, leaf: Any) -> None:
        field = leaf.fieldname
        needle = len(self.worths)
        if isinstance(leaf, query.Phrase):
            self._phrases.append(_Phrase(tuple(leaf.words), leaf.slop, needle))
        elif isinstance(leaf, query.Prefix):
            self._prefixes.append((leaf.text, needle))
        elif isinstance(leaf, query.FuzzyTerm):
            self._fuzzy.append((leaf.text, leaf.maxdist, leaf.prefixlength, needle))
        elif field in _EXACT:
            self._exact.setdefault(leaf.text, []).append(needle)
        else:
            self._terms.setdefault(leaf.text, []).append(needle)
        if field == "title":
            self._title_only.add(needle)
        elif field in ("quote", "quoteexact"):
            self._quote_only.add(needle)
        self.worths.append(PHRASE_WORTH if isinstance(leaf, query.Phrase) else 1.0)

    def marks(
        self, text: str, *, title: bool = False, language: str | None = None, quoted: Spans = ()
    ) -> list[Mark]:
        """All matches in a text, in order of their start; they may overlap.

        `language` is the code by which the text was indexed, `quoted` what stands in quotation marks.
        """
        analysis = analyzer.analysis(language)
        verdicts = self._verdicts[id(analysis)]
        words = _by_first(text)
        # Most texts have none of the words; and no stem begins with another letter than its word.
        telling: set[str] = set()
        for first in self._firsts:
            for word in words.get(first, ()):
                verdict = verdicts.get(word)
                if verdict is None:
                    verdict = verdicts[word] = self._judge(word, analysis)
                if verdict:
                    telling.add(word)
        if not telling:
            return []
        found: list[Mark] = []
        candidate = False
        starts = _starts(text)
        for word in telling:
            for start, end, needle in verdicts[word]:
                if needle < 0:
                    candidate = True
                else:
                    found += [Mark(at + start, at + end, needle) for at in starts[word]]
        if candidate:
            found.extend(self._phrase_marks(text, telling, analysis))
        found.sort(key=lambda mark: (mark.start, -mark.end, mark.needle))
        if self._title_only or self._quote_only:
            found = [mark for mark in found if self._belongs(mark, title, quoted)]
        return found

    def _belongs(self, mark: Mark, title: bool, quoted: Spans) -> bool:
        if mark.needle in self._title_only:
            return title
        if mark.needle in self._quote_only:
            return any(start <= mark.start and mark.end <= end for start, end in quoted)
        return True

    def _judge(self, word: str, analysis: Analysis) -> tuple[tuple[int, int, int], ...]:
        """The matches inside one raw word; needle -1 says that a phrase may go through it."""
        if not self._possible(word, analysis):
            return ()
        analysed = analysis.analysed(word)
        found = [(0, len(word), needle) for needle in self._terms.get(analysed.initials, ())]
        for piece in analysed.pieces:
            span = piece.start, piece.end
            found.extend((*span, needle) for needle in self._terms.get(piece.term, ()))
            found.extend((*span, needle) for needle in self._exact.get(piece.exact, ()))
            for prefix, needle in self._prefixes:
                if piece.exact.startswith(prefix) or piece.term == prefix:
                    end = piece.start + len(prefix) if analyzer.is_unspaced(piece.term) else piece.end
                    found.append((piece.start, end, needle))
            for text, most, same, needle in self._fuzzy:
                if piece.exact[:same] == text[:same] and within(text, piece.exact, most):
                    found.append((*span, needle))
            if piece.term in self._phrase_words:
                found.append((*span, -1))
        return tuple(found)

    def _possible(self, word: str, analysis: Analysis) -> bool:
        """A quick look at a plain word; most are not wanted."""
        term = analysis.simple_terms.get(word)
        if term is None or term in self._wanted_terms:
            return True
        surface = analysis.simple_surfaces[word]
        return surface in self._exact or surface.startswith(self._beginnings)

    def _phrase_marks(self, text: str, telling: set[str], analysis: Analysis) -> list[Mark]:
        there = {piece.term for word in telling for piece in analysis.analysed(word).pieces}
        if not any(there.issuperset(phrase.words) for phrase in self._phrases):
            return []
        places: dict[str, list[analyzer.Token]] = {}
        base = 0
        for match in analyzer.RAW.finditer(text):
            word = match.group()
            if word not in telling:
                base += 1 if word in analysis.simple_terms else analysis.analysed(word).width
                continue
            width, pieces, _ = analysis.analysed(word)
            at = match.start()
            for place, term, exact, start, end, joined in pieces:
                if term in self._phrase_words:
                    token = analyzer.Token(base + place, term, exact, at + start, at + end, joined)
                    places.setdefault(term, []).append(token)
            base += width
        found: list[Mark] = []
        for phrase in self._phrases:
            for run in _runs(phrase, places):
                if phrase.slop == 1:
                    found.append(Mark(run[0].start, run[-1].end, phrase.needle))
                else:
                    found.extend(Mark(token.start, token.end, phrase.needle) for token in run)
        return found


def _runs(phrase: _Phrase, places: dict[str, list[analyzer.Token]]) -> list[list[analyzer.Token]]:
    """Every way the phrase's words follow one another, the nearest next word taken each time."""
    runs = [[token] for token in places.get(phrase.words[0], ())]
    for word in phrase.words[1:]:
        longer = []
        for run in runs:
            at = run[-1].position
            following = (t for t in places.get(word, ()) if 0 < t.position - at <= phrase.slop)
            token = next(following, None)
            if token is not None:
                longer.append([*run, token])
        runs = longer
    return runs


def _most(node: Any) -> float:
    """The worth of everything that a tree wants, and of alternatives the worthiest one."""
    if isinstance(node, query.And):
        return sum(map(_most, node.subqueries))
    if isinstance(node, query.Or):
        return max(map(_most, node.subqueries), default=0.0)
    if isinstance(node, query.ConstantScoreQuery):
        return _most(node.child)
    if next(_wanted(node), None) is None:
        return 0.0
    return PHRASE_WORTH if isinstance(node, query.Phrase) else 1.0


def _wanted(node: Any) -> Iterator[Any]:
    if isinstance(node, query.Not):
        return
    if isinstance(node, query.And | query.Or):
        for child in node.subqueries:
            yield from _wanted(child)
    elif isinstance(node, query.ConstantScoreQuery):
        yield from _wanted(node.child)
    elif isinstance(node, query.Term | query.Phrase | query.Prefix | query.FuzzyTerm) and (
        node.fieldname in (*_STEMMED, *_EXACT)
    ):
        yield node
