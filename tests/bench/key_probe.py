"""Runs bylines and writes down what each key costs: `python -m tests.bench.key_probe FILE ARGUMENT...`.

A line for each key: the milliseconds from the key's arrival to the end of the first repaint after it was
dealt with, first those of CPU time that the UI thread used, then those of the clock.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

from tui import cli


class Probe:
    """The key that is under way: when it came, and whether it was dealt with."""

    def __init__(self, file: Path) -> None:
        self._file = file.open("a", buffering=1)
        self._came: tuple[float, float] | None = None
        self._handled = False

    def install(self) -> None:
        """Stand between Textual and its own methods."""
        on_event, dispatch, display = App.on_event, MessagePump._dispatch_message, App._display

        async def arriving(app: App[Any], event: events.Event) -> None:
            if isinstance(event, events.Key) and self._came is None:
                self._came, self._handled = _now(), False
            await on_event(app, event)

        async def dispatching(pump: MessagePump, message: Any) -> None:
            await dispatch(pump, message)
            if isinstance(message, events.Key) and not isinstance(pump, App):
                self._handled = True

        def displaying(app: App[Any], screen: Any, renderable: Any) -> None:
            display(app, screen, renderable)
            if self._came is not None and self._handled:
                cpu, clock = (now - then for now, then in zip(_now(), self._came, strict=True))
                self._file.write(f"{cpu * 1000:.3f} {clock * 1000:.3f}\n")
                self._came = None

        App.on_event = arriving  # type: ignore[assignment, method-assign]
        MessagePump._dispatch_message = dispatching  # type: ignore[assignment, method-assign]
        App._display = displaying  # type: ignore[assignment, method-assign]


def _now() -> tuple[float, float]:
    """Seconds of this thread's CPU time, and of the clock."""
    return time.thread_time(), time.monotonic()


if __name__ == "__main__":
    Probe(Path(sys.argv[1])).install()
    sys.exit(cli.main(sys.argv[2:]))
