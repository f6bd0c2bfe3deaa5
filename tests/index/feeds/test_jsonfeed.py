"""JSON Feed 1 and 1.1, and JSON that is anything else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NotAFeedError
from index.feeds import jsonfeed
from index.feeds.items import item_draft
from index.feeds.parse import parse_feed
from index.text import clean, clean_line

URL = "https://herald.example/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def raw(**feed: Any) -> bytes:
    return json.dumps({"version": VERSION, "title": "Herald", **feed}).encode()


def test_g88_json_feed_1_1():
    feed = parse_feed(
        raw(
            home_page_url="/",
            language="de-AT",
            authors=[{"name": "The Desk"}],
            items=[
                {
                    "id": 7,
                    "url": "/a",
                    "title": "R&amp;D \x1b[31mx",
                    "content_html": "<p>One.</p>",
                    "date_published": "2023-05-06T09:39:00+02:00",
                    "authors": [{"name": "Jane Roe"}, 3, {"name": None}],
                },
                {"id": "b", "content_text": "One & two.\n\nThree <4.", "summary": "s"},
            ],
        ),
        url=URL,
    )
    assert (feed.title, feed.home, feed.language) == ("Herald", "https://herald.example/", "de")
    one, two = feed.items
    assert (one.guid, one.url, one.title, one.authors) == (
        "7",
        "https://herald.example/a",
        "R&D x",
        ("Jane Roe",),
    )
    assert str(one.published) == "2023-05-06T09:39+02:00"
    assert two.authors == ("The Desk",)
    assert two.html == "<p>One &amp; two.</p><p>Three &lt;4.</p>"
    assert [block.text for block in item_draft(two, feed_url=URL).blocks] == ["One & two.", "Three <4."]


def test_g88_version_1_names_one_author():
    data = {
        "version": "https://jsonfeed.org/version/1",
        "author": {"name": "By Jane Roe"},
        "items": [{"id": "a"}],
    }
    feed = parse_feed(json.dumps(data).encode("utf-16"), url=URL)
    assert feed.items[0].authors == ("Jane Roe",)


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "x", [], {}, [[]], {"name": []}])
def test_wrong_types_cost_a_value_and_no_feed(value):
    item = dict.fromkeys(
        [
            "url",
            "external_url",
            "title",
            "content_html",
            "summary",
            "date_published",
            "authors",
            "author",
            "language",
        ],
        value,
    )
    feed = parse_feed(
        raw(
            title=value,
            home_page_url=value,
            language=value,
            authors=value,
            items=[{"id": "a", **item}, value],
        ),
        url=URL,
    )
    assert feed.items[0].guid == "a"


def test_the_number_of_items_is_capped():
    feed = jsonfeed.parse(raw(items=[{"id": n} for n in range(9)]), url=URL, most=4)
    assert [item.guid for item in feed.items] == ["0", "1", "2", "3"]
    assert "9 items, of which 4 were read" in (feed.damaged or "")


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"items": []}',
        '{"version": 1}',
        '[{"id": 1}]',
        '{"items": [' + "1" * 5000,
    ],
)
def test_g87_json_that_is_no_feed(text):
    with pytest.raises(NotAFeedError):
        parse_feed(text.encode(), url=URL)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "url", "title", "authors", "content_html", "items", "name"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(JSON)
def test_any_json_is_a_feed_or_none(value):
    for data in (value, {"version": VERSION, "items": [value]}, {"version": VERSION, "items": value}):
        try:
            feed = parse_feed(json.dumps(data).encode(), url=URL)
        except NotAFeedError:
            continue
        for item in feed.items:
            draft = item_draft(item, feed_url=URL)
            assert draft.source.location and draft.digest
            assert (draft.title or "") == clean_line(draft.title or "")
            assert all(block.text == clean(block.text).strip() != "" for block in draft.blocks)
