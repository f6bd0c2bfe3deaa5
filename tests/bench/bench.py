"""`make bench`: the figures of every room that has a `bench_*.py` with a `report()`, one after the other.

Names may be given to run some only: `python -m tests.bench.bench notes search`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter


def main(names: Sequence[str]) -> int:
    """Print the reports; 1 when one of them fails, 2 for an unknown name."""
    known = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = [f"bench_{name}" for name in names] or known
    unknown = [name for name in wanted if name not in known]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    failed = 0
    for name in wanted:
        began = perf_counter()
        try:
            told = import_module(f"tests.bench.{name}").report()
        except Exception as error:  # noqa: BLE001 (the other rooms are still measured)
            failed = 1
            told = f"failed: {type(error).__name__}: {error}"
        print(f"== {name.removeprefix('bench_')} ({perf_counter() - began:.0f} s)\n{told}\n", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
