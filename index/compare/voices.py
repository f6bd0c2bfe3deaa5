"""What an article quotes and what it reports: read once, from top to bottom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from index.compare.names import AS_WRITTEN, Names
from index.compare.quotespans import Span, paragraph_spans
from index.compare.speakers import (
    HE,
    SHE,
    Speaker,
    called,
    people_in,
    pronoun_of,
    reporter_of,
    reports,
    speaker_of,
    subject_of,
)
from index.compare.utterances import ENDS, Piece, is_utterance, meaning, parts_of, pauses, words_of
from index.model import Article, Block, Passage, Role
from index.words import words as written

_SHORT = 3
_LONG = 6
_MEMORY = 12
"""How many sentences back a pronoun may look for its person."""

_WORD = re.compile(r"[^\W_]")

_SURE = 2
"""How many times as often as the next of the surname a person must be named to be meant by it."""

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
    spelt: Names = AS_WRITTEN

    def words(self) -> tuple[str, ...]:
        """Its folded words, names in one spelling."""
        return words_of(self.told, self.spelt)

    def stems(self) -> frozenset[str]:
        """Stems of its meaning words."""
        return frozenset(meaning(self.words()))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A passage, its text with everything quoted blanked out, and with only the longer quotes so; whether
    it quotes at all."""

    passage: Passage
    told: str
    own: str
    quotes: bool


class Voices:
    """The quoted pieces of one article's body, deck and captions; its sentences as reports on demand."""

    def __init__(self, article: Article, number: int, spelt: Names = AS_WRITTEN) -> None:
        self._spelt = spelt
        self.outlet = article.outlet_name
        self._number = number
        self._full = _full_names(person for block in article.blocks for person in people_in(block.text))
        self._article = article
        self._sentences: list[_Sentence] = []
        self._places: dict[str, int] = {}
        self._credited: dict[int, Speaker] = {}
        self._persons: dict[int, Speaker | None] = {}
        self._pieces: list[Piece] = []
        self._waiting: list[int] = []
        self._spelled: dict[Speaker, Speaker] = {}
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
        if speaker is HE or speaker is SHE:
            speaker = self._meant(speaker, place)
        text = sentence.passage.text
        speaker = self._in_one_spelling(speaker)
        return Report(passage, self._number, self.outlet, text, sentence.own, speaker, cue, self._spelt)

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
            self._sentences.append(_Sentence(passage, masked[here], own[here], masked[here] != passage.text))
        for span in spans:
            self._spans += 1
            inside = [
                place
                for place, passage in enumerate(passages, start=first)
                if span.start < passage.end and span.end > passage.start
            ]
            if not inside:
                continue
            before, after, closed = _around(block.text, masked, span, passages)
            found = speaker_of(before, after, closed=closed)
            speaker = self._person_meant(found, inside[0])
            if speaker is None and not (reports(before) or reports(after)):
                alone = not _WORD.search(before) and not _WORD.search(after)
                speaker = (self._announced(inside[0], first) if alone else None) or running
            running = speaker or running
            made = len(self._pieces)
            if is_utterance(block.text, span):
                for place in inside:
                    self._piece(block.text, span, self._sentences[place], speaker)
            self._wait(span, speaker, made)
        return running

    def _announced(self, place: int, first: int) -> Speaker | None:
        """The person of the sentence before one that is nothing but a quote, if that one quotes nothing."""
        if place <= first or self._sentences[place - 1].quotes:
            return None
        return self._person(place - 1)

    def _wait(self, span: Span, speaker: Speaker | None, made: int) -> None:
        """Gives the parts of a quote over paragraphs the speaker who is named behind a later one."""
        if not span.continues:
            self._waiting.clear()
        if speaker is None and span.runs_on:
            self._waiting.extend(range(made, len(self._pieces)))
        elif speaker is not None:
            for place in self._waiting:
                self._pieces[place] = replace(self._pieces[place], speaker=speaker, said=True)
            self._waiting.clear()

    def _person_meant(self, found: Speaker | None, place: int) -> Speaker | None:
        """The speaker, with a pronoun resolved; a person is remembered for the pronouns to come."""
        if found is HE or found is SHE:
            return self._meant(found, place)
        if found is not None and found.key in self._full:
            self._credited[place] = found
        return found

    def _meant(self, pronoun: Speaker, place: int) -> Speaker | None:
        """The person whom a pronoun in a sentence means: who is quoted or acts in it, else the person named
        last whom it fits."""
        for at in range(place, max(-1, place - 1 - _MEMORY), -1):
            told = self._sentences[at].told
            person = (
                (self._credited.get(at) or self._known(subject_of(told))) if at == place else self._person(at)
            )
            if person is not None and self._pronouns.get(person.key, pronoun) is pronoun:
                return person
            # In `He accused Tom Hill` Tom Hill is not he.
            if at < place and not re.search(rf"\b{pronoun.name}\b", told, re.IGNORECASE):
                for other in people_in(told):
                    if self._pronouns.get(other.key) is pronoun:
                        return other
        return None

    def _known(self, person: Speaker | None) -> Speaker | None:
        """A person whom the article names fully, None for any other."""
        return person if person is not None and person.key in self._full else None

    @cached_property
    def _pronouns(self) -> dict[str, Speaker]:
        """The pronoun that goes with each person, as far as titles and first names tell; none for a surname
        that a woman and a man bear."""
        told = {(key, pronoun) for key, name in self._full.items() if (pronoun := pronoun_of(name))}
        told.update(*(called(block.text) for block in self._article.blocks))
        borne = Counter(key for key, _ in told)
        return {key: pronoun for key, pronoun in told if borne[key] == 1}

    def _person(self, place: int) -> Speaker | None:
        """The person who is quoted or reported in a sentence, or whom it is about."""
        if place in self._credited:
            return self._credited[place]
        if place not in self._persons:
            told = self._sentences[place].told
            found = reporter_of(told) if reports(told) else None
            if found is None or found.key not in self._full:
                found = None if found is HE or found is SHE else subject_of(told)
            self._persons[place] = self._known(found)
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
            if speaker is not None and " " not in speaker.name and speaker.key in self._full:
                speaker = replace(speaker, name=self._full[speaker.key])
            speaker = self._in_one_spelling(speaker)
            yield piece if speaker is piece.speaker else replace(piece, speaker=speaker)

    def _in_one_spelling(self, speaker: Speaker | None) -> Speaker | None:
        """A speaker by the key that all spellings of the name have."""
        if speaker is None or not speaker.key:
            return speaker
        if speaker not in self._spelled:
            found = self._spelt.found(written(speaker.name))
            self._spelled[speaker] = replace(speaker, key=found[-1].word) if found else speaker
        return self._spelled[speaker]


def _full_names(people: Iterable[Speaker]) -> dict[str, str]:
    """For each surname the full name that an article gives most often, by first names; the bare surname where
    another of that surname is named nearly as often."""
    named: dict[str, dict[str, Counter[str]]] = {}
    for person in people:
        first, space, _ = person.name.partition(" ")
        # `de Blasio` is as bare as `Trump`.
        bare = not space or first.islower()
        named.setdefault(person.key, {}).setdefault("" if bare else first, Counter())[person.name] += 1
    return {key: _fullest(by_first) for key, by_first in named.items()}


def _fullest(by_first: dict[str, Counter[str]]) -> str:
    """Of the names with one surname, counted by first names, that by which a bare surname is shown."""
    bare = by_first.get("", Counter())
    several = sorted((names for first, names in by_first.items() if first), key=Counter.total, reverse=True)
    if not several:
        return max(bare, key=bare.__getitem__)
    best = max(several[0], key=several[0].__getitem__)
    # Some first names are none (`Despite Trump`).
    others = [names.total() for names in several[1:] if any(map(pronoun_of, names))]
    if others and several[0].total() < _SURE * others[0]:
        return max(bare, key=bare.__getitem__, default=best.rsplit(" ", 1)[-1])
    return best


def _around(text: str, masked: str, span: Span, passages: Sequence[Passage]) -> tuple[str, str, bool]:
    """What stands before and behind a span in its sentences, and whether a mark ends what is quoted."""
    start = max((p.start for p in passages if p.start <= span.start), default=0)
    end = min((p.end for p in passages if p.end >= span.end), default=len(masked))
    # A question mark may have ended the sentence before `he asked`.
    following = next((p for p in passages if p.start >= end), None)
    rest = masked[span.end + 1 : end].strip(" ,.”\"'’")
    if following is not None and not rest and masked[following.start : following.start + 1].islower():
        end = following.end
    after = masked[span.end + 1 : end]
    closed = text[span.end - 1] in ENDS or after.lstrip()[:1] in (",", ".")
    return masked[start : max(start, span.start - 1)], after, closed


def _masked(text: str, spans: Sequence[Span]) -> str:
    """The text with everything quoted blanked out, offsets kept."""
    for span in spans:
        text = text[: span.start] + " " * (span.end - span.start) + text[span.end :]
    return text
