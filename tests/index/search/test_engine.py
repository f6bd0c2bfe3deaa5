"""Articles and notes in, ids out: the engine as the library uses it."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from index.errors import CancelledError, SearchError
from index.indexed import Indexed
from index.model import Progress
from index.search import writer
from index.search.codec import plan, reader
from index.search.codec.segment import Segment
from index.search.conditions import Among
from index.search.query import parse
from tests.index.search.builders import Shelf, article, indexed, note, seeds


def test_an_empty_index_finds_nothing(shelf: Shelf) -> None:
    assert shelf.engine.high_water() == 0
    assert shelf.ids("drone") == []
    assert shelf.engine.check() == []
    assert shelf.engine.notices() == []


def test_words_are_found_in_every_form_and_spelling(shelf: Shelf) -> None:
    shelf.put(
        article("a1", "The attackers launched a full-scale assault on Zürich’s banks, 1,500 in all."),
        article("a2", "A fullscale attack by the U.S. army."),
        article("a3", "The scale of it was not full."),
    )
    assert set(shelf.ids("attacks")) == {"a1", "a2"}
    assert shelf.ids("launching assaults") == ["a1"]
    assert set(shelf.ids("full-scale")) == {"a1", "a2"}
    assert set(shelf.ids("fullscale")) == {"a1", "a2"}
    assert set(shelf.ids("full scale")) == {"a1", "a3"}
    assert set(shelf.ids('"full scale"')) == {"a1"}
    assert shelf.ids("zurich bank") == ["a1"]
    assert shelf.ids("1500") == shelf.ids("1,500") == ["a1"]
    assert shelf.ids("us army") == shelf.ids("U.S. army") == ["a2"]
    assert set(shelf.ids("attack*")) == {"a1", "a2"}
    assert shelf.ids("=attack") == ["a2"]
    assert shelf.ids("=attacks") == []
    assert set(shelf.ids("atack~")) == {"a2"}


def test_scripts_without_spaces_are_found_by_any_part(shelf: Shelf) -> None:
    shelf.put(
        article("a1", "俄罗斯指责美国策划袭击克里姆林宫。"),
        article("a2", "クレムリン宮殿への攻撃"),
        article("a3", "宫里"),
    )
    assert shelf.ids("克里姆林宫") == ["a1"]
    assert shelf.ids("姆林") == ["a1"]
    assert set(shelf.ids("宫")) == {"a1", "a3"}
    assert shelf.ids("攻撃") == ["a2"]
    assert shelf.ids("击攻") == []


def test_a_hyphenated_word_with_the_stem_of_its_first_part_is_no_phrase_by_itself(shelf: Shelf) -> None:
    shelf.put(article("a1", "They attack-ed slowly here."), article("a2", "They attack fast here."))
    assert shelf.ids('"attack fast"') == ["a2"]
    assert shelf.ids('"attack slowly"') == []
    assert set(shelf.ids('"they attack"')) == {"a1", "a2"}
    shelf.put(article("a3", "It happened.", title="They attack-ed slowly"))
    assert shelf.ids('title:"attack fast"') == []
    assert shelf.ids('title:"they attack"') == ["a3"]


def test_phrases_stay_within_a_paragraph(shelf: Shelf) -> None:
    shelf.put(article("a1", "They lost", "control of it."), article("a2", "They lost all control of it."))
    assert shelf.ids('"lost control"') == []
    assert shelf.ids('"lost control"~3') == ["a2"]
    assert shelf.ids('"all control of it"') == ["a2"]


def test_boolean_operators(shelf: Shelf) -> None:
    shelf.put(article("a1", "red green"), article("a2", "green blue"), article("a3", "blue red"))
    assert set(shelf.ids("red OR blue")) == {"a1", "a2", "a3"}
    assert shelf.ids("red -blue") == ["a1"]
    assert set(shelf.ids("-blue")) == {"a1"}
    assert set(shelf.ids("(red OR blue) green")) == {"a1", "a2"}
    assert shelf.ids("red green blue") == []


def test_fields(shelf: Shelf) -> None:
    shelf.put(
        article(
            "a1", "x", title="Drones seen", outlet="Latin Times", authors=["Ana López"], day="2023-05-05"
        ),
        article("a2", "drones", title="Other", outlet="Sky", language="de-AT", day="2023-06-01"),
        article("a3", "nothing dated", outlet="The Times"),
    )
    assert shelf.ids("title:drone") == ["a1"]
    assert shelf.ids('outlet:"latin times"') == ["a1"]
    assert set(shelf.ids("outlet:times")) == {"a1", "a3"}
    assert shelf.ids("by:lopez") == ["a1"]
    assert shelf.ids("lang:de") == ["a2"]
    assert shelf.ids("date:2023-05") == ["a1"]
    assert shelf.ids("after:2023-05-06") == ["a2"]
    assert shelf.ids("before:2023-06-01") == ["a1"]
    assert shelf.ids("before:2024 -date:2023-06") == ["a1"]


def test_the_title_counts_more_than_the_body(shelf: Shelf) -> None:
    filler = "word " * 30
    shelf.put(
        article("a1", f"drone {filler}", title="Other"), article("a2", f"other {filler}", title="Drone")
    )
    assert shelf.ids("drone") == ["a2", "a1"]


def test_newest_first(shelf: Shelf) -> None:
    shelf.put(
        article("a1", "drone drone", day="2023-05-05"),
        article("a2", "drone", day="2023-05-07"),
        article("a3", "drone drone drone"),
    )
    assert shelf.ids("drone", newest_first=True) == ["a2", "a1", "a3"]


def test_a_scope_and_the_total(shelf: Shelf) -> None:
    shelf.put(*(article(f"a{n}", "drone") for n in range(20)), notes=[note("n1", "drone")])
    found = shelf.engine.search(parse("drone"), limit=5)
    assert (len(found.hits), found.total) == (5, 20)
    inside = shelf.engine.search(parse("drone"), limit=50, article_ids={"a3", "a4", "n1"})
    assert {name for name, _ in inside.hits} == {"a3", "a4", "n1"}
    assert (inside.total, inside.notes) == (2, frozenset({"n1"}))


def test_a_changed_article_is_found_by_its_new_text_only(shelf: Shelf) -> None:
    shelf.put(article("a1", "old words"), article("a2", "old things"))
    shelf.put(article("a1", "new words"))
    assert shelf.ids("old") == ["a2"]
    assert shelf.ids("words") == ["a1"]
    shelf.put(remove=["a2"])
    assert shelf.ids("old") == []
    assert shelf.engine.document_count() == 1
    assert shelf.engine.high_water() == 3


def test_the_last_of_one_article_given_twice_counts(shelf: Shelf) -> None:
    shelf.put(article("a1", "first"), article("a1", "second"))
    assert shelf.ids("first") == []
    assert shelf.ids("second") == ["a1"]


def test_many_small_additions_are_merged_and_nothing_is_lost(shelf: Shelf) -> None:
    for number in range(3 * plan.MOST):
        shelf.put(article(f"a{number}", f"drone number{number}", title=f"Title {number}", day="2023-05-05"))
    shelf.put(remove=["a3"])
    assert len(shelf.engine._reader.segments) <= plan.MOST + 1
    assert set(shelf.ids("drone")) == set(shelf.articles)
    assert shelf.ids("number7 date:2023-05") == ["a7"]
    assert shelf.ids("title:7") == ["a7"]
    assert shelf.ids('"drone number7"') == ["a7"]
    assert shelf.engine.check() == []


def test_batches_and_blocks_do_not_change_answers(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "BATCH_DOCUMENTS", 7)
    steps: list[Progress] = []
    many = [indexed(article(f"a{n}", f"the drone flew {'far ' * (n % 5)}{n}")) for n in range(60)]
    assert shelf.engine.apply(many, (), (), (), 9, steps.append) == 60
    assert len(shelf.ids("drone")) == 60
    assert set(shelf.ids('"far far far far"')) == {f"a{n}" for n in range(4, 60, 5)}
    assert shelf.engine.high_water() == 9
    assert [step.done for step in steps] == [50]


def test_notes_are_found_beside_articles(shelf: Shelf) -> None:
    shelf.put(
        article("a1", "The drone flew."),
        notes=[note("n1", "Who sent the drone?\n\nAsk Kirby.", title="Question", tags=["war crimes"])],
    )
    assert set(shelf.ids("drone")) == {"a1", "n1"}
    assert shelf.ids("drone kind:note") == ["n1"]
    assert shelf.ids('tag:"War Crimes"') == shelf.ids("title:question") == ["n1"]
    shelf.engine.apply((), (), (), ("n1",), 5)
    assert shelf.ids("drone") == ["a1"]


def test_cancelling_stops_and_keeps_what_was_there(shelf: Shelf) -> None:
    shelf.put(article("a1", "drone"))

    def endless() -> Iterator[Indexed]:
        number = 0
        while True:
            number += 1
            yield indexed(article(f"b{number}", "drone"))

    calls = iter(range(10_000))
    with pytest.raises(CancelledError):
        shelf.engine.apply(endless(), (), (), (), 99, cancelled=lambda: next(calls) > 20)
    assert shelf.ids("drone") == ["a1"]
    assert shelf.engine.high_water() == 1
    with pytest.raises(CancelledError):
        shelf.engine.search(parse("drone"), limit=1, cancelled=lambda: True)


def test_a_prefix_of_very_many_words_is_bounded(shelf: Shelf) -> None:
    shelf.put(*(article(f"a{n}", f"zz{n} zzcommon") for n in range(400)))
    assert len(shelf.ids("zz*")) == 400


def test_a_fuzzy_word_is_found_behind_many_others(shelf: Shelf) -> None:
    shelf.put(article("a1", " ".join(f"aa{n}" for n in range(5000))), article("a2", "attack"))
    assert shelf.ids("attak~") == ["a2"]


def test_threads_get_the_answers_one_thread_gets(shelf: Shelf) -> None:
    words = ["red", "green", "blue", "drone", "kremlin"]
    shelf.put(
        *(article(f"a{n}", " ".join(w for i, w in enumerate(words) if n >> i & 1)) for n in range(1, 200))
    )
    queries = ["red", "green blue", '"red green"', "drone OR kremlin", "kre*", "-blue red"]
    expected = {query: shelf.ids(query) for query in queries}
    wrong: list[str] = []

    def ask() -> None:
        for _ in range(15):
            wrong.extend(query for query in queries if shelf.ids(query) != expected[query])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_files_that_take_much_memory_are_let_go_of_and_read_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(article("a1", "A drone over the castle."), article("a2", "The castle garden."))
    let_go: list[str] = []
    whole = Segment.let_go
    monkeypatch.setattr(Segment, "let_go", lambda segment: (let_go.append(segment.name), whole(segment)))
    monkeypatch.setattr(reader, "_LOOK_SECONDS", 0.0)
    assert (shelf.ids("drone"), let_go) == (["a1"], [])
    monkeypatch.setattr("index.memory.of_files", lambda: reader._MAPPED_BYTES + 1)
    assert set(shelf.ids("castle")) == {"a1", "a2"}
    assert let_go
    assert shelf.ids("castle garden") == ["a2"]


def test_rows_of_an_older_state_make_room_first(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(*(article(f"a{n}", "red green blue white black") for n in range(10)))
    monkeypatch.setattr(reader, "_KEPT_BYTES", 36)
    for word in ("red", "green", "blue"):
        assert len(shelf.ids(word)) == 10
    before = shelf.engine._reader.rows
    shelf.put(article("b1", "green black"))
    assert set(shelf.ids("green")) == {"b1", *(f"a{n}" for n in range(10))}
    rows = shelf.engine._reader.rows
    assert (len(rows._rows), len(before._rows)) == (1, 2), "one is taken over, and two wait"
    for word in ("black", "white"):
        shelf.ids(word)
    assert (len(rows._rows), len(before._rows)) == (3, 0)


def test_a_mistake_of_the_program_is_not_blamed_on_the_index(shelf: Shelf) -> None:
    shelf.put(article("a1", "drone"))

    def mistaken(_: object) -> None:
        raise ValueError("no such story")

    with pytest.raises(SearchError, match="whole, but asking it failed: no such story"):
        shelf.engine.matching(Among((), mistaken))
    assert shelf.engine.notices() == []
    assert shelf.ids("drone") == ["a1"]


def test_reset_empties_the_index(shelf: Shelf) -> None:
    shelf.put(article("a1", "drone"))
    shelf.engine.reset()
    assert shelf.engine.high_water() == 0
    assert shelf.ids("drone") == []
    assert not (shelf.index / "set-aside").exists()
    shelf.put(article("a1", "drone"))
    assert shelf.ids("drone") == ["a1"]


def test_lost_control_on_the_seeds(shelf: Shelf) -> None:
    shelf.put(*seeds())
    results = shelf.answer("lost control")
    assert {hit.outlet for hit in results.hits} == {"Latin Times", "Washington Post (reprint)"}
    assert results.total == 2
    for hit in results.hits:
        passage = next(p for p in shelf.articles[hit.article or ""].passages if p.id == hit.passage)
        assert "lost control" in passage.text
        lit = [hit.snippet[start:end].lower() for start, end in hit.highlights]
        assert set(lit) == {"lost", "control"}
    phrase = shelf.answer('"lost control"')
    assert [hit.snippet[a:b] for hit in phrase.hits for a, b in hit.highlights] == ["lost control"] * 2
