"""Feed documents of every kind become items; hostile ones are refused or read as far as they go."""

from __future__ import annotations

import re
import resource
import sys
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NotAFeedError
from index.feedmodel import FeedItem, ParsedFeed
from index.feeds import gate, parse
from index.feeds.items import item_draft
from index.feeds.parse import parse_feed
from index.model import Role

URL = "https://herald.example/feeds/news.xml"
NAMESPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:media="http://search.yahoo.com/mrss/"'
)


def rss(items: str, head: str = "<title>Herald</title><link>https://herald.example/</link>") -> str:
    return f'<rss version="2.0" {NAMESPACES}><channel>{head}{items}</channel></rss>'


def read(text: str | bytes, url: str = URL, content_type: str | None = None) -> ParsedFeed:
    return parse_feed(text.encode() if isinstance(text, str) else text, url=url, content_type=content_type)


def only(text: str | bytes, url: str = URL, content_type: str | None = None) -> FeedItem:
    (item,) = read(text, url, content_type).items
    return item


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("<guid>4711</guid>", None),
        ("<guid>https://herald.example/a</guid>", "https://herald.example/a"),
        ("<guid>/a</guid>", "https://herald.example/a"),
        ("<link>a</link><guid>a</guid>", "https://herald.example/a"),
        ('<guid isPermaLink="false">/a</guid>', None),
    ],
)
def test_a_guid_is_an_address_only_when_it_looks_like_one(given, url):
    item = only(rss(f"<item><title>T</title>{given}</item>"), "https://herald.example/feed.xml")
    assert item.url == url


def test_rss_with_its_usual_extensions():
    feed = read(
        '<?xml version="1.0" encoding="UTF-8"?>'
        + rss(
            "<language>en-US</language><item><title>AT&amp;amp;T &amp;#8217;s &lt;b&gt;day&lt;/b&gt;</title>"
            '<link>https://herald.example/a</link><guid isPermaLink="false">tag:1</guid>'
            "<dc:creator>Jane Roe and John Doe</dc:creator><pubDate>Sat, 06 May 2023 09:39:12 +0200</pubDate>"
            "<description>Short.</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]>"
            "</content:encoded></item>"
        )
    )
    assert (feed.title, feed.home, feed.language, feed.damaged) == (
        "Herald",
        "https://herald.example/",
        "en",
        None,
    )
    (item,) = feed.items
    assert item.title == "AT&T ’s day"
    assert (item.guid, item.url) == ("tag:1", "https://herald.example/a")
    assert item.authors == ("Jane Roe", "John Doe")
    assert str(item.published) == "2023-05-06T09:39+02:00"
    assert item.html == "<p>One.</p><p>Two.</p>"
    assert item.language == "en"
    assert not item.full


@pytest.mark.parametrize(
    "text",
    [
        '<rss version="0.91"><channel><title>F</title><item><title>T</title><link>http://h.example/a</link>'
        "<description>D</description></item></channel></rss>",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        '<channel rdf:about="http://h.example/"><title>F</title></channel><item rdf:about="http://h.example/a">'
        "<title>T</title><link>http://h.example/a</link><description>D</description></item></rdf:RDF>",
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>F</title><entry><title>T</title>'
        '<link rel="alternate" type="text/html" href="http://h.example/a"/><id>x</id><summary>D</summary>'
        "</entry></feed>",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>T</title>'
        '<link rel="self" href="http://h.example/self"/><link href="http://h.example/a"/><id>x</id>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>D</p></div></content></entry></feed>',
        '<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">F</title><entry><title type="html">T'
        '</title><link href="http://h.example/a"/><id>x</id>'
        '<content type="html">&lt;p&gt;D&lt;/p&gt;</content>'
        "</entry></feed>",
    ],
    ids=["rss091", "rdf", "atom03", "atom10-xhtml", "atom10-html"],
)
def test_g88_every_kind_of_xml_feed(text):
    feed = read(text)
    assert feed.title == "F"
    (item,) = feed.items
    assert (item.title, item.url) == ("T", "http://h.example/a")
    assert item_draft(item, feed_url=URL).texts(Role.BODY) == ("D",)


def test_a_description_of_media_is_text():
    item = only(rss("<item><title>T</title><media:description>What it shows.</media:description></item>"))
    assert "What it shows." in item.html


def laughs(root: str) -> bytes:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a0 "lol">{lines}]>'.encode()


@pytest.mark.parametrize(
    "raw",
    [
        laughs("rss") + rss("<item><title>&a9;</title></item>").encode(),
        b'<!DOCTYPE rss [<!ENTITY a "%b">]>' % (b"x" * 100_000) + rss("&a;" * 100_000).encode(),
        b"<!bogus>" + laughs("rss") + rss("<item><title>&a9;</title></item>").encode(),
        b"\xff\xfe" + ('<!DOCTYPE rss [<!ENTITY a "b">]>' + rss("")).encode("utf-16-le"),
    ],
    ids=["billion laughs", "quadratic", "broken prolog", "utf-16"],
)
def test_g78_entities_are_refused_at_once(raw):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = process_time()
    with pytest.raises(NotAFeedError, match="declares entities"):
        parse_feed(raw, url=URL)
    assert process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000


def test_g78_an_undeclared_entity_stays_as_it_is_written():
    assert only(rss("<item><title>x &a9; y</title></item>")).title == "x &a9; y"


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]>',
        '<!DOCTYPE rss SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE rss PUBLIC "-//x" "http://127.0.0.1:9/x.dtd">',
    ],
)
def test_g79_nothing_outside_is_opened(dtd):
    opened: list[str] = []
    watching = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in ("open", "socket.connect", "socket.getaddrinfo"):
            name = str(arguments[0])
            if event != "open" or "passwd" in name or "hostname" in name or "dtd" in name:
                opened.append(f"{event} {arguments}")

    sys.addaudithook(hook)
    try:
        if "ENTITY" in dtd:
            with pytest.raises(NotAFeedError):
                read(dtd + rss("<item><title>&x;</title></item>"))
        else:
            assert only(dtd + rss("<item><title>x</title></item>")).title == "x"
    finally:
        watching.clear()
    assert opened == []


@pytest.mark.parametrize(
    "written", ["e&#27;[31mred", "e&#x1B;[31mred", "e\x1b[31mred", "<![CDATA[e\x1b[31mred]]>"]
)
def test_g80_controls_never_come_through(written):
    feed = read(rss(f"<item><title>{written}</title><description>{written}</description></item>"))
    (item,) = feed.items
    assert item.title == "ered"
    assert "\x1b" not in item.html
    assert "control characters" in (feed.damaged or "")
    titled = read(rss("", head=f"<title>A{written}\x9b31m &#x202e;B</title>"))
    assert titled.title is not None
    assert not set(titled.title) & set("\x1b\x9b\u202e")


def test_g80_impossible_references_cost_a_character_and_no_feed():
    item = only(rss("<item><title>a&#99999999999;b&#xD800;c&#0;d&#xFFFF;e</title></item>"))
    assert item.title is not None
    assert item.title.replace("\ufffd", "") == "abcde"


def test_g81_only_bytes_reach_feedparser(monkeypatch):
    import feedparser

    given: list[object] = []
    true = feedparser.parse

    def spy(data, **rest):
        given.append(data)
        return true(data, **rest)

    monkeypatch.setattr(feedparser, "parse", spy)
    read(rss("<item><title>x</title></item>"))
    for path in (b"/etc/passwd", b"file:///etc/passwd", b"http://h.example/feed"):
        with pytest.raises(NotAFeedError):
            parse_feed(path, url=URL)
    assert all(isinstance(data, bytes) and data.startswith(b"<?xml") for data in given)
    assert len(given) == 1


def test_g82_relative_addresses_become_absolute_or_go():
    plain = rss("<item><title>x</title><link>/a?x=1&amp;y=2</link></item>", head="<link>..</link>")
    assert only(plain).url == "https://herald.example/a?x=1&y=2"
    assert read(plain).home == "https://herald.example/"
    based = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="http://other.example/x/"><title>F</title>'
        '<entry xml:base="y/"><title>T</title><link href="z"/></entry></feed>'
    )
    assert only(based).url == "http://other.example/x/y/z"
    assert (
        only(rss("<item><title>x</title><link>//cdn.example/x</link></item>")).url == "https://cdn.example/x"
    )


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "file:///etc/passwd", "data:x,y", "ftp://h/x", "http://[", "--x=1\n"]
)
def test_g82_other_schemes_are_dropped(link):
    url = only(rss(f"<item><title>x</title><link>{link}</link></item>")).url
    assert url is None or url.startswith("https://herald.example/")
    base = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="javascript:x"><entry><title>T</title>'
        '<link href="z"/></entry></feed>'
    )
    assert (only(base).url or "https://herald.example/").startswith("https://herald.example/")


@pytest.mark.parametrize(
    "date",
    [
        "",
        "yesterday-ish 99/99/9999",
        "Sat, 06 May 2999 09:39:00 GMT",
        "Sat, 01 Jan 0000 00:00:00 GMT",
        "Sat, 06 May 2023 09:39:00 +9999",
        "2023-05-06T09:39:00+99:99",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "Thu, 30 Feb 2023 10:00:00 GMT",
        "9" * 500,
    ],
)
def test_g85_dates_that_cannot_be(date):
    assert only(rss(f"<item><title>x</title><pubDate>{date}</pubDate></item>")).published is None


@pytest.mark.parametrize(
    ("date", "read_as"),
    [
        ("Sat, 06 May 2023 09:39:00 GMT", "2023-05-06T09:39+00:00"),
        ("6 May 2023 09:39:59 -0330", "2023-05-06T09:39-03:30"),
        ("Sat, 06 May 2023 09:39:00 EDT", "2023-05-06T09:39-04:00"),
        ("2023-05-06T09:39:00.123Z", "2023-05-06T09:39+00:00"),
        ("2023-05-06", "2023-05-06"),
        ("Sat, 06 May 23 09:39:00 GMT", "2023-05-06T09:39+00:00"),
    ],
)
def test_dates_keep_their_zone_and_precision(date, read_as):
    assert str(only(rss(f"<item><title>x</title><pubDate>{date}</pubDate></item>")).published) == read_as


def test_g86_small_faults_keep_every_item():
    broken = rss(
        "<item><title>AT&T &eacute;t\x00&eacute; &nbsp;x</title><link>/a?x=1&y=2</link></item>"
        "<item><title>second</title></item>"
    )
    feed = read(f"\n\n  <?xml version='1.0'?>{broken}")
    assert [item.title for item in feed.items] == ["AT&T été x", "second"]
    assert feed.items[0].url == "https://herald.example/a?x=1&y=2"
    assert feed.damaged


def test_g86_a_cut_feed_keeps_its_whole_items():
    text = rss(
        "".join(f"<item><title>t{n}</title><description>text {n}</description></item>" for n in range(3))
    )
    feed = read(text[: text.index("text 2") + 3])
    assert [item.title for item in feed.items] == ["t0", "t1"]
    assert "cut short" in (feed.damaged or "")


def test_g86_unclosed_tags_and_unknown_prefixes():
    feed = read("<rss><channel><title>F</title><item><title>T</title><x:y>z</x:y><b></item></channel></rss>")
    assert [item.title for item in feed.items] == ["T"]
    assert "not well-formed" in (feed.damaged or "")


def test_g86_a_doctype_is_no_danger_by_itself():
    text = '<!DOCTYPE rss PUBLIC "-//Netscape//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">'
    assert only(text + rss("<item><title>caf&eacute;</title></item>")).title == "café"


def test_a_servers_warning_before_the_feed():
    feed = read("<br />\n<b>Warning</b>: x in y\n" + rss("<item><title>x</title></item>"))
    assert [item.title for item in feed.items] == ["x"]
    assert feed.damaged


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"<!doctype html><html><head><title>404</title></head><body>gone<br></body></html>", "web page"),
        (b"plain words", "no XML element"),
        (b'{"error": "not found"}', "no JSON Feed"),
        (b"[1, 2]", "no JSON Feed"),
        (b"<opml version='2.0'><body/></opml>", "OPML"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "<svg>"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not a feed"),
    ],
)
def test_g87_what_is_no_feed_is_said_in_plain_words(raw, words):
    with pytest.raises(NotAFeedError, match=words):
        parse_feed(raw, url=URL)


def test_g89_depth_size_and_number_are_capped(monkeypatch):
    began = process_time()
    with pytest.raises(NotAFeedError, match="nested"):
        read(rss("<a>" * 100_000 + "</a>" * 100_000))
    with pytest.raises(NotAFeedError, match="nested"):
        read(rss("</b>" + "<a>" * 100_000))
    with pytest.raises(NotAFeedError, match="larger than 15 MiB"):
        parse_feed(b"x" * (gate.MAX_BYTES + 1), url=URL)
    feed = read(rss("".join(f"<item><title>{n}</title></item>" for n in range(10_000))))
    assert len(feed.items) == parse.MAX_ITEMS
    assert feed.items[0].title == "0"
    assert "10000 items, of which 2000 were read" in (feed.damaged or "")
    assert process_time() - began < 60


def test_g89_the_newest_are_kept_where_they_stand_last(monkeypatch):
    monkeypatch.setattr(parse, "MAX_ITEMS", 3)
    items = "".join(
        f"<item><title>{n}</title><pubDate>{n:02d} May 2023 10:00:00 GMT</pubDate></item>"
        for n in range(1, 9)
    )
    assert [item.title for item in read(rss(items)).items] == ["6", "7", "8"]


def test_a_misplaced_extension_costs_no_feed():
    text = '<item xmlns:gml="http://www.opengis.net/gml"><title>x</title><gml:pos>1 2</gml:pos></item>'
    assert only(rss(text)).title == "x"


ACCENTS = "<item><title>Überraschung in Orléans – “ja”</title></item>"


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (('<?xml version="1.0" encoding="UTF-8"?>' + rss(ACCENTS)).encode(), "text/xml; charset=ISO-8859-1"),
        (('<?xml version="1.0" encoding="x-klingon"?>' + rss(ACCENTS)).encode(), None),
        (('<?xml version="1.0" encoding="x-klingon"?>' + rss(ACCENTS)).encode("cp1252"), None),
        (('<?xml version="1.0" encoding="utf-16"?>' + rss(ACCENTS)).encode("utf-16"), None),
        (('<?xml version="1.0" encoding="utf-16"?>' + rss(ACCENTS)).encode("utf-16-be"), None),
        (("\ufeff" + rss(ACCENTS)).encode(), "text/html"),
        (('<?xml version="1.0" encoding="windows-1252"?>' + rss(ACCENTS)).encode("cp1252"), None),
        (rss(ACCENTS).encode("cp1252"), "text/xml; charset=windows-1252"),
    ],
)
def test_f71_f72_character_sets(raw, content_type):
    assert only(raw, content_type=content_type).title == "Überraschung in Orléans – “ja”"


def test_f71_a_servers_default_does_not_hide_what_the_prolog_says():
    raw = (
        '<?xml version="1.0" encoding="windows-1251"?>' + rss("<item><title>Новости дня</title></item>")
    ).encode("cp1251")
    assert only(raw, content_type="text/xml; charset=ISO-8859-1").title == "Новости дня"
    japanese = rss("<item><title>日本のニュース</title></item>").encode("iso-2022-jp")
    assert only(b'<?xml version="1.0" encoding="iso-2022-jp"?>' + japanese).title == "日本のニュース"


@pytest.mark.parametrize(
    "title", ["the presence of [drones]", "[@click=app.quit]x[/]", "Why <T> matters", "if a < b", "C# & C++"]
)
def test_titles_keep_what_is_no_markup(title):
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    assert only(rss(f"<item><title>{escaped}</title></item>")).title == title


PIECES = st.sampled_from(
    re.findall(
        r"\S+",
        """<rss> <channel> <item> </item> <title> </title> &a; &#27; <![CDATA[ ]]> <!--
        <!DOCTYPE~x[ <!ENTITY~a ]>
        <feed~xmlns='http://www.w3.org/2005/Atom'> <entry> </rss> <link~href='http://['/> <pubDate> </entry> é
        2023-05-06T10:00:00Z <content~type='xhtml'> <author> a@b(c) <?x <media:thumbnail> <guid> <source>
        <itunes:author> </source> ~xml:base='x' <content~type='x'~mode='base64'>""",
    )
).map(lambda piece: piece.replace("~", " "))


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300), st.lists(PIECES, max_size=25).map(lambda parts: "".join(parts).encode())
    )
)
def test_any_bytes_are_a_feed_or_none(raw):
    for prefix in (b"", b"<rss version='2.0'><channel><item>"):
        try:
            feed = parse_feed(prefix + raw, url=URL)
        except NotAFeedError as error:
            assert "\x1b" not in str(error)
            continue
        for item in feed.items:
            assert item.url is None or item.url.startswith(("http://", "https://"))
            item_draft(item, feed_url=URL)
