"""The bundled articles, against their labels where those are at hand."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from config.paths import seeds
from index.ingest.plaintext import parse
from index.model import Draft, Role, Source, SourceKind
from tests.bench import gold
from tests.index.ingest.test_plaintext import fields

LABELS: dict[str, Any] = {
    item["sha256"]: item for item in (gold.read("seeds_articles.json") or {"seeds": []})["seeds"]
}


def drafts() -> dict[str, Draft]:
    made: dict[str, Draft] = {}
    for path in sorted(seeds().glob("*.txt")):
        raw = path.read_bytes()
        made[hashlib.sha256(raw).hexdigest()] = parse(raw, Source(SourceKind.FILE, str(path)))
    return made


def test_all_are_read() -> None:
    found = drafts()
    assert len(found) == 5
    for draft in found.values():
        assert draft.language == "en"
        assert len(draft.texts(Role.BODY)) >= 7
        for block in draft.blocks:
            assert all(block.text[start:end].strip() for start, end in block.sentences)


@pytest.mark.skipif(not LABELS, reason="the labelled articles are not on this machine")
def test_every_labelled_field() -> None:
    for digest, draft in drafts().items():
        label, found = LABELS[digest], fields(draft)
        for key in (
            "title",
            "outlet",
            "authors",
            "author_kind",
            "published",
            "dateline",
            "deck",
            "captions",
            "subheads",
        ):
            assert found[key] == label[key], (label["file"], key)
        assert found["credits"] == label["credit_lines"]
        assert found["syndicated_from"] == label["syndicated_from_hint"]
        assert (found["body"], found["first"], found["last"]) == (
            label["body_paragraphs"],
            label["first_body_paragraph"],
            label["last_body_paragraph"],
        )
        whole = "\n".join(block.text for block in draft.blocks if block.role is Role.BODY)
        for dropped in label["must_be_dropped_from_body"]:
            assert dropped["text"] not in whole or dropped["text"] in (draft.title or "")
