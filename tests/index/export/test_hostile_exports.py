"""Whatever articles and notes hold, documents hold it as text: no markup, link or formula comes of it."""

from __future__ import annotations

import csv
import io
import re

import lxml.html
from hypothesis import assume, example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from index.dossier import Dossier
from index.export.markdown import markdown, plain
from index.export.note_markup import note_markup
from index.export.page import page
from index.export.passages_csv import COLUMNS, passages_csv
from index.text import scrub
from tests.index.export.made import everywhere
from tests.index.export.texts import hostile
from tests.tui.hostile import UNSEEN

HARMLESS = everywhere("harmless")
_UNSAFE = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f]")


def quiet(document: str) -> bool:
    """Whether a document can be printed on a terminal."""
    return not _UNSAFE.search(document) and not any(char in document for char in UNSEEN)


def elements(document: str) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Each element of a page with the names of its attributes and where it leads."""
    root = lxml.html.document_fromstring(document.encode())
    return [
        (str(one.tag), tuple(sorted(set(one.attrib) - {"lang", "dir", "title"})), one.get("href"))
        for one in root.iter()
    ]


HARMLESS_ELEMENTS = elements(page(HARMLESS))


@settings(max_examples=30, deadline=None)
@given(hostile)
@example("</style><script>alert(1)</script>")
def test_a_page_has_the_same_elements_whatever_the_texts(text: str) -> None:
    assume(text.strip())
    made = page(everywhere(text))
    assert elements(made) == HARMLESS_ELEMENTS
    assert quiet(made)
    # The text is all there.
    headline = lxml.html.document_fromstring(made.encode()).find(".//h1").text
    assert headline == scrub(text) or "\r" in text


def shape(document: str, preset: str) -> list[tuple[str, int]]:
    """What a Markdown reader finds, but for the texts themselves."""
    reader = MarkdownIt(preset)
    if preset == "gfm-like":
        reader.options["linkify"] = True

    def flat(tokens: list[Token]) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        for token in tokens:
            if not (token.type == "text" and found and found[-1][0] == "text"):
                found.append((token.type, token.level))
            found += flat(token.children or [])
        return found

    return flat(reader.parse(document))


HARMLESS_SHAPES = {preset: shape(markdown(HARMLESS), preset) for preset in ("commonmark", "gfm-like")}


@settings(max_examples=30, deadline=None)
@given(hostile)
@example("[x](https://evil.example) www.evil.example me@evil.example")
@example("a | b")
def test_markdown_has_the_same_blocks_whatever_the_texts(text: str) -> None:
    assume(plain(text))
    made = markdown(everywhere(text))
    assert quiet(made)
    for preset in HARMLESS_SHAPES:
        assert shape(made, preset) == HARMLESS_SHAPES[preset]


@settings(max_examples=20, deadline=None)
@given(hostile)
@example("```\nopen fence")
@example("<div>\n\nopen")
def test_what_a_note_leaves_open_ends_with_it(text: str) -> None:
    reader = MarkdownIt("commonmark")
    made = markdown(everywhere("harmless", note_text=text))
    headings = [token.level for token in reader.parse(made) if token.type == "heading_open"]
    expected = [t.level for t in reader.parse(markdown(HARMLESS)) if t.type == "heading_open"]
    assert [level for level in headings if level == 0] == expected
    assert quiet(made)


_OF_NOTES = ("p", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "s", "a", "code", "pre", "br", "hr")


@settings(max_examples=40, deadline=None)
@given(hostile)
@example("[x](javascript:alert(1)) <javascript:x> ![y](https://evil.example/p.png) [z]: data:text/html,x")
@example("<script>alert(1)</script>\n\n<img src=x onerror=y>\n&lt;b&gt;")
@example("> - ~~*a\n\n```\nopen\n\n***\n" + "> " * 200 + "deep")
def test_a_note_is_rendered_to_a_few_elements_that_load_and_run_nothing(text: str) -> None:
    made = note_markup(text)
    assert quiet(made.markup)
    root = lxml.html.fragment_fromstring(f"<div>{made.markup}</div>")
    for one in root.iterdescendants():
        assert one.tag in _OF_NOTES and set(one.attrib) <= {"href", "rel", "start", "dir"}
        assert one.get("href", "https://").startswith(("https://", "http://"))


@settings(max_examples=30, deadline=None)
@given(hostile)
def test_no_cell_of_the_table_is_a_formula(text: str) -> None:
    found = everywhere(text)
    made = passages_csv(found)
    lines = list(csv.DictReader(io.StringIO(made, newline="")))
    assert len(lines) == sum(len(one.passages) for one in found.articles)
    assert not any(
        cell.lstrip().startswith(("=", "+", "-", "@", "＝")) for line in lines for cell in line.values()
    )
    assert list(lines[0]) == list(COLUMNS)
    assert quiet(made.replace("\t", ""))


def addresses(found: Dossier) -> set[str]:
    root = lxml.html.document_fromstring(page(found).encode())
    return {href for href in root.xpath("//@href") if not href.startswith("#")}


def test_only_plain_web_addresses_become_links() -> None:
    for url in (
        "javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "http:\\\\x", " http://x",
        "HTTP://", "https://a.example/\\..", "https://a.exa\u202emple/", "vbscript:x", "http://[::1", "",
    ):  # fmt: skip
        assert addresses(everywhere("x", url=url)) == set(), url
    assert addresses(everywhere("x", url="https://a.example/?q=<b>&x='1'")) == set()
    shown = addresses(everywhere("x", url="https://me:pw@a.example/a?id=1&token=abcdef"))
    assert shown == {"https://a.example/a?id=1&token=***"}


def test_nothing_of_the_persons_folders_leaves() -> None:
    found = everywhere("x", url="https://me:pw@a.example/")
    for made in (page(found), markdown(found), passages_csv(found)):
        assert "somebody" not in made
        assert "pw@" not in made
    assert {one.source.location for one in found.articles} == {"a1.txt", "a2.txt", "a3.txt"}
    assert {str(one.path) for one in found.notes} == {"n1.md"}
    assert {mark.url for one in found.notes for mark in one.anchors} == {"https://a.example/?token=***"}
