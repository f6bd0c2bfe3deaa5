"""Quotes that several outlets carry: one utterance, word for word, cut, altered or paraphrased."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from index.compare.names import AS_WRITTEN, Names
from index.compare.paraphrases import Rarity, Teller
from index.compare.speakers import conflict
from index.compare.stopping import ask, watched
from index.compare.utterances import Piece
from index.compare.voices import Voices
from index.compared import Link, Quote, QuoteVariant
from index.model import Article, Cancelled

IDENTICAL, CUT, ALTERED, PARAPHRASED = "identical", "cut", "altered", "paraphrased"

_SHORT = 4
_ALTERED_LINKED, _ALTERED_ALONE, _ALTERED_FEW = 0.62, 0.7, 0.8
_FEW, _RUN = 3, 3
_ASK = 50


def quotes(
    articles: Sequence[Article],
    links: Sequence[Link],
    cancelled: Cancelled | None = None,
    spelt: Names = AS_WRITTEN,
) -> tuple[Quote, ...]:
    """Utterances that at least two outlets quote, or one quotes and others report, in reading order.

    Variants are in the order of the articles. A variant is `identical` when another outlet has the
    same words, or has a part of its words; `cut` when it is a part of another's; `altered` when
    words differ; `paraphrased` when the sentence reports the utterance without quoting it.
    `spelt` makes one word of the spellings of a name. CancelledError when asked to stop.
    """
    heard = [Voices(article, number, spelt) for number, article in enumerate(watched(articles, cancelled, 1))]
    linked = {pair for link in links for pair in ((link.a, link.b), (link.b, link.a))}
    pieces = [piece for voice in heard for piece in voice.pieces]
    rarity = Rarity(articles, spelt)
    groups = _Groups(pieces)
    candidates = list(_candidates(watched(pieces, cancelled, _ASK)))
    for a, b in watched(candidates, cancelled, _ASK):
        if _same(a, b, (a.passage, b.passage) in linked, rarity):
            groups.join(a, b)
    for a, b in watched(candidates, cancelled, _ASK):
        if groups.of_one_quote(a, b) and (contained(a, b) or contained(b, a)):
            groups.join(a, b)
    ask(cancelled)
    groups.join_neighbours()
    found = groups.all()
    single = [group[0] for group in found if len(group) == 1 and len(group[0].words) == 1]
    return tuple(_quotes(watched(found, cancelled, _ASK), Teller(heard, links, rarity, single)))


def _candidates(pieces: Iterable[Piece]) -> Iterable[tuple[Piece, Piece]]:
    """Pairs of pieces of different outlets that share a meaning word, found over an index of words."""
    index: dict[str, list[Piece]] = {}
    seen: set[tuple[int, int]] = set()
    for number, piece in enumerate(pieces):
        near: dict[int, Piece] = {}
        for word in piece.bag or set(piece.words):
            for other in index.get(word, ()):
                if other.outlet != piece.outlet:
                    near[id(other)] = other
            index.setdefault(word, []).append(piece)
        for key, other in near.items():
            if (key, number) not in seen:
                seen.add((key, number))
                yield other, piece


def _same(a: Piece, b: Piece, linked: bool, rarity: Rarity) -> bool:
    """Whether two pieces are one utterance."""
    if conflict(a.speaker, b.speaker) or not (a.said or b.said):
        return False
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if contained(short, long):
        if len(short.words) == 1:
            return linked and bool(short.stems) and (a.said and b.said)
        if len(short.words) < _SHORT:
            return bool(short.stems) and (linked or sum(rarity.count(w) <= 3 for w in short.bag) >= 2)
        return linked or len(short.bag) >= 2
    return _altered(short.bag, long.bag, linked) and _run(short, long) >= (_RUN if linked else _RUN + 1)


def _altered(short: frozenset[str], long: frozenset[str], linked: bool) -> bool:
    """Whether enough of the meaning words of the one that has fewer are in the other."""
    common = len(short & long)
    if common < _FEW:
        return False
    share = common / min(len(short), len(long))
    if common == _FEW:
        return linked and share >= _ALTERED_FEW
    return share >= (_ALTERED_LINKED if linked else _ALTERED_ALONE)


def _run(short: Piece, long: Piece) -> int:
    """The longest run of words that both have."""
    matcher = SequenceMatcher(None, short.words, long.words, autojunk=False)
    return matcher.find_longest_match().size


def contained(short: Piece, long: Piece) -> bool:
    """Whether the shorter piece stands word for word in the longer, each side of an ellipsis apart."""
    if not short.bag <= long.bag:
        return False
    at = 0
    for part in short.parts:
        at = _find(part, long.words, at)
        if at < 0:
            return False
    return True


def _find(words: tuple[str, ...], among: tuple[str, ...], start: int) -> int:
    """The place behind `words` in `among`, or -1."""
    for place in range(start, len(among) - len(words) + 1):
        if among[place : place + len(words)] == words:
            return place + len(words)
    return -1


class _Groups:
    """Pieces joined into utterances."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._parent = {id(piece): piece for piece in pieces}
        self._spans: set[tuple[tuple[int, int], tuple[int, int]]] = set()

    def _root(self, piece: Piece) -> Piece:
        while self._parent[id(piece)] is not piece:
            piece = self._parent[id(piece)]
        return piece

    def of_one_quote(self, a: Piece, b: Piece) -> bool:
        """Whether other sentences of the two pieces' quotes were joined."""
        return ((a.article, a.span), (b.article, b.span)) in self._spans

    def join(self, a: Piece, b: Piece) -> None:
        """Puts the groups of two pieces together."""
        self._spans.add(((a.article, a.span), (b.article, b.span)))
        x, y = self._root(a), self._root(b)
        if x is not y:
            self._parent[id(max(x, y, key=lambda p: (p.article, p.order)))] = min(
                x, y, key=lambda p: (p.article, p.order)
            )

    def all(self) -> list[list[Piece]]:
        """All groups, alone standing pieces too, in order of their first piece."""
        found: dict[int, list[Piece]] = {}
        for piece in self._pieces:
            found.setdefault(id(self._root(piece)), []).append(piece)
        return list(found.values())

    def join_neighbours(self) -> None:
        """Joins groups that two outlets each took from one span: sentences of one longer quote."""
        shared: dict[tuple[tuple[int, int], tuple[int, int]], Piece] = {}
        for group in self.all():
            spans = sorted({(piece.article, piece.span) for piece in group})
            for place, first in enumerate(spans):
                for second in spans[place + 1 :]:
                    if first[0] != second[0]:
                        known = shared.setdefault((first, second), group[0])
                        self.join(known, group[0])


def _quotes(groups: Iterable[Sequence[Piece]], teller: Teller) -> Iterable[Quote]:
    """The groups that at least two outlets carry."""
    for group in groups:
        told = teller.told(group)
        if len({piece.outlet for piece in group} | {report.outlet for report in told}) < 2:
            continue
        rows = [
            (p.article, 0, p.order, QuoteVariant(p.passage, p.outlet, p.text, kind(p, group))) for p in group
        ]
        rows += [(r.article, 1, 0, QuoteVariant(r.passage, r.outlet, r.text, PARAPHRASED)) for r in told]
        rows.sort(key=lambda row: row[:3])
        yield Quote(_speaker(group), tuple(row[3] for row in rows))


def kind(piece: Piece, group: Sequence[Piece]) -> str:
    """How a quoted variant stands to the others of its group."""
    others = [other for other in group if other.outlet != piece.outlet]
    if any(other.words == piece.words for other in others):
        return IDENTICAL
    if any(len(other.words) > len(piece.words) and contained(piece, other) for other in others):
        return CUT
    if not others or any(contained(other, piece) for other in others):
        return IDENTICAL
    return ALTERED


def _speaker(group: Sequence[Piece]) -> str | None:
    """The fullest name among the pieces; an unnamed speaker (`officials`) only where none is named."""
    named = [p.speaker.name for p in group if p.speaker and p.speaker.key]
    if named:
        return max(named, key=len)
    return next((p.speaker.name for p in group if p.speaker), None)
