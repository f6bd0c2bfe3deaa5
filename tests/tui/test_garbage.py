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


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looks]:
    found = Looks()
    monkeypatch.setattr(gc, "get_count", lambda: found.count)
    monkeypatch.setattr(gc, "isenabled", lambda: found.enabled)
    monkeypatch.setattr(gc, "enable", lambda: found.done.append("enable"))
    monkeypatch.setattr(gc, "freeze", lambda: found.done.append("freeze"))
    monkeypatch.setattr(gc, "unfreeze", lambda: found.done.append("unfreeze"))
    monkeypatch.setattr(gc, "collect", lambda generation=2: found.done.append(f"collect {generation}"))
    monkeypatch.setattr(gc, "set_threshold", lambda *_: None)
    return found


@pytest.mark.parametrize(
    ("count", "rested", "done"),
    [
        ((500, 3, 1), 60.0, []),
        ((0, garbage.YOUNGS, 0), 0.1, []),
        ((0, garbage.YOUNGS, 0), 1.0, ["collect 1"]),
        ((0, garbage.YOUNGS, garbage.OLDS), 1.0, ["collect 1"]),
        ((0, 0, garbage.OLDS), 5.0, ["unfreeze", "collect 2", "freeze"]),
        ((0, garbage.OVERDUE, 0), 0.0, ["unfreeze", "collect 2", "freeze"]),
    ],
)
def test_looks_among_few_between_keys_and_among_all_in_a_pause(
    looks: Looks, count: tuple[int, int, int], rested: float, done: list[str]
) -> None:
    now = [10.0]
    tidy = Garbage(lambda: now[0])
    tidy.begin()
    looks.count = count
    looks.done.clear()
    tidy.touch()
    now[0] += rested
    tidy.look()
    assert looks.done == done


def test_leaves_a_program_alone_that_looks_for_it_itself(looks: Looks) -> None:
    looks.enabled, looks.count = True, (0, garbage.OVERDUE, garbage.OLDS)
    tidy = Garbage(lambda: 100.0)
    tidy.begin()
    tidy.look()
    assert not looks.done
