"""What a row of figures is called, and its values for machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.compare.lexicon import FATE, PEOPLE
from index.compare.mentions import Mention
from index.compare.numbers import VOTES, number_text
from index.words import stem

_PLACE, _NAMES, _TELLING = 2, 2, 3
"""A row is named after so many places, or so many telling words where the passages share no place."""

_OF_FATE = frozenset(stem(word) for word in (*FATE, *PEOPLE))
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def named(members: Sequence[Mention], weights: Mapping[str, float]) -> str:
    """What the values are of: `people dead, Kherson`, by the place or the telling words they share.

    `weights` say how telling a stem is.
    """
    if people := [m.person.text for m in members if m.person is not None]:
        # Of `John Vale`, `Vale` and `Englishman John Vale` the first.
        return f"{members[0].label}, {min(people, key=lambda name: (' ' not in name, len(name)))}"
    first, naming = members[0], _naming(members)
    best = sorted(naming, key=lambda word: (-naming[word], -weights[word], word))
    places = [word for word in best if naming[word] == _PLACE]
    chosen = places[:_NAMES] or best[:_TELLING]
    texts = {word.stem: word.text for word in reversed(first.words) if word.stem in chosen}
    told = " ".join(reversed(texts.values()))
    name = f"{first.label}, {told}" if told else first.label
    tellers = list(dict.fromkeys(m.aspect.teller for m in members))
    return f"{name}, told by {' and '.join(tellers)}" if all(tellers) and len(tellers) > 1 else name


def _naming(members: Sequence[Mention]) -> dict[str, int]:
    """The stems that the mentions share around them, and how well each names the place."""
    first = members[0]
    shared = set(first.near)
    for m in members[1:]:
        shared = shared & m.near or shared
    shared -= {stem(word) for word in first.label.split()}
    if first.fate:
        shared -= _OF_FATE
    naming: dict[str, int] = {}
    for word in (word for m in members for word in m.words if word.stem in shared):
        naming[word.stem] = max(word.naming, naming.get(word.stem, 0))
    return naming


def value_text(m: Mention) -> str:
    """The value for machines: `23`, `10-15`, `1.2 million`, `Thursday`, `05-03`."""
    if m.quantity is not None and m.quantity.unit == VOTES:
        return f"{number_text(m.quantity.low)}-{number_text(m.quantity.against)}"
    if m.quantity is not None:
        low, high = (number_text(value / m.quantity.scale) for value in (m.quantity.low, m.quantity.high))
        return low if low == high else f"{low}-{high}"
    assert m.when is not None
    if m.when.weekday is not None:
        return _DAY_NAMES[m.when.weekday]
    return f"{m.when.month:02d}-{m.when.day:02d}"
