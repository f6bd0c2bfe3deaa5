"""Articles of one address: versions of one, or several that have nothing but the address in common."""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.identity import Run
from index.ingest.sources import drafts
from index.library import Library
from index.likeness import names_an_article, versions
from index.model import Draft, SourceKind
from index.store import Store
from tests.builders import draft

URL = "https://news.example/kherson/drones"
LONG = (
    "Two drones were shot down over the harbour on Friday night. The governor said nobody was hurt. "
    "Debris fell on a warehouse and set it on fire. Firemen needed three hours to put it out."
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "library.db")
    yield opened
    opened.close()


def line(text: str, title: str | None, path: str, url: str = URL) -> Draft:
    return draft(text, path=path, title=title, kind=SourceKind.JSONL, url=url)


def added(store: Store, *found: Draft) -> list[str]:
    return [store.add([one], Run())[0][1] for one in found]


class TestIdentity:
    def test_an_unrelated_text_at_the_same_address_is_an_article_of_its_own(self, store: Store) -> None:
        other = line("Bakers of Lyon win a prize. The jury praised the crust.", "Sourdough", "/two.jsonl")
        assert added(store, line(LONG, "Drones", "/one.jsonl"), other) == ["added", "added"]
        assert added(store, other) == ["unchanged"]

    def test_a_text_that_grew_is_a_revision_whatever_its_title(self, store: Store) -> None:
        grown = line(f"Update at noon. {LONG} Schools stay closed.", "Fire put out", "/two.jsonl")
        assert added(store, line(LONG, "Drones", "/one.jsonl"), grown) == ["added", "updated"]

    def test_a_text_written_anew_under_its_title_is_a_revision(self, store: Store) -> None:
        anew = line("The fire is out and the harbour open.", "“Drones” ", "/two.jsonl")
        assert added(store, line(LONG, "Drones", "/one.jsonl"), anew) == ["added", "updated"]

    @pytest.mark.parametrize("url", ["https://news.example", "https://news.example/"])
    def test_a_front_page_is_no_article_s_address(self, store: Store, url: str) -> None:
        grown = line(f"{LONG} Schools stay closed.", "Drones", "/two.jsonl", url)
        assert added(store, line(LONG, "Drones", "/one.jsonl", url), grown) == ["added", "added"]

    def test_a_damaged_text_does_not_stop_an_addition(self, store: Store, tmp_path: Path) -> None:
        added(store, line(LONG, "Drones", "/one.jsonl"))
        with sqlite3.connect(tmp_path / "library.db") as connection:
            connection.execute("UPDATE revision SET body = x'00'")
        connection.close()
        assert added(store, line(f"{LONG} More.", "Drones", "/two.jsonl")) == ["added"]


def test_both_articles_are_there_to_read(library: Library, tmp_path: Path) -> None:
    texts = {"Two drones fell on the harbour.": "Drones", "A baker won a prize for rye.": "Bread"}
    for number, (text, title) in enumerate(texts.items()):
        record = {"url": URL, "outlet": "Herald", "title": title, "text": text}
        (tmp_path / f"{number}.jsonl").write_text(json.dumps(record))
        report = library.add([str(tmp_path / f"{number}.jsonl")])
        assert (report.added, report.updated) == (1, 0)
    shown = {article.title for card in library.stories() for article in card.articles}
    assert shown == {"Drones", "Bread"}


def test_articles_on_one_event_are_no_versions_of_each_other(seeds: Path) -> None:
    found = [one for one in drafts([str(seeds)]) if isinstance(one, Draft)]
    assert len(found) > 1
    assert not any(versions(one, other) for one, other in itertools.combinations(found, 2))


@pytest.mark.parametrize(
    ("url", "own"),
    [
        ("https://e.example/a/b", True),
        ("https://e.example/?p=17", True),
        ("https://e.example/#top", False),
        ("https://e.example", False),
        ("http://[", False),
    ],
)
def test_addresses(url: str, own: bool) -> None:
    assert names_an_article(url) is own


@given(st.text(max_size=60), st.text(max_size=60))
def test_likeness_is_symmetric_and_every_text_is_like_itself(one: str, other: str) -> None:
    a, b = draft(one, title=None), draft(other, title=None)
    assert versions(a, a)
    assert versions(a, b) == versions(b, a)
