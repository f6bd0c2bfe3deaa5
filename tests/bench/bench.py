"""All benchmarks: the `report()` of every `bench_*` module beside this one. Run by `make bench`."""

from __future__ import annotations

import importlib
from pathlib import Path


def main() -> None:
    """Print all reports."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        found = importlib.import_module(f"tests.bench.{path.stem}").report()
        print(found if isinstance(found, str) else "\n".join(found))
        print()


if __name__ == "__main__":
    main()
