"""Slow work as the line at the top of every screen shows it. Pure text."""

from __future__ import annotations

from dataclasses import dataclass

from tui.marks import Signs
from tui.wrap import fit, width_of

BAR = 10
CURRENT = 22


@dataclass(frozen=True, slots=True)
class Work:
    """`done` of `total` steps (None when not known), what came of it, steps a second, what it is at."""

    what: str
    done: int = 0
    total: int | None = None
    found: str = ""
    rate: float | None = None
    current: str = ""


def work_line(work: Work, room: int, signs: Signs) -> str:
    """The longest telling of `work` that fits into `room` cells; empty when none does.

    The last part has a width of its own, so that the line does not jump with each name.
    """
    steps = f"{work.done:,}/{work.total:,}" if work.total else f"{work.done:,}" if work.done else ""
    bar = progress_bar(work.done, work.total, BAR, signs) if work.total else ""
    rate = f"{work.rate:.1f}/s" if work.rate else ""
    head = " ".join(part for part in (work.what, bar, steps) if part)
    short = " ".join(part for part in (work.what, steps) if part)
    current = fit(work.current, CURRENT) if work.current else ""
    tellings = (
        (head, work.found, rate, current),
        (head, work.found, rate),
        (head, work.found),
        (short, work.found),
        (short,),
        (steps,),
    )
    lines = (" · ".join(part for part in parts if part) for parts in tellings)
    return next((line for line in lines if width_of(line) <= room), "")


def progress_bar(done: int, total: int, width: int, signs: Signs) -> str:
    """A bar of `width` cells; full only when everything is done."""
    filled = min(width, done * width // total)
    return signs.bar * filled + signs.bar_rest * (width - filled)
