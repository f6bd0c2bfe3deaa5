"""The feeds screen with real feeds of a loopback server."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from tests.index.fetch.servers import Site, answer, hang
from tests.tui.driving import press, settled, shown, told, until, write
from tests.tui.terminal import Terminal
from tui.app import BylinesApp
from tui.screens.feeds import FeedsScreen
from tui.screens.stories import StoriesScreen

ROOT = Path(__file__).resolve().parents[2]
WORDS = "The ferry to the northern islands stayed in harbour on Tuesday because its crew refused to sail. "


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        yield opened


def document(title: str, *items: str) -> bytes:
    """An RSS feed; each item has a title and is long enough to be an article."""
    entries = "".join(
        f"<item><title>{item}</title><guid>{title}-{item}</guid><link>http://x.example/{item}</link>"
        "<pubDate>Tue, 09 May 2023 08:00:00 GMT</pubDate>"
        f"<description>{item}. {WORDS * 12}</description></item>"
        for item in items
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{entries}</channel></rss>'
    ).encode()


def feed_at(site: Site, path: str, *documents: bytes) -> str:
    """Serve these documents one after the other; the address."""
    site.route(path, *(answer(raw, headers={"Content-Type": "application/rss+xml"}) for raw in documents))
    return site.at(path)


async def test_a_feed_is_added_fetched_and_its_stories_are_listed(seeded: Library, site: Site) -> None:
    first = document("Harbour Post", "Ferry")
    address = feed_at(site, "/feed", first, first, document("Harbour Post", "Ferry", "Whale"))
    async with BylinesApp(seeded).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "F", "a")
        await write(pilot, address)
        await press(pilot, "enter")
        await until(pilot, lambda: "Harbour Post: 1 added" in told(pilot))
        await settled(pilot)
        assert "ok, 1 new" in shown(pilot)
        assert "1/1" in shown(pilot)
        pilot.app.clear_notifications()
        await press(pilot, "r")
        await until(pilot, lambda: "Harbour Post: 1 added" in told(pilot))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StoriesScreen)
        text = shown(pilot)
        assert 'filter: feed:"Harbour Post"' in text
        assert "Kremlin" not in text
        assert "Ferry" in text
        await press(pilot, "q")
        assert "Kremlin" in shown(pilot)


async def test_e56_what_is_secret_in_an_address_is_never_shown(seeded: Library, site: Site) -> None:
    feed_at(site, "/feed", document("Harbour Post", "Ferry"))
    address = f"http://me:verysecret@127.0.0.1:{site.port}/feed?token=alsohidden"
    async with BylinesApp(seeded).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "F", "a")
        await write(pilot, address)
        await press(pilot, "enter")
        await until(pilot, lambda: "added" in told(pilot))
        await settled(pilot)
        everything = shown(pilot) + told(pilot)
        assert "Harbour Post" in everything
        assert "verysecret" not in everything
        assert "alsohidden" not in everything


def test_h107_leaving_while_most_feeds_hang_ends_soon(seeded: Library, site: Site) -> None:
    site.route("/hang", hang)
    opml = seeded.paths.library / "feeds.opml"
    outlines = "".join(f'<outline type="rss" xmlUrl="{site.at("/hang")}?{i}"/>' for i in range(150))
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    assert len(seeded.import_feeds(opml).added) == 150
    seeded.close()
    env = {
        **{name: str(seeded.paths.state) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")},
        "BYLINES_LIBRARY": str(seeded.paths.library),
        "PYTHONPATH": str(ROOT),
    }
    with Terminal([sys.executable, "-m", "tui.cli"], env=env) as terminal:
        terminal.wait_for("1 story")
        terminal.send("R")
        terminal.wait_for("0/150")
        terminal.settle()
        began = time.monotonic()
        terminal.send("\x11")
        assert terminal.end() == 0
        assert time.monotonic() - began < 10
    again = Library.open(seeded.paths)
    assert len(again.feeds()) == 150
    again.close()


async def test_what_hangs_can_be_stopped_and_the_rest_is_kept(seeded: Library, site: Site) -> None:
    site.route("/hang", hang)
    feed_at(site, "/feed", document("Harbour Post", "Ferry"), document("Harbour Post", "Ferry"))
    await asyncio.to_thread(seeded.add_feed, site.at("/feed"))
    opml = seeded.paths.library / "feeds.opml"
    opml.write_text(f'<opml version="2.0"><body><outline xmlUrl="{site.at("/hang")}"/></body></opml>')
    seeded.import_feeds(opml)
    async with BylinesApp(seeded).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await pilot.press("F", "R")
        await until(pilot, lambda: "1/2 · 1 new" in shown(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "stopped after Harbour Post: 1 added" in told(pilot))
        assert isinstance(pilot.app.screen, FeedsScreen)
    assert [feed.articles for feed in seeded.feeds() if feed.title == "Harbour Post"] == [1]
