from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.search.codec import pairs
from tests.index.search.builders import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.engine.close()


@pytest.fixture(autouse=True)
def pairs_from_few_documents_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also small segments have pairs of frequent words, so that every test of answers is one of them."""
    monkeypatch.setattr(pairs, "FROM", 20)
