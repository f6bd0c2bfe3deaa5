"""The child process that makes segments of the search index: of articles, or of other segments.

Each request is a line of JSON: a list of ids of articles, or an object with segments of a folder to merge.
Answers are lines of JSON, how many articles are done and in the end what was `made` or `merged`, null when
that failed, and of which articles nothing could be made. It ends when its input ends, so with its parent.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
from contextlib import closing
from dataclasses import astuple
from pathlib import Path
from typing import Any, TextIO

from index.indexed import Unreadable, indexed_of
from index.memory import give_back
from index.search.codec.build import Builder
from index.search.codec.merge import merge
from index.search.codec.naming import Named
from index.search.codec.segment import Segment
from index.search.schema import document, schema

_AT_ONCE = 250
LARGEST = 12_000_000
"""Occurrences after which a segment is written in any case."""


def run(database: str, folder: str) -> None:
    """Serve until the input ends: articles of `database` to segments in `folder`."""
    # Whatever prints must not print into the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    with closing(sqlite3.connect(f"{Path(database).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        for line in sys.stdin:
            request = json.loads(line)
            try:
                if isinstance(request, dict):
                    _merge(Path(folder), request, answers)
                else:
                    _invert(connection, Path(folder), request, answers)
            except Exception as error:  # noqa: BLE001 (the parent does this part itself)
                failed = "merged" if isinstance(request, dict) else "made"
                _tell(answers, {failed: None, "error": f"{type(error).__name__}: {error}"})


def _invert(connection: sqlite3.Connection, folder: Path, ids: list[str], answers: TextIO) -> None:
    """Make segments of some articles, most often one, and say what was made."""
    made = []
    unreadable: list[Unreadable] = []
    builder = Builder(folder, schema())
    for start in range(0, len(ids), _AT_ONCE):
        for article in indexed_of(connection, ids[start : start + _AT_ONCE], unreadable.append):
            builder.add(document(article))
            if builder.size >= LARGEST:
                made.append(_finished(builder))
                builder = Builder(folder, schema())
        _tell(answers, {"done": min(start + _AT_ONCE, len(ids))})
    if len(builder):
        made.append(_finished(builder))
    if not made:
        raise ValueError("none of the articles is there")
    _tell(answers, {"made": made, "unreadable": [astuple(one) for one in unreadable]})
    give_back()


def _merge(folder: Path, request: dict[str, Any], answers: TextIO) -> None:
    """Merge segments of another folder into one here, and say its name, or that nothing in them is live."""
    place = Path(request["folder"])
    segments = [Segment(place, Named(name, deletions)) for name, deletions in request["segments"]]
    merged = merge(folder, segments)
    _tell(answers, {"merged": None if merged is None else merged.name})
    give_back()


def _finished(builder: Builder) -> tuple[str, str | None, list[str]]:
    """Write a segment: its name, the file of its deletions, and the ids of its documents."""
    named = builder.finish()
    return named.name, named.deletions, builder.ids


def _tell(answers: TextIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()
