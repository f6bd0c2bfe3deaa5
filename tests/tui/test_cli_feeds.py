"""`bylines feeds` and `bylines fetch` against a loopback server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.index.feeds.made import TEASER, feed, item, page, rss
from tests.index.fetch.servers import Site, answer, hang
from tests.tui.test_cli import HOSTILE, REPOSITORY, Terminal

FEED_KEYS = {"id", "url", "title", "outlet", "added", "fetched", "succeeded", "status", "detail", "due"}


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


@pytest.fixture
def bylines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path, capsys)


@pytest.fixture
def opml(site: Site, tmp_path: Path) -> Path:
    """A list of one good feed, one with a teaser, and one that fails."""
    site.route("/good", feed(item("Bridge closed"), title="Example Herald"))
    site.route("/teaser", feed(item("Harbour opens", link=site.at("/h"), body=TEASER), title="Harbour Post"))
    site.route("/h", page("Harbour opens"))
    site.route("/bad", answer(b"", 500))
    urls = [site.at(path) for path in ("/good", "/teaser", "/bad")]
    outlines = "".join(f'<outline type="rss" text="Feed {url[-4:]}" xmlUrl="{url}"/>' for url in urls)
    path = tmp_path / "feeds.opml"
    path.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>')
    return path


def test_import_and_fetch(bylines: Terminal, opml: Path) -> None:
    """What the documentation shows: `bylines feeds import FILE.opml && bylines fetch`."""
    assert bylines("feeds", "import", str(opml)) == "3 feeds followed\n"
    out = bylines("fetch")
    assert out.splitlines()[-1] == "2 articles added, 0 updated, 0 unchanged, 1 skipped"
    assert "Feed good: 1 added" in out
    assert "500" in bylines.errors
    assert {story["title"] for story in bylines.json("stories")} >= {"Bridge closed"}
    assert bylines("fetch").splitlines()[-1] == "0 articles added, 0 updated, 0 unchanged"
    assert "not asked: Feed /bad" in bylines.errors


def test_json(bylines: Terminal, opml: Path, site: Site) -> None:
    found = bylines.json("feeds", "import", str(opml))
    assert [len(found[key]) for key in ("added", "known", "skipped")] == [3, 0, 0]
    report = bylines.json("fetch")
    assert set(report) >= {"added", "updated", "unchanged", "skipped", "articles", "feeds"}
    assert (report["added"], len(report["articles"]), len(report["skipped"])) == (2, 2, 1)
    results = {one["url"]: one for one in report["feeds"]}
    assert set(results[site.at("/good")]) >= {
        "id",
        "url",
        "title",
        "status",
        "detail",
        "added",
        "updated",
        "unchanged",
        "partial",
    }
    assert [results[site.at(path)]["status"] for path in ("/good", "/teaser", "/bad")] == [
        "ok",
        "ok",
        "failed",
    ]
    cards = bylines.json("feeds")
    assert all(set(card) >= FEED_KEYS | {"articles", "unread"} for card in cards)
    assert sum(card["unread"] for card in cards) == 2
    assert bylines.json("feeds", "list") == cards


def test_an_article_says_that_it_is_a_part(bylines: Terminal, site: Site) -> None:
    bylines("feeds", "add", site.route("/feed", feed(item("Bridge closed", guid="1", body=TEASER))))
    assert bylines("fetch").splitlines()[-1].endswith("1 only in part")
    (story,) = bylines.json("stories")
    (article,) = story["articles"]
    assert "teaser" in article["partial"]
    assert bylines.json("show", story["id"])["articles"][0]["partial"] == article["partial"]
    assert article["partial"] in bylines("show", article["id"])


def test_add_remove_export(bylines: Terminal, site: Site, tmp_path: Path) -> None:
    site.route("/feed", feed(item("Bridge closed")))
    (card,) = bylines.json("feeds", "add", site.at("/feed"), "--outlet", "Herald")
    assert (card["outlet"], card["status"]) == ("Herald", "new")
    assert bylines("feeds", "add", site.at("/feed"), site.at("/none"), status=1).startswith(
        "followed already"
    )
    assert "404" in bylines.errors
    bylines("feeds", "export", "-o", str(tmp_path / "out.opml"))
    (outline,) = ElementTree.parse(tmp_path / "out.opml").iter("outline")
    assert outline.attrib["xmlUrl"] == site.at("/feed")
    told = bylines("feeds", "export")
    assert told == (tmp_path / "out.opml").read_text() == bylines("feeds", "export", "-o", "-")
    (tmp_path / "out.opml").write_text("mine")
    bylines("feeds", "export", "-o", str(tmp_path / "out.opml"), status=1)
    assert "there already" in bylines.errors
    assert (tmp_path / "out.opml").read_text() == "mine"
    bylines("feeds", "export", "-o", str(tmp_path / "out.opml"), "--force")
    assert (tmp_path / "out.opml").read_text() == told
    assert bylines.json("fetch", "herald")["added"] == 1
    assert "its 1 article stay" in bylines("feeds", "remove", "example", "herald")
    assert (bylines.json("feeds"), len(bylines.json("stories"))) == ([], 1)
    bylines("feeds", "remove", "nobody", status=1)
    assert "bylines feeds" in bylines.errors


def test_fetch_could_not(bylines: Terminal, site: Site, seeds: Path) -> None:
    bylines("add", str(seeds))
    bylines("fetch")
    assert "no feeds yet" in bylines.errors
    bylines("fetch", "nobody", status=1)
    bylines("feeds", "add", site.route("/busy", answer(b"", 503, {"Retry-After": "600"})))
    bylines("fetch")
    assert "not asked" in bylines.errors
    bylines("fetch", "--force", status=1)
    bylines("feeds", "import", str(seeds / "none.opml"), status=1)
    assert "none.opml" in bylines.errors


def test_what_feeds_say_cannot_act_on_the_terminal(bylines: Terminal, site: Site) -> None:
    raw = rss(item(HOSTILE, body=TEASER), title=HOSTILE).replace(b"\x1b", b"&#27;")
    hostile = answer(raw, headers={"Content-Type": "application/rss+xml"})
    bylines("feeds", "add", site.route("/feed", hostile))
    for words in (("fetch",), ("feeds",), ("feeds", "export"), ("stories",), ("feeds", "--json")):
        bylines(*words)


def test_add_takes_addresses(bylines: Terminal, site: Site) -> None:
    report = bylines.json("add", site.route("/a", page("Bridge closed")), site.at("/none"))
    assert (report["added"], [one["source"] for one in report["skipped"]]) == (1, [site.at("/none")])


def test_h107_ctrl_c_keeps_what_is_finished(site: Site, tmp_path: Path) -> None:
    urls = [site.route("/good", feed(item("Bridge closed")))]
    with Site("127.0.0.2") as slow:
        urls += [slow.route(f"/{number}", hang) for number in range(20)]
        library = ["--library", str(tmp_path / "library")]
        call = [sys.executable, "-m", "tui.cli", *library]
        env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
        opml = tmp_path / "feeds.opml"
        outlines = "".join(f"<outline text='F' xmlUrl='{url}'/>" for url in urls)
        opml.write_text(f"<opml><body>{outlines}</body></opml>")
        subprocess.run(
            [*call, "feeds", "import", str(opml)], env=env, check=True, capture_output=True, timeout=60
        )
        process = subprocess.Popen([*call, "fetch"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, errors = process.communicate(timeout=30)
        assert time.monotonic() - began < 10
    assert process.returncode == 130
    assert b"1 article added" in out
    assert b"stopped" in errors
