"""A merge takes a bounded number of postings at a time, whatever the segments hold."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from index.search import schema
from index.search.codec import merge
from index.search.codec.build import Builder
from index.search.codec.inverted import Field, Stretch
from index.search.codec.places import Places
from index.search.codec.sections import SectionFile, SectionWriter
from index.search.codec.segment import Segment
from index.search.schema import Document, Occurrences


def segment(folder: Path, first: int, count: int, words: list[str]) -> Segment:
    """Documents of fifty words each, one word in three the most frequent."""
    chance = random.Random(first)
    builder = Builder(folder, schema.schema())
    for number in range(first, first + count):
        text = ["the" if chance.random() < 0.3 else chance.choice(words) for _ in range(50)]
        fields = {
            "id": schema.keywords([f"a{number}"]),
            "title": Occurrences(text, list(range(len(text))), len(text)),
            "tag": Occurrences(text, [], len(text)),
        }
        builder.add(Document(f"a{number}", number, fields))
    return Segment(folder, builder.finish())


@pytest.fixture
def segments(tmp_path: Path) -> list[Segment]:
    shared = [f"word{number}" for number in range(200)]
    return [
        segment(tmp_path, 0, 150, [*shared, *(f"a{number}" for number in range(300))]),
        segment(tmp_path, 150, 40, [*shared, *(f"z{number}" for number in range(300))]),
        segment(tmp_path, 190, 2, ["lone"]),
    ]


def fields(segments: list[Segment], name: str) -> list[Field]:
    return [found for one in segments if (found := one.stored(name)) is not None]


@pytest.mark.parametrize("name", ["title", "tag", "id"])
@pytest.mark.parametrize("at_once", [1, 40, 600, 10**9])
def test_a_stretch_is_within_the_budget_or_a_single_term(
    segments: list[Segment], monkeypatch: pytest.MonkeyPatch, name: str, at_once: int
) -> None:
    monkeypatch.setattr(merge, "AT_ONCE", at_once)
    all_of_name = fields(segments, name)
    terms: list[bytes] = []
    ends = [0] * len(all_of_name)
    for spans in merge._spans(all_of_name):
        assert [first for first, _ in spans] == ends
        ends = [last for _, last in spans]
        own = sorted(
            {term for one, span in zip(all_of_name, spans, strict=True) for term in one.terms(*span)}
        )
        amount = sum(one.amount(*span) for one, span in zip(all_of_name, spans, strict=True))
        assert own
        assert amount <= at_once or len(own) == 1
        terms += own
    assert ends == [len(one) for one in all_of_name]
    assert terms == sorted({term for one in all_of_name for term in one.terms()}), "each once, in order"


def test_no_more_is_read_at_a_time_than_the_budget_says(
    segments: list[Segment], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = max(
        sum(one.amount(at, at + 1) for one in fields(segments, "title") if (at := one.find(term)) >= 0)
        for term in (b"the", b"word7")
    )
    everything = sum(one.amount(0, len(one)) for one in fields(segments, "title"))
    assert everything > 3 * most
    monkeypatch.setattr(merge, "AT_ONCE", most)
    held = {"now": 0, "most": 0}
    stretch, between, let_go = Field.stretch, Places.between, Segment.let_go

    def take(count: int) -> None:
        held["now"] += count
        held["most"] = max(held.values())

    def counted_stretch(self: Field, first: int, last: int) -> Stretch:
        found = stretch(self, first, last)
        take(len(found.docs))
        return found

    def counted_places(self: Places, start: int, end: int) -> np.ndarray:
        found = between(self, start, end)
        take(len(found))
        return found

    def counted_end(self: Segment) -> None:
        held["now"] = 0
        let_go(self)

    monkeypatch.setattr(Field, "stretch", counted_stretch)
    monkeypatch.setattr(Places, "between", counted_places)
    monkeypatch.setattr(Segment, "let_go", counted_end)
    assert merge.merge(tmp_path, segments) is not None
    assert 0 < held["most"] <= most


def test_places_are_gathered_by_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = np.arange(100, 140, dtype=np.uint16)
    starts, sizes = np.array([30, 0, 5, 39]), np.array([5, 1, 20, 1])
    expected = np.concatenate([numbers[at : at + size] for at, size in zip(starts, sizes, strict=True)])
    for at_once in (1, 6, 7, 1000):
        monkeypatch.setattr(merge, "AT_ONCE", at_once)
        assert merge._gathered(numbers, starts, sizes).tolist() == expected.tolist()


def resident(path: Path) -> int:
    """The kilobytes of a mapped file that are in this process's memory."""
    there, total = False, 0
    for line in Path("/proc/self/smaps").read_text().splitlines():
        if "-" in line.partition(" ")[0]:
            there = line.endswith(str(path))
        elif there and line.startswith("Rss:"):
            total += int(line.split()[1])
    return total


@pytest.mark.skipif(not Path("/proc/self/smaps").exists(), reason="asks Linux")
def test_what_was_read_of_a_file_is_let_go(tmp_path: Path) -> None:
    path = tmp_path / "some.segment"
    writer = SectionWriter(path)
    writer.put("numbers", np.arange(500_000, dtype=np.uint32))
    writer.finish({})
    file = SectionFile(path)
    numbers = file.array("numbers")
    assert numbers.sum(dtype=np.int64) == 500_000 * 499_999 // 2
    assert resident(path) > 1_900
    file.let_go()
    assert resident(path) == 0
    assert numbers[-1] == 499_999
