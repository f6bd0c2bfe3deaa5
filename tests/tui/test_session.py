"""The reader starts where it was left."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from config.paths import Paths
from config.settings import Settings
from index.library import Library
from tests.tui.driving import open_story, press, settled, shown, told
from tui.app import BylinesApp
from tui.arrangement import Arrangement, Sync
from tui.screens.stories import StoriesScreen
from tui.session import Session, SessionError, load, save, session_file
from tui.story_loading import Choice
from tui.story_tabs import Origin, Tab

FULL = Session(
    Tab("mine", Origin.FILTER, "tag:x", "oldest"),
    Choice("tag:x", "oldest", single=False),
    "s",
    "t",
    "t.1.2",
    True,
    Arrangement({"b", "a"}, ["c", "a", "b"], unfolded=True, zoomed=True, sync=Sync.OFF),
    ("story.zen",),
)


def app_on(library: Library, settings: Settings | None = None) -> BylinesApp:
    return BylinesApp(library, settings, env={"LANG": "C.UTF-8"}, session=session_file(library.paths))


def test_a_session_is_kept_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "state" / "one.json"
    assert load(path) is None
    for session in (FULL, Session()):
        save(path, session)
        assert load(path) == session


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 50_000,
        b'"' + b"x" * 100_000,
        b'{"tab": {"name": 1, "origin": "ALL", "query": "", "sort": ""}, "choice": {}}',
        b'{"tab": {"name": "", "origin": "NONE", "query": "", "sort": ""}, "choice": {}}',
    ],
)
def test_what_is_no_session_is_named(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "one.json"
    path.write_bytes(raw)
    with pytest.raises(SessionError, match="where you left"):
        load(path)


def test_texts_of_the_file_are_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    save(path, replace(FULL, story="a\x1b[2Jb"))
    found = load(path)
    assert found is not None
    assert found.story == "ab"


def test_two_libraries_do_not_share_a_file(paths: Paths, tmp_path: Path) -> None:
    other = replace(paths, library=tmp_path / "other")
    assert session_file(paths) != session_file(other)
    (tmp_path / "link").symlink_to(paths.library)
    assert session_file(paths) == session_file(replace(paths, library=tmp_path / "link"))


async def test_the_open_story_its_passage_and_view_come_back(compared: Library) -> None:
    async with app_on(compared).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "x", ">", "s", "j", "j", "j", "l", "v")
        screen = open_story(pilot)
        passage, articles = screen.focused_passage, screen.columns.articles
        await press(pilot, "ctrl+q")
    async with app_on(compared).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        screen = open_story(pilot)
        assert screen.in_rows
        assert screen.focused_passage == passage
        assert (screen.columns.articles, screen.columns.sync) == (articles, Sync.PROPORTIONAL)
        await press(pilot, "q")
        assert isinstance(pilot.app.screen, StoriesScreen)
        assert "1 story" in shown(pilot)
        await press(pilot, "ctrl+q")
    async with app_on(compared, Settings(restore=False)).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_the_list_its_filter_order_and_cursor_come_back(library: Library, tmp_path: Path) -> None:
    lines = [
        {"id": str(n), "outlet": "Post", "title": f"{word} event", "published": f"2023-05-0{n + 1}",
         "text": f"The {word} was seen in {word}ville by {word}ers. It had never been so {word}y there."}
        for n, word in enumerate(("kraken", "windmill", "orchard", "glacier"))
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    library.add([str(tmp_path / "in.jsonl")])
    library.save_filter("mine", "outlet:Post", "oldest")
    async with app_on(library).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "tab", "j", "j")
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        before, cursor = shown(pilot), screen.story_list.current_id
        await press(pilot, "ctrl+q")
    async with app_on(library).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        assert screen.story_list.current_id == cursor
        assert screen.choice.sort == "oldest"
        assert shown(pilot) == before


async def test_what_is_gone_by_now_leaves_the_list(seeded: Library) -> None:
    path = session_file(seeded.paths)
    save(path, replace(FULL, choice=Choice(query='outlet:"'), story="gone"))
    async with app_on(seeded).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, StoriesScreen)
        assert "1 story" in shown(pilot)


async def test_a_bad_file_is_told_of_and_passed_over(seeded: Library) -> None:
    path = session_file(seeded.paths)
    path.parent.mkdir(parents=True)
    path.write_text("{")
    async with app_on(seeded).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert "does not say where you left" in told(pilot)
        assert "1 story" in shown(pilot)
        await press(pilot, "ctrl+q")
    assert load(path) is not None
