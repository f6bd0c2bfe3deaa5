"""The feeds screen, and fetching while reading goes on."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from config.loading import Sources
from config.paths import Paths
from index.feedmodel import FeedResult
from index.feedstatus import FeedStatus
from tests.conftest import CopySeeds
from tests.tui.driving import paste, press, settled, shown, told, until, write
from tests.tui.following import FollowingLibrary, feed
from tests.tui.hostile import EVERYTHING
from tui.app import BylinesApp
from tui.screens.confirm import Confirm
from tui.screens.feeds import FeedsScreen
from tui.screens.stories import StoriesScreen
from tui.screens.story import StoryScreen

Open = Callable[..., AbstractAsyncContextManager[Pilot[Any]]]


@pytest.fixture
def following(paths: Paths, copy_seeds: CopySeeds) -> Iterator[FollowingLibrary]:
    copy_seeds(paths.library, paths.state)
    opened = FollowingLibrary(paths)
    yield opened
    opened.close()


@pytest.fixture
def open_reader(following: FollowingLibrary) -> Open:
    @asynccontextmanager
    async def open_at(width: int = 120, height: int = 40) -> AsyncIterator[Pilot[Any]]:
        app = BylinesApp(following, env={"LANG": "C.UTF-8"})
        async with app.run_test(size=(width, height)) as pilot:
            await settled(pilot)
            yield pilot
            following.held = False

    return open_at


async def test_an_empty_list_says_what_to_do(open_reader: Open) -> None:
    async with open_reader(80, 24) as pilot:
        await press(pilot, "F")
        assert "No feeds yet" in shown(pilot)
        assert "imports an OPML file" in shown(pilot)
        for key in ("enter", "r", "d", "o", "x", "]", "[", "R"):
            pilot.app.clear_notifications()
            await press(pilot, key)
            assert told(pilot) == "There are no feeds yet; a follows one, i imports a list of them.", key
        await press(pilot, "j", "G", "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)


async def test_what_is_said_of_feeds_names_the_keys_that_the_person_chose(
    following: FollowingLibrary, tmp_path: Path
) -> None:
    file = tmp_path / "keys.yaml"
    file.write_text("keys: {feeds.add: ctrl+y, feeds.refresh: ctrl+k, feeds.remove: [], app.fetch: ctrl+l}\n")
    app = BylinesApp(following, loaded=Sources(file).load(), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(160, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+l")
        assert "no feeds yet; F, then ctrl+y follows one, i imports" in told(pilot)
        await press(pilot, "F")
        assert "ctrl+y  follows a feed" in shown(pilot)
        await press(pilot, "q")
        failed = feed("beta", FeedStatus.FAILED, detail="no such host", due="2099-05-07T14:20:00+00:00")
        following.follow(feed("delta", FeedStatus.NEW, fetched=None, succeeded=None), failed)
        await press(pilot, "F")
        assert "ctrl+k asks now; “Remove feed” of" in shown(pilot)
        await press(pilot, "G")
        assert "ctrl+k fetches it, R all that are due" in shown(pilot)
        await press(pilot, "?", *"named")
        assert "named with ctrl+k" in shown(pilot)


async def test_a_feed_shows_its_status_in_words_and_its_details(
    open_reader: Open, following: FollowingLibrary
) -> None:
    following.follow(
        feed("alpha", articles=120, unread=4),
        feed(
            "beta",
            FeedStatus.FAILED,
            url="https://***@beta.example/feed?token=***",
            detail="cannot be reached: no such host",
            failures=3,
            succeeded="2023-05-04T06:30:00+00:00",
        ),
        feed("gamma", FeedStatus.GONE),
        feed("delta", FeedStatus.NEW, fetched=None, succeeded=None, outlet=None),
        feed("eta", FeedStatus.WAITING, due="2099-05-07T14:20:00+00:00"),
    )
    async with open_reader() as pilot:
        await press(pilot, "F")
        text = shown(pilot)
        for words in ("4/120", "cannot be reached: no such host", "gone", "never", "waiting until"):
            assert words in text
        assert "5 feeds · 4 unread · 2 cannot be read" in text
        await press(pilot, "j")
        text = shown(pilot)
        assert "3 failures since" in text
        assert "r asks now" in text
        assert "***@beta.example" in text


async def test_the_next_problem_is_found(open_reader: Open, following: FollowingLibrary) -> None:
    following.follow(feed("a"), feed("b", FeedStatus.FAILED), feed("c"), feed("d", FeedStatus.DAMAGED))
    async with open_reader() as pilot:
        await press(pilot, "F", "]")
        screen = pilot.app.screen
        assert isinstance(screen, FeedsScreen)
        assert screen.current is not None
        assert screen.current.id == "b"
        await press(pilot, "]")
        assert screen.current.id == "d"
        await press(pilot, "]", "[")
        assert screen.current.id == "d"


async def test_a_feed_is_added_and_fetched_at_once(open_reader: Open, following: FollowingLibrary) -> None:
    following.found["new.example/feed"] = [feed("new", FeedStatus.NEW, fetched=None)]
    following.outcomes["new"] = FeedResult(feed("new", articles=4, unread=4), added=4)
    async with open_reader() as pilot:
        await press(pilot, "F", "a")
        await write(pilot, "new.example/feed")
        await press(pilot, "enter")
        await settled(pilot)
        assert following.asked == [(("new",), False)]
        assert "ok, 4 new" in shown(pilot)
        assert "Following New." in told(pilot)
        assert "New: 4 added" in told(pilot)


async def test_an_address_without_a_feed_is_an_error_and_nothing_is_added(
    open_reader: Open, following: FollowingLibrary
) -> None:
    async with open_reader() as pilot:
        await press(pilot, "F", "a")
        await write(pilot, "https://none.example/")
        await press(pilot, "enter")
        await settled(pilot)
        assert "no feed there" in told(pilot)
        assert "No feeds yet" in shown(pilot)
        assert pilot.app.work is None  # type: ignore[attr-defined]


async def test_a_feed_is_removed_only_after_a_yes(open_reader: Open, following: FollowingLibrary) -> None:
    following.follow(feed("alpha", articles=12))
    async with open_reader() as pilot:
        for no in ("n", "escape", "enter", "d"):
            await press(pilot, *([] if isinstance(pilot.app.screen, FeedsScreen) else ["F"]), "d")
            assert isinstance(pilot.app.screen, Confirm)
            assert "12 articles stay" in shown(pilot)
            await press(pilot, no)
            assert list(following.followed) == ["alpha"]
        await press(pilot, "d", "y")
        assert following.followed == {}
        assert "No feeds yet" in shown(pilot)


async def test_opml_comes_in_and_goes_out_and_overwrites_nothing(
    open_reader: Open, following: FollowingLibrary, tmp_path: Path
) -> None:
    (tmp_path / "in.opml").write_text("one two")
    async with open_reader() as pilot:
        await press(pilot, "F", "i")
        await paste(pilot, str(tmp_path / "in.opml"))
        await press(pilot, "enter")
        assert "2 feeds added, 1 left out; R fetches them." in told(pilot)
        assert "not fetched yet" in shown(pilot)
        for _ in range(2):
            await press(pilot, "x", "ctrl+u")
            await paste(pilot, str(tmp_path / "out.opml"))
            await press(pilot, "enter")
        assert (tmp_path / "out.opml").read_text() == following.export_feeds()
        assert "this file is there already" in told(pilot)
        await press(pilot, "i")
        await paste(pilot, str(tmp_path / "none.opml"))
        await press(pilot, "enter")
        assert "no such file" in told(pilot)


async def test_enter_lists_the_stories_of_the_feed(
    open_reader: Open, following: FollowingLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    order = following.order

    def noted(query: str | None = None, **named: Any) -> Any:
        asked.extend([query] if query else [])
        return order(None, **named)

    monkeypatch.setattr(following, "order", noted)
    following.follow(
        feed("a", title="Latin Times", articles=3),
        feed("b", title="News", articles=3),
        feed("c", title="news", articles=3),
        feed("d", title='The "Star"', articles=3),
        feed("e", title="Zero"),
    )
    async with open_reader() as pilot:
        await press(pilot, "enter", "F", "enter")
        assert isinstance(pilot.app.screen, StoriesScreen)
        assert 'filter: feed:"Latin Times"' in shown(pilot)
        assert asked[-1] == 'feed:"Latin Times"'
        await press(pilot, "q", "F", "j", "enter")
        assert asked[-1] == "feed:b"
        await press(pilot, "q", "F", "3", "j", "enter")
        assert asked[-1] == "feed:d"
        await press(pilot, "q", "F", "G", "enter")
        assert isinstance(pilot.app.screen, FeedsScreen)
        assert "No articles came from this feed yet" in told(pilot)


async def test_fetching_goes_on_while_reading_and_is_told_on_every_screen(
    open_reader: Open, following: FollowingLibrary
) -> None:
    following.follow(*(feed(f"feed{number:02}") for number in range(12)))
    following.outcomes["feed00"] = FeedResult(feed("feed00"), added=31)
    following.held = True
    async with open_reader() as pilot:
        await pilot.press("R")
        await until(pilot, lambda: "fetching ────────── 0/12" in shown(pilot))
        following.let_go.release(6)
        await until(pilot, lambda: "6/12 · 31 new" in shown(pilot))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, StoryScreen))
        await until(pilot, lambda: "6/12 · 31 new" in shown(pilot))
        await pilot.press("F")
        await until(pilot, lambda: isinstance(pilot.app.screen, FeedsScreen))
        await until(pilot, lambda: "ok, 31 new" in shown(pilot))
        assert "6/12 · 31 new" in shown(pilot)
        assert "esc stops the fetch" in shown(pilot)
        await pilot.press("q")
        following.let_go.release(6)
        await until(pilot, lambda: "12 feeds: 31 added" in told(pilot))
        assert "12/12" not in shown(pilot)
        await press(pilot, "F")
        assert "The last fetch" in shown(pilot)
        assert "12 feeds: 31 added" in shown(pilot)


async def test_escape_stops_and_keeps_what_is_finished(
    open_reader: Open, following: FollowingLibrary
) -> None:
    following.follow(*(feed(f"feed{number:02}") for number in range(9)))
    following.outcomes["feed00"] = FeedResult(feed("feed00"), added=2)
    following.held = True
    async with open_reader() as pilot:
        await pilot.press("F", "R")
        following.let_go.release(3)
        await until(pilot, lambda: "3/9" in shown(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "stopped after 3 feeds: 2 added" in told(pilot))
        assert isinstance(pilot.app.screen, FeedsScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, StoriesScreen)
        following.held = False
        await press(pilot, "R")
        assert "9 feeds: 2 added" in told(pilot)


async def test_the_palette_stops_a_fetch_anywhere(open_reader: Open, following: FollowingLibrary) -> None:
    following.follow(feed("alpha"))
    following.held = True
    async with open_reader() as pilot:
        await pilot.press("R")
        await until(pilot, lambda: "0/1" in shown(pilot))
        await pilot.press("enter", ":", *"stop", "enter")
        await until(pilot, lambda: "stopped after 0 feeds" in told(pilot))
        assert isinstance(pilot.app.screen, StoryScreen)


async def test_what_is_asked_for_meanwhile_waits_its_turn(
    open_reader: Open, following: FollowingLibrary
) -> None:
    following.follow(feed("alpha"), feed("beta"))
    following.held = True
    async with open_reader() as pilot:
        await pilot.press("F", "R", "r", "r", "R")
        await until(pilot, lambda: "↓ Alpha" in shown(pilot))
        assert following.asked == [((), False)]
        following.held = False
        await settled(pilot)
        assert following.asked == [((), False), (("alpha",), False)]
        assert "= Alpha" in shown(pilot)


async def test_leaving_while_fetching_ends_at_once(open_reader: Open, following: FollowingLibrary) -> None:
    following.follow(*(feed(f"feed{number:03}") for number in range(200)))
    following.held = True
    async with open_reader() as pilot:
        await pilot.press("R")
        await until(pilot, lambda: "0/200" in shown(pilot))
        began = time.monotonic()
        await pilot.press("ctrl+q")
        assert following.ended.wait(5)
        await until(pilot, lambda: pilot.app._exit)
        assert time.monotonic() - began < 5


async def test_new_stories_appear_and_the_cursor_stays_on_its_story(
    open_reader: Open, following: FollowingLibrary, tmp_path: Path
) -> None:
    fresh = tmp_path / "fresh.txt"
    fresh.write_text(
        "---\ntitle: Volcano\ndate: 2023-05-09\n---\nLava buried the road; ash grounded flights.\n"
    )
    following.follow(feed("alpha"))
    following.brings["alpha"] = fresh
    following.held = True
    async with open_reader() as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, StoriesScreen)
        before = screen.story_list.current
        assert before is not None
        await pilot.press("R")
        following.let_go.release()
        await until(pilot, lambda: "2 stories" in shown(pilot))
        assert screen.story_list.current is not None
        assert screen.story_list.current.id == before.id
        assert screen.story_list.cursor == 1


async def test_nothing_due_says_when(open_reader: Open, following: FollowingLibrary) -> None:
    async with open_reader() as pilot:
        await press(pilot, "R")
        assert "There are no feeds yet" in told(pilot)
        following.follow(feed("alpha", due="2099-01-01T00:00:00+00:00"))
        await press(pilot, "R")
        assert "No feed is due before" in told(pilot)


@pytest.mark.parametrize("size", [(80, 24), (200, 50), (20, 5)])
async def test_a24_hostile_feeds_stay_inert(
    open_reader: Open, following: FollowingLibrary, size: tuple[int, int]
) -> None:
    for number, text in enumerate(EVERYTHING):
        name = f"feed{number:02}"
        card = replace(feed(name, FeedStatus.FAILED), title=f"{number} {text}\nB", detail=text, outlet=text)
        following.follow(card)
        following.outcomes[name] = FeedResult(card)
    async with open_reader(*size) as pilot:
        await press(pilot, "F", "R")
        for _ in EVERYTHING:
            await pilot.press("j")
            text = shown(pilot)
            assert "\x1b" not in text
        await press(pilot, "d", "n", "enter")


async def test_c38_markup_in_a_title_is_shown_as_it_is(
    open_reader: Open, following: FollowingLibrary
) -> None:
    title = "[@click=app.quit][/] [drones] [bold]"
    following.follow(feed("alpha", FeedStatus.FAILED, title=title, detail="[/some/path] [sic]"))
    async with open_reader() as pilot:
        await press(pilot, "F")
        assert shown(pilot).count(title) == 2
        assert "[/some/path] [sic]" in shown(pilot)
        await press(pilot, "d")
        assert f"Follow {title} no longer?" in shown(pilot)


@pytest.mark.parametrize(
    "keys",
    ["F q", "F R q F", "F a q enter", "F d y", "F d d y q", "F R escape escape", "F r R enter q", "R F j d n",
     "F i x enter", "F x enter", "F ? q", "F : R", "F enter F enter", "R R R F escape escape q", "F A F q"],
)  # fmt: skip
async def test_keys_typed_faster_than_screens_open_break_nothing(
    open_reader: Open, following: FollowingLibrary, keys: str
) -> None:
    following.follow(feed("alpha"), feed("beta", articles=2))
    async with open_reader() as pilot:
        for key in keys.split():
            pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await settled(pilot)
        await pilot.pause(0.1)


async def test_a_thousand_feeds_open_and_draw_only_what_is_seen(
    open_reader: Open, following: FollowingLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.widgets import feed_list

    following.follow(*(feed(f"feed{number:04}") for number in range(1000)))
    drawn = 0
    draw = feed_list.FeedList.draw

    def counted(self: feed_list.FeedList, *args: Any) -> Any:
        nonlocal drawn
        drawn += 1
        return draw(self, *args)

    monkeypatch.setattr(feed_list.FeedList, "draw", counted)
    async with open_reader() as pilot:
        await press(pilot, "F")
        assert "1,000 feeds" in shown(pilot)
        assert drawn < 400
        await press(pilot, "G")
        assert "Feed0999" in shown(pilot)


async def test_a_partial_article_says_so_in_preview_and_column(
    open_reader: Open, following: FollowingLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = "a paywall; only its first lines are on the page"
    some, story = following.cards, following.story

    def cards(*args: Any, **named: Any) -> Any:
        return [
            replace(card, articles=(replace(card.articles[0], partial=reason), *card.articles[1:]))
            for card in some(*args, **named)
        ]

    def whole(story_id: str) -> Any:
        found = story(story_id)
        return replace(found, articles=(replace(found.articles[0], partial=reason), *found.articles[1:]))

    monkeypatch.setattr(following, "cards", cards)
    monkeypatch.setattr(following, "story", whole)
    async with open_reader() as pilot:
        assert "partial: a paywall" in shown(pilot)
        await press(pilot, "enter")
        lines = shown(pilot).splitlines()
        assert "partial · " in "\n".join(lines[:4])
        assert "partial: a paywall" in lines[-1]
        await press(pilot, "tab")
        assert "partial: a paywall" not in shown(pilot).splitlines()[-1]
