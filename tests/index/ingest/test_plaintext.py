"""Messy articles of our own invention, each with what must come out of it; see tests/fixtures/articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.ingest.plaintext import parse
from index.model import Draft, Role, Source, SourceKind

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
