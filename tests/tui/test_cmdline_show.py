"""`show` of one article and of its old revisions, and what a revision does to the reading state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CopySeeds
from tests.tui.test_cli import Terminal

OLD = "Two drones fell on the harbour of Odesa on Friday. Nobody was hurt, the governor said."
NEW = "Three drones fell on the harbour of Odesa on Friday. A guard was hurt, the governor said."


@pytest.fixture
def bylines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    terminal = Terminal(tmp_path, capsys)
    write(terminal, OLD)
    return terminal


def write(terminal: Terminal, text: str) -> None:
    path = terminal.root / "drones.txt"
    path.write_text(f"Drones fall on Odesa\n\nBy Jane Doe\n5 May 2023\n\n{text}\n")
    terminal("add", str(path), "--outlet", "Herald")


def card(terminal: Terminal) -> dict[str, Any]:
    """The one article of the one story, as `stories` gives it."""
    (story,) = terminal.json("stories")
    (article,) = story["articles"]
    return {**article, "story": story["id"]}


def test_an_old_revision_stays_readable(bylines: Terminal) -> None:
    article = card(bylines)
    assert (article["revision"], article["revisions"]) == (1, 1)
    write(bylines, NEW)
    article = card(bylines)
    assert (article["revision"], article["revisions"]) == (2, 2)

    newest, oldest = bylines("show", article["id"]), bylines("show", article["id"], "--revision", "1")
    assert "Three drones" in newest
    assert "revision 2 of 2" in newest
    assert "Two drones" in oldest
    assert "revision 1 of 2" in oldest
    assert "Three drones" not in oldest
    assert bylines("show", article["id"], "--revision", "2") == newest
    # A story of one article says which is meant.
    assert bylines("show", article["story"], "--revision", "1") == oldest

    shape = bylines.json("show", article["id"], "--revision", "1")
    assert shape["story"]["id"] == article["story"]
    (old,) = shape["articles"]
    assert (old["revision"], old["revisions"]) == (1, 2)
    assert all(passage["id"].startswith(f"{article['id']}.1.") for passage in old["passages"])


def test_a_revision_that_is_not_there(bylines: Terminal) -> None:
    article = card(bylines)
    bylines("show", article["id"], "--revision", "7", status=1)
    assert "no revision 7" in bylines.errors
    bylines("show", article["id"], "--revision", "0", status=2)


def test_of_several_articles_one_must_be_named(seeded: Terminal) -> None:
    (story,) = seeded.json("stories")
    seeded("show", story["id"], "--revision", "1", status=1)
    assert all(article["id"] in seeded.errors for article in story["articles"])
    outlet = story["articles"][0]["outlet"]
    assert seeded("show", story["id"], "--outlets", outlet, "--revision", "1").startswith(outlet)


@pytest.fixture
def seeded(tmp_path: Path, capsys: pytest.CaptureFixture[str], copy_seeds: CopySeeds) -> Terminal:
    copy_seeds(tmp_path / "library", Path.home() / ".local/state/bylines")
    return Terminal(tmp_path, capsys)


def test_the_story_says_where_the_text_before_is(bylines: Terminal) -> None:
    other = bylines.root / "other.txt"
    other.write_text(f"Drones fall on Odesa harbour\n\n5 May 2023\n\n{OLD} Firemen came at once.\n")
    bylines("add", str(other), "--outlet", "Courier")
    write(bylines, NEW)
    (story,) = bylines.json("stories")
    revised = next(one["id"] for one in story["articles"] if one["outlet"] == "Herald")
    assert f"`bylines show {revised} --revision 1`" in bylines("show", story["id"])


def test_a_revised_article_is_unread_again(bylines: Terminal) -> None:
    from config.paths import Paths
    from index.library import Library

    paths = Paths(bylines.library, bylines.root / "c.yaml", bylines.root / "state", bylines.root / "cache")
    library = Library.open(paths)
    article = card(bylines)["id"]
    library.set_read([article], True)
    assert card(bylines)["read"]
    write(bylines, NEW)
    assert not card(bylines)["read"]
    assert library.stories()[0].unread == 1
    library.set_read([article], True)
    assert card(bylines)["read"]
    library.close()
