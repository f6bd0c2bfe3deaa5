"""Items become drafts; teasers are told from whole articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.feedmodel import FeedItem
from index.feeds import fulltext
from index.feeds.items import digest, item_draft
from index.model import Role, SourceKind

URL = "https://herald.example/feed"
PARAGRAPH = (
    "The council of the town voted on Friday to close the bridge for a month, and the mayor said that the "
    "works would cost about two million euros, which the region is to pay. "
)
ARTICLE = f"<p>{PARAGRAPH}</p>" * 6
SUMMARY = f"<p>{PARAGRAPH}</p>"


def item(**changes: object) -> FeedItem:
    made = FeedItem(
        guid="g1",
        url="https://herald.example/a",
        title="Bridge closed",
        authors=("Jane Roe",),
        published=None,
        html="<p>One.</p><p>Two.</p>",
        full=True,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_draft_of_an_item():
    draft = item_draft(item(language="de"), feed_url=URL, outlet="Herald", partial=None)
    assert (draft.source.kind, draft.source.location, draft.source.item) == (SourceKind.FEED, URL, "g1")
    assert (draft.source_id, draft.url, draft.outlet) == ("g1", "https://herald.example/a", "Herald")
    assert [(block.role, block.text) for block in draft.blocks] == [
        (Role.TITLE, "Bridge closed"),
        (Role.BODY, "One."),
        (Role.BODY, "Two."),
    ]
    assert (draft.authors, draft.author_kind, draft.language) == (("Jane Roe",), "person", "de")
    assert item_draft(item(html=ARTICLE), feed_url=URL).language == "en"
    assert item_draft(item(), feed_url=URL, partial="a teaser").partial == "a teaser"


def test_english_that_software_declares_unasked_is_doubted():
    german = "<p>Der Rat hat am Freitag beschlossen, die Brücke für einen Monat zu schließen. </p>" * 4
    assert item_draft(item(html=german, language="en"), feed_url=URL).language == "de"
    assert item_draft(item(html=german, language="nds"), feed_url=URL).language == "nds"
    assert item_draft(item(html=ARTICLE, language="en"), feed_url=URL).language == "en"


def test_g83_an_item_without_a_guid_is_named_by_its_address_or_its_content():
    assert item_draft(item(guid=None), feed_url=URL).source.item == "https://herald.example/a"
    nameless = item(guid=None, url=None)
    assert item_draft(nameless, feed_url=URL).source.item == digest(nameless)
    assert item_draft(item(title=None), feed_url=URL).title is None


def test_g84_the_digest_is_of_the_items_own_words():
    first = digest(item())
    assert first == digest(item(guid="other", language="fr", authors=()))
    assert first == digest(
        item(html='<p class="x">One.</p>\n<p>Two.</p><img src="https://count.example/?n=77">')
    )
    assert (
        len({first, digest(item(html="<p>One.</p>")), digest(item(title="x")), digest(item(url=None))}) == 4
    )


def test_furniture_of_feeds_is_left_out():
    html = (
        '<p>One [drones].</p><p><a href="x">Continue reading</a></p><p>Read more...</p><p>Two. '
        "<a>Continue reading <span>Bridge closed</span> &rarr;</a></p>"
        '<img src="https://count.example/p.gif" width="1">'
        '<p>The post <a href="a">Bridge closed. Again</a> appeared first on <a href="h">Herald.org</a>.</p>'
    )
    assert item_draft(item(html=html), feed_url=URL).texts(Role.BODY) == ("One [drones].", "Two.")


def test_text_about_reading_on_stays():
    html = (
        "<p>She would continue reading the letter.</p><p>The post office fire first appeared on the roof.</p>"
    )
    assert len(item_draft(item(html=html), feed_url=URL).texts(Role.BODY)) == 2


def test_g80_controls_in_the_body():
    draft = item_draft(item(html="<p>e&#27;[31mred\x9b31m\u202e</p>"), feed_url=URL)
    assert not set("".join(block.text for block in draft.blocks)) & set("\x1b\x9b\u202e")


@pytest.mark.parametrize(
    ("html", "content", "full"),
    [
        (ARTICLE, True, True),
        (ARTICLE, False, False),
        (ARTICLE * 2, False, True),
        (SUMMARY, True, False),
        (SUMMARY, False, False),
        ("", True, False),
        (ARTICLE + "<p>And then … </p>", True, False),
        (ARTICLE + "<p>And then [&#8230;]</p>", True, False),
        (ARTICLE + '<p><a href="x">Read more</a></p>', True, False),
        (ARTICLE + "<p>Continue reading at the Herald</p>", True, False),
        (ARTICLE + "<p>And then [&hellip;]</p><p>The post X appeared first on Y.</p>", True, False),
        (ARTICLE + "<p>The post X. A day appeared first on Herald.org.</p>", True, True),
        (ARTICLE + '<p><a href="x">Weiterlesen »</a></p>', True, False),
        (ARTICLE + "<p>“I will read more books,” she said.</p>", True, True),
        ("<p>" + "市议会周五投票决定关闭大桥一个月。" * 20 + "</p>", True, True),
        ("<p>" + "市议会周五投票决定关闭大桥一个月。" * 5 + "</p>", True, False),
        ("<div>" * 3000 + ARTICLE + "</div>" * 3000, True, True),
        ("<script>" + "word " * 500 + "</script><p>Short.</p>", True, False),
    ],
)
def test_whole_articles_and_teasers(html, content, full):
    assert fulltext.is_full(html, content=content) is full
