"""Which feeds are followed: by address, by a page that names them, by OPML; and how they are found again."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.addresses import without_secrets
from index.errors import NotAFeedError, NotFoundError, SourceError
from index.feedmodel import FeedLink
from index.feeds.following import main_feeds, typed
from index.feedstatus import FeedStatus
from index.fetch.errors import FetchError
from index.library import Library
from tests.index.feeds.made import feed, item, page
from tests.index.fetch.servers import Site, answer, redirect


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def _opml(path: Path, *outlines: str) -> Path:
    path.write_text(f"<opml version='2.0'><body>{''.join(outlines)}</body></opml>")
    return path


def _outline(url: str, title: str = "A feed") -> str:
    return f'<outline type="rss" text="{title}" xmlUrl="{url}"/>'


def _open_to_others(library: Library) -> list[str]:
    files = library.paths.database.parent.glob(f"{library.paths.database.name}*")
    return [file.name for file in files if file.stat().st_mode & 0o077]


def test_a_library_with_a_password_is_for_its_owner_alone(library: Library, tmp_path: Path) -> None:
    library.paths.database.chmod(0o644)
    library.import_feeds(_opml(tmp_path / "plain.opml", _outline("https://herald.example/feed")))
    assert library.paths.database.name in _open_to_others(library)
    library.import_feeds(_opml(tmp_path / "secret.opml", _outline("https://jo:secret@herald.example/feed")))
    assert _open_to_others(library) == []


class TestByAddress:
    def test_a_feed(self, library: Library, site: Site) -> None:
        (card,) = library.add_feed(site.route("/feed", feed(item("Bridge"))), outlet="Herald")
        assert (card.title, card.outlet, card.status) == ("Example Herald", "Herald", FeedStatus.NEW)
        assert library.add_feed(site.at("/feed"))[0].id == card.id
        assert [one.url for one in library.feeds()] == [site.at("/feed")]
        assert library.fetch().report.added == 1
        assert library.stories()[0].outlets == ("Herald",)

    def test_a_page_that_names_its_feeds(self, library: Library, site: Site) -> None:
        links = (
            '<link rel="alternate" type="application/rss+xml" title="Herald RSS" href="/rss">'
            '<link rel="alternate" type="application/atom+xml" title="Herald Atom" href="/atom">'
            '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">'
        )
        site.route("/", page("Front page", head=links))
        site.route("/rss", feed(item("Bridge")))
        assert [card.url for card in library.add_feed(site.at("/"))] == [site.at("/rss")]

    def test_no_feed_at_all(self, library: Library, site: Site) -> None:
        url = site.route("/", page("Front page"))
        with pytest.raises(NotAFeedError, match=re.escape(f"{url}: not a feed: this is a web page (look on")):
            library.add_feed(url)
        assert library.feeds() == []

    @pytest.mark.parametrize("url", ["ftp://example.org/feed", "file:///etc/passwd", "http://", "|~/x.sh"])
    def test_what_is_refused(self, library: Library, url: str) -> None:
        with pytest.raises(FetchError):
            library.add_feed(url)
        assert library.feeds() == []

    def test_nothing_there(self, library: Library, site: Site) -> None:
        with pytest.raises(FetchError, match="404"):
            library.add_feed(site.at("/none"))

    def test_one_that_cannot_be_reached_is_kept(self, library: Library, site: Site) -> None:
        with Site("127.0.0.3") as gone:
            url = gone.at("/feed")
        (card,) = library.add_feed(url)
        assert (card.url, card.status, bool(card.detail)) == (url, FeedStatus.FAILED, True)
        (card,) = library.add_feed(site.route("/busy", answer(b"", 503, {"Retry-After": "60"})))
        assert card.status is FeedStatus.WAITING

    def test_a_permanent_address_is_taken_at_once(self, library: Library, site: Site) -> None:
        site.route("/old", redirect("/new", 301))
        site.route("/new", feed(item("Bridge")))
        assert library.add_feed(site.at("/old"))[0].url == site.at("/new")

    def test_d56_secrets_are_not_shown(self, library: Library, site: Site) -> None:
        site.route("/feed", feed(item("Bridge closed"), title=""))
        url = (
            f"{site.at('/feed').replace('//', '//me:hidden@')}?token=hidden&channel=UC_x5XG1OV2P6uZZ5FSM9Ttw"
        )
        library.add_feed(url)
        report = library.fetch()
        assert report.report.added == 1
        assert site.asked[-1].headers["authorization"].startswith("Basic ")
        assert "token=hidden" in site.asked[-1].target
        told = f"{library.feeds()} {report} {library.stories()} {library.export_feeds()}"
        assert "hidden" not in told
        assert "channel=UC_x5XG1OV2P6uZZ5FSM9Ttw" in library.export_feeds()
        assert "hidden" not in library.article(report.report.articles[0]).source.location

    def test_d56_keys_in_the_links_of_items_are_not_kept(self, library: Library, site: Site) -> None:
        places = ("/a?token=hidden-1", "/a?token=hidden-2", "/b?id=7&key=hidden-3")
        for place, title in zip(places, ("Bridge", "Harbour", "School"), strict=True):
            site.route(place, page(title))
        secret = site.at("").replace("//", "//me:hidden-4@")
        items = [
            item("Bridge", link=secret + places[0], body="Bridge closed, says the mayor of it."),
            item("Harbour", link=site.at(places[1]), guid=site.at(places[1])),
            item("School", link=site.at(places[2])),
        ]
        library.add_feed(site.route("/feed", feed(*items)))
        report = library.fetch().report
        assert report.added == 3
        assert site.asked[-1].target == places[0], "its page is asked for with the key"
        articles = [library.article(each) for each in report.articles]
        assert len({article.url for article in articles}) == 3
        assert "hidden" not in f"{articles}"
        with closing(sqlite3.connect(library.paths.database)) as connection:
            assert "hidden" not in "\n".join(connection.iterdump())
        assert library.fetch(force=True).report.unchanged == 0, "they are known"

    def test_addresses_as_people_type_them(self) -> None:
        assert typed(" example.org/feed ") == "https://example.org/feed"
        assert typed("feed://example.org/feed") == typed("feed:https://example.org/feed")
        assert typed("feed:http://example.org/feed") == "http://example.org/feed"
        assert typed("example.org:8080/feed") == "https://example.org:8080/feed"
        assert typed("127.0.0.1:8080/feed") == "http://127.0.0.1:8080/feed"
        assert typed("http://u:p@example.org") == "http://u:p@example.org/"

    def test_one_feed_in_several_forms_is_one(self) -> None:
        links = [
            FeedLink(f"https://example.org/{n}", title) for n, title in enumerate(["A", "A Atom", "B", None])
        ]
        assert [link.url[-1] for link in main_feeds(links)] == ["0", "2", "3"]
        only = [FeedLink("https://example.org/comments", "Comments on a post")]
        assert main_feeds(only) == only


class TestLists:
    def test_in_and_out(self, library: Library, tmp_path: Path) -> None:
        path = _opml(
            tmp_path / "a.opml", *(_outline(f"https://example.org/{n}", f"Feed {n}") for n in range(3))
        )
        found = library.import_feeds(path)
        assert ([card.title for card in found.added], found.known) == (["Feed 0", "Feed 1", "Feed 2"], ())
        (tmp_path / "b.opml").write_text(library.export_feeds())
        again = library.import_feeds(tmp_path / "b.opml")
        assert (again.added, len(again.known)) == ((), 3)

    def test_d55_no_command_and_no_file(self, library: Library, tmp_path: Path) -> None:
        path = _opml(
            tmp_path / "a.opml",
            _outline("|~/x.sh"),
            _outline("file:///etc/passwd"),
            '<outline text="F" filtercmd="x" xmlUrl="https://example.org/f"/>',
            _outline("https://example.org/good"),
        )
        found = library.import_feeds(path)
        assert "https://example.org/good" in [card.url for card in found.added]
        assert not [card for card in library.feeds() if not card.url.startswith("https://example.org/")]
        assert len(found.skipped) >= 2

    def test_h101_a_list_names_no_private_host(self, library: Library, tmp_path: Path) -> None:
        private = [
            "http://192.168.1.1/feed",
            "http://169.254.169.254/latest",
            "http://[64:ff9b::a00:1]/",
            "http://10.1/",
            "http://router/feed",
            "http://nas.local/feed",
        ]
        path = _opml(tmp_path / "a.opml", *(_outline(url) for url in private))
        assert (library.import_feeds(path).added, library.feeds()) == ((), [])
        reasons = {skipped.reason for skipped in library.import_feeds(path).skipped}
        assert all("--allow-private" in reason for reason in reasons)
        assert len(library.import_feeds(path, allow_private=True).added) == len(private)

    def test_a_server_on_this_machine_is_ones_own(self, library: Library, site: Site, tmp_path: Path) -> None:
        site.route("/feed", feed(item("Bridge")))
        library.import_feeds(_opml(tmp_path / "a.opml", _outline(site.at("/feed"))))
        assert library.fetch().report.added == 1

    def test_a_name_that_leads_to_a_private_host_is_refused_when_fetched(
        self, library: Library, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        library._store.feeds.add(site.route("/feed", feed(item("Bridge"))), "Feed", private=False)
        (result,) = library.fetch().feeds
        assert (result.feed.status, site.asked) == (FeedStatus.FAILED, [])
        assert "private" in result.feed.detail

    @pytest.mark.parametrize("content", [b"", b"\x00\x01", b"<html></html>", b"<opml", None])
    def test_what_is_no_list(self, library: Library, tmp_path: Path, content: bytes | None) -> None:
        path = tmp_path / "a.opml"
        if content is not None:
            path.write_bytes(content)
        try:
            assert library.import_feeds(path).added == ()
        except SourceError as error:
            assert str(path) in str(error)


class TestNames:
    def test_a_feed_by_id_address_or_words(self, library: Library) -> None:
        feeds = library._store.feeds
        first, _ = feeds.add("https://example.org/a", "Example Herald: World")
        second, _ = feeds.add("https://example.org/b", "Example Herald: Sports", outlet="Herald")
        for name in (first.id, first.url, "example herald: world", "world", "herald wor"):
            assert feeds.resolve(name) == first.id
        assert feeds.resolve("https://example.org/b/") == second.id
        for name in ("herald", "nobody", "", "   "):
            with pytest.raises(NotFoundError):
                feeds.resolve(name)
        with pytest.raises(NotFoundError, match=r"several feeds.*World"):
            feeds.resolve("herald")
        with pytest.raises(NotFoundError):
            library.fetch(["world", "nobody"])

    def test_removing_a_feed_keeps_its_articles(self, library: Library, site: Site) -> None:
        library.add_feed(site.route("/feed", feed(item("Bridge"))))
        library.fetch()
        assert library.remove_feed("herald").articles == 1
        assert (library.feeds(), len(library.stories())) == ([], 1)
        library.add_feed(site.at("/feed"))
        report = library.fetch().report
        assert (report.added, report.unchanged, library.feeds()[0].articles) == (0, 1, 1)

    def test_unread_counts(self, library: Library, site: Site) -> None:
        library.add_feed(site.route("/feed", feed(item("Bridge"), item("Harbour"))))
        report = library.fetch().report
        library.set_read(report.articles[:1], True)
        assert [(card.articles, card.unread) for card in library.feeds()] == [(2, 1)]

    def test_addresses_for_showing(self) -> None:
        assert without_secrets("https://u:p@h/f?api_key=1&page=2") == "https://h/f?api_key=***&page=2"
        assert without_secrets("https://h/f?id=0123456789abcdef0123") == "https://h/f?id=0123456789abcdef0123"
