"""Web addresses as sources of `add`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.addresses import for_keeping
from index.library import Library
from index.model import SourceKind
from tests.index.feeds.made import TEASER, feed, item, page, rss
from tests.index.fetch.servers import Site, answer, hang

_LINK = '<link rel="alternate" type="application/rss+xml" title="Herald" href="/feed">'


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def test_an_articles_page(library: Library, site: Site) -> None:
    url = site.route("/a", page("Bridge closed"))
    report = library.add([url])
    assert (report.added, report.skipped) == (1, ())
    article = library.article(report.articles[0])
    assert (article.title, article.url, article.source.kind) == ("Bridge closed", url, SourceKind.URL)
    again = library.add([url])
    assert (again.added, again.unchanged) == (0, 1)


def test_d56_keys_in_a_typed_address_are_not_kept_with_the_article(library: Library, site: Site) -> None:
    site.route("/a", page("Bridge closed"))
    secret = site.at("/a").replace("//", "//jane:hunter2@") + "?token=s3cret&id=7"
    report = library.add([secret])
    article = library.article(report.articles[0])
    kept = for_keeping(site.at("/a?token=s3cret&id=7"))
    assert (article.url, article.source.location) == (kept, kept)
    assert "s3cret" not in kept


def test_a_feed_gives_its_items_and_is_known_when_it_is_followed(library: Library, site: Site) -> None:
    site.route("/a", page("Bridge closed"))
    url = site.route(
        "/feed", feed(item("Bridge closed", link=site.at("/a"), body=TEASER), item("Harbour opens"))
    )
    assert (library.add([url]).added, library.feeds()) == (2, [])
    library.add_feed(url)
    report = library.fetch().report
    assert (report.added, report.updated, report.unchanged) == (0, 0, 2)


def test_a_page_that_names_feeds_gives_their_items(library: Library, site: Site) -> None:
    site.route("/", page("Front page", "<p>All the news.</p>", head=_LINK))
    site.route("/feed", feed(item("Bridge closed")))
    report = library.add([site.at("/")])
    assert (report.added, len(report.skipped)) == (1, 1)
    assert site.at("/feed") in report.skipped[0].reason


def test_an_article_whose_page_names_feeds_is_the_article(library: Library, site: Site) -> None:
    report = library.add([site.route("/a", page("Bridge closed", head=_LINK))])
    assert (report.added, report.skipped, [asked.path for asked in site.asked]) == (1, (), ["/a"])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://example.org/a", "not fetched"),
        ("javascript:alert(1)", "not fetched"),
        ("http://exa mple.org/", "space"),
        ("file:///home/me/a.txt", "give its path, /home/me/a.txt"),
        ("http://me:hidden@127.0.0.1:9/a?token=hidden", "no connection"),
    ],
)
def test_what_cannot_be_had_is_skipped_and_the_rest_goes_on(
    library: Library, site: Site, seeds: Path, url: str, reason: str
) -> None:
    report = library.add([url, site.route("/a", page("Bridge closed")), str(seeds)])
    (skipped,) = report.skipped
    assert (report.added, reason in skipped.reason) == (6, True)
    assert "hidden" not in f"{skipped}"


def test_e65_what_is_no_article(library: Library, site: Site) -> None:
    urls = [
        site.route("/none", answer(b"", 404)),
        site.route("/empty", answer(b"")),
        site.route(
            "/picture", answer(b"\x89PNG\r\n\x1a\n" + b"\0" * 500, headers={"Content-Type": "image/png"})
        ),
    ]
    report = library.add(urls)
    assert (report.added, len(report.skipped)) == (0, 3)
    assert all(skipped.reason for skipped in report.skipped)


def test_a_saved_list_or_feed_is_no_article(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.opml").write_text('<?xml version="1.0"?>\n<opml version="2.0"><body/></opml>')
    (tmp_path / "b.xml").write_bytes(rss(item("Bridge closed")))
    report = library.add([str(tmp_path / "a.opml"), str(tmp_path / "b.xml")])
    assert report.added == 0
    assert ["feeds import" in skipped.reason for skipped in report.skipped] == [True, False]
    assert "feeds add" in report.skipped[1].reason


def test_a_stop_keeps_what_is_finished(library: Library, site: Site) -> None:
    urls = [site.route("/a", page("Bridge closed")), site.route("/b", hang)]
    seen: list[str] = []
    report = library.add(
        urls, on_progress=lambda step: seen.append(step.current), cancelled=lambda: bool(seen)
    )
    assert report.added <= 1
    assert library.add(urls[:1]).articles
