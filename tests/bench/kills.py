"""Kills a writer of the search index at random moments, and looks whether anything committed is lost.

Run by hand: python -m tests.bench.kills [HOW_MANY]
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from index.search.engine import SearchEngine
from index.search.query import parse

ROOT = Path(__file__).parents[2]
LONGEST = 0.4
"""Seconds after which a writer is killed at the latest; a commit takes about a hundredth of that."""

WRITER = """
import sys
from pathlib import Path
from tests.index.search.builders import Shelf, article
shelf = Shelf(Path(sys.argv[1]))
shelf.upto = shelf.engine.high_water()
print("ready", flush=True)
while True:
    n = shelf.upto + 1
    shelf.put(article(f"a{n}", f"drone number{n} " + "word " * 200))
    print(shelf.upto, flush=True)
"""


def main(kills: int = 200, seed: int = 1) -> str:
    """Kill so many writers; what was found, in a sentence. Raises AssertionError for anything lost."""
    chance = random.Random(seed)
    committed = 0
    inside = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(kills):
            told = _killed(folder, chance.random() * LONGEST)
            engine = SearchEngine(folder / "library" / "index", folder / "state" / "index.key")
            water = engine.high_water()
            found = {name for name, _ in engine.search(parse("drone"), limit=1_000_000).hits}
            assert water >= max(told, committed), f"kill {number}: {told} was committed, {water} is there"
            assert found == {f"a{n}" for n in range(1, water + 1)}, f"kill {number}: not what was committed"
            assert engine.notices() == [], f"kill {number}: the index had to be repaired"
            assert engine.check() == [], f"kill {number}: {engine.check()}"
            inside += water > told
            committed = water
            engine.close()
    return (
        f"Search index: {kills} kills at random moments of {committed} commits, {inside} of them between the"
        " commit and its report: nothing committed was lost, nothing had to be repaired"
    )


def _killed(folder: Path, delay: float) -> int:
    """Start a writer, kill it after `delay` seconds of writing; the last change it reported."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    told = [int(line) for line in process.stdout.read().split() if line.isdigit()]
    process.stdout.close()
    process.wait()
    return told[-1] if told else 0


if __name__ == "__main__":
    print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
