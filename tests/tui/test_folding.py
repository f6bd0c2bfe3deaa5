"""Articles of the same text: named at the one that is shown, never left out of JSON, unfolded by a key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.paths import Paths
from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import open_story, press, settled, shown, told
from tests.tui.scenes import reader
from tests.tui.test_cli import Terminal
from tui.screens.story import StoryScreen

WIRE = (
    "Two drones fell on the harbour of Odesa on Friday night and set a warehouse on fire. Firemen needed "
    "three hours to put it out, the governor said. Nobody was hurt. The port opened again in the morning, "
    "and ships that had waited outside the bay were let in one by one. Insurers raised what they ask for the "
    "passage."
)
OWN = (
    "A warehouse in the harbour of Odesa burnt on Friday after two drones had been shot down above it. "
    "Residents spoke of a night without sleep. The mayor asked for more air defence."
)
STORY = (("Post", 6, WIRE), ("Herald", 5, WIRE), ("Courier", 7, OWN), ("Gazette", 6, WIRE))


@pytest.fixture
def bylines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    terminal = Terminal(tmp_path, capsys)
    for outlet, day, text in STORY:
        path = terminal.root / f"{outlet}.txt"
        path.write_text(f"Drones fall on Odesa harbour\n\nBy Jane Doe\n{day} May 2023\n\n{text}\n")
        terminal("add", str(path), "--outlet", outlet)
    return terminal


def test_copies_are_named_at_the_head_of_the_earliest(bylines: Terminal) -> None:
    (story,) = bylines.json("stories")
    shown = {one["outlet"]: one["id"] for one in story["articles"]}
    assert {one["outlet"]: one["same_as"] for one in story["articles"]} == {
        "Herald": None,
        "Post": shown["Herald"],
        "Gazette": shown["Herald"],
        "Courier": None,
    }
    text = bylines("show", story["id"], "--width", "100")
    assert "also, word for word: Post, Gazette" in text
    assert text.count("Firemen needed") == 1
    every = bylines("show", story["id"], "--all", "--width", "120")
    assert every.count("Firemen needed") == 3
    assert "word for word" not in every
    assert bylines("show", story["id"], "--outlets", "Post,Gazette").count("Firemen needed") == 2
    assert len(bylines.json("show", story["id"])["articles"]) == 4


def test_copies_count_as_one_voice(bylines: Terminal) -> None:
    (story,) = bylines.json("stories")
    found = bylines.json("compare", story["id"])
    assert len(found["copies"]) == 2
    texts = {p["id"]: (one["outlet"], p["text"]) for one in found["articles"] for p in one["passages"]}
    alone = {texts[one["passage"]] for one in found["only"]}
    for outlet in ("Post", "Herald", "Gazette"):
        assert (outlet, "Insurers raised what they ask for the passage.") in alone
    # One other voice tells it, which is not enough for something to be missing.
    assert found["missing"] == []
    shares = {(one["a"], one["b"]): one["share"] for one in found["wording"]}
    by_outlet = {one["outlet"]: one["id"] for one in found["articles"]}
    assert shares[by_outlet["Post"], by_outlet["Herald"]] == 1.0
    assert (by_outlet["Courier"], by_outlet["Herald"]) not in shares
    text = bylines("compare", story["id"])
    assert "shared wording" in text
    assert "100" in text.split("shared wording")[1]


def test_a_story_of_copies_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    terminal = Terminal(tmp_path, capsys)
    for outlet in ("Post", "Herald"):
        (terminal.root / f"{outlet}.txt").write_text(f"Drones fall\n\n5 May 2023\n\n{WIRE}\n")
        terminal("add", str(terminal.root / f"{outlet}.txt"), "--outlet", outlet)
    (story,) = terminal.json("stories")
    assert "also, word for word: Herald" in terminal("show", story["id"])
    assert terminal.json("compare", story["id"])["only"] == []


@pytest.fixture
def copied(tmp_path: Path, paths: Paths) -> Iterator[Library]:
    """A library whose one story has a text of three outlets, and one of a fourth."""
    opened = Library.open(paths)
    for outlet, day, text in STORY:
        path = tmp_path / f"{outlet}.txt"
        path.write_text(f"Drones fall on Odesa harbour\n\nBy Jane Doe\n{day} May 2023\n\n{text}\n")
        opened.add([str(path)], outlet=outlet)
    yield opened
    opened.close()


async def test_the_reader_folds_copies_and_f_unfolds_them(copied: Library) -> None:
    async with reader(copied).run_test(size=(160, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        screen = open_story(pilot)
        assert [article.outlet for article in screen.columns.articles] == ["Herald", "Courier"]
        assert "also, word for word: Post, Gazette" in shown(pilot)
        await press(pilot, "j", "v")
        assert "Herald = Post = Gazette" in shown(pilot)
        await press(pilot, "v")
        focused = screen.focused_passage
        await press(pilot, "f")
        assert len(screen.columns.articles) == 4
        assert "word for word" not in shown(pilot)
        assert screen.focused_passage == focused
        await press(pilot, "f")
        assert len(screen.columns.articles) == 2
        assert screen.focused_passage == focused
        # Everything of the story was read, folded or not.
        await pilot.pause(2.2)
        await settled(pilot)
        assert copied.stories()[0].unread == 0


async def test_a_passage_of_a_folded_article_unfolds(copied: Library) -> None:
    (card,) = copied.stories()
    post = next(one for one in card.articles if one.outlet == "Post")
    passage = copied.article(post.id).passages[2]
    async with reader(copied).run_test(size=(160, 40)) as pilot:
        await settled(pilot)
        pilot.app.push_screen(StoryScreen(card.id, passage.id))
        await settled(pilot)
        screen = open_story(pilot)
        assert screen.focused_passage == passage
        assert len(screen.columns.articles) == 4


async def test_where_nothing_is_the_same_f_says_so(open_reader: Open) -> None:
    async with open_reader(120, 40) as pilot:
        await press(pilot, "enter", "f")
        assert "No two articles" in told(pilot)
