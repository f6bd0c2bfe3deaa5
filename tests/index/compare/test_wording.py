"""What stands word for word in another article, and articles of the same text as one voice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import comparison_rows
from index.compare import copies
from index.compare.compare import compare
from index.compare.coverage import missing, only
from index.compare.wording import RUN, wording
from index.compared import Comparison, Figure, FigureValue, Link, LinkKind, Missing, SharedWording
from index.errors import CancelledError
from index.ingest.plaintext import parse
from index.model import Article, ArticleCard, Precision, Published, Source, SourceKind, Story, StoryCard
from tests.index.compare.invented import stored
from tests.index.compare.telling import article, ferry
from tests.index.compare.test_compare import story

RUN_OF_SEVEN = "The ferry left the harbour before dawn"
DAY = Published(datetime(2023, 5, 5), Precision.DAY)


def shares(*articles: Article) -> dict[tuple[str, str], float]:
    return {(one.a, one.b): one.share for one in wording(articles)}


class TestShares:
    def test_words_shared_with_several_count_once(self) -> None:
        begins, ends = (
            f"{RUN_OF_SEVEN} with seven men and a",
            "harbour before dawn with seven men and a dog on board",
        )
        a = article("a", [f"{begins} dog on board"])
        b, c = article("b", [begins]), article("c", [ends])
        found = shares(a, b, c, article("d", [f"{begins} dog on board"]))
        assert found["a", "d"] == 1.0 and found["a", "b"] == round(12 / 15, 4)
        assert all(len(one.spans) == 1 for one in wording((a, b, c)) if one.a == "a")

    def test_runs_of_seven_words_count_and_shorter_ones_do_not(self) -> None:
        a = article("a", [f"{RUN_OF_SEVEN} on Monday with seven men."])
        b = article("b", [f"Witnesses said: “{RUN_OF_SEVEN.upper()}”."])
        c = article("c", ["The ferry left the harbour before noon."])
        assert shares(a, b, c) == {("a", "b"): round(7 / 12, 4), ("b", "a"): round(7 / 9, 4)}

    def test_a_copy_is_all_there_and_a_part_is_all_in_the_whole(self) -> None:
        words = [f"w{n}" for n in range(40)]
        whole = article("a", [" ".join(words[:20]) + ".", " ".join(words[20:]) + "."])
        part = article("b", [" ".join(words[10:30]) + "."])
        assert shares(whole, part) == {("a", "b"): 0.5, ("b", "a"): 1.0}
        assert shares(whole, article("c", [" ".join(words) + "."])) == {("a", "c"): 1.0, ("c", "a"): 1.0}

    def test_spans_are_of_the_text_and_go_on_over_sentences(self) -> None:
        a = article("a", [f"Yes: {RUN_OF_SEVEN}.", "Nobody was aboard.", "More."])
        b = article("b", [f"{RUN_OF_SEVEN}. Nobody was aboard, they said."])
        (first, _) = wording((a, b))
        text = {passage.id: passage.text for passage in a.passages}
        marked = [text[passage][start:end] for passage, start, end in first.spans]
        assert marked == [RUN_OF_SEVEN, "Nobody was aboard"]

    def test_scripts_without_spaces(self) -> None:
        text = "俄罗斯国防部周五晚间表示两架无人机在港口上空被击落"
        assert shares(article("a", [text + "。"]), article("b", [f"据报道，{text}。"]))["a", "b"] == 1.0
        assert shares(article("a", [text[:10] + "甲。"]), article("b", [text[:10] + "乙丙丁。"])) == {}

    def test_seeds_are_no_copies_of_each_other(self, seeds_told: tuple[Article, ...]) -> None:
        found = wording(seeds_told)
        assert found
        assert max(one.share for one in found) < 0.1

    def test_it_stops_when_told_to(self) -> None:
        with pytest.raises(CancelledError):
            wording(ferry(), lambda: True)

    @given(st.lists(st.lists(st.sampled_from("abcde"), max_size=30), min_size=1, max_size=4))
    def test_every_span_is_in_the_other(self, given_words: list[list[str]]) -> None:
        told = [article(f"x{n}", [" ".join(words) + "."]) for n, words in enumerate(given_words)]
        runs_of = [{tuple(w[at : at + RUN]) for at in range(len(w) - RUN + 1)} for w in given_words]
        sharing = {
            (f"x{a}", f"x{b}")
            for a, mine in enumerate(runs_of)
            for b, theirs in enumerate(runs_of)
            if a != b and mine & theirs
        }
        assert set(shares(*told)) == sharing
        texts = {passage.id: passage.text for one in told for passage in one.passages}
        whole = {one.id: " ".join(p.text for p in one.passages) for one in told}
        for found in wording(told):
            assert 0 < found.share <= 1
            for passage, start, end in found.spans:
                span = texts[passage][start:end].split()
                runs = [range(at, at + RUN) for at in range(len(span) - RUN + 1)]
                shared = [run for run in runs if " ".join(span[run.start : run.stop]) in whole[found.b]]
                # Runs may overlap; every word of a span stands in one of them.
                assert {place for run in shared for place in run} == set(range(len(span)))


@pytest.fixture
def seeds_told(seeds: Path) -> tuple[Article, ...]:
    return tuple(
        stored(parse(path.read_bytes(), Source(SourceKind.FILE, str(path)), outlet=path.stem))
        for path in sorted(seeds.glob("*.txt"))
    )


def link(a: str, b: str) -> Link:
    return Link(a, b, 0.9, LinkKind.SAME)


class TestVoices:
    A = article("a", ["a0.", "a1."])
    COPY = article("copy", ["a0.", "a1."])
    B = article("b", ["b0."])
    C = article("c", ["c0."])
    LINKS = (link("a.1.0", "copy.1.0"), link("a.1.1", "copy.1.1"), link("a.1.0", "b.1.0"))
    VOICE = copies.voices((A, COPY, B, C), [("copy", "a")])

    def test_what_a_text_and_its_copy_say_is_said_once(self) -> None:
        articles = (self.A, self.COPY, self.B, self.C)
        assert "a.1.1" not in only(articles, self.LINKS)
        assert {"a.1.1", "copy.1.1"} <= set(only(articles, self.LINKS, voice=self.VOICE))

    def test_a_story_of_one_text_has_nothing_only_here(self) -> None:
        assert only((self.A, self.COPY), self.LINKS, voice=self.VOICE) == ()

    def test_a_copy_is_no_second_teller(self) -> None:
        pairs = (("a.1.1", "copy.1.1", 0.9),)
        assert missing((self.A, self.COPY, self.B), (), pairs) == (
            Missing("b", ("a.1.1", "copy.1.1"), ("a", "copy")),
        )
        assert missing((self.A, self.COPY, self.B), (), pairs, voice=self.VOICE) == ()

    def test_both_outlets_of_a_text_miss_what_others_tell(self) -> None:
        pairs = (("b.1.0", "c.1.0", 0.9),)
        found = missing((self.A, self.COPY, self.B, self.C), (), pairs, voice=self.VOICE)
        assert [gap.outlet for gap in found] == ["a", "copy"]

    def test_a_figure_against_its_own_copy_is_no_row(self) -> None:
        def row(*passages: str) -> Figure:
            return Figure("dead", "equal", tuple(FigureValue(p, p[0], "21", "21", "") for p in passages))

        kept = copies.figures((row("a.1.0", "copy.1.0"), row("a.1.0", "b.1.0")), self.VOICE)
        assert kept == (row("a.1.0", "b.1.0"),)

    def test_a_comparison_tells_the_copies(self) -> None:
        told = ferry()
        again = replace(told[0], id="again", outlet="Again")
        whole = story(*told, again)
        cards = tuple(
            ArticleCard(one.id, 1, None, one.outlet_name, one.headline, DAY, None, "", False, None, same)
            for one, same in [(one, None) for one in told] + [(again, told[0].id)]
        )
        found = compare(Story(replace(whole.card, articles=cards), whole.articles))
        assert found.copies == (("again", told[0].id),)
        assert comparison_rows.unpack(comparison_rows.pack(found)) == found
        own = [key for key in found.only if key.startswith(f"{told[0].id}.")]
        alone = compare(story(*told))
        assert own == [key for key in alone.only if key.startswith(f"{told[0].id}.")]


def test_a_comparison_with_wording_comes_back() -> None:
    given = Comparison("s", wording=(SharedWording("a", "b", 0.5, (("a.1.0", 0, 5),)),), copies=(("b", "a"),))
    assert comparison_rows.unpack(comparison_rows.pack(given)) == given


def test_a_card_without_articles_has_no_copies() -> None:
    assert copies.of(Story(StoryCard("s", "", None, None, ()), ())) == ()
