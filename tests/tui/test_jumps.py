"""Back and forth over the jumps, and places marked with letters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.pilot import Pilot

from config.paths import Paths
from index.bookmarks import Bookmark, Bookmarks
from index.errors import LibraryError, NotFoundError
from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import press, settled, shown, told
from tui.app import BylinesApp
from tui.jumps import MOST, Jumps, Place
from tui.screens.bookmarks import BookmarksScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen

A, B, C = Place("s", "a"), Place("s", "b"), Place("t", "c")


def focused(pilot: Pilot[None]) -> str | None:
    assert isinstance(pilot.app.screen, StoryScreen)
    return pilot.app.screen.columns.focused_id


def test_back_and_forth() -> None:
    jumps = Jumps()
    assert jumps.back(A) is None
    jumps.leave(A)
    jumps.leave(B)
    assert jumps.back(C) == B
    assert jumps.back(B) == A
    assert jumps.back(A) is None
    assert jumps.forward(A, 2) == C
    assert jumps.forward(C) is None
    assert jumps.back(C, 2) == A


def test_each_place_is_kept_once_and_not_too_many() -> None:
    jumps = Jumps()
    for place in (A, B, A):
        jumps.leave(place)
    assert jumps.places == [B, A]
    assert jumps.back(A) == B
    for number in range(3 * MOST):
        jumps.leave(Place("s", str(number)))
    assert len(jumps.places) == MOST


async def test_jumps_are_kept_but_not_each_step(compared: Library) -> None:
    async with BylinesApp(compared, env={"LANG": "C.UTF-8"}).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "j", "j", "j")
        start = focused(pilot)
        await press(pilot, "]")
        second = focused(pilot)
        await press(pilot, "G")
        end = focused(pilot)
        await press(pilot, "ctrl+o")
        assert focused(pilot) == second
        await press(pilot, "ctrl+o")
        assert focused(pilot) == start
        await press(pilot, "2", "alt+o")
        assert focused(pilot) == end
        await press(pilot, "k", "q")
        assert isinstance(pilot.app.screen, StoriesScreen)
        await press(pilot, "ctrl+o")
        assert focused(pilot) not in (None, end)


async def test_a_place_is_marked_with_a_letter_and_found_from_anywhere(compared: Library) -> None:
    async with BylinesApp(compared, env={"LANG": "C.UTF-8"}).run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await press(pilot, "enter", "j", "j", "j", "M", "b")
        marked = focused(pilot)
        (kept,) = compared.bookmarks()
        assert (kept.letter, kept.passage) == ("b", marked)
        await press(pilot, "G", "q", "'")
        assert isinstance(pilot.app.screen, BookmarksScreen)
        assert kept.text[:20] in shown(pilot)
        await press(pilot, "b")
        assert focused(pilot) == marked
        await press(pilot, "G", "'", "'")
        assert focused(pilot) == marked
        await press(pilot, "'", "x")
        assert "nothing is marked with x" in told(pilot)
        await press(pilot, "'", "delete")
        assert "No passage is marked yet. M in a story" in shown(pilot)
        await press(pilot, "escape")
        assert compared.bookmarks() == []


async def test_keys_typed_at_once_reach_the_list_of_marks(open_reader: Open, library: Library) -> None:
    async with open_reader() as pilot:
        await press(pilot, "enter", "j")
        await pilot.press("M", "a", "j")
        await settled(pilot)
        assert [one.letter for one in library.bookmarks()] == ["a"]
        assert isinstance(pilot.app.screen, StoryScreen)


def test_a_mark_finds_its_words_in_a_later_revision(library: Library, paths: Paths, tmp_path: Path) -> None:
    def add(*sentences: str) -> None:
        record = {"id": "1", "outlet": "Post", "title": "Bridge", "text": " ".join(sentences)}
        (tmp_path / "in.jsonl").write_text(json.dumps(record) + "\n")
        library.add([str(tmp_path / "in.jsonl")])

    marked = "The bridge over the river was closed on Monday."
    add("The mayor spoke at noon.", marked, "Nobody was hurt there.")
    story = library.story(library.stories()[0].id)
    article = story.articles[0]
    passage = next(one for one in article.passages if one.text == marked)
    library.set_bookmark(Bookmark("a", story.card.id, article.id, passage.id, marked, "Post", "Bridge"))
    add("The mayor spoke at noon.", "It rained all day long.", marked, "Nobody was hurt there.")
    story_id, found = library.bookmarked("a")
    assert found != passage.id
    (now,) = [one for one in library.story(story_id).articles[0].passages if one.id == found]
    assert now.text == marked
    add("The mayor spoke at noon.", "It rained all day long.", "Nobody was hurt there.")
    with pytest.raises(NotFoundError, match="no longer"):
        library.bookmarked("a")


@pytest.mark.parametrize("raw", [b"{", b"[1]", b'[{"letter": "a"}]', b"\xff", b"[" * 100_000])
def test_a_bad_file_of_marks_is_named_and_left_alone(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "bookmarks.json"
    path.write_bytes(raw)
    marks = Bookmarks(path)
    with pytest.raises(LibraryError, match="no file of bookmarks"):
        marks.all()
    with pytest.raises(LibraryError):
        marks.put(Bookmark("a", "s", "x", "x.1.0", "t", "o", "t"))
    assert path.read_bytes() == raw
