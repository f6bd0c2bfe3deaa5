"""The table of word vectors: what it adds, and that nothing depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.compare import align, meanings
from index.compare.meanings import TABLE, Meanings, directions, knows, like_words, read
from index.compare.names import BUILT_IN_NAMES, names
from index.compare.statements import statements
from index.compare.weights import SHIPPED
from index.model import Article
from tests.bench import synonyms, train_meanings
from tests.index.compare.telling import article, ferry

GERMAN = (
    article(
        "zeitung",
        ["Die Fähre Sankt Olav ist am Montag mit 212 Passagieren vor Bergen auf Grund gelaufen."],
        ["Der Kapitän wurde drei Stunden lang von der Polizei vernommen.", "Es regnete den ganzen Tag."],
    ),
    article(
        "blatt",
        ["Drei Stunden lang vernahm die Polizei den Kapitän der Fähre."],
        ["Vor Bergen war die Sankt Olav mit 212 Passagieren an Bord auf Grund gelaufen."],
        ["Die Aktien der Reederei fielen um neun Prozent."],
    ),
)
CHINESE = (
    article(
        "ribao", ["渡轮圣奥拉夫号周一在卑尔根附近搁浅，船上有212名乘客。"], ["船长被警方询问了三个小时。"]
    ),
    article(
        "wanbao",
        ["警方询问船长三个小时。"],
        ["载有212名乘客的圣奥拉夫号渡轮在卑尔根附近搁浅。"],
        ["股价下跌。"],
    ),
)


PARTS: dict[str, Any] = {
    "words": np.frombuffer(b"one\ntwo", np.uint8),
    "vectors": np.ones((2, 4), np.int8),
    "weights": np.ones(2, np.uint8),
    "likes": np.array([1, 0], np.uint16),
    "shares": np.array([200, 200], np.uint8),
    "counts": np.ones(2, np.uint8),
}


@pytest.fixture
def no_table(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(meanings, "shipped", lambda: None)
    yield


def pairs(articles: tuple[Article, ...]) -> set[tuple[str, str]]:
    return {(link.a, link.b) for link in align.links(articles)}


def of(text: str) -> Article:
    return article(text, [text])


def test_the_table_is_small_and_holds_stems_and_numbers_only() -> None:
    table = meanings.shipped()
    assert table is not None
    assert TABLE.stat().st_size <= 2_000_000
    assert table.vectors.dtype == np.int8 and table.vectors.shape == (len(table.rows), 64)
    assert max(map(len, table.rows)) < 50
    assert not any(" " in word for word in table.rows)


def test_words_of_like_meaning_are_near_and_figures_have_none() -> None:
    table = meanings.shipped()
    assert table is not None

    def near(a: str, b: str) -> float:
        one, two = (table.vectors[table.rows[word]].astype(float) for word in (a, b))
        return float(one @ two / max(1e-9, np.linalg.norm(one) * np.linalg.norm(two)))

    assert near("video", "footag") > near("video", "farmer") + 0.3
    assert near("lawsuit", "plaintiff") > near("lawsuit", "footag") + 0.3
    assert near("2016", "2012") == 0.0


def test_words_that_outlets_use_for_one_another_are_known() -> None:
    table = meanings.shipped()
    assert table is not None
    assert len(table.likes) > 4_000
    keys = ["kill", "di", "monday", "wound", "injur", "zzyzx", "footag", "video", "2016"]
    ones, others, shares = like_words(table, keys)
    found = {(keys[a], keys[b]) for a, b in zip(ones, others, strict=True)}
    assert {("kill", "di"), ("wound", "injur"), ("injur", "wound"), ("video", "footag")} <= found
    assert not any("2016" in pair or "zzyzx" in pair or pair[0] == pair[1] for pair in found)
    assert ((shares > 0) & (shares <= 1)).all()
    assert (np.diff(ones) >= 0).all()


@pytest.mark.usefixtures("no_table")
def test_without_the_table_words_and_letters_decide() -> None:
    judged = align.judged(ferry())
    assert judged.model is SHIPPED.lexical
    assert len(align.chosen(judged)) >= 3


@pytest.mark.parametrize("damage", [b"", b"no zip", None])
def test_a_missing_or_damaged_table_is_none(tmp_path: Path, damage: bytes | None) -> None:
    path = tmp_path / "meanings.npz"
    if damage is not None:
        path.write_bytes(damage)
    assert read(path) is None


def test_a_table_with_a_byte_changed_is_none_or_what_it_was(tmp_path: Path) -> None:
    path = tmp_path / "meanings.npz"
    np.savez_compressed(path, **PARTS)
    whole = path.read_bytes()
    table = read(path)
    assert table is not None
    refused = 0
    for place in range(0, len(whole), 5):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        found = read(path)
        refused += found is None
        if found is not None:
            assert found.rows == table.rows, place
            assert np.array_equal(found.vectors, table.vectors), place
            assert np.array_equal(found.weights, table.weights), place
            assert np.array_equal(found.likes, table.likes) and np.array_equal(found.shares, table.shares)
    assert refused > len(whole) / 10


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("vectors", np.zeros((3, 4), np.int8)),
        ("weights", np.zeros((2, 1), np.uint8)),
        ("counts", np.ones(3, np.uint8)),
        ("shares", np.ones(1, np.uint8)),
        ("likes", np.array([1, 2], np.uint16)),
        ("likes", np.array([-1, 0], np.int16)),
        ("likes", np.array([1.0, 0.5])),
    ],
)
def test_a_table_whose_parts_do_not_fit_is_none(tmp_path: Path, name: str, part: Any) -> None:
    path = tmp_path / "meanings.npz"
    np.savez(path, **PARTS)
    assert read(path) is not None
    np.savez(path, **PARTS | {name: part})
    assert read(path) is None


@pytest.mark.parametrize(
    ("articles", "wanted"),
    [
        (GERMAN, {("zeitung.1.0", "blatt.1.1"), ("zeitung.1.1", "blatt.1.0")}),
        (CHINESE, {("ribao.1.0", "wanbao.1.1"), ("ribao.1.1", "wanbao.1.0")}),
    ],
    ids=["German", "Chinese"],
)
def test_other_languages_are_judged_by_words_and_letters(
    articles: tuple[Article, ...], wanted: set[tuple[str, str]]
) -> None:
    judged = align.judged(articles)
    assert judged.model is SHIPPED.lexical
    assert {(link.a, link.b) for link in align.chosen(judged)} == wanted


def test_english_is_judged_with_meaning() -> None:
    assert align.judged(ferry()).model is SHIPPED.meaning


def test_sentences_without_a_known_word_have_no_direction() -> None:
    none = np.zeros(0, np.uint16)
    table = Meanings(
        {"ferri": 0, "ship": 1},
        np.array([[100, 0], [90, 40]], np.int8),
        np.ones(2, np.float32),
        none,
        none.astype(np.uint8),
        np.zeros(3, np.int64),
    )
    read = [
        one for column in statements((of("The ferry sank."), of("Zzyzx qwrt."))).columns for one in column
    ]
    found = directions(table, read)
    assert np.linalg.norm(found[0]) == pytest.approx(1.0)
    assert not found[1].any()
    assert not knows(table, read)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Kyiv", "Kiev"),
        ("Zelensky", "Zelenskiy"),
        ("the U.S.", "the United States"),
        ("the US", "the USA"),
        ("the European Union", "the EU"),
    ],
)
def test_spellings_of_a_name_are_one_key(one: str, two: str) -> None:
    read = statements((of(f"Officials in {one} met."), of(f"Officials in {two} met."))).columns
    assert read[0][0].keys == read[1][0].keys


def test_us_in_small_letters_is_no_country() -> None:
    read = statements((of("He told us so."), of("The US told so."))).columns
    assert "usa" not in read[0][0].keys and "usa" in read[1][0].keys


def test_the_persons_own_spellings_count() -> None:
    groups = names((("Kirchberg", "Kirchbergen"), ("GTA", "Great Trade Accord")))
    told = of("Kirchbergen signed the Great Trade Accord."), of("Kirchberg signed the GTA.")
    own = statements(told, names=groups).columns
    assert own[0][0].keys == own[1][0].keys
    built_in = statements(told, names=BUILT_IN_NAMES).columns
    assert built_in[0][0].keys != built_in[1][0].keys


def test_the_recipe_puts_words_of_one_company_together() -> None:
    vocabulary = ["ship", "boat", "sea", "court", "judge", "law", "2016"]
    sea, court = [1, 3, 2, 3, 1, 2, 3, 0], [4, 6, 5, 6, 4, 5, 6, 7, 0]
    stream = np.array((sea + court) * 30, np.int32)
    found, vectors, weights = train_meanings.made(vocabulary, stream)
    row = {word: vectors[found.index(word)].astype(float) for word in found}
    assert row["ship"] @ row["boat"] > 0 > row["ship"] @ row["court"]
    assert not row["2016"].any()
    assert weights.dtype == np.uint8 and len(weights) == len(found)


def test_stems_that_stand_for_one_another_where_outlets_tell_the_same_are_found() -> None:
    """Events told by two outlets in five sentences, alike but for one word of the first, and in
    one more; another two words are in any event, but not in sentences that say the same."""
    kill, dead, police, said, number = 1, 2, 3, 4, 10
    texts = [synonyms.Text(0, [])]
    for event in range(60):
        shared = [np.arange(number + 6 * at, number + 6 * at + 6) for at in range(5)]
        number += 30
        for outlet, extra in enumerate(((kill, police, said), (dead, said, police))):
            told = [np.append(one, word) for one, word in zip(shared, extra, strict=False)] + shared[3:]
            told.append(np.arange(6) + 10_000 + 6 * (event + outlet))
            texts.append(synonyms.Text(1 + 20 * event, [one.astype(np.int32) for one in told]))
    likes, shares, counts = synonyms.likes(texts[1:], np.ones(12_000, np.bool_))
    found = dict(zip(np.repeat(np.arange(12_000), counts), zip(likes, shares, strict=True), strict=True))
    assert found[kill][0] == dead and found[dead][0] == kill and found[kill][1] > 100
    assert synonyms.apart_from({1}, texts) == texts[3:]
