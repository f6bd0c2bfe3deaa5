"""Documents inverted by sorting give the postings that their terms say, in every way a segment is written."""

from __future__ import annotations

import random
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from index.search import build, inversion, schema
from index.search.folder import IndexStorage
from index.search.inversion import Builder
from index.search.schema import Document, Occurrences
from index.search.segments import Segment

WORDS = ["a", "ab", "zebra", "żubr", "国", "国家", "𐍈", "u.s.", "7", "e\u0301"]


def documents(seed: int, count: int) -> list[Document]:
    rng = random.Random(seed)
    found = []
    for number in range(count):
        terms = rng.choices(WORDS, k=rng.randrange(40))
        positions = sorted(rng.sample(range(rng.choice([50, 70_000, 1_500_000])), len(terms)))
        heavy = positions[len(positions) // 3] if positions else 0
        fields = {
            "id": Occurrences([f"a{number}"]),
            "text": Occurrences(terms, positions, len(terms), heavy),
            "exact": Occurrences(terms, [], len(terms)),
        }
        found.append(Document(f"a{number}", number, fields))
    return found


def postings(segment: Segment) -> dict[tuple[str, str], dict[int, tuple[float, str]]]:
    told: dict[tuple[str, str], dict[int, tuple[float, str]]] = {}
    for field, term in segment.all_terms():
        whole = segment.whole_postings(field, term)
        values = whole.values or [""] * len(whole.ids)
        rows = zip(whole.ids, whole.weights, values, strict=True)
        told[field, term.decode()] = {number: (weight, value) for number, weight, value in rows}
    return told


def expected(found: list[Document]) -> dict[tuple[str, str], dict[int, tuple[float, str]]]:
    told: dict[tuple[str, str], dict[int, tuple[float, str]]] = defaultdict(dict)
    for number, document in enumerate(found):
        for field, one in document.fields.items():
            for term in dict.fromkeys(one.terms):
                if not one.positions:
                    told[field, term][number] = (float(one.terms.count(term)), "")
                    continue
                places = [at for at, word in zip(one.positions, one.terms, strict=True) if word == term]
                titled = sum(at < one.heavy for at in places)
                steps = [places[0], *(b - a for a, b in pairwise(places))]
                weight = len(places) + titled * (schema.TITLE_WEIGHT - 1)
                told[field, term][number] = (weight, "".join(chr(min(step, 0x10FFFF)) for step in steps))
    return dict(told)


@pytest.mark.parametrize("at_once", [1, 7, 400_000])
def test_every_posting_is_there_and_a_merge_keeps_it(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inversion, "_AT_ONCE", at_once)
    found = documents(at_once, 60)
    storage = IndexStorage(tmp_path, [])
    builder = Builder(storage, schema.schema())
    for document in found:
        builder.add(document)
    written = Segment(storage, builder.finish(), schema.schema())
    assert postings(written) == expected(found)
    assert written.ids() == [document.id for document in found]
    merged = build.merge(storage, schema.schema(), [written])
    assert merged is not None
    again = Segment(storage, merged, schema.schema())
    assert postings(again) == postings(written)
    for term in WORDS:
        assert again.frequency("text", term) == written.frequency("text", term)
    assert list(again.frequencies("text", b"a", 10)) == list(written.frequencies("text", b"a", 10))
    written.close()
    again.close()


def test_a_document_given_twice_is_there_once(tmp_path: Path) -> None:
    storage = IndexStorage(tmp_path, [])
    builder = Builder(storage, schema.schema())
    for document in (*documents(1, 2), *documents(2, 2)):
        builder.add(document)
    segment = Segment(storage, builder.finish(), schema.schema())
    assert segment.live_count == 2
    assert sorted(segment.deleted) == [0, 1]
    segment.close()
