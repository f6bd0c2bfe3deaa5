"""The line on a terminal that says how far slow work is: a bar, counts, the rate, and what it is at."""

from __future__ import annotations

import os
import time
from typing import TextIO

from index.model import Progress
from index.text import clean_line

_BAR = 20
_EVERY = 0.1
_RATE_AFTER = 1.0  # seconds; before that the rate is a guess


class ProgressLine:
    """One line of a stream that is drawn over itself, at most ten times a second."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._drawn_at = 0.0
        self._visible = False
        self._stage = ""
        self._began = 0.0
        self._first = 0

    def show(self, step: Progress) -> None:
        """Draw a step, unless the last was drawn just now."""
        now = time.monotonic()
        if step.stage != self._stage:
            self._stage, self._began, self._first = step.stage, now, step.done
        if now - self._drawn_at < _EVERY and step.done != step.total:
            return
        self._drawn_at, self._visible = now, True
        from tui.wrap import fit

        line = text_of(step, self._rate(step, now))
        self._stream.write("\r" + fit(line, columns(self._stream) - 1))
        self._stream.flush()

    def hide(self) -> None:
        """Take the line away, so that something else can be printed in its place."""
        if self._visible:
            self._stream.write("\r" + " " * (columns(self._stream) - 1) + "\r")
            self._stream.flush()
            self._visible = False

    def _rate(self, step: Progress, now: float) -> float | None:
        """Steps a second since the stage began."""
        passed = now - self._began
        return (step.done - self._first) / passed if passed >= _RATE_AFTER else None


def text_of(step: Progress, rate: float | None) -> str:
    """A step in words; what it is at comes from outside and is cleaned."""
    if step.total:
        amount = f"{_bar(step.done / step.total)} {step.done:,} of {step.total:,}"
    elif step.share is not None:
        amount = f"{_bar(step.share)} {step.done:,}"
    else:
        amount = f"{step.done:,}"
    speed = "" if rate is None else f"  {rate:,.0f}/s" if rate >= 10 else f"  {rate:.1f}/s"
    return f"{clean_line(step.stage)} {amount}{speed}  {clean_line(step.current)}"


def _bar(share: float) -> str:
    filled = min(_BAR, int(_BAR * share))
    return f"[{'#' * filled}{'.' * (_BAR - filled)}]"


def columns(stream: TextIO) -> int:
    """The width of a terminal; 80 where that is not known."""
    try:
        return max(20, os.get_terminal_size(stream.fileno()).columns)
    except (OSError, ValueError):
        return 80
