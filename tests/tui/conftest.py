"""A reader on the seeds, driven without a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import pytest
from textual.pilot import Pilot

from index.library import Library
from tests.tui.driving import settled
from tests.tui.quick import rules_once, wait_for_idle
from tui.app import BylinesApp

Open = Callable[..., AbstractAsyncContextManager[Pilot[Any]]]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.css.stylesheet.Stylesheet._parse_rules", rules_once)
    monkeypatch.setattr("textual.app.wait_for_idle", wait_for_idle)
    monkeypatch.setattr("textual.pilot.wait_for_idle", wait_for_idle)


@pytest.fixture
def open_reader(seeded: Library) -> Open:
    """Opens the reader at a size and waits for its first list."""

    @asynccontextmanager
    async def open_at(width: int = 120, height: int = 40) -> AsyncIterator[Pilot[Any]]:
        app = BylinesApp(seeded, env={"LANG": "C.UTF-8"})
        async with app.run_test(size=(width, height)) as pilot:
            await settled(pilot)
            yield pilot

    return open_at
