"""`make bench`: how fast the library is as it grows; each `bench_*` module here prints its own figures."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path


def main() -> int:
    """Print every report; a room without data says nothing."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        told = import_module(f"tests.bench.{path.stem}").report()
        print(told or f"{path.stem}: no data; set BYLINES_SHARED to the folder that holds data/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
