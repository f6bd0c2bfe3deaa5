"""When garbage is looked for: never in the middle of keys, unless it is overdue."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from tui import garbage
from tui.garbage import Garbage


class Looks:
    """What was asked of Python, and what it says of itself."""

    def __init__(self) -> None:
        self.count = (0, 0, 0)
        self.done: list[str] = []
        self.enabled = False
        self.stayed = 0


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looks]:
    found = Looks()
    monkeypatch.setattr(gc, "get_count", lambda: found.count)
    monkeypatch.setattr(gc, "get_objects", lambda generation: [None] * found.stayed)
    monkeypatch.setattr(gc, "isenabled", lambda: found.enabled)
    monkeypatch.setattr(gc, "enable", lambda: found.done.append("enable"))
    monkeypatch.setattr(gc, "freeze", lambda: found.done.append("freeze"))
    monkeypatch.setattr(gc, "unfreeze", lambda: found.done.append("unfreeze"))
    monkeypatch.setattr(gc, "collect", lambda generation=2: found.done.append(f"collect {generation}"))
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    return found


@pytest.mark.parametrize(
    ("young", "stayed", "rested", "done"),
    [
        (garbage.YOUNGS - 1, 500, 60.0, []),
        (garbage.YOUNGS, 500, 0.01, []),
        (garbage.YOUNGS, 500, 1.0, ["collect 1"]),
        (garbage.YOUNGS, garbage.FEW + 1, 1.0, ["freeze"]),
        (garbage.WORTH_ALL, 500, 1.0, ["collect 1"]),
        (garbage.WORTH_ALL, 500, 30.0, ["unfreeze", "collect 2", "freeze"]),
        (garbage.WORTH_ALL, 500, 15.0, ["collect 1"]),
        ((garbage.WORTH_ALL + garbage.OVERDUE) // 2, 500, 15.0, ["unfreeze", "collect 2", "freeze"]),
        ((garbage.WORTH_ALL + garbage.OVERDUE) // 2, 500, 5.0, ["collect 1"]),
        (garbage.OVERDUE, 500, 0.0, ["unfreeze", "collect 2", "freeze"]),
    ],
)
def test_looks_among_few_between_keys_and_among_all_in_a_pause(
    looks: Looks, young: int, stayed: int, rested: float, done: list[str]
) -> None:
    now = [10.0]
    tidy = Garbage(lambda: now[0])
    tidy.begin()
    looks.count, looks.stayed = (500, young, 0), stayed
    looks.done.clear()
    tidy.touch()
    now[0] += rested
    tidy.look()
    assert looks.done == done


def test_what_was_put_aside_is_looked_at_in_a_pause(looks: Looks) -> None:
    now = [10.0]
    tidy = Garbage(lambda: now[0])
    tidy.begin()
    tidy.touch()
    looks.done.clear()
    looks.count, looks.stayed = (0, garbage.WORTH_ALL // 2, 0), garbage.FEW + 1
    for _ in range(2):
        now[0] += 1.0
        tidy.look()
    looks.count = (0, 0, 0)
    tidy.look()
    tidy.away()  # to another window
    tidy.look()
    tidy.look()
    assert looks.done == ["freeze", "freeze", "unfreeze", "collect 2", "freeze"]


def test_leaves_a_program_alone_that_looks_for_it_itself(looks: Looks) -> None:
    looks.enabled, looks.count = True, (0, garbage.OVERDUE, 0)
    tidy = Garbage(lambda: 100.0)
    tidy.begin()
    tidy.look()
    assert not looks.done
