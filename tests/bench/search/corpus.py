"""What is searched: real articles, and more made of their paragraphs; in a library, and for the peers.

A made article takes title, outlet and date from one real article and its paragraphs from that one and two
of its neighbours in time, so that words that go together still do. All of it follows from the number of
the article, so that every run and every size has the same ones.
"""

from __future__ import annotations

import json
import lzma
import random
import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from config.paths import Paths
from index.identity import Run
from index.indexed import Indexed
from index.ingest import jsonl
from index.library import Library
from index.model import Article, Draft, Membership, Role
from index.rows import pack, stored, unpack

STORY = 3
"""So many articles are a story here, in the order of the stream."""

NEAR = 40
"""So many articles before and after another are its neighbours;"""

DONORS = 3
"""a made one has the paragraphs of so many."""

_BATCH = 600
_SIGNATURE = 4  # bytes, by which one stored form is told from the other


class Row(NamedTuple):
    """An article as the peers are given it; `day` is a date or empty."""

    id: str
    title: str
    content: str
    outlet: str
    day: str
    story: str


def paths(folder: Path) -> Paths:
    """Where the library of a folder is."""
    return Paths(folder / "library", folder / "config.yaml", folder / "state", folder / "cache")


def library(folder: Path, stream: Path, wanted: int) -> Library:
    """The library with `wanted` articles, made once; begun with a smaller one's that stands beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    _begin(folder, wanted)
    opened = Library.open(paths(folder))
    store = opened._store
    # The stream holds a few texts twice, which are one article each.
    if store.counts()[0] < wanted * 0.99:
        run = Run()
        source = folder / "articles.jsonl"
        with source.open("wb") as plain:
            plain.writelines(islice(lines(stream, wanted), store.counts()[0], None))
        for batch in _batches(jsonl.read_file(source)):
            ids = list(dict.fromkeys(name for name, _ in store.add(batch, run)))
            stories = [f"s{ids[at - at % STORY][1:]}" for at in range(len(ids))]
            store.place(Membership(name, story, 1.0) for name, story in zip(ids, stories, strict=True))
        source.unlink()
    _store_as_today(opened)
    return opened


def _store_as_today(opened: Library) -> None:
    """Have all articles stored as today's code stores them, where an older one made the library."""
    form = pack(None)[:_SIGNATURE]
    with opened._store.database.writing() as connection:
        older = "SELECT rowid FROM revision WHERE substr(body, 1, ?) <> ?"
        for (row,) in connection.execute(older, (_SIGNATURE, form)).fetchall():
            (body,) = connection.execute("SELECT body FROM revision WHERE rowid = ?", (row,)).fetchone()
            body = stored(unpack(body, str(row)))
            connection.execute("UPDATE revision SET body = ? WHERE rowid = ?", (body, row))


def _begin(folder: Path, wanted: int) -> None:
    """Copy the largest smaller library, without its index, which is to be measured at the full size."""
    ours = folder / "library" / "library.db"
    sizes = {
        int(path.parts[-3].removeprefix("search-")): path
        for path in folder.parent.glob("search-*/library/library.db")
        if path.parts[-3].removeprefix("search-").isdecimal()
    }
    smaller = [size for size in sizes if size < wanted]
    if ours.exists() or not smaller:
        return
    ours.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(sizes[max(smaller)], ours)


def lines(stream: Path, wanted: int) -> Iterator[bytes]:
    """The first `wanted` articles as JSON Lines: the stream's, then made ones."""
    with lzma.open(stream, "rb") as packed:
        real = list(islice(packed, wanted))
    yield from real
    if len(real) >= wanted:
        return
    known = sorted(map(json.loads, real), key=lambda one: (one["published"] or "", one["id"]))
    pieces = [_paragraphs(one) for one in known]
    for number in range(wanted - len(real)):
        yield json.dumps(_made(known, pieces, number)).encode() + b"\n"


def _made(known: list[dict[str, Any]], pieces: list[list[str]], number: int) -> dict[str, Any]:
    chance = random.Random(number)
    at = chance.randrange(len(known))
    near = [min(max(0, at + chance.randint(-NEAR, NEAR)), len(known) - 1) for _ in range(DONORS - 1)]
    donors = [pieces[at], *(pieces[one] for one in near)]
    paragraphs = [chance.choice(chance.choice(donors)) for _ in pieces[at]]
    return {
        **known[at],
        "id": f"made-{number}",
        "url": f"https://made.example/{number}",
        "text": "\n\n".join(paragraphs),
    }


def _paragraphs(one: dict[str, Any]) -> list[str]:
    return [piece for piece in one["text"].split("\n") if piece.strip()] or [one["title"]]


def _batches(found: Iterable[object]) -> Iterator[list[Draft]]:
    drafts = (one for one in found if isinstance(one, Draft))
    while batch := list(islice(drafts, _BATCH)):
        yield batch


def articles(opened: Library, most: int | None = None) -> Iterator[Article]:
    """The library's articles in the order they were added."""
    ids = opened._store.article_ids()[:most]
    for start in range(0, len(ids), 200):
        yield from opened._store.articles(ids[start : start + 200])


def indexed(opened: Library, most: int | None = None) -> Iterator[Indexed]:
    """The same as the index is given them."""
    ids = opened._store.article_ids()[:most]
    for start in range(0, len(ids), 100):
        yield from opened._store.indexed(ids[start : start + 100])


def rows(opened: Library) -> Iterator[Row]:
    """Every article as the peers are given it."""
    stories = opened._store.stories_of(opened._store.article_ids())
    for article in articles(opened):
        text = "\n".join(block.text for block in article.blocks if block.role is not Role.TITLE)
        day = str(article.published)[:10] if article.published else ""
        story = stories.get(article.id, "")
        yield Row(article.id, article.title or "", text, article.outlet_name, day, story)


def database(folder: Path, opened: Library) -> sqlite3.Connection:
    """The same articles in a table `plain` of a database of the peers' own, made once."""
    found = sqlite3.connect(folder / "peers.db")
    (version,) = found.execute("PRAGMA user_version").fetchone()
    if version != opened._store.counts()[0]:
        found.close()
        (folder / "peers.db").unlink()
        found = sqlite3.connect(folder / "peers.db")
        found.execute("CREATE TABLE plain (id, title, content, outlet, day, story)")
        found.executemany("INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?)", rows(opened))
        found.execute(f"PRAGMA user_version = {opened._store.counts()[0]}")
        found.commit()
    return found


def export(path: Path, opened: Library) -> None:
    """The same articles as JSON Lines, a list each, made once."""
    count = opened._store.counts()[0]
    if path.exists():
        with path.open("rb") as file:
            if sum(1 for _ in file) == count:
                return
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows(opened))


def text_size(found: sqlite3.Connection) -> int:
    """Bytes of titles and texts in UTF-8."""
    sizes = "sum(length(CAST(title AS BLOB)) + length(CAST(content AS BLOB)))"
    return int(found.execute(f"SELECT {sizes} FROM plain").fetchone()[0])
