"""One engine in a process of its own, to see what memory it takes: `python -m tests.bench.search.process`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from index.library import Library
from index.search.engine import SearchEngine
from index.search.query import parse
from tests.bench.search import corpus, writing
from tests.bench.search.operations import ONE, PHRASES, PREFIXES, TWO


def memory(folder: Path) -> dict[str, float]:
    """MB that an engine needs once open, and after all queries; mapped files are not counted."""
    opened = Library.open(corpus.paths(folder))
    identity = opened._store.identity()
    opened.close()
    return of_index(corpus.paths(folder).index, writing.key_file(folder), identity)


def of_index(index: Path, key: Path, identity: str = "") -> dict[str, float]:
    """The same of an index by itself."""
    call = [sys.executable, "-m", "tests.bench.search.process", str(index), str(key), identity]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def _measured(index: Path, key: Path, identity: str) -> dict[str, float]:
    parse("an OR query")
    before = _own_memory()
    engine = SearchEngine(index, key, library=identity)
    engine.search(parse(ONE[0]), limit=20)
    first = _own_memory()
    for query in (*ONE, *TWO, *(f'"{words}"' for words in PHRASES), *(f"{start}*" for start in PREFIXES)):
        engine.search(parse(query), limit=20)
    found = {"open": first - before, "asked": _own_memory() - before}
    engine.close()
    return found


def _own_memory() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("RssAnon"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])))
