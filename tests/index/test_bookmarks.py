"""The file of bookmarks: what is wrong in it is said, and what is forgotten leaves no file behind."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from index.bookmarks import Bookmark, Bookmarks
from index.errors import LibraryError

_MARK = Bookmark("a", "s", "x", "x.1.0", "It fell.", "Post", "Bridge")


@pytest.mark.parametrize("letter", [5, None, ["a"], "", "ab", "é"])
def test_what_is_no_letter_is_no_bookmark(tmp_path: Path, letter: object) -> None:
    path = tmp_path / "bookmarks.json"
    path.write_text(json.dumps([asdict(_MARK) | {"letter": letter}]))
    with pytest.raises(LibraryError, match="no file of bookmarks"):
        Bookmarks(path).all()


def test_forgetting_what_is_not_there_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bookmarks.json"
    marks = Bookmarks(path)
    marks.drop("a")
    assert not path.exists()
    marks.put(_MARK)
    marks.drop("a")
    assert marks.all() == []
