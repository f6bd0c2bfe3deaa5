"""Helpers to drive the reader in tests."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled

from tui.screens.story import StoryScreen


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until all jobs have ended and everything they led to is drawn."""
    for _ in range(100):
        await pilot.pause()
        workers = [worker for worker in pilot.app.workers if not worker.is_finished]
        if not workers and getattr(pilot.app.screen, "whole", True):
            break
        if not workers:
            # The start of the list is there; the rest is asked for a moment later.
            await pilot.pause(0.02)
            continue
        # A screen that was closed has cancelled its jobs; that is no failure.
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete(workers)
    await pilot.pause()


async def until(pilot: Pilot[Any], true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until something is so; what no job of the reader's own brings about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, shown(pilot)
        await pilot.pause(0.02)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one by one, letting each do its work."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def write(pilot: Pilot[Any], text: str) -> None:
    """Type a text."""
    for char in text:
        await pilot.press("space" if char == " " else char)
    await pilot.pause(0.2)
    await settled(pilot)


async def paste(pilot: Pilot[Any], text: str) -> None:
    """Put a long text into the input at once."""
    pilot.app.screen.query_one(Input).insert_text_at_cursor(text)
    await pilot.pause(0.2)
    await settled(pilot)


def open_story(pilot: Pilot[Any]) -> StoryScreen:
    """The screen of the story that is open."""
    screen = pilot.app.screen
    assert isinstance(screen, StoryScreen)
    return screen


def told(pilot: Pilot[Any]) -> str:
    """The messages that are up, a line or more each."""
    return "\n".join(one.message for one in pilot.app._notifications)


def shown(pilot: Pilot[Any]) -> str:
    """The screen as text."""
    app = pilot.app
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip)[:width].rstrip() for strip in lines[:height])
