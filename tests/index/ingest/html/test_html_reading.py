"""Pages to text with roles, and what hostile pages must not do to it; in this process."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.ingest.html.model import Page
from index.ingest.html.reading import read
from index.model import Role
from index.text import clean_line
from tests.bench.evaluate_extraction import Tally
from tests.bench.news_pages import NewsPage, pages
from tests.index.ingest.html_pages import FIRST, PARAGRAPHS, SECOND, THIRD, page


def body(found: Page) -> list[str]:
    return [text for role, text in found.blocks if role is Role.BODY]


@pytest.mark.parametrize("each", pages(), ids=lambda each: each.name)
def test_every_kind_of_page_gives_its_text(each: NewsPage) -> None:
    found = read(each.html.encode(), url=f"https://news.example/2023/05/{each.name}")
    assert found.wall is None
    text = "\n".join(text for role, text in found.blocks if role not in (Role.TITLE, Role.CAPTION))
    assert Tally().count(each.gold, text) > 0.93


def test_roles_in_reading_order() -> None:
    found = page(
        f"<article><h1>Drones fall on palace</h1><p class='standfirst'>A night of alarms in the capital.</p>"
        f"<figure><img src=a.jpg><figcaption>The palace at dawn. Photo: A. Roe</figcaption></figure>"
        f"<p>KYIV, Ukraine (AP) — {FIRST}</p><h2>What is known</h2><p>{SECOND}<br><br>{THIRD}</p>"
        f"<figure><img src=b.jpg><figcaption>Engines at the gate</figcaption></figure>"
        f"<ul><li>Two drones were seen over the river.</li><li>One window was broken.</li></ul>"
        f"<blockquote><p>“We heard a bang,” said a guard who did not give his "
        f"name.</p></blockquote></article>"
    )
    assert found.title == "Drones fall on palace"
    assert found.dateline == "KYIV, Ukraine"
    assert found.blocks == (
        (Role.DECK, "A night of alarms in the capital."),
        (Role.CAPTION, "The palace at dawn. Photo: A. Roe"),
        (Role.BODY, FIRST),
        (Role.SUBHEAD, "What is known"),
        (Role.BODY, SECOND),
        (Role.BODY, THIRD),
        (Role.CAPTION, "Engines at the gate"),
        (Role.BODY, "Two drones were seen over the river."),
        (Role.BODY, "One window was broken."),
        (Role.BODY, "“We heard a bang,” said a guard who did not give his name."),
    )


def test_a_table_is_kept_row_by_row() -> None:
    table = "<table><tr><th>Region</th><th>Dead</th></tr><tr><td>Kherson</td><td>21</td></tr></table>"
    assert "Kherson | 21" in body(page(f"<article><h1>x</h1>{PARAGRAPHS}{table}</article>"))


@pytest.mark.parametrize(
    "control", ["&#27;[31mx", "&#8;", "&#x1b;[2J", "\x1b[31m", "&#0;", "&#1;&#127;", "\x9b31m", "&#155;"]
)
def test_e57_control_references_cost_nothing(control: str) -> None:
    found = page(f"<article><h1>Drones fall on palace</h1><p>{control}{FIRST}</p><p>{SECOND}</p>{PARAGRAPHS}")
    assert FIRST[5:] in " ".join(body(found))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", str(found))
    assert "[31m" not in str(found)


def test_e58_deep_pages_keep_their_text() -> None:
    for deep in ("<span>" * 5000 + PARAGRAPHS + "</span>" * 5000, "<div>" * 50_000 + PARAGRAPHS):
        found = page(f"<article><h1>Drones fall on palace</h1>{deep}")
        assert FIRST in " ".join(body(found))


@pytest.mark.parametrize(
    "attributes",
    [
        "hidden",
        "style='display:none'",
        "style='display: none !important'",
        "style='visibility:hidden'",
        "style='color:#ffffff;background-color:white'",
        "style='color:white'",
        "style='font-size:0'",
        "style='opacity:0'",
    ],
)
def test_e59_hidden_text_is_not_shown(attributes: str) -> None:
    spam = "Buy the cheap watches of our dear friends today, they said, and buy them all at once now."
    found = page(f"<article><h1>D</h1><p>{FIRST}</p><p {attributes}>{spam}</p><p>{SECOND}</p><p>{THIRD}</p>")
    assert body(found) == [FIRST, SECOND, THIRD]


def test_e59_white_text_stays_where_a_style_sheet_may_paint_behind_it() -> None:
    head = "<link rel=stylesheet href=a.css>"
    found = page(f"<article><h1>D</h1><p>{FIRST}</p><p style='color:white'>{SECOND}</p><p>{THIRD}</p>", head)
    assert body(found) == [FIRST, SECOND, THIRD]


def test_e60_metadata_cannot_act() -> None:
    found = read(
        b"<html><head><title>[@click=app.quit]x[/] [/]\x1b]0;x\x07T</title>"
        b"<meta name=author content='Jane \x1b[31mRoe'></head><body><article>"
        + PARAGRAPHS.encode()
        + b"</article>"
    )
    assert found.title == "[@click=app.quit]x[/] [/]T"
    assert found.authors == ("Jane Roe",)


def test_e63_large_things_are_read() -> None:
    for large in (
        f"<p data-x='{'a' * 2_000_000}'>{FIRST}</p>",
        f"<p>{'a' * 2_000_000}</p>",
        "<table>" + "<tr><td>1</td><td>2</td></tr>" * 3000 + "</table>",
        f"<p>{'&amp;' * 500_000}</p>",
    ):
        found = page(f"<article><h1>Drones fall on palace</h1>{PARAGRAPHS}{large}</article>")
        assert FIRST in body(found)


def test_e66_entities_are_not_expanded() -> None:
    bomb = (
        "<!DOCTYPE html [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c SYSTEM "
        "'file:///etc/passwd'>]>"
    )
    found = read(f"{bomb}<html><body><article><h1>D</h1>{PARAGRAPHS}<p>&b; &c;</p></article>".encode())
    assert "aaaaaaaaaa" not in str(found)
    assert "root:" not in str(found)
    assert FIRST in body(found)


def test_joiners_survive_and_hyphens_go() -> None:
    found = page(
        f"<article><h1>D</h1>{PARAGRAPHS}"
        "<p>می&zwnj;خواهم and می\u200cخواهم, 👨\u200d👩\u200d👧, co&shy;op.</p>"
    )
    assert "می\u200cخواهم and می\u200cخواهم, 👨\u200d👩\u200d👧, coop." in body(found)


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (b"\xef\xbb\xbf" + "<meta charset=latin-1>naïve café".encode(), "iso-8859-1"),
        ("<meta charset=latin-1>naïve café".encode(), "iso-8859-1"),
        ("<meta charset=koi8-r>naïve café".encode("cp1252"), "windows-1252"),
        ("<meta charset=windows-1252>naïve café".encode("cp1252"), None),
        ("<meta charset=windows-1252>naïve café".encode("cp1252"), "x-klingon"),
        ("<meta charset=x-klingon>naïve café".encode(), None),
        ("naïve café".encode("utf-16"), None),
        ("<?xml version='1.0' encoding='iso-8859-1'?>naïve café".encode("latin-1"), None),
    ],
)
def test_72_character_sets_of_pages(raw: bytes, charset: str | None) -> None:
    from index.ingest.html.source import decode

    assert decode(raw, charset).endswith("naïve café")


def test_72_seven_bit_japanese() -> None:
    from index.ingest.html.source import decode

    raw = "<meta charset=iso-2022-jp>ニュース".encode("iso-2022-jp")
    assert decode(raw).endswith("ニュース")


SOUP = [
    b"<p>", b"</p>", b"<div>", b"</div>", b"<article>", b"<h1>Drones fall</h1>", b"<!--", b"-->", b"<script>",
    b"</script>", b"<meta charset=utf-16>", b"<title>T &#27;]0;x", b"<br>", b"<table><tr><td>", b"<",
    b"<base href='javascript:'>", b"&#x1b;[31m", b"&#8238;", b"&nbsp;", b"\x00", b"\xff\xfe", b"\xe2\x80",
    "\u202e[drones] é国".encode(), FIRST.encode(),
    b'<script type="application/ld+json">{"@type":"Article","author":{"name":"\\u001bJane"}}</script>',
]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=60), st.lists(st.sampled_from(SOUP), max_size=20).map(b"".join)))
@example(b"<!--" * 9999)
def test_whatever_it_is_it_is_a_page_of_clean_lines(raw: bytes) -> None:
    found = read(raw, url="https://news.example/a")
    told = [*(text for _, text in found.blocks), *found.authors]
    told += [text for text in (found.title, found.outlet) if text is not None]
    assert all(text == clean_line(text) != "" for text in told)
    assert found.url is None or found.url.startswith(("http://", "https://"))
