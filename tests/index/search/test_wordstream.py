"""Running text inverted all at once gives the terms and places that reading it word by word gives."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import chain
from pathlib import Path

import pytest

from index.search import analyzer, schema, wordstream
from index.search.codec.build import Builder
from index.search.codec.segment import Segment
from index.search.schema import BLOCK_GAP, Document, Texts
from tests.index.search.segments import postings

WORDS = [
    "talks",
    "Talks",
    "(talks),",
    "talks/peace…",
    "—",
    "cease-fire",
    "U.S.",
    "US",
    "naïve",
    "3,000",
    "国家",
    "l'eau",
    "Häuser",
    "state-of-the-art",
]
Places = dict[tuple[str, str], dict[int, list[int]]]


def documents(seed: int, count: int) -> list[tuple[Document, str]]:
    rng = random.Random(seed)
    found = []
    for number in range(count):
        language = rng.choice(["en", "de", ""])
        texts = [" ".join(rng.choices(WORDS, k=rng.randrange(9))) for _ in range(rng.randrange(1, 5))]
        quotes = [" ".join(rng.choices(WORDS, k=rng.randrange(1, 4))) for _ in range(rng.randrange(3))]
        raw = Texts(
            analyzer.analysis(language),
            list(map(str.split, texts)),
            list(map(str.split, quotes)),
        )
        name = f"a{number}"
        found.append((Document(name, number, {"id": schema.keywords([name])}, raw), language))
    return found


def word_by_word(found: list[tuple[Document, str]]) -> tuple[Places, dict[str, list[int]]]:
    """The places of every term, in fields without positions as many as the term has; and the lengths."""
    told: Places = defaultdict(lambda: defaultdict(list))
    lengths = {name: [0] * len(found) for name in wordstream.FIELDS}
    for number, (document, _) in enumerate(found):
        texts = document.texts
        assert texts is not None
        for field, exact, parts in (
            ("title", "", texts.texts[:1]),
            ("text", "exact", texts.texts),
            ("quote", "quoteexact", texts.quotes),
        ):
            at = 0
            for words in parts:
                for word in chain.from_iterable(map(analyzer.raw_words, words)):
                    width, pieces, initials = texts.analysis.analysed(word)
                    terms = [(piece.term, at + piece.position) for piece in pieces]
                    terms += [(initials, at)] if initials else []
                    for term, place in terms:
                        told[field, term][number].append(place)
                    lengths[field][number] += len(terms)
                    for piece in pieces if exact else ():
                        told[exact, piece.exact][number].append(0)
                    at += width
                at += BLOCK_GAP
            if exact:
                lengths[exact][number] = lengths[field][number]
    return told, lengths


@pytest.mark.parametrize("at_once", [1, 13, 200_000])
def test_terms_places_and_lengths_are_those_of_reading_word_by_word(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordstream, "_AT_ONCE", at_once)
    found = documents(at_once, 80)
    builder = Builder(tmp_path, schema.schema())
    for document, _ in found:
        builder.add(document)
    segment = Segment(tmp_path, builder.finish())
    places, lengths = word_by_word(found)
    told = {key: found for key, found in postings(segment).items() if key[0] != "id"}
    expected = {
        (field, term): {
            f"a{number}": sorted(found) if field in ("title", "text", "quote") else len(found)
            for number, found in documents.items()
        }
        for (field, term), documents in places.items()
    }
    assert {
        key: {name: places or weight for name, (weight, places) in one.items()} for key, one in told.items()
    } == expected
    for name, each in lengths.items():
        assert segment.field_length(name) == sum(each)
        shown = segment.lengths(name)
        assert shown is not None
        by_id = dict(zip(segment.ids, shown.tolist(), strict=True))
        assert [by_id[f"a{number}"] == 0 for number in range(len(each))] == [length == 0 for length in each]


def test_a_title_weighs_more_in_the_text_and_ends_where_it_ends(tmp_path: Path) -> None:
    builder = Builder(tmp_path, schema.schema())
    raw = Texts(analyzer.analysis("en"), [["cease-fire", "talks"], ["talks", "talks"]], [])
    builder.add(Document("a1", 0, {}, raw))
    segment = Segment(tmp_path, builder.finish())
    found = {key: next(iter(one.values()))[0] for key, one in postings(segment).items()}
    assert found["text", "talk"] == schema.TITLE_WEIGHT + 2
    assert found["text", "ceasefir"] == schema.TITLE_WEIGHT
    assert found["title", "talk"] == 1
