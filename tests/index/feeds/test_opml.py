"""OPML of other readers comes in entry by entry; what goes out can be read again."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NotAFeedError
from index.feedmodel import FeedCard, FeedLink
from index.feeds.opml import MAX_OUTLINES, read_opml, write_opml
from index.text import clean_line


def opml(body: str, head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<opml version="2.0"><body>{body}</body></opml>'.encode()
    )


def reasons(raw: bytes) -> dict[str, str]:
    return {skipped.source: skipped.reason for skipped in read_opml(raw)[1]}


def test_folders_are_opened_and_titles_kept():
    links, skipped = read_opml(
        opml(
            '<outline text="News"><outline text="Müller &amp; Пресса" '
            'type="rss" xmlUrl="https://a.example/f?x=1&amp;y=2"/>'
            '<outline title="B" xmlUrl=" https://b.example/f "></outline></outline>'
        )
    )
    assert links == (
        FeedLink("https://a.example/f?x=1&y=2", "Müller & Пресса"),
        FeedLink("https://b.example/f", "B"),
    )
    assert skipped == ()


def test_d55_commands_and_local_paths_are_left_out():
    raw = opml(
        '<outline text="pipe" xmlUrl="|~/x.sh"/><outline text="path" xmlUrl="file:///etc/passwd"/>'
        '<outline text="filter" xmlUrl="https://a.example/f" filtercmd="x"/>'
        '<outline text="home" xmlUrl="~/x"/>'
        '<outline text="script" xmlUrl="javascript:x"/><outline text="exec" xmlUrl="exec:ls"/>'
    )
    assert read_opml(raw)[0] == ()
    found = reasons(raw)
    assert "command" in found["pipe"]
    assert "command" in found["filter"]
    assert "local path" in found["path"]
    assert "local path" in found["home"]
    assert "http" in found["script"]
    assert "http" in found["exec"]


def test_g90_what_is_wrong_is_reported_entry_by_entry():
    raw = opml(
        '<outline text="AT&T" xmlUrl="http://a.example/x?a=1&b=2"/><outline text="again" '
        'xmlUrl="http://a.example/x?a=1&amp;b=2"/><outline text="nothing"/>'
        '<outline text="list" type="include" url="http://a.example/other.opml"/><outline text="page" htmlUrl="http://a.example/"/>'
        "<outline text=broken xmlUrl='http://b.example/'/><outline xmlUrl='http://c.example/' text='<b>'/>"
    )
    links, skipped = read_opml(raw)
    assert [link.url for link in links][:1] == ["http://a.example/x?a=1&b=2"]
    assert links[0].title == "AT&T"
    assert {link.url for link in links} == {
        "http://a.example/x?a=1&b=2",
        "http://b.example/",
        "http://c.example/",
    }
    found = reasons(raw)
    assert "twice" in found["again"]
    assert "xmlUrl" in found["nothing"]
    assert "another list" in found["list"]
    assert "page" in found["page"]
    assert len(skipped) == 4


def test_g90_nested_ever_so_deeply():
    links, skipped = read_opml(
        opml(
            '<outline text="a">' * 20_000
            + '<outline text="z" xmlUrl="http://a.example/"/>'
            + "</outline>" * 20_000
        )
    )
    assert [link.title for link in links] == ["z"]
    assert skipped == ()


def test_g90_number_of_entries_is_capped():
    outlines = "".join(
        f'<outline text="{n}" xmlUrl="http://a.example/{n}"/>' for n in range(MAX_OUTLINES + 5)
    )
    links, skipped = read_opml(opml(outlines))
    assert len(links) == MAX_OUTLINES
    assert "import the rest apart" in skipped[0].reason


def test_g78_g79_entities_in_a_list_are_refused():
    for entity in ('<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/hostname">'):
        with pytest.raises(NotAFeedError, match="entities"):
            read_opml(
                opml('<outline text="&a;" xmlUrl="http://a.example/"/>', head=f"<!DOCTYPE opml [{entity}]>")
            )


@pytest.mark.parametrize(
    "raw", [b"", b"hello", b"<rss version='2.0'><channel/></rss>", b"{}", b"<html><p>x</html>"]
)
def test_what_is_no_list(raw):
    with pytest.raises(NotAFeedError):
        read_opml(raw)


def test_a20_controls_in_titles():
    ((link,), _) = read_opml(
        opml('<outline text="e&#27;[31mred\x9b31m" xmlUrl="http://a.example/\x1b]0;x\x07"/>')
    )
    assert not set(f"{link.title}{link.url}") & set("\x1b\x07\x9b")


def card(url: str, title: str) -> FeedCard:
    return FeedCard(id="x", url=url, title=title, outlet=None, added="2023-05-06T09:39:00+00:00")


ADDRESSES = st.tuples(
    st.sampled_from(["http", "https"]),
    st.from_regex(r"[a-z]{1,9}", fullmatch=True),
    st.text("abc?&=%+\"'<>#é/.", max_size=20),
).map(lambda parts: f"{parts[0]}://{parts[1]}.example/{parts[2]}")


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(ADDRESSES, st.text(max_size=40), max_size=5))
def test_what_is_written_is_read_again(feeds):
    cards = [card(url, title) for url, title in feeds.items()]
    written = write_opml(cards)
    assert ElementTree.fromstring(written.encode()).get("version") == "2.0"
    links, skipped = read_opml(written.encode())
    assert skipped == ()
    assert links == tuple(FeedLink(feed.url, clean_line(feed.title)[:300] or feed.url) for feed in cards)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.text("<>/ outline xmlUrl=\"'&;!-[]", max_size=200).map(str.encode))
)
def test_any_bytes_are_a_list_or_none(raw):
    for body in (raw, b"<opml><body>" + raw):
        try:
            links, _ = read_opml(body)
        except NotAFeedError:
            continue
        assert all(link.url.startswith(("http://", "https://")) for link in links)
