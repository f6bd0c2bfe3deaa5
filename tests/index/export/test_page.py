"""The page is what it says it is: complete, reachable, the same again, open to those who hear it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest

from index.compared import Comparison
from index.dossier import dossier
from index.export.markdown import markdown
from index.export.markup import inside, stylesheet, tag, text, web
from index.export.page import page
from index.library import Library
from index.model import Story
from tests.index.export.made import article, everywhere


@pytest.fixture(scope="module")
def root() -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page(everywhere("A drone fell")).encode())


def test_every_link_on_the_page_leads_somewhere(root: lxml.html.HtmlElement) -> None:
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    targets = {href[1:] for href in root.xpath("//a/@href") if href.startswith("#")}
    assert targets <= set(ids)
    assert set(root.xpath("//@aria-labelledby")) | set(root.xpath("//label/@for")) <= set(ids)
    # A row leads to the text, and the text back.
    back = root.xpath("//*[@id='p1-4']//sup/a/@href")[0]
    assert "#p1-4" in root.xpath(f"//*[@id='{back[1:]}']//a/@href")


def test_it_can_be_heard(root: lxml.html.HtmlElement) -> None:
    assert root.get("lang") == "en"
    assert len(root.xpath("//main")) == len(root.xpath("//h1")) == 1
    assert root.xpath("//body/*[1]/@href") == ["#story"]
    assert all(table.xpath("./caption") for table in root.xpath("//table"))
    assert all(head.get("scope") for head in root.xpath("//th"))
    levels = [int(str(one.tag)[1]) for one in root.xpath("//h1|//h2|//h3|//h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(one.get("dir") for one in root.xpath("//article//div[@class='text']"))
    # What colour says, words say, too.
    assert root.xpath("//td[@class='gap']//span[@class='sr']/text()")[0] == "nothing like it here"
    assert "figure differs" in root.xpath("string(//tr[contains(@class, 'differs')]/th)")


def test_the_policy_allows_the_style_sheet_and_nothing_else(root: lxml.html.HtmlElement) -> None:
    policy = root.xpath("//meta[@http-equiv]/@content")[0]
    css = root.xpath("//style/text()")[0]
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'")
    assert not re.search(r"url\(|@import|https?:", css)
    assert not root.xpath("//@style | //script | //link | //img")


def test_the_same_again_is_the_same(compared: Library) -> None:
    story = compared.stories()[0].id
    for form in ("html", "md", "csv"):
        once = compared.export_story(compared.dossier(story), form)
        assert compared.export_story(compared.dossier(story), form) == once
    whole = compared.dossier(story)
    told = page(whole)
    for one in whole.articles:
        assert all(text(passage.text).markup in told for passage in one.passages)


def test_one_of_a_kind_is_counted_as_one() -> None:
    root = lxml.html.document_fromstring(page(everywhere("x")).encode())
    tiles = [one.text_content().strip() for one in root.xpath("//nav//li")]
    assert {"1 figure differs", "1 pair shares wording", "2 notes"} <= set(tiles)


def test_a_story_of_very_many_outlets_names_those_that_tell() -> None:
    articles = tuple(article(f"a{n}", "A drone fell", outlet=f"Outlet {n}") for n in range(30))
    found = dossier(Story(replace(everywhere("x").card, articles=()), articles), Comparison("s1"))
    root = lxml.html.document_fromstring(page(found).encode())
    assert all(len(row.xpath("./td")) == 1 for row in root.xpath("//table[@class='rows']/tbody/tr"))
    assert "nothing like it in the other 29" in root.text_content()
    assert "Not in the other 29" in markdown(found)


def test_markup_refuses_what_a_page_has_no_use_for() -> None:
    assert tag("p", "<b>", ["&", 1, None], lang=None).markup == "<p>&lt;b&gt;&amp;1</p>\n"
    assert tag("a", "x", href=web("https://a.example/?a=1&b=2")).markup == (
        '<a href="https://a.example/?a=1&amp;b=2">x</a>'
    )
    refused: list[tuple[str, dict[str, str]]] = [
        ("script", {}), ("img", {}), ("p", {"onclick": "x"}), ("p", {"style": "x"}), ("a", {"href": "#x"}),
        ("p", {"id": 'x"y'}),
    ]  # fmt: skip
    for element, attributes in refused:
        with pytest.raises(ValueError, match=r"made here|no value|no id"):
            tag(element, **attributes)
    with pytest.raises(ValueError, match="no id"):
        inside("x y")
    with pytest.raises(ValueError, match="style sheet"):
        stylesheet("p{}</style>")
