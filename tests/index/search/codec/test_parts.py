"""The parts of the codec that can be looked at alone: merge policy, edits, order of the best, terms."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search import schema
from index.search.codec import plan, words
from index.search.codec.build import Builder
from index.search.codec.inverted import MOST_DOCUMENTS
from index.search.codec.overflow import Overflow
from index.search.codec.reader import Reader
from index.search.codec.segment import Segment
from index.search.codec.top import best, newest
from index.search.edits import within
from index.search.quiet import query
from index.search.schema import Document, Occurrences


@given(st.lists(st.tuples(st.integers(1, MOST_DOCUMENTS), st.floats(0, 1)), max_size=40))
def test_groups_to_merge_are_apart_and_no_segment_becomes_too_large(sizes: list[tuple[int, float]]) -> None:
    given_sizes = [(documents, int(documents * live)) for documents, live in sizes]
    groups = plan.to_merge(given_sizes)
    members = [member for group in groups for member in group]
    assert len(members) == len(set(members))
    for group in groups:
        assert sum(given_sizes[member][1] for member in group) <= MOST_DOCUMENTS


@given(st.lists(st.integers(1, 6_000), min_size=1, max_size=300))
@settings(max_examples=30, deadline=None)
def test_segments_stay_few_and_no_document_is_written_often(added: list[int]) -> None:
    segments: list[int] = []
    written = 0
    for size in added:
        segments.append(size)
        groups = plan.to_merge([(one, one) for one in segments])
        members = {member for group in groups for member in group}
        merged = [sum(segments[member] for member in group) for group in groups]
        written += sum(merged)
        segments = [one for at, one in enumerate(segments) if at not in members] + merged
    assert sum(segments) == sum(added)
    assert len(segments) <= len(plan.TIERS) * plan.MOST + sum(added) // plan.TIERS[-1] + 1
    assert written <= 3 * sum(added)


@given(st.text("abcdé", max_size=7), st.lists(st.text("abcdé", max_size=9), max_size=12), st.integers(1, 2))
def test_all_words_at_once_are_as_far_as_each_alone(text: str, others: list[str], most: int) -> None:
    near = words.distances(text, others, most) <= most
    assert near.tolist() == [within(text, other, most) for other in others]


def small(tmp_path: Path, weights: list[int], times: list[int]) -> Reader:
    builder = Builder(tmp_path, schema.schema())
    for number, (weight, time) in enumerate(zip(weights, times, strict=True)):
        words_there = ["drone"] * weight
        title = Occurrences(words_there, list(range(weight)), 9)
        fields = {"id": schema.keywords([f"a{number:03}"]), "title": title}
        builder.add(Document(f"a{number:03}", time, fields))
    return Reader([Segment(tmp_path, builder.finish())])


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 2)), min_size=1, max_size=60), st.integers(0, 70)
)
@settings(max_examples=40, deadline=None)
def test_the_first_so_many_are_those_of_the_whole_order(
    tmp_path_factory: pytest.TempPathFactory, documents: list[tuple[int, int]], limit: int
) -> None:
    weights, times = [weight for weight, _ in documents], [time for _, time in documents]
    reader = small(tmp_path_factory.mktemp("top"), weights, times)
    node = query.Term("title", "drone")
    found = reader.matching(node)
    having = [number for number, weight in enumerate(weights) if weight]
    names = [reader.id(document) for document, _ in best(reader, node, found, limit)]
    ranked = sorted(having, key=lambda n: (-weights[n], -times[n], n))
    assert names == [f"a{n:03}" for n in ranked[:limit]]
    names = [reader.id(document) for document, _ in newest(reader, node, found, limit)]
    assert names == [f"a{n:03}" for n in sorted(having, key=lambda n: (-times[n], n))[:limit]]


def test_ranges_of_terms_give_what_their_terms_give(tmp_path: Path) -> None:
    chance = random.Random(3)
    vocabulary = [f"{letter}{number}" for letter in "abé" for number in range(30)]
    builder = Builder(tmp_path, schema.schema())
    texts = [chance.choices(vocabulary, k=12) + ["a0"] * (number % 3 > 0) for number in range(200)]
    for number, text in enumerate(texts):
        fields = {"id": schema.keywords([f"a{number}"]), "tag": Occurrences(text, [], len(text))}
        builder.add(Document(f"a{number}", number, fields))
    field = Segment(tmp_path, builder.finish()).stored("tag")
    assert field is not None
    assert field.row(field.find(b"a0")).flags.writeable is False, "frequent enough to be a row in the file"
    for prefix in ("", "a", "a1", "b2", "é", "é29", "zz"):
        first, last = field.span(prefix.encode())
        assert [one.decode() for one in field.terms(first, last)] == sorted(
            {word for text in texts for word in text if word.startswith(prefix)}
        )
        expected = [sum(word.startswith(prefix) for word in text) for text in texts]
        assert field.union(first, last).tolist() == expected
        assert field.union_of(range(first, last)).tolist() == expected
        assert field.frequencies(first, last) == [field.frequency(at) for at in range(first, last)]
        counts, docs, weights = field.stretch(first, last)
        assert np.bincount(docs, weights, minlength=200).tolist() == expected
        assert counts.tolist() == field.frequencies(first, last)
        assert field.amount(first, last) == len(counts) + len(docs)
        in_order = [int(doc) for at in range(first, last) for doc in field.postings(at)[0]]
        assert docs.tolist() == in_order


def test_what_was_put_aside_comes_back_whole_or_not_at_all(tmp_path: Path) -> None:
    aside = Overflow(tmp_path)
    numbers = np.arange(300_000, dtype=np.uint64)
    start = [aside.put(numbers), aside.put(numbers + np.uint64(7))][1]
    found = np.empty_like(numbers)
    aside.get_into(start, found)
    assert (found == numbers + 7).all()
    with pytest.raises(OSError, match="shorter"):
        aside.get_into(start + 8, found)
    aside.close()
