"""What the peers' servers share; standard library alone, as tantivy's has an environment of its own."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any


def rows(path: Path, most: int | None = None) -> Iterator[tuple[str, str, str, int, str]]:
    """Title, text, outlet, day as a number, and story of the articles of the peers' JSON Lines."""
    with path.open(encoding="utf-8") as file:
        for line in islice(file, most):
            _, title, content, outlet, day, story = json.loads(line)
            yield title, content, outlet, int(day.replace("-", "").ljust(8, "0")[:8] or 0), story


def spent() -> tuple[float, float]:
    """The clock, and the processor time of all threads, in seconds."""
    return time.perf_counter(), time.process_time()


def since(began: tuple[float, float]) -> list[float]:
    """What was spent since then."""
    return [now - then for now, then in zip(spent(), began, strict=True)]


def measured(work: Any, text: str) -> float:
    """Milliseconds of processor time."""
    began = time.process_time()
    work(text)
    return (time.process_time() - began) * 1000


def serve(server: type) -> None:
    """Answer line by line until the input ends."""
    given = json.loads(sys.argv[1])
    serving = server(given["data"], given["index"])
    print("true", flush=True)
    for line in sys.stdin:
        print(json.dumps(serving.answer(**json.loads(line))), flush=True)
