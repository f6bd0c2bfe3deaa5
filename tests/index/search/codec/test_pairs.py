"""The pairs of frequent words are those that reading the positions gives, also after merges."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from index.search import schema
from index.search.codec import pairs
from index.search.codec.build import Builder
from index.search.codec.merge import merge
from index.search.codec.naming import Named
from index.search.codec.pairs import Pairing
from index.search.codec.phrases import units
from index.search.codec.segment import Segment
from index.search.keys import LAST_POSITION, POSITION_AT, POSITION_BITS, TERM_AT
from tests.index.search.test_wordstream import documents

Found = dict[bytes, list[int]]
"""For each pair that there is its places."""


def built(folder: Path, seed: int, count: int, first: int = 0) -> Segment:
    builder = Builder(folder, schema.schema())
    for document in documents(seed, count, first):
        builder.add(document)
    return Segment(folder, builder.finish())


def stored(segment: Segment) -> Found:
    """What the field says."""
    assert segment.pairs is not None
    field = segment.pairs.field
    found = {}
    for at in range(len(field)):
        found[field[at]] = places = field.places(at).tolist()
        docs, weights = field.postings(at)
        counts = np.bincount(np.array(places) >> 32, minlength=segment.doc_count)
        assert weights.tolist() == counts[docs].tolist(), "a pair weighs as often as it is there"
    return found


def read(segment: Segment) -> Found:
    """What the positions of all words say."""
    assert segment.pairs is not None
    field = segment.field("text")
    assert field is not None
    places = {stem: set(field.places(field.find(stem)).tolist()) for stem in segment.pairs.stems}
    found = {}
    for first in places:
        for second in places:
            if there := sorted(place for place in places[first] if place + 1 in places[second]):
                found[first + b"\0" + second] = there
    return found


@pytest.mark.parametrize("seed", range(4))
def test_pairs_of_texts_in_several_languages(tmp_path: Path, seed: int) -> None:
    segment = built(tmp_path, seed, 150)
    found = stored(segment)
    assert found == read(segment)
    assert len(found) > 30
    assert segment.pairs is not None
    assert len(segment.pairs.stems) == pairs.WORDS
    assert pairs.NAME not in segment.field_names


def test_the_stems_are_the_most_frequent_ones(tmp_path: Path) -> None:
    segment = built(tmp_path, 5, 60)
    field = segment.field("text")
    assert segment.pairs is not None
    assert field is not None
    counts = {field[at]: field.standing(at, 32).count for at in range(len(field))}
    least = min(counts[stem] for stem in segment.pairs.stems)
    others = [count for stem, count in counts.items() if stem not in segment.pairs.stems]
    assert least >= max(others)


def test_small_segments_have_none(tmp_path: Path) -> None:
    segment = built(tmp_path, 1, pairs.FROM - 1)
    assert segment.pairs is None
    assert segment.stored(pairs.NAME) is None


def merged(folder: Path, *segments: Segment) -> Segment:
    made = merge(folder, segments)
    assert made is not None
    return Segment(folder, made, verify=True)


def test_a_merge_of_small_segments_has_pairs(tmp_path: Path) -> None:
    few = pairs.FROM // 2
    each = [built(tmp_path, seed, few, seed * few) for seed in range(3)]
    assert all(one.pairs is None for one in each)
    whole = merged(tmp_path, *each)
    assert stored(whole) == read(whole)
    assert {path.suffix for path in tmp_path.iterdir()} == {".segment"}, "nothing is left"


def test_a_merge_of_large_segments_and_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    each = [built(tmp_path, seed, size, seed * 100) for seed, size in enumerate((60, 40, 5))]
    named: Named = each[0].delete(tmp_path, [0, 3, 20])
    each[0] = Segment(tmp_path, named)
    first, second, _ = (set(one.pairs.stems) if one.pairs else set() for one in each)
    assert first != second, "so that some pairs have to go"
    monkeypatch.setattr("index.search.codec.merge.AT_ONCE", 50)
    monkeypatch.setattr(pairs, "_AT_ONCE", 50)
    whole = merged(tmp_path, *each)
    assert whole.pairs is not None
    assert whole.pairs.stems == first & second
    assert stored(whole) == read(whole)


def test_stems_are_chosen_anew_when_few_are_common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large = built(tmp_path, 1, 60)
    monkeypatch.setattr(pairs, "WORDS", 3)
    other = built(tmp_path, 2, 60, 60)
    monkeypatch.setattr(pairs, "WORDS", 16)
    whole = merged(tmp_path, large, other)
    assert whole.pairs is not None
    assert len(whole.pairs.stems) == 16
    assert stored(whole) == read(whole)


def test_a_merge_that_is_small_has_none(tmp_path: Path) -> None:
    whole = built(tmp_path, 1, 30)
    assert merged(tmp_path, Segment(tmp_path, whole.delete(tmp_path, list(range(20))))).pairs is None


def test_places_with_several_words_and_at_the_last_position() -> None:
    chance = random.Random(7)
    stems = [b"a", b"b", b"c"]
    for _ in range(60):
        start = chance.choice([0, LAST_POSITION - 5])
        there = {
            (chance.randrange(2), start + chance.randrange(6), chance.randrange(3))
            for _ in range(chance.randrange(1, 25))
        }
        given = [*there, *chance.choices([*there], k=3)]
        places = [document << POSITION_BITS | position for document, position, _ in given]
        found = Pairing(stems, np.empty(0, np.uint8))
        found.add_places(np.array(places, np.uint64), np.array([code + 1 for _, _, code in given], np.uint8))
        expected = {
            (one * 3 + other) << TERM_AT | (document << POSITION_BITS | position) << POSITION_AT
            for document, position, one in there
            for other in range(3)
            if (document, position + 1, other) in there
        }
        assert found.keys().tolist() == sorted(expected)


def test_every_word_of_a_phrase_is_in_a_unit(tmp_path: Path) -> None:
    segment = built(tmp_path, 3, 120)
    field, own = segment.field("text"), segment.pairs
    assert field is not None
    assert own is not None
    chance = random.Random(1)
    words = [field[at] for at in range(len(field))]
    for _ in range(300):
        phrase = chance.choices(words, k=chance.randrange(2, 6))
        found = units(field, [field.find(word) for word in phrase], phrase, own)
        numbers = [own.find(*two) for two in pairwise(phrase)]
        if found is None:
            assert -1 in numbers
            continue
        covered = []
        for unit in found:
            if unit.field is field:
                assert field[unit.term] == phrase[unit.at]
                covered.append(unit.at)
            else:
                assert own.field[unit.term] == b"\0".join(phrase[unit.at : unit.at + 2])
                covered += [unit.at, unit.at + 1]
        assert sorted(set(covered)) == list(range(len(phrase)))
