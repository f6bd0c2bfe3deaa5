"""Fetching feeds from a loopback server: what is asked, what is stored, and what is kept when it fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.feedmodel import FeedResult
from index.feeds import polling
from index.feeds.store import Followed
from index.feedstatus import FeedStatus
from index.library import Library
from index.model import Progress, Role
from tests.index.feeds.made import TEASER, feed, item, page, rss, text
from tests.index.fetch.servers import Site, answer, hang, redirect


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def _follow(library: Library, *urls: str) -> None:
    """Follow feeds that the person typed, without asking them yet."""
    for url in urls:
        library._store.feeds.add(url, url, private=True)


def _one(library: Library, *, force: bool = False, named: bool = False) -> FeedResult:
    """Fetch, when only one feed is followed."""
    names = [card.id for card in library.feeds()] if named else []
    (result,) = library.fetch(names, force=force).feeds
    return result


def _texts(library: Library) -> dict[str, str]:
    """Title and body of every article."""
    articles = library._store.articles(library._store.article_ids())
    return {article.title or "": " ".join(article.texts(Role.BODY)) for article in articles}


def _revisions(library: Library) -> list[int]:
    return sorted(library._store.revisions().values())


def _conditions(site: Site, path: str = "/feed") -> list[tuple[str | None, str | None]]:
    """The validators of each request for a path."""
    return [
        (asked.headers.get("if-none-match"), asked.headers.get("if-modified-since"))
        for asked in site.asked
        if asked.path == path
    ]


class TestItems:
    def test_whole_texts_are_articles_and_the_second_time_nothing(self, library: Library, site: Site) -> None:
        items = [item(f"Bridge {n}", link=site.at(f"/{n}"), guid=str(n)) for n in range(3)]
        _follow(library, site.route("/feed", feed(*items)))
        steps: list[Progress] = []
        report = library.fetch(on_progress=steps.append)
        assert (report.report.added, report.report.partial, report.report.skipped) == (3, 0, ())
        assert {asked.path for asked in site.asked} == {"/feed"}
        fetching = [(step.done, step.total) for step in steps if step.stage == "fetching"]
        assert (fetching[0], fetching[-1]) == ((0, 1), (1, 1))
        (card,) = library.feeds()
        assert (card.title, card.status, card.articles, card.unread) == (
            "Example Herald",
            FeedStatus.OK,
            3,
            3,
        )
        assert sum(len(story.articles) for story in library.stories()) == 3
        assert library.search("bridge river").total
        again = _one(library)
        assert (again.added, again.updated, again.unchanged) == (0, 0, 0)
        assert _revisions(library) == [1, 1, 1]

    def test_a_teaser_gets_its_whole_text_from_its_page(self, library: Library, site: Site) -> None:
        site.route("/a", page("Bridge closed"))
        _follow(library, site.route("/feed", feed(item("Bridge closed", link=site.at("/a"), body=TEASER))))
        assert (_one(library).partial, _texts(library).keys()) == (0, {"Bridge closed"})
        assert "8. time" in _texts(library)["Bridge closed"]
        (article,) = library.stories()[0].articles
        assert (article.partial, article.url) == (None, site.at("/a"))

    def test_a_teaser_whose_page_fails_is_kept_in_part_and_tried_again(
        self, library: Library, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.feeds.articles.back_off", lambda tries: 0.0)
        site.route("/a", answer(b"down", 500), answer(b"down", 500), page("Bridge closed"))
        _follow(
            library,
            site.route("/feed", feed(item("Bridge closed", link=site.at("/a"), body=TEASER), ETag='"1"')),
        )
        assert _one(library).partial == 1
        (article,) = library.stories()[0].articles
        assert "500" in (article.partial or "")
        failed = _one(library)
        assert (failed.added, failed.updated, failed.unchanged) == (0, 0, 0)
        assert _one(library).updated == 1
        assert "8. time" in _texts(library)["Bridge closed"]
        assert library.stories()[0].articles[0].partial is None
        # With a page to ask for again the feed's items are needed; after that, the validators do.
        assert _conditions(site) == [(None, None)] * 3
        library.fetch()
        assert _conditions(site)[-1] == ('"1"', None)

    def test_a_page_is_not_asked_for_ever(
        self, library: Library, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("index.feeds.articles.back_off", lambda tries: 0.0)
        _follow(library, site.route("/feed", feed(item("Bridge closed", link=site.at("/a"), body=TEASER))))
        for _ in range(5):
            library.fetch()
        assert [asked.path for asked in site.asked].count("/a") == 3

    def test_e64_a_wall_is_marked_and_is_never_the_article(self, library: Library, site: Site) -> None:
        wall = "<p>Subscribe now to continue reading. Already a subscriber? Log in.</p>"
        head = (
            '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>'
        )
        site.route("/a", page("Bridge closed", wall, head=head))
        _follow(library, site.route("/feed", feed(item("Bridge closed", link=site.at("/a"), body=TEASER))))
        assert _one(library).partial == 1
        assert _texts(library)["Bridge closed"].startswith("The council met on Friday")

    def test_a_stored_text_outlives_a_failed_refetch(self, library: Library, site: Site) -> None:
        site.route("/a", page("Bridge closed"), answer(b"", 404))
        site.route(
            "/feed",
            feed(item("Bridge closed", link=site.at("/a"), guid="1", body=TEASER)),
            feed(item("Bridge closed", link=site.at("/a"), guid="1", body="Another teaser …")),
        )
        _follow(library, site.at("/feed"))
        library.fetch()
        before = _texts(library)
        failed = _one(library)
        assert (failed.unchanged, failed.partial) == (1, 0)
        assert (_texts(library), _revisions(library)) == (before, [1])
        assert library.stories()[0].articles[0].partial is None

    def test_g84_an_edited_item_is_a_revision(self, library: Library, site: Site) -> None:
        site.route(
            "/feed",
            feed(item("Bridge closed", link=site.at("/a"), guid="1")),
            feed(item("Bridge closed for good", link=site.at("/a"), guid="1", body=text("a city", 16))),
            feed(item("Bridge closed for good", link=site.at("/a"), guid="1", body=text("a city", 8))),
        )
        _follow(library, site.at("/feed"))
        added, edited, shortened = _one(library), _one(library), _one(library)
        assert (added.added, edited.updated, shortened.updated) == (1, 1, 1)
        (article_id,) = library._store.article_ids()
        assert library.article(article_id, 1).title == "Bridge closed"
        assert library.article(article_id).revision == 3

    def test_g83_guids_that_change_make_no_new_articles(self, library: Library, site: Site) -> None:
        answers = [feed(item("Bridge closed", link=site.at("/a"), guid=f"g{n}")) for n in range(3)]
        _follow(library, site.route("/feed", *answers))
        assert [_one(library).added for _ in range(3)] == [1, 0, 0]
        assert _revisions(library) == [1]

    def test_g83_one_guid_for_two_items_loses_none(self, library: Library, site: Site) -> None:
        one = item("Bridge closed", guid="x")
        two = item("Harbour opens", guid="x", body=text("a harbour"))
        _follow(library, site.route("/feed", feed(one, two), feed(two), feed(one), feed(one, two)))
        assert [(_one(library).added) for _ in range(4)] == [2, 0, 0, 0]
        assert (set(_texts(library)), _revisions(library)) == ({"Bridge closed", "Harbour opens"}, [1, 1])

    def test_an_item_without_an_address_stays_in_part(self, library: Library, site: Site) -> None:
        _follow(library, site.route("/feed", feed(item("Bridge closed", guid="1", body=TEASER))))
        assert _one(library).partial == 1
        assert "no address" in (library.stories()[0].articles[0].partial or "")

    def test_an_item_page_in_a_private_network_is_refused(self, library: Library, site: Site) -> None:
        with Site("127.0.0.2") as other:
            link = other.route("/admin", page("Secret"))
            _follow(library, site.route("/feed", feed(item("Bridge closed", link=link, body=TEASER))))
            library.fetch()
            assert other.asked == []
        assert "private" in (library.stories()[0].articles[0].partial or "")

    def test_outlets_of_an_aggregator_are_not_its_title(self, library: Library, site: Site) -> None:
        head = '<meta property="og:site_name" content="Harbour Post">'
        link = site.route("/h", page("Harbour opens", head=head))
        site.route(
            "/feed",
            answer(
                rss(
                    item("Bridge closed", link=f"{site.at('/b')}"),
                    item("Harbour opens", link=link, body=TEASER),
                    title="All the News",
                    link="https://news.example/",
                )
            ),
        )
        _follow(library, site.at("/feed"))
        library.fetch()
        outlets = {card.title: card.outlet for story in library.stories() for card in story.articles}
        assert outlets == {"Bridge closed": "127.0.0.1", "Harbour opens": "Harbour Post"}


class TestDue:
    @pytest.mark.parametrize(
        ("status", "due", "asked"),
        [
            ("new", None, "yes yes yes"),
            ("ok", None, "yes yes yes"),
            ("failed", 600, "no yes yes"),
            ("failed", -600, "yes yes yes"),
            ("waiting", 600, "no no yes"),
            ("waiting", -600, "yes yes yes"),
            ("gone", None, "no yes no"),
            ("failed", 10 * 86_400, "yes yes yes"),  # written while the clock was wrong
        ],
    )
    def test_who_is_asked(self, status: str, due: int | None, asked: str) -> None:
        """By `fetch`, by `fetch NAME`, and by `fetch --force`."""
        later = (
            None
            if due is None
            else (datetime.now(UTC) + timedelta(seconds=due)).isoformat(timespec="seconds")
        )
        card = Followed(1, "f1", "https://h/", "A", None, False, FeedStatus(status), later, 1)
        found = [
            bool(polling.due([card], named=named, force=force))
            for named, force in ((False, False), (True, False), (False, True))
        ]
        assert found == [word == "yes" for word in asked.split()]


class TestManners:
    def test_h102_validators_come_from_a_good_answer_only(self, library: Library, site: Site) -> None:
        site.route(
            "/feed",
            answer(b"<html><body>Gone fishing</body></html>", headers={"ETag": '"0"'}),
            feed(item("Bridge closed"), ETag='W/"1"', Last_Modified="Fri, 05 May 2023 10:00:00 GMT"),
            answer(status=304, headers={"ETag": '"2"'}),
            answer(b"", headers={"ETag": '"3"'}),
            answer(status=304),
        )
        _follow(library, site.at("/feed"))
        statuses = [_one(library, named=True).feed.status for _ in range(5)]
        assert statuses == ["failed", "ok", "unchanged", "failed", "unchanged"]
        kept = ('W/"1"', "Fri, 05 May 2023 10:00:00 GMT")
        assert _conditions(site) == [(None, None), (None, None), kept, kept, kept]
        assert set(_texts(library)) == {"Bridge closed"}

    def test_h102_a_304_that_nobody_asked_for_is_a_failure(self, library: Library, site: Site) -> None:
        _follow(library, site.route("/feed", answer(status=304)))
        assert _one(library).feed.status is FeedStatus.FAILED

    @pytest.mark.parametrize("status", [429, 503])
    def test_h103_a_wish_to_wait_is_kept(self, library: Library, site: Site, status: int) -> None:
        site.route("/feed", answer(b"", status, {"Retry-After": "3600"}), feed(item("Bridge closed")))
        with Site("127.0.0.2") as other:
            _follow(library, site.at("/feed"), other.route("/feed", feed(item("Harbour opens"))))
            results = {result.feed.url: result for result in library.fetch().feeds}
            waiting = results[site.at("/feed")].feed
            assert (waiting.status, results[other.at("/feed")].added) == (FeedStatus.WAITING, 1)
            assert waiting.due is not None and waiting.fetched is not None and waiting.due > waiting.fetched
            assert [result.feed.url for result in library.fetch().feeds] == [other.at("/feed")]
        assert library.fetch([waiting.id]).feeds == ()
        assert library.fetch([waiting.id], force=True).report.added == 1

    def test_a_failed_feed_is_left_alone_unless_it_is_named(self, library: Library, site: Site) -> None:
        _follow(library, site.route("/feed", answer(b"", 500), feed(item("Bridge closed"))))
        failed = _one(library).feed
        assert (failed.status, failed.failures) == (FeedStatus.FAILED, 1)
        assert "500" in failed.detail
        assert library.fetch().feeds == ()
        assert _one(library, named=True).feed.failures == 0

    def test_h104_a_feed_that_is_gone_is_asked_only_by_name(self, library: Library, site: Site) -> None:
        _follow(library, site.route("/feed", answer(b"", 410), feed(item("Bridge closed"))))
        assert _one(library).feed.status is FeedStatus.GONE
        assert (library.fetch().feeds, library.fetch(force=True).feeds) == ((), ())
        assert _one(library, named=True).added == 1

    @pytest.mark.parametrize(("status", "moves"), [(301, True), (308, True), (302, False), (307, False)])
    def test_h104_only_a_permanent_redirect_moves_a_feed(
        self, library: Library, site: Site, status: int, moves: bool
    ) -> None:
        site.route("/old", redirect("/new", status))
        site.route("/new", feed(item("Bridge closed", link=site.at("/a"), guid="1")))
        _follow(library, site.at("/old"))
        assert _one(library).feed.url == site.at("/new" if moves else "/old")
        assert (_one(library).added, _revisions(library)) == (0, [1])

    def test_a_redirect_to_what_is_no_feed_moves_nothing(self, library: Library, site: Site) -> None:
        site.route("/old", redirect("/portal", 301))
        site.route("/portal", page("Log in to the hotel's network"))
        _follow(library, site.at("/old"))
        failed = _one(library).feed
        assert (failed.url, failed.status) == (site.at("/old"), FeedStatus.FAILED)
        assert "not a feed" in failed.detail

    def test_h104_reasons_are_told(self, library: Library, site: Site) -> None:
        site.route("/login", answer(b"", 401))
        site.route("/robot", answer(b"", 403, {"cf-mitigated": "challenge"}))
        _follow(library, site.at("/login"), site.at("/robot"))
        details = {result.feed.url: result.feed.detail for result in library.fetch().feeds}
        assert "401" in details[site.at("/login")]
        assert "Cloudflare" in details[site.at("/robot")]

    def test_force_asks_for_everything(self, library: Library, site: Site) -> None:
        _follow(library, site.route("/feed", feed(item("Bridge closed"), ETag='"1"')))
        library.fetch()
        library.fetch(force=True)
        assert _conditions(site) == [(None, None), (None, None)]

    def test_g86_a_damaged_feed_gives_what_it_has(self, library: Library, site: Site) -> None:
        broken = rss(item("Bridge closed"), item("Harbour opens"))[:-60]
        _follow(library, site.route("/feed", answer(broken, headers={"Content-Type": "text/xml"})))
        result = _one(library)
        assert (result.feed.status, result.added >= 1) == (FeedStatus.DAMAGED, True)
        assert result.feed.detail


class TestMany:
    def test_a_bad_feed_stops_no_other(self, library: Library, site: Site) -> None:
        for number in range(8):
            good = feed(item(f"Bridge {number}", body=text(f"town {number}")), title=f"Herald {number}")
            bad = (
                answer(b"\xff\x00 no feed"),
                answer(b"", 500),
                answer(b"{}"),
                redirect("file:///etc/passwd"),
            )
            site.route(f"/{number}", good if number % 2 else bad[number // 2])
        _follow(library, *(site.at(f"/{number}") for number in range(8)))
        report = library.fetch()
        assert (report.report.added, len(report.feeds), len(report.report.skipped)) == (4, 8, 4)
        assert all(skipped.reason for skipped in report.report.skipped)

    def test_a_mistake_of_ours_costs_one_feed(
        self, library: Library, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        parse = polling.parse_feed

        def failing(raw: bytes, *, url: str, content_type: str | None = None) -> object:
            if url.endswith("/bad"):
                raise ZeroDivisionError("1/0")
            return parse(raw, url=url, content_type=content_type)

        monkeypatch.setattr(polling, "parse_feed", failing)
        _follow(library, *(site.route(path, feed(item("Bridge"), title=path)) for path in ("/bad", "/good")))
        report = library.fetch()
        assert report.report.added == 1
        assert "ZeroDivisionError" in report.report.skipped[0].reason

    def test_h107_200_feeds_of_which_150_hang(self, library: Library, site: Site) -> None:
        with Site("127.0.0.2") as slow:
            urls = [slow.route(f"/{number}", hang) for number in range(150)]
            for number in range(50):
                urls.append(
                    site.route(f"/{number}", feed(item(f"Bridge {number}"), title=f"Herald {number}"))
                )
            _follow(library, *urls)
            ended: list[float] = []

            def stop() -> bool:
                if not ended and library._store.counts()[0] == 50:
                    ended.append(time.monotonic())
                return bool(ended)

            report = library.fetch(cancelled=stop)
            assert time.monotonic() - ended[0] < 10
            assert report.report.added == len(report.feeds) == 50
            assert max(site.most, slow.most) <= 2

    def test_what_was_stopped_goes_on_where_it_was(
        self, library: Library, site: Site, tmp_path: Path
    ) -> None:
        """Finished items are kept, but no validators, so that the rest comes with the next run."""
        items = [item(f"Bridge {n}", link=site.at(f"/{n}"), body=TEASER) for n in range(3)]
        site.route("/feed", feed(*items, ETag='"1"'))
        site.route("/0", page("Bridge 0"))
        site.route("/1", hang, page("Bridge 1"))
        site.route("/2", hang, page("Bridge 2"))
        _follow(library, site.at("/feed"))
        began = time.monotonic()
        report = library.fetch(cancelled=lambda: library._store.counts()[0] == 1)
        assert time.monotonic() - began < 15
        assert (report.report.added, report.feeds) == (1, ())
        assert library.feeds()[0].status is FeedStatus.NEW
        assert len(library.stories()) == 1
        assert _one(library).added == 2
        assert _conditions(site) == [(None, None), (None, None)]
        assert set(_texts(library)) == {"Bridge 0", "Bridge 1", "Bridge 2"}
        assert [asked.path for asked in site.asked].count("/0") == 1

    def test_a_feed_removed_meanwhile_disturbs_nothing(self, library: Library, site: Site) -> None:
        _follow(library, site.route("/feed", feed(item("Bridge closed"))))

        def remove(step: Progress) -> None:
            for card in library.feeds():
                library.remove_feed(card.id)

        assert library.fetch(on_progress=remove).report.added == 1
        assert (library.feeds(), set(_texts(library))) == ([], {"Bridge closed"})
