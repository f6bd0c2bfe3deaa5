"""tantivy as a peer: in a virtual environment of the benchmark's own, asked through pipes."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

from index.library import Library
from index.model import Role

Row = tuple[str, str, str, str, str]

SERVER = """
import json, sys, time, tantivy
builder = tantivy.SchemaBuilder()
for name in ("title", "content"):
    builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
builder.add_integer_field("day", stored=False, indexed=True, fast=True)
index = tantivy.Index(builder.build())
writer = index.writer(200_000_000, 1)
with open(sys.argv[1]) as file:
    for line in file:
        title, content, day = json.loads(line)
        writer.add_document(tantivy.Document(title=title, content=content, day=day))
writer.commit()
index.reload()
searcher = index.searcher()
print("ready", flush=True)
for line in sys.stdin:
    name, text = json.loads(line)
    began = time.perf_counter()
    if name == "phrase":
        text = '"%s"' % text
    elif name == "two words":
        text = " AND ".join(text.split())
    elif name == "date range":
        text = "(%s) AND day:[20180101 TO 20181231]" % text
    query = index.parse_query(text, ["title", "content"])
    options = {"order_by_field": "day"} if name == "newest first" else {}
    found = searcher.search(query, 20, **options)
    if name == "top 20 with highlights":
        made = tantivy.SnippetGenerator.create(searcher, query, index.schema, "content")
        for _, address in found.hits:
            made.snippet_from_doc(searcher.doc(address)).to_html()
    print((time.perf_counter() - began) * 1000, flush=True)
"""
KNOWN = ("one word", "two words", "phrase", "date range", "newest first", "top 20 with highlights")


class Tantivy:
    """The running peer."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, name: str, query: str) -> float:
        """Milliseconds that an operation took; not a number for one it has none for."""
        if name not in KNOWN:
            return float("nan")
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([name, query]) + "\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def close(self) -> None:
        """End it."""
        self._process.communicate()


def start(folder: Path, library: Library) -> Tantivy | None:
    """tantivy with the library's articles in memory; None where it cannot be installed."""
    own = folder.parent / "venv"
    python = own / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    try:
        if not python.exists():
            venv.create(own, with_pip=True)
            install = [str(python), "-m", "pip", "install", "--quiet", "tantivy"]
            subprocess.run(install, check=True, timeout=120, capture_output=True)
        data = folder / "peer.jsonl"
        with data.open("w") as file:
            for title, content, _, day, _ in rows(library):
                number = int((day or "0").replace("-", "").ljust(8, "0")[:8])
                file.write(json.dumps([title, content, number]) + "\n")
        process = subprocess.Popen(
            [str(python), "-c", SERVER, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        process.kill()
        return None
    return Tantivy(process)


def rows(library: Library) -> Iterator[Row]:
    """Title, text, outlet, day and story of every article."""
    store = library._store
    overview = store.overview()
    ids = store.article_ids()
    for start in range(0, len(ids), 200):
        for article in store.articles(ids[start : start + 200]):
            text = "\n".join(block.text for block in article.blocks if block.role is not Role.TITLE)
            day = str(article.published)[:10] if article.published else ""
            yield (
                article.title or "",
                text,
                article.outlet_name,
                day,
                overview.articles[article.id].story or "",
            )
