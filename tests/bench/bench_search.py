"""Search held against SQLite FTS5, tantivy, stock Whoosh and `LIKE`, over real articles; see `report`.

BYLINES_BENCH_ARTICLES says how many (10,000); beyond the real ones more are made of their paragraphs.
Several numbers with commas between them are measured one after the other, and shown side by side at the
end (see `bench_scale` for the engine alone). BYLINES_BENCH_CACHE says where libraries and the peers' indexes
are kept between runs; tantivy runs in a virtual environment beside them, and is left out where it cannot be
installed. BYLINES_BENCH_PEERS names those to compare with besides SQLite (`tantivy,whoosh`): stock Whoosh
takes minutes to index, once.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.bench import gold
from tests.bench.compiled import compiled
from tests.bench.search import measuring, table


def report() -> str:
    """The tables; one line saying why, where the articles are absent."""
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.exists():
        return "Search: skipped, BYLINES_SHARED has no data/news-stream.jsonl.xz"
    sizes = [int(size) for size in os.environ.get("BYLINES_BENCH_ARTICLES", "10000").split(",")]
    given = os.environ.get("BYLINES_BENCH_CACHE")
    os.environ.update(compiled())
    with tempfile.TemporaryDirectory() as temporary:
        cache = Path(given or temporary)
        tables = [measuring.measure(cache / f"search-{size}", stream, size) for size in sorted(sizes)]
    lines = [line for one in tables for line in (*table.shown(one), "")]
    return "\n".join([*lines, *(table.growth(tables) if len(tables) > 1 else [])]).rstrip()


if __name__ == "__main__":
    print(report())
