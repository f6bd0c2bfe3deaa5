"""What an article quotes and what it reports: read once, from top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.compare.names import AS_WRITTEN, Names
from index.compare.quotespans import Span, paragraph_spans
from index.compare.speakers import HE, Speaker, people_in, reporter_of, reports, speaker_of, subject_of
from index.compare.utterances import ENDS, Piece, is_utterance, meaning, parts_of, pauses, words_of
from index.model import Article, Block, Passage, Role

_SHORT = 3
_LONG = 6
_MEMORY = 12
"""How many sentences back a pronoun may look for its person."""

_READ = (Role.BODY, Role.DECK, Role.CAPTION)


@dataclass(frozen=True, slots=True)
class Report:
    """A sentence as a report of what somebody said.

    `told` is its text with all but the shortest quotes blanked out. `cue` tells whether it has a verb
    of saying at all.
    """

    passage: str
    article: int
    outlet: str
    text: str
    told: str
    speaker: Speaker | None
    cue: bool

    def stems(self) -> frozenset[str]:
        """Stems of its meaning words."""
        return frozenset(meaning(words_of(self.told)))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A passage, its text with everything quoted blanked out, and with only the longer quotes so."""

    passage: Passage
    told: str
    own: str


class Voices:
    """The quoted pieces of one article's body, deck and captions; its sentences as reports on demand."""

    def __init__(self, article: Article, number: int, spelt: Names = AS_WRITTEN) -> None:
        self._spelt = spelt
        self.outlet = article.outlet_name
        self._number = number
        self._full = _full_names(person for block in article.blocks for person in people_in(block.text))
        self._sentences: list[_Sentence] = []
        self._places: dict[str, int] = {}
        self._credited: dict[int, Speaker] = {}
        self._persons: dict[int, Speaker | None] = {}
        self._pieces: list[Piece] = []
        self._spans = 0
        self._read(article)
        self.pieces = tuple(self._named_fully())

    @property
    def passages(self) -> Iterable[str]:
        """Ids of the passages that were read, in order."""
        return self._places.keys()

    def report(self, passage: str) -> Report | None:
        """A sentence as a report, by passage id; None for passages that are not read."""
        place = self._places.get(passage)
        if place is None:
            return None
        sentence = self._sentences[place]
        cue = reports(sentence.told)
        speaker = reporter_of(sentence.told) if cue else None
        if speaker is HE:
            speaker = self._before(place)
        text = sentence.passage.text
        return Report(passage, self._number, self.outlet, text, sentence.own, speaker, cue)

    def _read(self, article: Article) -> None:
        blocks = article.blocks
        spans = paragraph_spans([block.text if block.role in _READ else "" for block in blocks])
        passages: dict[int, list[Passage]] = {}
        for passage in article.passages:
            passages.setdefault(passage.paragraph, []).append(passage)
        running: Speaker | None = None
        for place, block in enumerate(blocks):
            if block.role in _READ:
                outer = [span for span in spans[place] if span.outer < 0]
                before = running if any(span.continues for span in outer) else None
                running = self._block(block, outer, passages.get(place, []), before)

    def _block(
        self, block: Block, spans: Sequence[Span], passages: Sequence[Passage], running: Speaker | None
    ) -> Speaker | None:
        """Reads a paragraph; returns who speaks at its end."""
        first = len(self._sentences)
        masked = _masked(block.text, spans)
        longer = [span for span in spans if block.text.count(" ", span.start, span.end) >= _SHORT]
        own = _masked(block.text, longer) if longer else block.text
        for place, passage in enumerate(passages, start=first):
            here = slice(passage.start, passage.end)
            self._places[passage.id] = place
            self._sentences.append(_Sentence(passage, masked[here], own[here]))
        for span in spans:
            self._spans += 1
            inside = [
                place
                for place, passage in enumerate(passages, start=first)
                if span.start < passage.end and span.end > passage.start
            ]
            if not inside:
                continue
            found = self._speaker(block.text, masked, span, passages)
            speaker = self._person_meant(found, inside[0]) or running
            running = speaker or running
            if is_utterance(block.text, span):
                for place in inside:
                    self._piece(block.text, span, self._sentences[place], speaker)
        return running

    def _speaker(self, text: str, masked: str, span: Span, passages: Sequence[Passage]) -> Speaker | None:
        """Who says a span, from the sentences it begins and ends in."""
        start = max((p.start for p in passages if p.start <= span.start), default=0)
        end = min((p.end for p in passages if p.end >= span.end), default=len(masked))
        # A question mark may have ended the sentence before `he asked`.
        following = next((p for p in passages if p.start >= end), None)
        rest = masked[span.end + 1 : end].strip(" ,.”\"'’")
        if following is not None and not rest and masked[following.start].islower():
            end = following.end
        after = masked[span.end + 1 : end]
        closed = text[span.end - 1] in ENDS or after.lstrip()[:1] in (",", ".")
        return speaker_of(masked[start : max(start, span.start - 1)], after, closed=closed)

    def _person_meant(self, found: Speaker | None, place: int) -> Speaker | None:
        """The speaker, with a pronoun resolved; a person is remembered for the pronouns to come."""
        if found is HE:
            return self._credited.get(place) or self._before(place)
        if found is not None and found.key in self._full:
            self._credited[place] = found
        return found

    def _before(self, place: int) -> Speaker | None:
        """The person named last before a sentence."""
        earlier = range(place - 1, max(-1, place - 1 - _MEMORY), -1)
        return next((found for at in earlier if (found := self._person(at)) is not None), None)

    def _person(self, place: int) -> Speaker | None:
        """The person who is quoted or reported in a sentence, or whom it is about."""
        if place in self._credited:
            return self._credited[place]
        if place not in self._persons:
            told = self._sentences[place].told
            found = reporter_of(told) if reports(told) else None
            if found is None or found.key not in self._full:
                found = None if found is HE else subject_of(told)
            self._persons[place] = found if found is not None and found.key in self._full else None
        return self._persons[place]

    def _piece(self, text: str, span: Span, sentence: _Sentence, speaker: Speaker | None) -> None:
        passage = sentence.passage
        quoted = text[max(span.start, passage.start) : min(span.end, passage.end)].strip()
        words = words_of(quoted, self._spelt)
        if not words:
            return
        stems = meaning(words)
        self._pieces.append(
            Piece(
                passage=passage.id,
                article=self._number,
                outlet=self.outlet,
                text=quoted,
                words=words,
                parts=parts_of(quoted, self._spelt) if pauses(quoted) else (words,),
                stems=stems,
                bag=frozenset(stems),
                speaker=speaker,
                said=speaker is not None or len(words) > _LONG or reports(sentence.told),
                span=self._spans,
                order=len(self._pieces),
            )
        )

    def _named_fully(self) -> Iterator[Piece]:
        """The pieces, each speaker under the full name that the article gives."""
        for piece in self._pieces:
            speaker = piece.speaker
            if speaker is None or " " in speaker.name or speaker.key not in self._full:
                yield piece
            else:
                yield replace(piece, speaker=replace(speaker, name=self._full[speaker.key]))


def _full_names(people: Iterable[Speaker]) -> dict[str, str]:
    """For each surname the name an article gives most often, full ones before bare surnames."""
    counts: dict[str, dict[str, int]] = {}
    for person in people:
        names = counts.setdefault(person.key, {})
        names[person.name] = names.get(person.name, 0) + 1
    return {key: max(names, key=lambda name: (" " in name, names[name])) for key, names in counts.items()}


def _masked(text: str, spans: Sequence[Span]) -> str:
    """The text with everything quoted blanked out, offsets kept."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text
