"""Running text inverted all at once gives the terms and places that reading it word by word gives."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest

from index.bodies import joined
from index.search import analyzer, schema, vocabulary, wordstream
from index.search.codec import overflow, parts
from index.search.codec.build import Builder
from index.search.codec.merge import merge
from index.search.codec.naming import Named
from index.search.codec.sections import DamagedError, SectionFile, SectionWriter
from index.search.codec.segment import Segment
from index.search.schema import Document, Texts
from tests.index.search.segments import postings
from tests.index.search.stock import places_of

WORDS = [
    "talks",
    "Talks",
    "(talks),",
    "talks/peace…",
    "—",
    "cease-fire",
    "U.S.",
    "US",
    "us",
    "naïve",
    "3,000",
    "国家",
    "l'eau",
    "Häuser",
    "«Häuser»",
    "Donaudampfschifffahrtsgesellschaft",
    "state-of-the-art",
    "leader's",
    "leader’S-in-law's",
    "US's",
    "US-led",
]
LANGUAGES = ["en", "de", "fr", ""]


def documents(seed: int, count: int, first: int = 0) -> list[Document]:
    rng = random.Random(seed)
    found = []
    for number in range(first, first + count):
        texts = [
            _some_quoted(rng, rng.choices(WORDS, k=rng.randrange(9))) for _ in range(rng.randrange(1, 5))
        ]
        raw = Texts(analyzer.analysis(rng.choice(LANGUAGES)), joined(texts))
        name = f"a{number}"
        found.append(Document(name, number, {"id": schema.keywords([name])}, raw))
    return found


def _some_quoted(rng: random.Random, words: list[str]) -> str:
    """Words, some of them in quotation marks."""
    return " ".join(rng.choice([word, word, f"“{word}”", f'"{word}"', f"“{word}"]) for word in words)


def word_by_word(found: list[Document]) -> dict[tuple[str, str], dict[str, tuple[int, list[int]]]]:
    """The weight and the places of every term."""
    told: dict[tuple[str, str], dict[str, tuple[int, list[int]]]] = defaultdict(dict)
    for document in found:
        for field, places in places_of(document).items():
            for term in {term for term, _, _ in places if not term.startswith("\x01")}:
                own = [(position, weight) for one, position, weight in places if one == term]
                weight = int(sum(weight for _, weight in own))
                positioned = field in ("title", "text", "quote")
                positions = sorted(position for position, _ in own) if positioned else []
                told[field, term][document.id] = weight, positions
    return {key: one for key, one in told.items() if key[0] != "id"}


def running(segment: Segment) -> dict[tuple[str, str], dict[str, tuple[int, list[int]]]]:
    return {key: one for key, one in postings(segment).items() if key[0] != "id"}


def written(tmp_path: Path, found: list[Document]) -> Segment:
    builder = Builder(tmp_path, schema.schema())
    for document in found:
        builder.add(document)
    return Segment(tmp_path, builder.finish(), verify=True)


@pytest.mark.parametrize("at_once", [1, 100, 1 << 20])
def test_terms_places_and_lengths_are_those_of_reading_word_by_word(
    tmp_path: Path, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordstream, "_AT_ONCE", at_once)
    monkeypatch.setattr(parts, "AT_ONCE", 10 * at_once)
    monkeypatch.setattr(overflow, "_IN_MEMORY", at_once)
    found = documents(at_once, 80)
    more = documents(at_once + 1, 80, first=80)
    segment = written(tmp_path, found)
    assert running(segment) == word_by_word(found)
    _has_the_lengths(segment, found)
    # The second one is made with what is known from the first.
    merged = merge(tmp_path, [segment, written(tmp_path, more)])
    assert merged is not None
    whole = Segment(tmp_path, merged, verify=True)
    assert running(whole) == word_by_word(found + more)
    _has_the_lengths(whole, found + more)


def _has_the_lengths(segment: Segment, found: list[Document]) -> None:
    like = {"exact": "text", "quoteexact": "quote"}
    for name in ("title", "text", "exact", "quote", "quoteexact"):
        each = {one.id: len(places_of(one)[like.get(name, name)]) for one in found}
        assert segment.field_length(name) == sum(each.values())
        shown = segment.lengths(name)
        assert shown is not None
        by_id = dict(zip(segment.ids, shown.tolist(), strict=True))
        assert {name: length == 0 for name, length in each.items()} == {
            name: byte == 0 for name, byte in by_id.items()
        }


def test_a_form_with_stems_of_several_languages_is_one_word(tmp_path: Path) -> None:
    texts = {"en": "flies flies", "de": "flies", "fr": "fliesen"}
    found = [
        Document(code, 0, {}, Texts(analyzer.analysis(code), joined(["", text])))
        for code, text in texts.items()
    ]
    segment = written(tmp_path, found)
    exact = segment.field("exact")
    assert exact is not None
    assert exact.terms() == [b"flies", b"fliesen"]
    assert [exact.find(term) for term in (b"flies", b"fliesen", b"fli", b"flie", b"z")] == [0, 1, -1, -1, -1]
    assert [exact[0], exact[1]] == [b"flies", b"fliesen"]
    assert exact.span(b"flies") == (0, 2)
    assert exact.span(b"fliese") == (1, 2)
    wanted = (b"a", b"flies", b"flies\0", b"fliesen", b"z")
    assert [exact.place_of(term) for term in wanted] == [0, 0, 1, 1, 2]
    assert sorted(exact.row(0).tolist()) == [0, 1, 2]
    assert exact.frequency(0) == 2
    assert exact.union(0, 2).tolist() == exact.union_of([0, 1]).tolist()


def test_what_is_left_over_by_a_failure_is_found_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wordstream, "KEPT", vocabulary.Kept())
    raw = Texts(analyzer.analysis("en"), joined(["", "Donaudampfschifffahrt naïve"]))
    failing = Builder(tmp_path, schema.schema())
    failing.add(Document("a1", 0, {}, raw))
    with monkeypatch.context() as patch, pytest.raises(MemoryError):
        patch.setattr(vocabulary.Singly, "add", _no_memory)
        failing.finish()
    segment = written(tmp_path, [Document("a2", 0, {"id": schema.keywords(["a2"])}, raw)])
    assert running(segment)["exact", "donaudampfschifffahrt"] == {"a2": (1, [])}


def _no_memory(*_: object) -> None:
    raise MemoryError


def test_a_title_weighs_more_in_the_text_and_ends_where_it_ends(tmp_path: Path) -> None:
    raw = Texts(analyzer.analysis("en"), joined(["cease-fire talks", "talks talks"]))
    segment = written(tmp_path, [Document("a1", 0, {}, raw)])
    found = {key: next(iter(one.values()))[0] for key, one in postings(segment).items()}
    assert found["text", "talk"] == schema.TITLE_WEIGHT + 2
    assert found["text", "ceasefir"] == schema.TITLE_WEIGHT
    assert found["title", "talk"] == 1
    assert found["exact", "talks"] == 3


def test_positions_weights_and_counts_of_a_very_long_document(tmp_path: Path) -> None:
    words = [f"w{number % 7}" for number in range(9_000)]
    text = " ".join(["“w0”", *words[:8_000], "“w5", *words[8_000:]]) + "”"
    raw = Texts(analyzer.analysis("en"), joined(["", text]))
    short = Texts(analyzer.analysis("en"), joined(["", "w1"]))
    found = [Document("a1", 0, {}, raw), Document("a2", 1, {}, short)]
    segment = written(tmp_path, found)
    capped = {
        key: {name: (min(255, weight), places) for name, (weight, places) in one.items()}
        for key, one in word_by_word(found).items()
    }
    assert running(segment) == capped
    merged = merge(tmp_path, [segment])
    assert merged is not None
    assert running(Segment(tmp_path, merged, verify=True)) == capped


def test_a_section_that_lacks_a_number_is_noticed(tmp_path: Path) -> None:
    text = " ".join(
        ["“flies", *["flies"] * 300, "flies”"] + [f"w{number}" for number in range(4_200)] + ["flies"]
    )
    found = [
        Document(
            code,
            0,
            {"id": schema.keywords([code])},
            Texts(analyzer.analysis(code), joined(["flies", text])),
        )
        for code in ("en", "de")
    ]
    whole = written(tmp_path, found)
    file = SectionFile(tmp_path / whole.named.file)
    ours = ("words/", "stems/", "quotes/")
    # Of `again` nothing else tells how many there are; its checksum does.
    names = [name for name in file.names if name.startswith(ours) and name != "words/again"]
    names = [name for name in names if file.array(name).size]
    rare = {"words/far", "words/many", "words/quoted", "quotes/ends"}
    assert rare < set(names)
    for number, short in enumerate(names):
        writer = SectionWriter(tmp_path / f"s{number}.segment")
        for name in file.names:
            numbers = file.array(name)
            writer.put(name, numbers[:-1] if name == short else numbers)
        writer.finish(file.meta)
        with pytest.raises(DamagedError):
            Segment(tmp_path, Named(f"s{number}"), verify=True)
            pytest.fail(short)
