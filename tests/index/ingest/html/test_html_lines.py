"""JSON Lines with `html`: read ahead in two processes, in order, the line's own fields first."""

from __future__ import annotations

import io
import json
import threading

from index.ingest import jsonl
from index.ingest.html import ahead
from index.ingest.html.ahead import PageJob, in_order
from index.ingest.html.extractor import Extractor
from index.model import Draft, Role, Skipped
from tests.index.ingest.html_pages import FIRST, PARAGRAPHS, document

HTML = document(
    f"<article><h1>Drones fall on palace</h1>{PARAGRAPHS}</article>",
    "<meta name=author content='Jane Roe'><meta property='og:site_name' content='The Example'>"
    "<meta property='article:published_time' content='2023-05-05T10:00:00Z'>"
    "<link rel=canonical href='https://x.example/canonical'>",
).decode()


def lines(*objects: dict[str, object]) -> io.BytesIO:
    return io.BytesIO(b"\n".join(json.dumps(each).encode() for each in objects))


def test_a_line_with_html_is_read_as_a_page() -> None:
    [draft] = jsonl.read(lines({"id": "n1", "html": HTML}), "x.jsonl")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.authors, draft.outlet, str(draft.published)) == (
        "Drones fall on palace",
        ("Jane Roe",),
        "The Example",
        "2023-05-05T10:00+00:00",
    )
    assert (draft.url, draft.source_id, draft.source.item) == ("https://x.example/canonical", "n1", "n1")
    assert draft.texts(Role.BODY)[0] == FIRST


def test_the_fields_of_the_line_win() -> None:
    said = {
        "title": "A title",
        "authors": ["Ann"],
        "outlet": "Mine",
        "published": "2020-01-02",
        "url": "https://y.example/a",
        "language": "fr",
        "text": "  ",
    }
    [draft] = jsonl.read(lines({**said, "html": HTML}), "x.jsonl")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.authors, draft.outlet, str(draft.published), draft.url, draft.language) == (
        "A title",
        ("Ann",),
        "Mine",
        "2020-01-02",
        "https://y.example/a",
        "fr",
    )


def test_order_is_kept_among_texts_and_bad_lines() -> None:
    items = list(
        jsonl.read(
            lines(
                {"id": "a", "html": HTML},
                {"id": "b", "text": "Just a text, said the mayor."},
                {"html": 3},
                {"id": "d", "html": "<title>404 Not Found</title><h1>Not Found</h1><p>Could not be found."},
                *({"id": f"e{n}", "html": HTML} for n in range(30)),
            ),
            "x.jsonl",
        )
    )
    told = [item.source_id if isinstance(item, Draft) else item for item in items]
    assert told[:2] == ["a", "b"]
    assert told[2] == Skipped("x.jsonl:3", "has no text")
    assert isinstance(told[3], Skipped)
    assert told[3].source == "x.jsonl:4"
    assert told[3].reason.startswith("partial: an error page")
    assert told[4:] == [f"e{n}" for n in range(30)]


def test_a_line_with_a_title_alone_is_a_headline() -> None:
    (told,) = jsonl.read(lines({"id": "a", "title": "Drones over Moscow", "text": " "}), "x.jsonl")
    assert isinstance(told, Draft)
    assert (told.title, told.partial) == ("Drones over Moscow", "the headline alone")
    assert [block.role for block in told.blocks] == [Role.TITLE]


def test_two_pages_are_read_at_once_and_not_too_many_ahead() -> None:
    both = threading.Barrier(2, timeout=10)
    taken = 0

    def work(extractor: Extractor) -> Skipped:
        both.wait()
        return Skipped("x", "y")

    def items() -> list[PageJob]:
        return [PageJob(work)] * 100

    def counted() -> object:
        nonlocal taken
        for item in items():
            taken += 1
            yield item

    given = in_order(counted())  # type: ignore[arg-type]
    for _ in range(4):
        assert next(given) == Skipped("x", "y")
    assert taken <= 4 + 2 * ahead.AHEAD
    both.abort()
    given.close()  # type: ignore[attr-defined]


def test_no_process_is_started_for_text_alone() -> None:
    before = threading.active_count()
    assert len(list(jsonl.read(lines({"text": "Just a text, said the mayor."}), "x.jsonl"))) == 1
    assert threading.active_count() == before
