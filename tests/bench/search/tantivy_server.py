"""tantivy answering through pipes; run by a Python that has it, never imported. See `servers`."""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from answering import measured, rows, serve, since, spent

tantivy: Any = importlib.import_module("tantivy")
TEXTS = ["title", "content"]
HEAP = 400_000_000


def schema() -> Any:
    """Titles and texts stemmed and stored; outlet, day and story to count and sort by."""
    builder = tantivy.SchemaBuilder()
    for name in TEXTS:
        builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
    for name in ("outlet", "story"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", fast=True)
    builder.add_integer_field("day", stored=True, indexed=True, fast=True)
    return builder.build()


def documents(path: Path, most: int | None = None) -> Iterator[Any]:
    """The articles of the peers' JSON Lines."""
    for title, content, outlet, day, story in rows(path, most):
        yield tantivy.Document(title=title, content=content, outlet=outlet, day=day, story=story)


def fill(index: Any, found: Iterable[Any], threads: int) -> None:
    """Write articles in one commit."""
    writer = index.writer(HEAP, threads)
    for one in found:
        writer.add_document(one)
    writer.commit()


class Server:
    """One index on disk."""

    def __init__(self, data: str, folder: str) -> None:
        self.data, self.folder = Path(data), Path(folder)
        with self.data.open("rb") as file:
            count = sum(1 for _ in file)
        if not self.folder.exists() or self.open(self.folder).searcher().num_docs != count:
            shutil.rmtree(folder, ignore_errors=True)
            self.folder.mkdir()
            fill(self.open(self.folder), documents(self.data), 2)
        self.index = self.open(self.folder)
        self.schema = self.index.schema
        self.searcher = self.index.searcher()

    @staticmethod
    def open(folder: Path) -> Any:
        """The index in a folder."""
        return tantivy.Index(schema(), path=str(folder))

    def answer(self, operation: str, text: str, **options: Any) -> Any:
        """Milliseconds of processor time; of writing, seconds by the clock and of processors."""
        if operation == "indexing":
            return self.indexing(**options)
        if operation == "ten articles":
            return self.ten()
        if operation == "open":
            return measured(self.opened, text)
        if operation == "size":
            return sum(path.stat().st_size for path in self.folder.iterdir())
        work = getattr(self, operation.replace(" ", "_"), None)
        return None if work is None else measured(work, text)

    def query(self, text: str) -> Any:
        """A query string parsed."""
        return self.index.parse_query(text, TEXTS)

    def top(self, query: Any, **options: Any) -> Any:
        """The best 20."""
        return self.searcher.search(query, 20, **options)

    def one_word(self, text: str) -> Any:
        return self.top(self.query(text))

    def two_words(self, text: str) -> Any:
        return self.top(self.query(" AND ".join(text.split())))

    def either_of_two_words(self, text: str) -> Any:
        return self.top(self.query(" OR ".join(text.split())))

    def phrase(self, text: str) -> Any:
        return self.top(self.query(f'"{text}"'))

    def prefix(self, text: str) -> Any:
        return self.top(self.beginning(text))

    def date_range(self, text: str) -> Any:
        return self.top(self.query(f"({text}) AND day:[20180101 TO 20181231]"))

    def newest_first(self, text: str) -> Any:
        return self.top(self.query(text), order_by_field="day")

    def facets(self, text: str) -> Any:
        counts = {"outlets": {"terms": {"field": "outlet", "size": 50}}}
        return self.searcher.aggregate(self.query(text), counts)

    def top_20_with_highlights(self, text: str) -> Any:
        query = self.query(text)
        found = self.top(query)
        made = tantivy.SnippetGenerator.create(self.searcher, query, self.schema, "content")
        return [made.snippet_from_doc(self.searcher.doc(address)).to_html() for _, address in found.hits]

    def as_you_type(self, text: str) -> Any:
        *whole, last = text.strip().strip('"').split() or [""]
        parts = [self.beginning(last)] if last else []
        if whole:
            words = " ".join(whole)
            parts.append(self.query(f'"{words}"' if text.startswith('"') else words.replace(" ", " AND ")))
        return self.top(tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts]))

    def beginning(self, text: str) -> Any:
        """Words of the text that begin so."""
        return tantivy.Query.regex_query(self.schema, "content", f"{text.lower()}.*")

    def opened(self, text: str) -> Any:
        index = self.open(self.folder)
        return index.searcher().search(index.parse_query(text, TEXTS), 20)

    def indexing(self, most: int, threads: int) -> list[float]:
        """Seconds by the clock and of processors for the first `most` articles, in an index of their own."""
        found = list(documents(self.data, most))
        folder = self.folder.with_name("tantivy-part")
        folder.mkdir()
        try:
            began = spent()
            fill(self.open(folder), found, threads)
            taken: list[float] = since(began)
            return taken
        finally:
            shutil.rmtree(folder)

    def ten(self) -> list[float]:
        """Seconds by the clock and of processors until ten more articles are found."""
        found = list(documents(self.data, 10))
        folder = self.folder.with_name("tantivy-more")
        shutil.copytree(self.folder, folder)
        try:
            index = self.open(folder)
            writer = index.writer(HEAP, 1)
            began = spent()
            for one in found:
                writer.add_document(one)
            writer.commit()
            index.reload()
            index.searcher().search(index.parse_query("president", TEXTS), 20)
            taken: list[float] = since(began)
            return taken
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    serve(Server)
