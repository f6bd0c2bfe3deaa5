"""Columns hidden, moved and zoomed."""

from __future__ import annotations

from dataclasses import replace

from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, shown
from tests.tui.made import article
from tui.arrangement import Arrangement, Sync, column_key

A, B, C, D = (article(name, f"Text of {name}.") for name in "abcd")


def names(arrangement: Arrangement, *articles: object) -> str:
    return "".join(one.id for one in arrangement.arranged(articles))  # type: ignore[arg-type]


def test_hidden_ones_are_left_out_unless_all_are() -> None:
    arrangement = Arrangement(hidden={"b"})
    assert names(arrangement, A, B, C) == "ac"
    arrangement.hidden |= {"a", "c"}
    assert names(arrangement, A, B, C) == "abc"


def test_a_moved_column_keeps_its_place_and_newcomers_stand_where_the_story_has_them() -> None:
    arrangement = Arrangement()
    assert arrangement.move((A, B, C), 2, -2)
    assert names(arrangement, A, B, C) == "cab"
    assert names(arrangement, A, B, C, D) == "cdab"
    assert not arrangement.move((C, A, B), 0, -1)


def test_hidden_columns_stay_behind_the_one_they_follow() -> None:
    arrangement = Arrangement(order=["a", "b", "c", "d"], hidden={"b"})
    arrangement.move((A, C, D), 0, 1)
    arrangement.hidden.clear()
    assert names(arrangement, A, B, C, D) == "cabd"


def test_an_earlier_version_stands_behind_its_newer_one() -> None:
    newest, first, second = (replace(A, revision=n, revisions=3) for n in (3, 1, 2))
    arrangement = Arrangement(earlier={column_key(one): one for one in (first, second)})
    found = arrangement.arranged((newest, B))
    assert [(one.id, one.revision) for one in found] == [("a", 3), ("a", 2), ("a", 1), ("b", 1)]


async def test_columns_are_hidden_shown_moved_and_zoomed(open_reader: Open) -> None:
    async with open_reader(200, 50) as pilot:
        await press(pilot, "enter", "4", "j")
        screen = open_story(pilot)
        first, second, *rest = screen.columns.articles
        partner = screen.columns.partners(screen.columns.focused_id or "").get(1)
        await press(pilot, "x")
        assert screen.columns.articles == (second, *rest)
        assert screen.focused_article == second
        assert partner is None or screen.columns.focus.passage == partner[0]
        assert "1 hidden" in shown(pilot)
        focused = screen.columns.focused_id
        await press(pilot, "greater_than_sign")
        assert screen.columns.articles[:2] == (rest[0], second)
        assert screen.columns.focused_id == focused
        await press(pilot, "z")
        assert len(screen.columns.shown) == 1
        assert "zoomed" in shown(pilot)
        await press(pilot, "z")
        assert len(screen.columns.shown) == 4
        # What was arranged is there again when the story is opened again.
        await press(pilot, "q", "enter")
        screen = open_story(pilot)
        assert screen.columns.articles[:2] == (rest[0], second)
        await press(pilot, "X")
        assert screen.columns.articles == (first, second, *rest)


async def test_the_last_column_stays_and_a_jump_shows_a_hidden_one(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "x", "x", "x", "x", "x")
        screen = open_story(pilot)
        assert len(screen.columns.articles) == 1
        await press(pilot, "v", "x", "v")
        assert screen.story is not None
        gone = screen.story.articles[0].passages[3]
        screen.focus_passage(gone.id)
        assert screen.focused_passage == gone
        assert len(screen.columns.articles) == 2


async def test_zooming_and_hiding_leave_the_other_columns_where_they_stand(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "l", "z")
        screen = open_story(pilot)
        assert screen.columns.shown == range(1, 2)
        await press(pilot, "z")
        assert screen.columns.shown == range(3)
        await press(pilot, "h", "s", "s")
        assert screen.columns.sync is Sync.OFF
        for column in range(5):
            screen.columns.scroll(column, 4 + column)
        before = dict(zip((a.id for a in screen.columns.articles), screen.columns.tops, strict=True))
        await press(pilot, "x")
        after = dict(zip((a.id for a in screen.columns.articles), screen.columns.tops, strict=True))
        assert len(after) == 4
        assert screen.focused_article is not None
        del after[screen.focused_article.id]
        assert all(top == before[name] for name, top in after.items())
