"""A library whose texts were never cleaned, as an older version or another program may have left one."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.rows import pack, unpack
from tests.conftest import CopySeeds
from tests.tui.hostile import EVERYTHING
from tests.tui.test_cli import Terminal

_MARKER = re.compile(r"[ABC]\d+[a-c]?")


@pytest.fixture
def older(tmp_path: Path, copy_seeds: CopySeeds, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """The seeds, with hostile texts written into their rows past the door."""
    bylines = Terminal(tmp_path, capsys)
    copy_seeds(bylines.library, Path.home() / ".local/state/bylines")
    hostile = " ".join(EVERYTHING)
    with closing(sqlite3.connect(bylines.library / "library.db")) as connection, connection:
        for field in ("title", "outlet", "url", "lede"):
            connection.execute(f"UPDATE article SET {field} = {field} || ?", (hostile,))
        connection.execute("UPDATE story SET title = title || ?", (hostile,))
        for article, body in connection.execute("SELECT article, body FROM revision").fetchall():
            told = unpack(body, "seed")
            for block in told["blocks"]:
                block[1] += hostile
            connection.execute("UPDATE revision SET body = ? WHERE article = ?", (pack(told), article))
    return bylines


COMMANDS = (
    "stories",
    "stories --json",
    "show kremlin",
    "search drone",
    "search drone --json",
    "compare kremlin",
    "export kremlin --to md",
    "export kremlin --to html",
)


def test_a24_what_was_stored_uncleaned_is_printed_clean(older: Terminal) -> None:
    for command in COMMANDS:
        out = older(*command.split())
        assert len(set(_MARKER.findall(out))) > 20, f"{command}: the words between the controls stay"
