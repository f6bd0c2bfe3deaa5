"""Adding in batches: what was stored has its stories, however the sources end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import adding
from index.grouping import Grouping
from index.model import Draft
from index.store import Store
from tests.index.stories.test_grouper import article


def drafts(count: int) -> Iterator[Draft]:
    told = article("Talks begin", "The talks began in Geneva on Monday.", datetime(2020, 5, 4, tzinfo=UTC))
    for number in range(count):
        source = replace(told.source, location=f"/news/{number}.txt")
        yield replace(told, digest=f"{number:064x}", source=source)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "library.db")


def test_articles_are_grouped_many_at_once_and_the_rest_last(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "_LARGEST_BATCH", 10)
    monkeypatch.setattr(adding, "_GROUPED_TOGETHER", 25)
    grouping, done = Grouping(store), []

    def group(*, least: int = 1) -> int:
        done.append(grouping.run(least=least))
        return done[-1]

    report = adding.add(store, drafts(57), group=group)
    assert sum(done) == report.added == 57
    assert [number for number in done if number] == [30, 27]
    assert store.count_ungrouped() == 0


def test_a_source_that_fails_leaves_no_article_without_a_story(store: Store) -> None:
    def failing() -> Iterator[Draft]:
        yield from drafts(7)
        raise RuntimeError("the disk is gone")

    with pytest.raises(RuntimeError, match="the disk is gone"):
        adding.add(store, failing(), group=Grouping(store).run)
    assert store.counts()[0] == 7
    assert store.count_ungrouped() == 0
