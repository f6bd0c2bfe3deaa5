"""Locking pairs of passages in the reader."""

from __future__ import annotations

from index.compared import BY_YOU
from index.library import Library
from index.lockmodel import LockKind
from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, shown, told
from tui.screens.story import StoryScreen


def by_you(screen: StoryScreen) -> list[set[str]]:
    assert screen.comparison is not None
    return [{link.a, link.b} for link in screen.comparison.links if link.reason == BY_YOU]


async def test_a_pair_is_locked_kept_apart_and_left_alone_again(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "}")
        screen = open_story(pilot)
        a = screen.columns.focused_id
        await press(pilot, "L")
        assert "L on its partner" in shown(pilot)
        await press(pilot, "l", "j")
        b = screen.columns.focused_id
        assert a and b
        await press(pilot, "L")
        assert by_you(screen) == [{a, b}]
        assert a not in screen.comparison.only  # type: ignore[union-attr]
        assert "⇄" in shown(pilot)
        screen.focus_passage(a)
        assert screen.columns.partners(a)[screen.columns.place_of(b).column]  # type: ignore[union-attr]
        for words in ("Kept apart", "Left to the comparison"):
            screen.focus_passage(a)
            await press(pilot, "L")
            screen.focus_passage(b)
            await press(pilot, "L")
            assert words in told(pilot)
            assert by_you(screen) == []
        assert seeded.locks(screen.story_id) == ()


async def test_locks_are_undone_one_after_the_other(open_reader: Open, seeded: Library) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "}")
        screen = open_story(pilot)
        a = screen.columns.focused_id
        await press(pilot, "L", "l", "j")
        b = screen.columns.focused_id
        assert a and b
        await press(pilot, "L")
        screen.focus_passage(a)
        await press(pilot, "L")
        screen.focus_passage(b)
        await press(pilot, "L")
        assert [lock.kind for lock in seeded.locks(screen.story_id)] == [LockKind.NEVER]
        await press(pilot, "ctrl+z")
        assert by_you(screen) == [{a, b}]
        await press(pilot, "ctrl+z")
        assert seeded.locks(screen.story_id) == () and by_you(screen) == []
        await press(pilot, "ctrl+z")
        assert "Nothing to undo" in told(pilot)


async def test_on_the_same_passage_it_is_let_go_and_titles_are_not_taken_up(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "g", "g", "L")
        assert "L on its partner" not in shown(pilot)
        await press(pilot, "}", "L", "L")
        assert "L on its partner" not in shown(pilot)
