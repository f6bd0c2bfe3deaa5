"""How many of the first ten are those of stock Whoosh, over real articles and random queries of every kind.

`BYLINES_SHARED=... python -m tests.bench.search.overlap [articles] [queries of each kind]`: 3,000 and 250.
A document as good as Whoosh's tenth counts as one of its ten. Words are drawn as often as they are in texts,
and phrases are the texts' own. Whether the same documents match is told, too. The second part are the kinds
that are scored otherwise by design (see `index.search.codec.evaluate`).
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from index.bodies import NUL
from index.indexed import Indexed
from index.search import schema
from index.search.analyzer import tokens
from index.search.engine import SearchEngine
from index.search.query import Parsed
from index.search.quiet import query
from tests.bench import gold
from tests.bench.search import corpus
from tests.index.search.stock import StockIndex, Translation

TOLERANCE = 2e-4
"""Relative, as in the tests: scores here are of single precision."""

Draw = Callable[["Queries"], Any]


class Queries:
    """Random queries about some texts."""

    def __init__(self, chance: random.Random, texts: Sequence[str]) -> None:
        self.chance = chance
        self._texts = texts

    def words(self, count: int) -> list[str]:
        """Words that stand next to each other somewhere, as written."""
        while True:
            found = re.findall(r"[A-Za-z]{2,}", self.chance.choice(self._texts))
            if len(found) > count:
                start = self.chance.randrange(len(found) - count)
                return [word.lower() for word in found[start : start + count]]

    def term(self, field: str = "text") -> Any:
        """A word of a field, with a boost now and then."""
        (word,) = self.words(1)
        term = next(iter(tokens(word)))
        boost = self.chance.choice([1.0, 1.0, 2.0, 0.5])
        return query.Term(field, term.exact if field == "exact" else term.term, boost=boost)

    def stems(self, count: int) -> list[str]:
        """The stems of words that stand next to each other somewhere."""
        return [next(iter(tokens(word))).term for word in self.words(count)]

    def dates(self) -> Any:
        """A year and more."""
        year = self.chance.randint(2014, 2018)
        return query.DateRange("published", datetime(year, 1, 1), datetime(year + 2, 1, 1), endexcl=True)

    def minutes(self) -> Any:
        """The same as a range of numbers."""
        start = (datetime(self.chance.randint(2014, 2018), 1, 1) - datetime(1970, 1, 1)).days * 1440
        return query.NumericRange("published", start, start + 2 * 525_600)


SCORED_ALIKE: dict[str, Draw] = {
    "one word": lambda q: q.term(),
    "one word as written": lambda q: q.term("exact"),
    "all of two words": lambda q: query.And([q.term(), q.term()]),
    "all of three words": lambda q: query.And([q.term(), q.term(), q.term()]),
    "any of two words": lambda q: query.Or([q.term(), q.term()]),
    "any of four words": lambda q: query.Or([q.term() for _ in range(4)]),
    "not a word": lambda q: query.And([q.term(), query.Not(q.term())]),
    "title or text": lambda q: query.Or([q.term("title"), q.term(), q.term("quote")]),
    "a word in some years": lambda q: query.And([q.term(), q.dates()]),
    "a word in some minutes": lambda q: query.And([q.term(), q.minutes()]),
    "nested": lambda q: query.And([query.Or([q.term(), q.term()]), query.Not(q.term()), q.term()]),
}
SCORED_OTHERWISE: dict[str, Draw] = {
    "phrase of two": lambda q: query.Phrase("text", q.stems(2)),
    "phrase of three": lambda q: query.Phrase("text", q.stems(3)),
    "near": lambda q: query.Phrase("text", q.stems(4)[::3], slop=5),
    "beginning": lambda q: query.Prefix("exact", q.words(1)[0][: q.chance.randint(2, 5)]),
    "wildcard": lambda q: query.Wildcard("exact", re.sub("(?<=.)[aeiou]", "?", q.words(1)[0])),
    "misspelt": lambda q: query.FuzzyTerm("exact", q.words(1)[0] + "e", maxdist=1, prefixlength=1),
}


def measure(articles: Sequence[Indexed], each: int) -> Iterator[str]:
    """A line for each kind: documents of the first ten that are Whoosh's, and whether all that match are."""
    documents = [schema.document(one) for one in articles]
    texts = [text for one in articles for text in one.running.decode().split(NUL) if text]
    with tempfile.TemporaryDirectory() as temporary:
        engine = SearchEngine(Path(temporary) / "index", Path(temporary) / "key")
        half = len(articles) // 2
        for number, some in enumerate((articles[:half], articles[half:]), 1):
            engine.apply(some, (), (), (), number)
        stock = StockIndex(Path(temporary) / "stock")
        stock.put(documents)
        queries = Queries(random.Random(1), texts)
        yield f"{len(articles):,} articles, {len(engine.segments())} segments"
        for kinds in (SCORED_ALIKE, SCORED_OTHERWISE):
            every = [_kind(engine, stock, queries, draw, each) for draw in kinds.values()]
            for name, (asked, common, same) in zip(kinds, every, strict=True):
                yield _line(name, asked, common, same)
            yield _line("all of these", *(sum(part) for part in zip(*every, strict=True)))
        stock.close()
        engine.close()


def _line(name: str, asked: int, common: int, same: int) -> str:
    return f"  {name:24} {common / max(asked, 1):6.3f} of 10, {asked:5} asked, the same match in {same:5}"


def _kind(
    engine: SearchEngine, stock: StockIndex, queries: Queries, draw: Draw, each: int
) -> tuple[int, int, int]:
    """Queries with ten documents at least, documents in common, and queries with the same matches."""
    asked = common = same = 0
    scored, matching = Translation(stock, scored=True), Translation(stock, scored=False)
    while asked < each:
        tree = draw(queries)
        theirs = stock.scores(scored.of(tree))
        if len(theirs) < 10:
            continue
        asked += 1
        tenth = sorted(theirs.values(), reverse=True)[9] * (1 - TOLERANCE)
        first = engine.search(Parsed("", tree, ""), limit=10).hits
        common += sum(theirs.get(name, 0.0) >= tenth for name, _ in first)
        same += engine.matching(tree) == stock.documents(matching.of(tree))
    return asked, common, same


def _main() -> None:
    shared = gold.shared()
    assert shared is not None, "BYLINES_SHARED has the articles"
    count, each = map(int, (*sys.argv[1:], *("3000", "250")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as temporary:
        opened = corpus.library(Path(temporary), shared / "data" / "news-stream.jsonl.xz", count)
        articles = list(islice(corpus.indexed(opened), count))
        opened.close()
    for line in measure(articles, each):
        print(line, flush=True)


if __name__ == "__main__":
    _main()
