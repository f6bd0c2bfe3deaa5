"""Pairs of passages that the person locked: kept by their texts, taken by the comparison."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.paths import Paths
from index.compared import BY_YOU
from index.errors import LibraryError, NotFoundError
from index.library import Library
from index.lockmodel import LockKind

WIRE = (
    "Two drones fell on the harbour of Odesa on Friday night and set a warehouse on fire. Firemen needed "
    "three hours to put it out, the governor said. Nobody was hurt."
)
OWN = (
    "A warehouse in the harbour of Odesa burnt on Friday after two drones had been shot down above it. "
    "Residents spoke of a night without sleep. The mayor asked for more air defence."
)


def write(folder: Path, outlet: str, text: str, day: int) -> str:
    path = folder / f"{outlet}.txt"
    path.write_text(f"Drones fall on Odesa harbour\n\nBy Jane Doe\n{day} May 2023\n\n{text}\n")
    return str(path)


@pytest.fixture
def library(tmp_path: Path, paths: Paths) -> Iterator[Library]:
    opened = Library.open(paths)
    opened.add([write(tmp_path, "Post", WIRE, 6)], outlet="Post")
    opened.add([write(tmp_path, "Courier", OWN, 7)], outlet="Courier")
    yield opened
    opened.close()


def passage(library: Library, words: str) -> str:
    story = library.story(library.stories()[0].id)
    return next(p.id for a in story.articles for p in a.passages if words in p.text)


def linked(library: Library, a: str, b: str) -> list[tuple[float, str]]:
    found = library.comparison(library.stories()[0].id)
    return [(one.score, one.reason) for one in found.links if {one.a, one.b} == {a, b}]


def test_a_locked_pair_is_a_sure_link_and_no_longer_only_here(library: Library) -> None:
    story = library.stories()[0].id
    a, b = passage(library, "Nobody was hurt"), passage(library, "air defence")
    before = library.comparison(story)
    assert a in before.only
    assert library.cached_comparison(story) == before
    library.lock_pair(b, a, LockKind.SAME)
    assert library.cached_comparison(story) is None
    assert linked(library, a, b) == [(1.0, BY_YOU)]
    assert {a, b}.isdisjoint(library.comparison(story).only)
    library.lock_pair(a, b, None)
    assert library.locks(story) == ()
    assert library.comparison(story) == before


def test_a_pair_kept_apart_is_no_link(library: Library) -> None:
    a, b = passage(library, "Two drones fell"), passage(library, "burnt on Friday")
    assert linked(library, a, b)
    library.lock_pair(a, b, LockKind.NEVER)
    assert linked(library, a, b) == []
    assert {a, b} <= set(library.comparison(library.stories()[0].id).only)
    library.lock_pair(a, b, LockKind.SAME)
    assert len(library.locks(library.stories()[0].id)) == 1
    assert linked(library, a, b) == [(1.0, BY_YOU)]


def test_a_lock_follows_its_text_into_a_new_revision(library: Library, tmp_path: Path) -> None:
    story = library.stories()[0].id
    library.lock_pair(passage(library, "Nobody was hurt"), passage(library, "air defence"), LockKind.SAME)
    library.add([write(tmp_path, "Post", "The port was closed. " + WIRE, 6)], outlet="Post")
    a, b = passage(library, "Nobody was hurt"), passage(library, "air defence")
    assert ".2." in a
    assert linked(library, a, b) == [(1.0, BY_YOU)]
    assert library.drop_lost_locks(story) == ()


def test_a_lock_whose_text_is_gone_is_dropped_and_told_once(library: Library, tmp_path: Path) -> None:
    story = library.stories()[0].id
    library.lock_pair(passage(library, "Nobody was hurt"), passage(library, "air defence"), LockKind.SAME)
    library.add(
        [write(tmp_path, "Post", WIRE.replace("Nobody was hurt.", "One man was hurt."), 6)], outlet="Post"
    )
    assert library.locks(story) == ()
    assert not any(one.reason == BY_YOU for one in library.comparison(story).links)
    (lost,) = library.drop_lost_locks(story)
    assert "Nobody was hurt." in lost
    assert library.drop_lost_locks(story) == ()


def test_two_locks_that_a_revision_leaves_on_one_pair_are_one_and_go_together(
    library: Library, tmp_path: Path
) -> None:
    library.add([write(tmp_path, "Post", f"Nobody was hurt. {WIRE}", 6)], outlet="Post")
    (story,) = library.stories()
    posted = next(a for a in library.story(story.id).articles if a.outlet == "Post")
    twice = [p.id for p in posted.passages if p.text == "Nobody was hurt."]
    assert len(twice) == 2
    for a in twice:
        library.lock_pair(a, passage(library, "air defence"), LockKind.SAME)
    library.add([write(tmp_path, "Post", WIRE, 6)], outlet="Post")
    a, b = passage(library, "Nobody was hurt"), passage(library, "air defence")
    assert linked(library, a, b) == [(1.0, BY_YOU)]
    library.lock_pair(a, b, None)
    assert library.locks(story.id) == ()


def test_what_cannot_be_locked(library: Library) -> None:
    a, b = passage(library, "Nobody was hurt"), passage(library, "Firemen")
    with pytest.raises(LibraryError, match="one article"):
        library.lock_pair(a, b, LockKind.SAME)
    with pytest.raises(LibraryError, match="sentences of the text"):
        library.lock_pair(a, passage(library, "Drones fall"), LockKind.SAME)
    with pytest.raises(NotFoundError):
        library.lock_pair(a, a.rpartition(".")[0] + ".99", LockKind.SAME)
