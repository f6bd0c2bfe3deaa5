"""Documents inverted by sorting give the postings that their terms say, in every way a segment is written."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest

from index.search import schema
from index.search.codec import build, merge
from index.search.codec.build import Builder
from index.search.codec.segment import Segment, encoded
from index.search.schema import Document, Occurrences
from tests.index.search.segments import postings

WORDS = ["a", "ab", "zebra", "żubr", "国", "国家", "𐍈", "u.s.", "7", "e\u0301"]


def documents(seed: int, count: int) -> list[Document]:
    rng = random.Random(seed)
    found = []
    for number in range(count):
        terms = rng.choices(WORDS, k=rng.randrange(40))
        positions = sorted(rng.sample(range(rng.choice([50, 70_000, 1_500_000])), len(terms)))
        fields = {
            "id": Occurrences([f"a{number}"]),
            "title": Occurrences(terms, positions, len(terms)),
            "tag": Occurrences(terms, [], len(terms)),
        }
        found.append(Document(f"a{number}", number, fields))
    return found


def expected(found: list[Document]) -> dict[tuple[str, str], dict[str, tuple[int, list[int]]]]:
    told: dict[tuple[str, str], dict[str, tuple[int, list[int]]]] = defaultdict(dict)
    for document in found:
        for field, one in document.fields.items():
            for term in dict.fromkeys(one.terms):
                if not one.positions:
                    told[field, term][document.id] = one.terms.count(term), []
                    continue
                places = [at for at, word in zip(one.positions, one.terms, strict=True) if word == term]
                told[field, term][document.id] = len(places), places
    return dict(told)


@pytest.mark.parametrize("at_once", [1, 7, 400_000])
def test_every_posting_is_there_and_a_merge_keeps_it(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_AT_ONCE", at_once)
    monkeypatch.setattr(merge, "AT_ONCE", at_once)
    found = documents(at_once, 90)
    written = []
    for some in (found[:70], found[70:]):
        builder = Builder(tmp_path, schema.schema())
        for document in some:
            builder.add(document)
        written.append(Segment(tmp_path, builder.finish(), verify=True))
    told = {key: dict(one) for key, one in postings(written[0]).items()}
    for key, one in postings(written[1]).items():
        told.setdefault(key, {}).update(one)
    assert told == expected(found)
    assert written[0].ids == [document.id for document in found[:70]], "in the order of their times"
    named = merge.merge(tmp_path, written)
    assert named is not None
    again = Segment(tmp_path, named, verify=True)
    assert postings(again) == told
    assert again.ids == [document.id for document in found]
    assert again.field_length("title") == sum(len(document.fields["title"].terms) for document in found)


def test_deleted_documents_are_left_out_of_a_merge(tmp_path: Path) -> None:
    found = documents(5, 40)
    builder = Builder(tmp_path, schema.schema())
    for document in found:
        builder.add(document)
    whole = Segment(tmp_path, builder.finish())
    gone = [document.id for document in found[::3]]
    without = Segment(tmp_path, whole.delete(tmp_path, whole.live_among(encoded(gone))))
    assert without.live_count == whole.live_count - len(gone)
    named = merge.merge(tmp_path, [without])
    assert named is not None
    assert postings(Segment(tmp_path, named)) == expected([one for one in found if one.id not in gone])
    nothing = Segment(tmp_path, without.delete(tmp_path, list(range(len(found)))))
    assert merge.merge(tmp_path, [nothing]) is None


def test_a_document_given_twice_is_there_once(tmp_path: Path) -> None:
    builder = Builder(tmp_path, schema.schema())
    for document in (*documents(1, 2), *documents(2, 2)):
        builder.add(document)
    segment = Segment(tmp_path, builder.finish())
    assert segment.live_count == 2
    assert sorted(segment.ids[at] for at in segment.live_among(encoded(["a0", "a1", "a2"]))) == ["a0", "a1"]
    live = {segment.ids[at] for at in range(4) if segment.live[at]}
    assert live == {"a0", "a1"}
