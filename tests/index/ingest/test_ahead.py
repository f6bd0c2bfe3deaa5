"""Slow steps a few items ahead, results in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from index.ingest import ahead


def test_order_is_kept_and_calls_run_beside_each_other() -> None:
    both = threading.Barrier(2, timeout=10)

    def slow(number: int) -> Callable[[], int]:
        def call() -> int:
            if number in (2, 4):
                both.wait()  # passes only when the two run at once
            return number

        return call

    items: list[int | Callable[[], int]] = [0, 1, slow(2), 3, slow(4), 5, *map(slow, range(6, 40)), 40]
    assert list(ahead.in_order(items)) == list(range(41))


def test_no_thread_without_a_call() -> None:
    before = threading.active_count()
    assert list(ahead.in_order(iter([1, 2, 3]))) == [1, 2, 3]
    assert threading.active_count() == before


def test_no_more_is_taken_ahead_than_allowed() -> None:
    taken = 0

    def items() -> Iterator[Callable[[], int]]:
        nonlocal taken
        for number in range(100):
            taken += 1
            yield lambda number=number: number

    for number in ahead.in_order(items(), look_ahead=4):
        assert taken - number <= 4


def test_what_a_call_raises_comes_out_at_its_place() -> None:
    def broken() -> int:
        raise ValueError("three")

    found = []
    with pytest.raises(ValueError, match="three"):
        for number in ahead.in_order([1, lambda: 2, broken, 4]):
            found.append(number)
    assert found == [1, 2]


def test_cancelling_does_not_wait_for_what_runs() -> None:
    stop, go_on, ended = threading.Event(), threading.Event(), threading.Event()

    def hangs() -> int:
        stop.set()
        go_on.wait(30)
        ended.set()
        return 1

    try:
        assert list(ahead.in_order([hangs], cancelled=stop.is_set)) == []
        assert not ended.is_set()
    finally:
        go_on.set()
