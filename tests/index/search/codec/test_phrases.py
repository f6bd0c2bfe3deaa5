"""Phrases and words near each other, held against reading the documents."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from index.bodies import joined
from index.search import analyzer, schema
from index.search.codec import phrases, standing
from index.search.codec.build import Builder
from index.search.codec.inverted import Field, Row
from index.search.codec.places import PLACE_BITS, SHORT_BITS
from index.search.codec.segment import Segment, Terms
from index.search.codec.standing import Standing
from index.search.keys import LAST_POSITION
from index.search.query import Parsed
from index.search.quiet import query
from index.search.schema import Document, Occurrences, Texts
from tests.index.search.builders import Shelf, article

WORDS = ["in", "the", "united", "states", "of", "rare"]
CHANCES = [30, 40, 5, 6, 25, 1]


def segment(tmp_path: Path, texts: list[list[str]], gap: int = 1) -> Segment:
    builder = Builder(tmp_path, schema.schema())
    for number, words in enumerate(texts):
        places = [at * gap for at in range(len(words))]
        fields = {"id": schema.keywords([f"a{number}"]), "title": Occurrences(words, places, len(words))}
        builder.add(Document(f"a{number}", number, fields))
    return Segment(tmp_path, builder.finish())


def counted(words: list[str], wanted: list[str], slop: int) -> int:
    """As `engine` always counted: the places of the last word that the row reaches."""
    ends = [at for at, word in enumerate(words) if word == wanted[0]]
    for following in wanted[1:]:
        places = [at for at, word in enumerate(words) if word == following]
        ends = [place for place in places if any(0 < place - end <= slop for end in ends)]
    return len(ends)


@pytest.mark.parametrize("looked_up", [False, True])
@pytest.mark.parametrize("documents", [30, 120])
def test_as_many_as_reading_finds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: int, looked_up: bool
) -> None:
    if looked_up:
        monkeypatch.setattr(phrases, "_TIMES", 0)
        monkeypatch.setattr(phrases, "AT_ONCE", 100)
        monkeypatch.setattr(standing, "_SMALL", 20)
    chance = random.Random(documents)
    texts = [chance.choices(WORDS, CHANCES, k=chance.randrange(60)) for _ in range(documents)]
    whole = segment(tmp_path, texts)
    field = whole.field("title")
    assert field is not None
    for _ in range(150):
        wanted = chance.choices(WORDS, k=chance.randint(2, 4))
        slop = chance.choice([1, 1, 1, 2, 5])
        terms = [field.find(word.encode()) for word in wanted]
        row = row_of(field, terms, slop, documents)
        assert row.tolist() == [counted(words, wanted, slop) for words in texts], (wanted, slop)


def row_of(field: Terms, terms: list[int], slop: int, documents: int) -> Row:
    candidates = np.logical_and.reduce([field.row(term) != 0 for term in terms])
    if slop != 1:
        return phrases.row_of(phrases.near(field, terms, slop, candidates), PLACE_BITS, documents)
    parts = [phrases.Unit(at, field, term) for at, term in enumerate(terms)]
    bits = field.place_bits(len(terms))
    return phrases.row_of(phrases.in_a_row(parts, bits, candidates), bits, documents)


def test_positions_beyond_twelve_bits(tmp_path: Path) -> None:
    words = ["in", "the"] + ["rare"] * 10 + ["the", "in"]
    whole = segment(tmp_path, [words, ["the", "in"]], gap=9_000)
    field = whole.field("title")
    assert field is not None
    terms = [field.find(b"the"), field.find(b"in")]
    assert row_of(field, terms, 9_000, 2).tolist() == [1, 1]
    assert row_of(field, terms, 1, 2).tolist() == [0, 0]


def test_words_beyond_the_last_position_are_no_phrase(tmp_path: Path) -> None:
    builder = Builder(tmp_path, schema.schema())
    text = joined(
        ["", "the of " + "rare word " * 400, *[""] * (LAST_POSITION // schema.BLOCK_GAP), "the " * 4_500]
    )
    builder.add(Document("a1", 0, {}, Texts(analyzer.analysis("en"), text)))
    field = Segment(tmp_path, builder.finish()).field("text")
    assert field is not None
    the, of, rare, word = (field.find(word) for word in (b"the", b"of", b"rare", b"word"))
    assert field.place_bits(2) == PLACE_BITS
    assert row_of(field, [rare, the], 1, 1).tolist() == [0]
    assert row_of(field, [the, of], 1, 1).tolist() == [1]
    assert row_of(field, [rare, word], 1, 1).tolist() == [255]


def test_more_than_a_byte_counts_is_the_most_a_byte_counts(tmp_path: Path) -> None:
    whole = segment(tmp_path, [["in", "the"] * 400])
    field = whole.field("title")
    assert field is not None
    terms = [field.find(b"in"), field.find(b"the")]
    assert row_of(field, terms, 1, 1).tolist() == [255]
    assert field.row(terms[0]).dtype == np.uint8


@pytest.mark.parametrize("bits", [SHORT_BITS, PLACE_BITS])
@pytest.mark.parametrize("small", [0, 10_000])
@pytest.mark.parametrize("gap", [1, 90, 2_000])
def test_a_place_looked_up_is_among_those_of_the_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gap: int, small: int, bits: int
) -> None:
    monkeypatch.setattr(standing, "_SMALL", small)
    chance = random.Random(gap)
    most = 400 if bits == PLACE_BITS else min(400, 65_000 // gap)
    texts = [chance.choices(WORDS, CHANCES, k=min(most, chance.choice([0, 5, 80, 400]))) for _ in range(40)]
    field = segment(tmp_path, texts, gap).field("title")
    assert isinstance(field, Field)
    every = [Standing(field, [term], bits).within(0, len(texts)) for term in range(len(field))]
    everything = np.unique(np.concatenate(every))
    wanted = np.union1d(everything, everything + everything.dtype.type(1))
    wanted = wanted[(wanted >> wanted.dtype.type(bits)) < len(texts)]
    for terms in ([0], [1], [2], [0, 3], [5, 4, 1], list(range(len(field)))):
        there = np.sort(np.concatenate([every[term] for term in terms]))
        stands = Standing(field, terms, bits)
        assert stands.count == len(there)
        assert stands.has(wanted).tolist() == np.isin(wanted, there).tolist()
        end = int(there[-1]) >> bits
        for first, last in ((0, 40), (0, 7), (13, 39), (0, end), (end, 40)):
            for size in (0, 3, 35, 40):
                candidates = np.zeros(len(texts), np.bool_)
                candidates[chance.sample(range(len(texts)), size)] = True
                found = stands.within(first, last, candidates)
                own = (there >> there.dtype.type(bits)).astype(np.int64)
                inside = there[(first <= own) & (own < last)]
                assert np.isin(found, inside).all()
                assert (np.diff(found.astype(np.int64)) > 0).all()
                own = (inside >> there.dtype.type(bits)).astype(np.int64)
                assert np.isin(inside[candidates[own]], found).all()
            assert stands.within(first, last).tolist() == inside.tolist()


def test_a_phrase_goes_on_from_where_its_beginning_is_known(shelf: Shelf) -> None:
    """Word by word as it is typed, also with pairs, in quotations, and when all is forgotten in between."""
    chance = random.Random(9)
    texts = [chance.choices(WORDS, CHANCES, k=chance.randrange(60)) for _ in range(60)]
    shelf.put(
        *(
            article(f"a{at}", " ".join(words[:30]), f"“{' '.join(words[30:])}”")
            for at, words in enumerate(texts)
        )
    )
    for _ in range(60):
        wanted = chance.choices(["in", "the", "unit", "state", "of", "rare"], CHANCES, k=5)
        field = chance.choice(["text", "quote"])
        answers = []
        for forget in (False, True):
            for count in range(2, 6):
                if forget:
                    shelf.engine._reader.begun = phrases.Begun()
                shelf.engine._reader.rows._rows.clear()
                shelf.engine._reader._last.clear()
                found = shelf.engine.search(Parsed("", query.Phrase(field, wanted[:count]), ""), limit=100)
                answers.append(found)
        assert answers[:4] == answers[4:]


def test_what_is_known_of_phrases_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "_KEPT_BYTES", 100)
    begun = phrases.Begun()
    for number in range(10):
        begun.keep("s1", "text", 16, (b"a", b"%d" % number), np.zeros(10, np.uint32))
    assert begun.longest("s1", "text", 16, (b"a", b"7", b"c")) is None
    known = begun.longest("s1", "text", 16, (b"a", b"9", b"c"))
    assert known is not None
    assert known[0] == 2
    assert begun.longest("s1", "text", 16, (b"a", b"9")) is None, "what is asked for is not a part of itself"
    assert begun.longest("s2", "text", 16, (b"a", b"9", b"c")) is None
    begun.keep("s1", "text", 16, (b"large",), np.zeros(1000, np.uint32))
    assert not begun._places
    monkeypatch.setattr(phrases, "_MOST_KEPT", 5)
    for number in range(10):
        begun.keep("s1", "text", 16, (b"nowhere", b"%d" % number), np.zeros(0, np.uint32))
    assert len(begun._places) == 5
