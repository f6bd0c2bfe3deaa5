"""`story` and the lists of `stories`, as the command line prints them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import CopySeeds
from tests.tui.test_cli import Terminal


@pytest.fixture
def bylines(tmp_path: Path, capsys: pytest.CaptureFixture[str], copy_seeds: CopySeeds) -> Terminal:
    copy_seeds(tmp_path / "library", Path.home() / ".local/state/bylines")
    return Terminal(tmp_path, capsys)


def test_split_and_merge_and_undo(bylines: Terminal) -> None:
    (whole,) = bylines.json("stories")
    first = whole["articles"][0]["id"]
    change = bylines.json("story", "split", whole["id"], first)
    assert (change["what"], len(change["card"]["articles"])) == ("split", 1)
    assert len(bylines.json("stories")) == 2
    assert len(bylines.json("stories", "--no-single")) == 1
    merged = bylines.json("story", "merge", whole["id"], change["story"])
    assert (merged["story"], len(merged["card"]["articles"])) == (whole["id"], 5)
    assert "undone: merge" in bylines("story", "undo")
    assert bylines.json("story", "move", first, whole["id"])["card"]["id"] == whole["id"]
    assert [line["what"] for line in bylines.json("story", "log")] == ["move", "merge", "split"]


def test_rename_pin_and_archive(bylines: Terminal) -> None:
    (whole,) = bylines.json("stories")
    bylines("story", "rename", whole["id"], "Drones", "over", "Moscow")
    assert bylines.json("story", "pin", "drones")["card"]["pinned"]
    assert bylines.json("story", "archive", "drones", "moscow")["card"]["archived"]
    assert bylines("stories") == ""
    assert [card["title"] for card in bylines.json("stories", "--archived")] == ["Drones over Moscow"]
    bylines("story", "archive", whole["id"], "--off")
    bylines("story", "rename", whole["id"])
    assert bylines.json("stories", "--unread", "--sort", "outlets")[0]["title"] == whole["title"]


def test_why(bylines: Terminal) -> None:
    (whole,) = bylines.json("stories")
    why = bylines.json("story", "why", whole["id"])
    assert "drone" in why["words"]
    assert "vladimir putin" in why["names"]
    assert {line["id"] for line in why["articles"]} == {line["id"] for line in whole["articles"]}
    assert "drone" in bylines("story", "why", whole["id"])


def test_labels_of_outlets_filter_the_list(bylines: Terminal, tmp_path: Path) -> None:
    settings = tmp_path / "c.yaml"
    settings.write_text("outlets:\n  Vision Times:\n    country: US\n")
    assert len(json.loads(bylines("--config", str(settings), "stories", "country:US", "--json"))) == 1
    assert json.loads(bylines("--config", str(settings), "stories", "--json", "--", "-country:US")) == []


def test_failures_are_told(bylines: Terminal) -> None:
    bylines("story", "undo", status=1)
    assert "nothing to undo" in bylines.errors
    bylines("story", "merge", "drone", status=1)
    assert "at least two stories" in bylines.errors
    bylines("story", "split", "drone", "anowhere", status=1)
    bylines("story", status=2)
