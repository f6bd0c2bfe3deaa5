"""An index made by child processes is the one that this process makes; giving up leaves nothing behind."""

from __future__ import annotations

import errno
import io
import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config.paths import Paths
from index import indexing, inverter, inverting
from index.errors import CancelledError
from index.identity import Run
from index.indexed import indexed_of
from index.inverting import Inverters
from index.library import Library
from index.search import schema
from index.search.codec import plan
from index.search.codec.naming import Named
from index.search.codec.segment import Segment
from index.search.folder import IndexFolder
from index.search.trust import load_key
from index.search.writer import Built
from tests.builders import draft
from tests.index.search.builders import indexed

ARTICLES = 14


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    paths = Paths(tmp_path / "library", tmp_path / "config.yaml", tmp_path / "state", tmp_path / "cache")
    made = Library.open(paths)
    drafts = [
        draft(f"The drone {n} flew over {n % 3}.", title=f"Title {n}", path=f"/news/{n}.txt")
        for n in range(ARTICLES)
    ]
    list(made._store.add(drafts, Run()))
    yield made
    made.close()


def found(library: Library) -> dict[str, list[tuple[str | None, float]]]:
    queries = ("drone", '"flew over 2"', "title:3", "dro*")
    return {
        query: sorted((hit.article, round(hit.score, 4)) for hit in library.search(query).hits)  # type: ignore[type-var]
        for query in queries
    }


def test_what_is_read_for_the_index_is_what_the_article_has(library: Library) -> None:
    ids = library._store.article_ids()
    with closing(sqlite3.connect(library._store.path)) as connection:
        read = {one.id: schema.document(one) for one in indexed_of(connection, ids)}
    assert read == {one.id: schema.document(indexed(one)) for one in library._store.articles(ids)}
    assert len(read) == ARTICLES


def test_child_processes_make_the_same_index(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = found(library)
    assert len(expected["drone"]) == ARTICLES
    monkeypatch.setattr(inverting, "FROM", 1)
    monkeypatch.setattr(indexing, "_CHUNK", 5)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    steps: list[int] = []
    library._search().rebuild(lambda step: steps.append(step.done))
    assert found(library) == expected
    assert steps[-1] == ARTICLES
    assert library._search().check() == []
    assert not list(library.paths.index.glob(".bylines-*"))


@pytest.mark.parametrize("first", [0, 1])
def test_where_no_process_is_to_be_had_it_is_made_here(
    library: Library, monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    expected = found(library)
    monkeypatch.setattr(inverting, "FROM", 1)
    monkeypatch.setattr(indexing, "_CHUNK", 5)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    begun: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def refusing(*arguments: Any, **named: Any) -> subprocess.Popen[str]:
        if len(begun) == first:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        begun.append(popen(*arguments, **named))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", refusing)
    library._search().rebuild()
    assert found(library) == expected
    assert [one.poll() is not None for one in begun] == [True] * first


def test_what_no_child_makes_is_made_here(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = found(library)
    monkeypatch.setattr(inverting, "FROM", 1)
    monkeypatch.setattr(indexing, "_CHUNK", 5)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(inverting, "_CODE", "raise SystemExit")
    library._search().rebuild()
    assert found(library) == expected


@pytest.mark.parametrize("answering", [True, False])
def test_children_merge_what_they_made(
    library: Library, monkeypatch: pytest.MonkeyPatch, answering: bool
) -> None:
    expected = found(library)
    monkeypatch.setattr(inverting, "FROM", 1)
    monkeypatch.setattr(inverting, "_MOST", 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    if not answering:
        monkeypatch.setattr(
            inverting, "_CODE", inverting._CODE.replace("run(", "_merge = None; inverter.run(")
        )
    elsewhere: list[Built | None] = []
    merged = Inverters.merged

    def noted(*arguments: Any, **named: Any) -> Built | None:
        elsewhere.append(merged(*arguments, **named))
        return elsewhere[-1]

    monkeypatch.setattr(Inverters, "merged", noted)
    library._search().rebuild()
    assert found(library) == expected
    assert len(elsewhere) == (ARTICLES - 1) // plan.MOST
    assert [one is not None for one in elsewhere] == [answering] * len(elsewhere)
    assert library._search().check() == []
    assert not list(library.paths.index.glob(".bylines-*"))


def test_a_child_that_ends_while_it_merges_is_done_without(library: Library, tmp_path: Path) -> None:
    chunks = [[name] for name in library._store.article_ids()[:8]]
    with Inverters(library._store.path, tmp_path) as inverters:
        made = []
        for number, built in enumerate(inverters.built(chunks, lambda _: None, lambda: False)):
            made.append(built)
            if number == 1:
                for child in inverters._children:
                    child._process.kill()
                names = [one.named for some in made for one in some]
                assert inverters.merged(tmp_path, names, lambda: False) is None
    assert all(made[:2])
    assert made[7] == []


def test_giving_up_ends_the_children(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "place"
    folder.mkdir()
    with Inverters(library._store.path, folder) as inverters:
        processes = [child._process for child in inverters._children]
        with pytest.raises(CancelledError):
            list(inverters.built([library._store.article_ids()], lambda _: None, lambda: True))
    assert all(process.returncode is not None for process in processes)


def test_the_workplace_of_a_living_process_is_not_swept(tmp_path: Path) -> None:
    index = IndexFolder(tmp_path / "index", load_key(tmp_path / "key"), "")
    dead = tmp_path / "index" / ".bylines-dead.tmp"
    with index.private() as place:
        (place / "half").write_bytes(b"")
        dead.mkdir()
        with index.locked(1.0):
            index.begin(None)
        assert (place / "half").exists()
        assert not dead.exists()
    assert not place.exists()


def test_a_child_ends_with_its_parent(library: Library, tmp_path: Path) -> None:
    inverters = Inverters(library._store.path, tmp_path, workers=1)
    process = inverters._children[0]._process
    assert process.stdin is not None
    process.stdin.close()
    until = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < until:
        time.sleep(0.01)
    assert process.returncode == 0
    with inverters:
        pass


def test_a_child_imports_only_what_it_uses() -> None:
    """As its start is part of the time that a new library is searched only after."""
    code = (
        "import sys, index.inverter; print(sorted({'whoosh', 'urllib.request', 'email', 'ssl', 'aiohttp',"
        " 'index.store', 'index.model', 'index.library'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_much_text_becomes_several_segments(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inverter, "LARGEST", 20)
    ids, answers = library._store.article_ids(), io.StringIO()
    expected = found(library)
    with closing(sqlite3.connect(library._store.path)) as connection:
        inverter._invert(connection, tmp_path, ids, answers)
    told = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert told[-2:-1] == [{"done": ARTICLES}]
    made = told[-1]["made"]
    assert len(made) > 2
    assert sorted(name for *_, own in made for name in own) == sorted(ids)
    for name, deletions, own in made:
        assert Segment(tmp_path, Named(name, deletions), verify=True).doc_count == len(own) < 7
    engine = library._search()._engine
    engine.reset()
    built = [Built(tmp_path, Named(name, deletions), tuple(own)) for name, deletions, own in made]
    engine.adopt(built, library._store.last_change())
    assert found(library) == expected
    assert library._search().check() == []


@pytest.mark.parametrize("articles", [1, 4_000, 20_000, 20_001, 37_554, 100_000])
def test_what_is_handed_over_at_a_time_is_the_same_for_all(articles: int) -> None:
    each = inverting.share(articles)
    assert 0 < each <= 10_000
    assert -(-articles // each) % inverting.WORKERS == 0 or articles == 1
