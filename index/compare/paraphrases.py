"""Sentences that report an utterance in their own words.

They are found along the links of the quoted sentences, and where a sentence quotes one word of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from index.compare.names import AS_WRITTEN, Names
from index.compare.speakers import Speaker, conflict
from index.compare.utterances import Piece
from index.compare.voices import Report, Voices
from index.compared import Link, LinkKind
from index.model import Article

_SAME, _PARTLY = 0.2, 0.5
"""How much of a quote's meaning words a report must have, by the kind of the link (0 to 1)."""

_TELLING = 3
"""Meaning words of a quote that only one outlet quotes, below which nothing can be its paraphrase."""


class Rarity:
    """How rare a stem is in the story: counted when asked, for few are."""

    def __init__(self, articles: Sequence[Article], spelt: Names = AS_WRITTEN) -> None:
        self._spelt = spelt
        texts = [p.text for article in articles for p in article.passages]
        self._total = len(texts)
        self._text = "\n".join(texts).lower()
        self._counts: dict[str, int] = {}

    def count(self, stem: str) -> int:
        """How often words with this stem stand in the story (at least 1)."""
        if stem not in self._counts:
            # The stemmer writes a final y as i (`clearly` as `clearli`).
            core = stem[:-1] if len(stem) > 4 and stem.endswith("i") else stem
            forms = self._spelt.forms(core)
            self._counts[stem] = max(1, sum(self._text.count(form) for form in forms))
        return self._counts[stem]

    def weight(self, stem: str) -> float:
        """The weight of a stem in comparisons: rare ones weigh more."""
        return log(1 + self._total / self.count(stem))


class Teller:
    """Finds the sentences that report an utterance in their own words.

    `single` are quotes of one word that stand alone: their sentences may report it without being linked.
    """

    def __init__(
        self,
        heard: Sequence[Voices],
        links: Sequence[Link],
        rarity: Rarity,
        single: Sequence[Piece] = (),
    ) -> None:
        self._voices = {passage: voices for voices in heard for passage in voices.passages}
        self._known: dict[str, Report | None] = {}
        self._stems: dict[str, frozenset[str]] = {}
        self._rarity = rarity
        self._single: dict[str, list[Piece]] = {}
        for piece in single:
            if piece.said and piece.stems and piece.speaker is not None and piece.speaker.key:
                self._single.setdefault(piece.speaker.key, []).append(piece)
        self._near: dict[str, list[tuple[str, Link]]] = {}
        for link in links:
            self._near.setdefault(link.a, []).append((link.b, link))
            self._near.setdefault(link.b, []).append((link.a, link))

    def told(self, group: Sequence[Piece]) -> list[Report]:
        """For each outlet that does not quote the utterance, the sentence that reports it best.

        A quote of one outlet alone is taken for told elsewhere only by a report of the same named
        speaker, which must be linked fully or quote one word of it and have another; one that several
        outlets quote also by a linked report that names nobody else.
        """
        speaker = next((p.speaker for p in group if p.speaker and p.speaker.key), None)
        outlets = {piece.outlet for piece in group}
        alone = len(outlets) == 1
        if alone and speaker is None:
            return []
        best: dict[str, tuple[float, Report]] = {}
        for piece in group:
            if alone and len(piece.bag) < _TELLING:
                continue
            for passage, link in self._near.get(piece.passage, ()):
                voices = self._voices.get(passage)
                if voices is None or voices.outlet in outlets or (alone and link.kind is not LinkKind.SAME):
                    continue
                report = self._report(voices, passage)
                score = None if report is None else self._score(report, piece, speaker, link, alone)
                if report and score is not None and score > best.get(voices.outlet, (0.0, report))[0]:
                    best[voices.outlet] = (score, report)
            for voices, report, found in self._quoting(piece, speaker):
                if voices.outlet not in outlets and found > best.get(voices.outlet, (0.0, report))[0]:
                    best[voices.outlet] = (found, report)
        return [report for _, report in best.values()]

    def _quoting(self, piece: Piece, speaker: Speaker | None) -> Iterator[tuple[Voices, Report, float]]:
        """The sentences that quote one word of a piece, by the same person, and have others of its words:
        with how much of it they tell, which counts less than any link."""
        if speaker is None or len(piece.bag) < _TELLING:
            return
        for single in self._single.get(speaker.key, ()):
            if not single.bag <= piece.bag or conflict(single.speaker, speaker):
                continue
            voices = self._voices[single.passage]
            report = self._report(voices, single.passage)
            if report is None or conflict(report.speaker, speaker):
                continue
            overlap = self._overlap(piece, report)
            if overlap >= _SAME and (self._told(report) - single.bag) & piece.bag:
                yield voices, report, overlap

    def _report(self, voices: Voices, passage: str) -> Report | None:
        """The sentence as a report; None when it has no verb of saying."""
        if passage not in self._known:
            report = voices.report(passage)
            self._known[passage] = report if report is not None and report.cue else None
        return self._known[passage]

    def _score(
        self, report: Report, piece: Piece, speaker: Speaker | None, link: Link, alone: bool
    ) -> float | None:
        """How well a report tells a quoted piece; None when it does not."""
        if conflict(report.speaker, speaker):
            return None
        named = speaker is not None and _names(report, speaker)
        if not named and (alone or link.kind is not LinkKind.SAME):
            return None
        overlap = self._overlap(piece, report)
        need = _SAME if link.kind is LinkKind.SAME else _PARTLY
        return link.score + overlap if overlap >= need else None

    def _overlap(self, piece: Piece, report: Report) -> float:
        """How much of the quote's meaning words the report has, rare ones counting more; 0 to 1."""
        stems = self._told(report)
        if stems.isdisjoint(piece.bag):
            return 0.0
        weights = {word: self._rarity.weight(word) for word in piece.bag}
        return sum(w for word, w in weights.items() if word in stems) / (sum(weights.values()) or 1.0)

    def _told(self, report: Report) -> frozenset[str]:
        """The stems of a report, found once."""
        stems = self._stems.get(report.passage)
        if stems is None:
            stems = self._stems[report.passage] = report.stems()
        return stems


def _names(report: Report, speaker: Speaker) -> bool:
    """Whether a report is the speaker's or at least names the speaker."""
    if report.speaker is not None and report.speaker.key == speaker.key:
        return True
    return bool(speaker.key) and speaker.key in report.words()
