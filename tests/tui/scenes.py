"""The pictures of the reader: each screen with the keys that lead to it. For snapshots and docs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

from textual.pilot import Pilot

from config.paths import Paths, seeds
from index.feedmodel import FeedResult
from index.feedstatus import FeedStatus
from index.found import SearchResults
from index.library import Library
from tests.tui.driving import press, settled, write
from tests.tui.following import NOW, FollowingLibrary, feed
from tui.app import BylinesApp

SIZES = ((80, 24), (120, 40), (200, 50))


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen: the keys that lead to it from the list of stories.

    `type:` types a text; `fetch:5` starts a fetch that stands still after five feeds. An `empty` one has a
    library without articles, a `demo` the tour.
    """

    name: str
    steps: tuple[str, ...]
    empty: bool = False
    demo: bool = False


SCENES = (
    Scene("stories", ()),
    Scene("story", ("enter", "4", "j")),
    Scene("rows", ("enter", "5", "j", "v")),
    Scene("differences", ("enter", "D")),
    Scene("quotes", ("enter", "D", "2")),
    Scene("wording", ("enter", "D", "5")),
    Scene("shared", ("enter", "D", "5", "enter")),
    Scene("words", ("enter", "5", "j", "w")),
    Scene("search", ("/", 'type:"lost control"')),
    Scene("context", ("/", "type:drone", "tab", "v")),
    Scene("notes", ("A",)),
    Scene("note", ("enter", "4", "j", "a", "type:Two outlets say Sunday, one says Thursday.")),
    Scene("help", ("enter", "?")),
    Scene("feeds", ("F", "5", "j")),
    Scene("fetching", ("enter", "fetch:3")),
    Scene("fetching-feeds", ("F", "4", "j", "fetch:3")),
)

FIRST_SCENES = (
    Scene("beginning", (), empty=True),
    Scene("tour", ("enter", "j", "tab"), demo=True),
)
"""What a person sees first."""


@contextmanager
def library_of(scene: Scene, folder: Path) -> Iterator[Library]:
    """The library that a scene plays in."""
    if not scene.empty:
        with library_with_a_note(folder) as library:
            yield library
        return
    library = Library.open(Paths(*(folder / name for name in ("library", "c.yaml", "state", "cache"))))
    try:
        yield library
    finally:
        library.close()


@contextmanager
def library_with_a_note(folder: Path, *, feeds: bool = True) -> Iterator[Library]:
    """The seeds, one note and some feeds, the same on every machine and day.

    A `folder` that has a library with the seeds already is used as it is.
    """
    here = Path()
    paths = Paths(
        library=here / "library", config_file=here / "c.yaml", state=here / "state", cache=here / "cache"
    )
    now = mock.patch("tui.feed_words.local_now", return_value=datetime.fromisoformat(NOW))
    rate = mock.patch("tui.fetching.elapsed", return_value=2.4)
    with chdir(folder), now, rate:
        library = FollowingLibrary(paths)
        try:
            if not library.stories():
                library.add([str(seeds())])
            _write_note(library)
            if feeds:
                _follow(library)
            yield library
        finally:
            library.close()


def _write_note(library: Library) -> None:
    story = library.story(library.stories()[0].id)
    passage = next(p for a in story.articles for p in a.passages if "23 people died" in p.text)
    with (
        mock.patch("index.notes.notefile.now", return_value="2023-05-07T08:15:00Z"),
        mock.patch("index.notes.names.new_id", return_value="n0a1b2c3d"),
    ):
        library.new_note(
            story=story.card.id,
            passages=(passage.id,),
            title="Which count is it?",
            text="The governor's post is the only named source. Ask for the post itself.",
            tags=("kherson", "check"),
        )


def _follow(library: FollowingLibrary) -> None:
    """A feed of every kind."""
    library.follow(
        feed("euroweekly", title="Euro Weekly News", outlet="Euro Weekly News", articles=48, unread=2),
        feed(
            "latintimes",
            FeedStatus.UNCHANGED,
            outlet="Latin Times",
            title="Latin Times – World",
            articles=120,
            unread=17,
        ),
        feed(
            "thenews",
            FeedStatus.FAILED,
            url="https://***@thenews.example/rss/world?token=***",
            title="The News International",
            outlet="The News International",
            fetched="2023-05-07T08:12:00+00:00",
            succeeded="2023-05-04T06:30:00+00:00",
            detail="cannot be reached: no answer within 20 seconds",
            due="2023-05-07T09:12:00+00:00",
            failures=3,
            articles=64,
            unread=64,
        ),
        feed(
            "vision",
            FeedStatus.WAITING,
            title="Vision Times",
            outlet="Vision Times",
            due="2023-05-07T14:20:00+00:00",
            articles=9,
            unread=1,
        ),
        feed(
            "oldpaper",
            FeedStatus.GONE,
            title="An Old Paper",
            outlet=None,
            succeeded="2022-11-03T09:00:00+00:00",
        ),
        feed("agency", FeedStatus.NEW, title="agency.example", outlet=None, fetched=None, succeeded=None),
        feed(
            "herald",
            FeedStatus.DAMAGED,
            title="Example Herald | Politics, Economy and the World from Our Correspondents",
            outlet="Example Herald",
            fetched="2023-05-06T19:40:00+00:00",
            detail="the document ends in the middle; 18 entries could be read",
            articles=1310,
            unread=204,
        ),
    )
    library.outcomes["euroweekly"] = FeedResult(library.followed["euroweekly"], added=4, updated=1)
    library.outcomes["herald"] = FeedResult(library.followed["herald"], added=9, partial=2)
    library.outcomes["oldpaper"] = FeedResult(library.followed["oldpaper"])


def reader(library: Library, *, demo: bool = False) -> BylinesApp:
    """The reader, with what changes from run to run held still."""
    search = library.search

    def steady(*args: Any, **named: Any) -> SearchResults:
        return replace(search(*args, **named), took_ms=3.0)

    library.search = steady  # type: ignore[method-assign]
    return BylinesApp(library, demo=demo, env={"LANG": "C.UTF-8"})


async def play(pilot: Pilot[Any], scene: Scene) -> None:
    """Lead the reader to a scene."""
    await settled(pilot)
    for step in scene.steps:
        if step.startswith("fetch:"):
            await _fetch(pilot, int(step.removeprefix("fetch:")))
            return
        if step.startswith("type:"):
            await write(pilot, step.removeprefix("type:"))
        else:
            await press(pilot, step)
    for cursor in pilot.app.screen.query("Input, TextArea"):
        cursor.cursor_blink = False  # type: ignore[attr-defined]
    await settled(pilot)


async def _fetch(pilot: Pilot[Any], feeds: int) -> None:
    """Start a fetch that stands still after so many feeds, until the reader is left."""
    app = pilot.app
    assert isinstance(app, BylinesApp)
    assert isinstance(app.library, FollowingLibrary)
    app.library.held = True
    await pilot.press("R")
    app.library.let_go.release(feeds)
    for _ in range(500):
        await pilot.pause(0.02)
        if app.work is not None and app.work.done == feeds:
            break
    await pilot.pause(1.2)
