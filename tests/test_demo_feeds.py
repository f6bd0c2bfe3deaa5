"""The demo of feeds does what it says: `make demo-feeds`."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index.feedstatus import FeedStatus
from index.library import Library
from tests import demo_feeds


def test_the_demo_tells_events_by_several_outlets_and_goes_on(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_feeds.time, "sleep", lambda seconds: None)
    now = [100.0]
    demo = demo_feeds.Demo(lambda: now[0])
    with demo_feeds.server(demo) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        (tmp_path / "feeds.opml").write_text(demo.opml())
        assert len(library.import_feeds(tmp_path / "feeds.opml").added) == 7
        first = library.fetch()
        assert {result.feed.title: result.feed.status for result in first.feeds} == {
            "Demo Herald": FeedStatus.OK,
            "Demo Post": FeedStatus.OK,
            "Demo Wire": FeedStatus.OK,
            "Demo Seeds (teasers)": FeedStatus.OK,
            "Demo Snail (slow)": FeedStatus.OK,
            "Demo Wreck (fails)": FeedStatus.FAILED,
            "Demo Ghost (gone)": FeedStatus.GONE,
        }
        assert (first.report.added, first.report.partial) == (3 * 3 + 5, 0)
        assert max(len(story.outlets) for story in library.stories()) >= 3
        unchanged = library.fetch()
        assert {result.feed.status for result in unchanged.feeds} == {FeedStatus.UNCHANGED}
        now[0] += 3 * demo_feeds.EVERY
        assert library.fetch().report.added == 3 + 2 + 1
        assert library.add([f"{demo.origin}/"]).unchanged == 6
        now[0] += 9 * demo_feeds.EVERY
        library.fetch()
        told = [story for story in library.stories() if "Demo Herald" in story.outlets]
        assert len(told) == demo_feeds._SHOWN
        # Different events stay apart, and the same one is found whoever tells it.
        assert all(len(story.articles) == len(story.outlets) for story in told)
        assert sum(len(story.outlets) == 3 for story in told) >= 10
        running.shutdown()
        thread.join()
