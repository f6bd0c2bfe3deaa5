"""The figures of an article's sentences with what surrounds them, ready to be held together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import log
from typing import NamedTuple

from index.compare.aspects import PLAIN, Aspect, aspect, cues
from index.compare.chunks import DAY, DIGIT, NUMBER, REMEMBERED, REVISED, TELLING, cut
from index.compare.lexicon import (
    CUES,
    FATE,
    MONTHS,
    NO_DEATH,
    NO_VERBS,
    PAST,
    PEOPLE,
    POPULATED,
    SPEAKING_VERBS,
    STOPS,
    TELLING_VERBS,
    WEEKDAYS,
    listed,
)
from index.compare.names import AS_WRITTEN, Names
from index.compare.numbers import AGE, Quantity, quantities
from index.compare.numerals import low_at
from index.compare.persons import OLDEST, Person, person
from index.compare.tokens import Token, tokenize
from index.compare.whens import When, whens
from index.model import Passage
from index.words import stem

_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_WINDOW = 9
_PRIOR = 20
"""Mentions thought of beside those of the story, so that words of a short story weigh something too."""

_VERB_REACH, _BESIDE = 8, 2
_BESIDE_REACH = 4
_AFTER_REACH, _BEFORE_REACH = 6, 5
_WHERE = frozenset(listed("in at near over outside around off inside across of from"))
_REGIONS = frozenset(listed("region city province district state county town village area airport"))
_EMPTY = STOPS.union(WEEKDAYS, MONTHS)
_POSSESSIVE = re.compile(r"['’]s?$")
_ENDING = frozenset(listed(") has have had"))
"""Behind a day these show that it belongs to what is before it: `after a fire on Friday have been ...`."""

_BEFORE_NOUNS = frozenset(listed("a an the his her its their"))
_SPANNING = frozenset(listed("through to until till -"))
_OTHER_CLAUSE = frozenset(listed("after before since until following"))
_BLOCKS = frozenset({",", ";", "and", "while", "but", "—", "–", "(", ")"})
_ASIDES = frozenset(listed("including among many most mostly"))
_ASIDE_REACH = 10
_ASIDE_ENDS = _BLOCKS.difference((",", "and")).union(listed("who which when where after as was were"))
"""Words of another clause: a comma behind them does not end the aside."""

_CROWDS = frozenset({"crowd", "audience", "gathering"})

_NO_CUES: frozenset[str] = frozenset()

LIVING = "living there"
AGE_HEAD = stem(AGE)


class Word(NamedTuple):
    """A meaning word near a mention: its stem, as written, and how well it names the place (2, 1, 0)."""

    stem: str
    text: str
    naming: int


@dataclass(frozen=True, eq=False, slots=True)
class Mention:
    """A quantity or a day in a passage; `words` are the meaning words around it, in order.

    `head` is the stem of what is counted; `fate` what happened to people counted ("" if not said);
    `label` names the thing for people; `names` are the words of `near` that are names. `verbs` are
    those a day may date; `dates` are the years and calendar days of the sentence, `days` its weekdays (0 is
    Monday) where it tells nothing that was said on them; `aspect` tells a number from others of its kind;
    `revised` says that the sentence tells of values that changed; `before` and `behind` are the few words
    on both sides of a number, `cues` what others of the sentence tell of it; `person` is whose age it is.
    Two mentions are equal only when they are the same one.
    """

    passage: str
    article: int
    outlet: str
    text: str
    quantity: Quantity | None
    when: When | None
    head: str
    fate: str
    label: str
    words: tuple[Word, ...]
    near: frozenset[str]
    names: frozenset[str]
    verbs: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    days: frozenset[int] = frozenset()
    aspect: Aspect = PLAIN
    revised: bool = False
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    cues: frozenset[str] = frozenset()
    person: Person | None = None

    @property
    def kind(self) -> str:
        """What is counted or measured, in a word: only mentions of one kind may be of one thing."""
        if self.quantity is None:
            return "day"
        return self.fate or self.quantity.unit + self.head

    @property
    def years(self) -> frozenset[str]:
        """The years among the dates of the sentence."""
        return frozenset(date for date in self.dates if "-" not in date)


def mentions(passage: Passage, article: int, outlet: str, spelt: Names = AS_WRITTEN) -> list[Mention]:
    """Everything in one passage that can be compared: its numbers, then its days."""
    return [
        replace(found, passage=passage.id, article=article, outlet=outlet)
        for found in _found(passage.text, spelt)
    ]


@lru_cache(maxsize=REMEMBERED)
def _found(text: str, spelt: Names) -> tuple[Mention, ...]:
    """The mentions of a text, of no passage yet."""
    hints = cut(text).hints
    if not hints & (DIGIT | NUMBER | DAY):
        return ()
    bare = _ADDRESS.sub(lambda found: " " * len(found[0]), text) if "//" in text or "www." in text else text
    tokens = tokenize(bare)
    found: list[Mention] = []
    days = whens(text, tokens) if hints & DAY else []
    dates = _dates(text, days)
    counted = quantities(text, tokens) if hints & (DIGIT | NUMBER) else []
    told = bool(hints & TELLING)
    weekdays = frozenset(day.weekday for day in days if day.weekday is not None and not told)
    revised = bool(hints & REVISED)
    lows = [token.low for token in tokens] if counted else []
    cued = [place for place, low in enumerate(lows) if low in CUES and not _is_no_cue(tokens, place)]
    for number in counted:
        fate = _fate(tokens, number, counted)
        peopled = number.head in PEOPLE or (fate and number.head in FATE) or _is_crowd(tokens, number)
        head = "people" if peopled else stem(number.head)
        words = _around(tokens, number.first, number.last, spelt)
        near = frozenset(word.stem for word in words)
        written = text[number.start : number.end]
        label = _label(number, fate) if number.head or fate else head or number.unit
        found.append(
            Mention(
                "",
                0,
                "",
                written,
                number,
                None,
                head,
                fate,
                label,
                words,
                near,
                _names(words),
                dates=dates,
                days=weekdays,
                aspect=aspect(tokens, number),
                revised=revised,
                before=tuple(lows[max(0, number.first - _BESIDE_REACH) : number.first]),
                behind=tuple(lows[number.last : number.last + _BESIDE_REACH]),
                cues=cues(tokens, number, cued) if cued else _NO_CUES,
                person=_whose(tokens, number),
            )
        )
    for day in days:
        words = _around(tokens, day.first, day.last, spelt)
        near = frozenset(word.stem for word in words)
        written = text[day.start : day.end]
        verbs = _verbs(tokens, day)
        found.append(Mention("", 0, "", written, None, day, "", "", "day", words, near, _names(words), verbs))
    return tuple(found)


def _is_crowd(tokens: list[Token], number: Quantity) -> bool:
    """`A crowd of 5,000`."""
    place = number.first - 1
    return not number.head and low_at(tokens, place) == "of" and low_at(tokens, place - 1) in _CROWDS


def _whose(tokens: list[Token], number: Quantity) -> Person | None:
    if number.unit != AGE or number.high > OLDEST:
        return None
    return person(tokens, number.first, number.last)


def _is_no_cue(tokens: list[Token], place: int) -> bool:
    """Whether it is the month in `May 3`, or the bound in `up to 20`."""
    token = tokens[place]
    return (token.low == "may" and token.text != token.low) or (
        token.low == "up" and low_at(tokens, place + 1) == "to"
    )


def _dates(text: str, days: Sequence[When]) -> frozenset[str]:
    """The years and calendar days that a sentence names."""
    named = {f"{day.month}-{day.day}" for day in days if day.month is not None}
    return frozenset(named.union(_YEAR.findall(text)))


def _verbs(tokens: list[Token], day: When) -> frozenset[str]:
    """Stem of the verb that a day may date, the nearest; two as far off on both sides, and none where it
    dates a saying, is `a Wednesday meeting`, or begins a span (`Monday through Saturday`)."""
    if low_at(tokens, day.first - 1) in _BEFORE_NOUNS or low_at(tokens, day.last) in _SPANNING:
        return frozenset()
    found: set[str] = set()
    nearest = _VERB_REACH
    sides = (
        tokens[max(0, day.first - _VERB_REACH) : day.first][::-1],
        tokens[day.last : day.last + _VERB_REACH],
    )
    for side in sides:
        for distance, token in enumerate(side[: nearest + 1]):
            if token.low in _OTHER_CLAUSE or (not distance and token.low in _ENDING):
                break
            if token.low in TELLING_VERBS or token.low in SPEAKING_VERBS:
                if distance < _BESIDE:
                    return frozenset()
                break
            if _dated(token):
                found = {stem(token.low)} if distance < nearest else {*found, stem(token.low)}
                nearest = distance
                break
    return frozenset(found)


def _dated(token: Token) -> bool:
    """Whether a word is a verb of the past: not `Ousted` in `Ousted President Yanukovych`."""
    past = token.low in PAST or (token.low.endswith("ed") and token.low not in NO_VERBS)
    return past and token.text[0].islower()


def _label(number: Quantity, fate: str) -> str:
    """What is counted, in words: `people dead`, `drones`, `percent`."""
    if fate:
        named = "people" if number.head in FATE or not number.head else number.head
        return f"{named} {fate}"
    return number.head or number.unit


def _around(tokens: list[Token], first: int, last: int, spelt: Names) -> tuple[Word, ...]:
    """The meaning words near a phrase, each name as one word."""
    before = range(max(0, first - _WINDOW), first)
    after = range(last, min(len(tokens), last + _WINDOW))
    return tuple(word for side in (before, after) for word in _words(tokens, side, spelt))


def _words(tokens: list[Token], side: range, spelt: Names) -> Iterator[Word]:
    near = tokens[side.start : side.stop]
    texts = [token.text for token in near]
    folded, named = spelt.read(texts)
    names = {name.start: name for name in named}
    end = 0
    for start, token in enumerate(near):
        if start < end or (start not in names and not _telling(token)):
            continue
        word, text, end = folded[start], token.text, start + 1
        if start in names:
            word, _, end, _ = names[start]
            text = " ".join(texts[start:end])
        if "'" in text or "’" in text:
            text = _POSSESSIVE.sub("", text)
        capital = token.text[0].isupper()
        yield Word(stem(word), text, _naming(tokens, side.start + start) if capital else 0)


def _names(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in words if word.naming)


def _naming(tokens: list[Token], place: int) -> int:
    """How well a word with a capital names where it is about: 2 for a name of a place, 1 for another name,
    0 for the first word of a sentence and for one that goes with the next."""
    if not place:
        return 0
    start, end = place, place + 1
    while start > 1 and tokens[start - 1].text[0].isupper():
        start -= 1
    while end < len(tokens) and tokens[end].text[0].isupper():
        end += 1
    after = tokens[end] if end < len(tokens) else None
    if after is not None and _telling(after) and after.low not in _REGIONS and not _verbal(after):
        return 0  # `Russian` shelling: it says which, not where
    return 2 if tokens[start - 1].low in _WHERE else 1


def _verbal(token: Token) -> bool:
    return token.low in PAST or token.low in TELLING_VERBS or token.low.endswith("ed")


def _telling(token: Token) -> bool:
    return token.kind == "word" and token.low not in _EMPTY


def _fate(tokens: list[Token], number: Quantity, counted: list[Quantity]) -> str:
    """What the clause says happened to the people counted, from the nearest word of fate."""
    if number.unit != "count":
        return ""
    if number.head in FATE:
        return FATE[number.head]
    if low_at(tokens, number.first - 1) in ("of", "to") and low_at(tokens, number.first - 2) in POPULATED:
        return LIVING
    if number.head and number.head not in PEOPLE:
        return ""
    taken = {place for other in counted if other is not number for place in range(other.first, other.last)}
    start = _behind_aside(tokens, number.last)
    after = _seek(tokens, range(start, min(len(tokens), start + _AFTER_REACH)), taken)
    before = _seek(tokens, range(number.first - 1, max(-1, number.first - 1 - _BEFORE_REACH), -1), taken)
    if after is None or before is None:
        return (after or before or ("", 0))[0]
    return before[0] if before[1] <= 2 < after[1] else after[0]


def _behind_aside(tokens: list[Token], place: int) -> int:
    """The token behind an aside that begins at a place: `24 people, including 10 children, were killed`."""
    if low_at(tokens, place) == "," and low_at(tokens, place + 1) in _ASIDES:
        for end in range(place + 2, min(len(tokens), place + _ASIDE_REACH)):
            if tokens[end].low == ",":
                return end + 1
            if tokens[end].low in _ASIDE_ENDS or tokens[end].low in PAST:
                break
    return place


def _seek(tokens: list[Token], places: range, taken: set[int]) -> tuple[str, int] | None:
    """The first word of fate along `places`, and how far off it is; a comma or another number ends it."""
    for distance, place in enumerate(places, start=1):
        token = tokens[place]
        if place in taken or token.low in _BLOCKS:
            return None
        if token.low in FATE and low_at(tokens, place + 1) not in NO_DEATH:
            return FATE[token.low], distance
    return None


def weights(found: Iterable[Mention]) -> dict[str, float]:
    """Weights of the stems near mentions: words near few of them weigh more."""
    total = 0
    counts: dict[str, int] = {}
    for mention in found:
        total += 1
        for word in mention.near:
            counts[word] = counts.get(word, 0) + 1
    return {word: log(1 + (total + _PRIOR) / count) for word, count in counts.items()}
