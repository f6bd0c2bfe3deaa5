"""Earlier versions of an article as columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from config.paths import Paths
from index.library import Library
from index.model import Article
from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, settled, shown, told
from tests.tui.scenes import reader
from tests.tui.test_folding import OWN, WIRE
from tui.screens.story import StoryScreen


@pytest.fixture
def edited(tmp_path: Path, paths: Paths) -> Iterator[Library]:
    """A library whose one story has an article in three versions, and one of another outlet."""
    opened = Library.open(paths)
    third = WIRE.replace("Nobody was hurt.", "Two men were hurt, a doctor said later.")
    for outlet, text in (
        ("Post", WIRE),
        ("Post", third),
        ("Post", third.replace("three hours", "five hours")),
        ("Courier", OWN),
    ):
        path = tmp_path / f"{outlet}.txt"
        path.write_text(f"Drones fall on Odesa harbour\n\nBy Jane Doe\n6 May 2023\n\n{text}\n")
        opened.add([str(path)], outlet=outlet)
    yield opened
    opened.close()


async def with_earlier(pilot: Pilot[Any]) -> tuple[StoryScreen, Article]:
    """The story with the version before the Post's newest one open, and that one."""
    await settled(pilot)
    await press(pilot, "enter")
    screen = open_story(pilot)
    post = next(one for one in screen.columns.articles if one.outlet == "Post")
    screen.focus_passage(next(p.id for p in post.passages if "five hours" in p.text))
    await press(pilot, "E")
    return screen, post


async def test_earlier_versions_are_opened_marked_in_step_and_closed(edited: Library) -> None:
    async with reader(edited).run_test(size=(160, 40)) as pilot:
        screen, post = await with_earlier(pilot)
        versions = [one.revision for one in screen.columns.articles if one.outlet == "Post"]
        assert versions == [3, 2]
        assert "Post, version 2" in shown(pilot)
        assert "~ " in shown(pilot)
        focus = screen.columns.focus
        assert focus.column + 1 in screen.columns.partners(screen.columns.focused_id or "")
        await press(pilot, "l")
        assert "version 2 of 3 · told by" in shown(pilot)
        await press(pilot, "h")
        await press(pilot, "l", "E")
        assert [one.revision for one in screen.columns.articles if one.outlet == "Post"] == [3, 2, 1]
        assert "±" in shown(pilot)
        await press(pilot, "v", "v")
        await press(pilot, "x", "h", "h")
        screen.focus_passage(post.passages[2].id)
        assert [one.revision for one in screen.columns.articles if one.outlet == "Post"] == [3, 1]
        await press(pilot, "q", "enter")
        assert "version 1" in shown(pilot)


async def test_an_article_of_one_version_says_so(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "E")
        assert "Only one version" in told(pilot)


def damage(library: Library, article: str, *versions: int) -> None:
    """Flip a byte in what is stored of some versions of an article."""
    with closing(sqlite3.connect(library._store.path)) as connection, connection:
        for number in versions:
            where = "WHERE number = ? AND article = (SELECT key FROM article WHERE id = ?)"
            ((body,),) = connection.execute(f"SELECT body FROM revision {where}", (number, article))
            flipped = bytes([*body[:20], body[20] ^ 1, *body[21:]])
            connection.execute(f"UPDATE revision SET body = ? {where}", (flipped, number, article))


async def test_a_damaged_earlier_version_is_named_and_the_one_before_it_shown(edited: Library) -> None:
    (post,) = (one for one in edited.stories()[0].articles if one.outlet == "Post")
    damage(edited, post.id, 2)
    async with reader(edited).run_test(size=(160, 40)) as pilot:
        screen, _ = await with_earlier(pilot)

        def versions() -> list[int]:
            return [one.revision for one in screen.columns.articles if one.outlet == "Post"]

        assert versions() == [3, 1]
        assert told(pilot) == "Version 2 of this article of Post is damaged; version 1 is shown instead."
        assert "Post, version 1" in shown(pilot)
        pilot.app.clear_notifications()
        await press(pilot, "E")
        assert versions() == [3] and not told(pilot)
        damage(edited, post.id, 1)
        await press(pilot, "E")
        assert versions() == [3]
        assert "Versions 1 to 2 of this article of Post are damaged; no earlier one" in told(pilot)


async def test_lists_tell_of_the_version_of_now_and_rows_hold_both(edited: Library) -> None:
    async with reader(edited).run_test(size=(160, 40)) as pilot:
        screen, _ = await with_earlier(pilot)
        assert screen.story is not None
        assert screen.listed_articles(screen.story) == screen.story.articles
        await press(pilot, "v")
        assert screen.rows_view.table is not None
        now, before = (
            next(p for p in one.passages if "hours" in p.text)
            for one in screen.columns.articles
            if one.outlet == "Post"
        )
        rows = map(screen.rows_view.table.ids, range(len(screen.rows_view.table.rows)))
        assert any({now.id, before.id} <= set(row) for row in rows)
        assert "~" in shown(pilot)
