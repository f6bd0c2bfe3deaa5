"""Whoosh as it comes, answering through pipes: its own writer, codec, parser and searcher. See `servers`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from answering import measured, rows, serve, since, spent
from whoosh import analysis, collectors, fields, highlight, index, qparser, query, sorting

LIMIT = 20.0
"""Seconds after which a search is given up."""


def schema() -> Any:
    """Title and text in one field; outlet, day and story to count and sort by."""
    return fields.Schema(
        text=fields.TEXT(analyzer=analysis.StemmingAnalyzer(cachesize=100_000), stored=True),
        outlet=fields.ID(sortable=True),
        story=fields.ID(sortable=True),
        day=fields.NUMERIC(sortable=True),
    )


def documents(path: Path, most: int | None = None) -> Iterator[dict[str, Any]]:
    """The articles of the peers' JSON Lines."""
    for title, content, outlet, day, story in rows(path, most):
        yield {"text": f"{title}\n{content}", "outlet": outlet, "day": day, "story": story}


def fill(opened: Any, path: Path, most: int | None = None) -> None:
    """Write articles in one commit."""
    writer = opened.writer(limitmb=512)
    for document in documents(path, most):
        writer.add_document(**document)
    writer.commit()


class Server:
    """One index on disk."""

    def __init__(self, data: str, folder: str) -> None:
        self.data, self.folder = Path(data), Path(folder)
        with self.data.open("rb") as file:
            count = sum(1 for _ in file)
        if not self.folder.exists() or not index.exists_in(folder) or self.held() != count:
            self.make()
        self.index = index.open_dir(folder)
        self.searcher = self.index.searcher()
        self.parser = qparser.QueryParser("text", self.index.schema)

    def held(self) -> int:
        """How many articles the index on disk has."""
        opened = index.open_dir(str(self.folder))
        try:
            return int(opened.doc_count())
        finally:
            opened.close()

    def make(self) -> None:
        """Write the index anew."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        fill(index.create_in(str(self.folder), schema()), self.data)

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

    def top(self, text: str, **options: Any) -> Any:
        """The best 20, or what was found of them in time."""
        return self.within(self.parser.parse(text), **options)

    def within(self, node: Any, **options: Any) -> Any:
        collector = collectors.TimeLimitCollector(
            self.searcher.collector(limit=20, **options), LIMIT, use_alarm=False
        )
        with suppress(collectors.TimeLimit):
            self.searcher.search_with_collector(node, collector)
        return collector.results()

    def one_word(self, text: str) -> Any:
        return self.top(text)

    def two_words(self, text: str) -> Any:
        return self.top(text)

    def either_of_two_words(self, text: str) -> Any:
        return self.top(" OR ".join(text.split()))

    def phrase(self, text: str) -> Any:
        return self.top(f'"{text}"')

    def prefix(self, text: str) -> Any:
        return self.top(f"{text}*")

    def date_range(self, text: str) -> Any:
        days = query.NumericRange("day", 20180101, 20181231)
        return self.within(query.And([self.parser.parse(text), days]))

    def newest_first(self, text: str) -> Any:
        return self.top(text, sortedby="day", reverse=True)

    def facets(self, text: str) -> Any:
        found = self.top(text, groupedby=sorting.FieldFacet("outlet", maptype=sorting.Count))
        return found.groups("outlet")

    def grouped_by_story(self, text: str) -> Any:
        found = self.top(text, groupedby=sorting.FieldFacet("story", maptype=sorting.Best))
        return found.groups("story")

    def top_20_with_highlights(self, text: str) -> Any:
        found = self.top(text, terms=True)
        found.fragmenter = highlight.ContextFragmenter(maxchars=240)
        return [hit.highlights("text", top=3) for hit in found]

    def as_you_type(self, text: str) -> Any:
        return self.top(f"{text.strip()}*" if not text.startswith('"') else text + '"')

    def opened(self, text: str) -> Any:
        opened = index.open_dir(str(self.folder))
        with opened.searcher() as searcher:
            return searcher.search(self.parser.parse(text), limit=20).top_n

    def indexing(self, most: int) -> list[float]:
        """Seconds by the clock and of processors for the first `most` articles."""
        folder = self.folder.with_name("whoosh-part")
        folder.mkdir()
        try:
            opened = index.create_in(str(folder), schema())
            began = spent()
            fill(opened, self.data, most)
            taken: list[float] = since(began)
            return taken
        finally:
            shutil.rmtree(folder)

    def ten(self) -> list[float]:
        """Seconds by the clock and of processors until ten more articles are found."""
        folder = self.folder.with_name("whoosh-more")
        shutil.copytree(self.folder, folder)
        try:
            opened = index.open_dir(str(folder))
            began = spent()
            writer = opened.writer()
            for document in documents(self.data, 10):
                writer.add_document(**document)
            writer.commit()
            with opened.searcher() as searcher:
                searcher.search(self.parser.parse("president"), limit=20)
            taken: list[float] = since(began)
            return taken
        finally:
            shutil.rmtree(folder)


if __name__ == "__main__":
    serve(Server)
