"""The search engine from size to size, with the power by which each figure grows; see `search.scale`.

BYLINES_BENCH_SCALE names the sizes (10000,100000,500000); without it nothing is measured, as the largest
takes some minutes to fill, and 5 GB. BYLINES_BENCH_CACHE says where the indexes are kept between runs.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.bench import gold
from tests.bench.search import scale, table


def report() -> str:
    """The tables; one line saying why, where there is nothing to measure."""
    named = os.environ.get("BYLINES_BENCH_SCALE")
    if not named:
        return "Scale: skipped, BYLINES_BENCH_SCALE names no sizes"
    shared = gold.shared()
    stream = shared / "data" / "news-stream.jsonl.xz" if shared else None
    if stream is None or not stream.exists():
        return "Scale: skipped, BYLINES_SHARED has no data/news-stream.jsonl.xz"
    with tempfile.TemporaryDirectory() as temporary:
        cache = Path(os.environ.get("BYLINES_BENCH_CACHE") or temporary)
        tables = []
        for one in scale.measure(cache, stream, [int(size) for size in named.split(",")]):
            print("\n".join(table.shown(one)), flush=True)
            tables.append(one)
    return "\n".join(table.growth(tables) if len(tables) > 1 else table.shown(tables[0]))


if __name__ == "__main__":
    print(report())
