"""Messy articles of our own invention, each with what must come out of it; see tests/fixtures/articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.ingest.plaintext import parse
from index.model import Draft, Role, Source, SourceKind
from index.text import clean_line

FOLDER = Path(__file__).parents[2] / "fixtures" / "articles"
CASES = sorted(path.with_suffix("") for path in FOLDER.glob("*.json"))


def fields(draft: Draft) -> dict[str, Any]:
    body = draft.texts(Role.BODY)
    return {
        "title": draft.title,
        "outlet": draft.outlet,
        "syndicated_from": draft.syndicated_from,
        "authors": list(draft.authors),
        "author_kind": draft.author_kind,
        "published": str(draft.published) if draft.published else None,
        "dateline": draft.dateline,
        "deck": next(iter(draft.texts(Role.DECK)), None),
        "captions": list(draft.texts(Role.CAPTION)),
        "subheads": list(draft.texts(Role.SUBHEAD)),
        "credits": list(draft.texts(Role.CREDIT)),
        "language": draft.language,
        "body": len(body),
        "first": body[0] if body else None,
        "last": body[-1] if body else None,
    }


def parsed(path: Path) -> Draft:
    return parse(path.read_bytes(), Source(SourceKind.FILE, str(path)))


@pytest.mark.parametrize("path", CASES, ids=[path.name for path in CASES])
def test_fixture(path: Path) -> None:
    wanted = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    absent = wanted.pop("absent")
    draft = parsed(path)
    assert fields(draft) == wanted
    whole = "\n".join(block.text for block in draft.blocks)
    assert [text for text in absent if text in whole] == []
    assert draft.title is None or (draft.blocks[0].role is Role.TITLE and draft.blocks[0].text == draft.title)


def test_there_are_enough_fixtures() -> None:
    assert len(CASES) >= 20


PIECES = [
    "---\n", "title: x", "By Jane Roe", "KYIV, Ukraine (AP) — ", "May 5, 2023", "# Heading", "> said",
    "© 2024 Herald", "[drones]", "Photo: A. Roe", "Share this", "\n", "\n\n", "\r\n", "\x1b[31m", "\u202e",
    "\x00", "\ufeff", "é国",
    "The bridge over the river was closed on Monday, officials said. ",
]  # fmt: skip
ARTICLES = st.lists(st.sampled_from(PIECES), max_size=25).map(lambda pieces: "".join(pieces).encode())


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.binary(max_size=200), ARTICLES))
def test_any_bytes_are_clean_blocks_with_sentences_in_their_order(raw: bytes) -> None:
    draft = parse(raw, Source(SourceKind.FILE, "/news/a.txt"))
    for block in draft.blocks:
        assert block.text == clean_line(block.text) != ""
        ends = [0, *(at for span in block.sentences for at in span)]
        assert ends == sorted(ends) and ends[-1] <= len(block.text)
    assert draft.texts(Role.TITLE) == (() if draft.title is None else (draft.title,))
    assert draft == parse(raw, draft.source)
