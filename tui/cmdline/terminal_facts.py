"""What the terminal is and can do, as the reader will use it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.model import Problem

SMALLEST = (40, 12)
COMFORTABLE = (80, 24)
ANSWER_SECONDS = 0.3
"""How long a terminal is waited for that was asked where its cursor is; many do not answer at all."""

SAMPLES = {"CJK 漢字": "漢字", "emoji 🙂": "🙂", "flag 🇺🇦": "🇺🇦"}
_PLACE = re.compile(rb"\x1b\[\d+;(\d+)R")
_COLOURS = {"standard": "16", "256": "256", "truecolor": "16 million", "windows": "16"}


@dataclass(frozen=True, slots=True)
class Width:
    """A text, the cells bylines takes it for, and those the terminal gave it; None when it did not say."""

    what: str
    expected: int
    drawn: int | None


def facts(env: Mapping[str, str], *, interactive: bool) -> dict[str, str]:
    """Name and value of everything known about the terminal, in the order in which it is told."""
    from tui.marks import UNICODE, is_utf8, signs_for

    found = {"TERM": env.get("TERM") or "not set", "COLORTERM": env.get("COLORTERM") or "not set"}
    found["colours"] = _colours(env)
    console = "ASCII signs, as the font of the Linux console has no others"
    plain = console if is_utf8(env) else "ASCII, as the locale is not one of UTF-8"
    found["characters"] = "Unicode" if signs_for(env) is UNICODE else plain
    found["size"] = "{}x{}".format(*size()) if interactive else "not a terminal"
    within = [
        name
        for name, variable in (("tmux", "TMUX"), ("screen", "STY"), ("ssh", "SSH_TTY"))
        if env.get(variable)
    ]
    found["inside"] = ", ".join(within) or "nothing between"
    found["mouse"] = "used where it is reported; with shift held the terminal selects"
    found["copying"] = "OSC 52" + ("; tmux needs `set -g set-clipboard on`" if "tmux" in within else "")
    return found


def problems(env: Mapping[str, str], *, interactive: bool) -> list[Problem]:
    """What would make reading hard."""
    found: list[Problem] = []
    if env.get("TERM", "dumb") in ("dumb", "unknown", ""):
        found.append(
            Problem(
                "terminal", "TERM does not say what terminal this is", "set TERM, such as to xterm-256color"
            )
        )
    if interactive and (size()[0] < SMALLEST[0] or size()[1] < SMALLEST[1]):
        what = "the window of {}x{} is smaller than {}x{}".format(*size(), *SMALLEST)
        found.append(Problem("terminal", what, "make it larger; {}x{} is comfortable".format(*COMFORTABLE)))
    return found


def size() -> tuple[int, int]:
    """Columns and lines of the terminal, or 80x24."""
    with contextlib.suppress(OSError, ValueError):
        return tuple(os.get_terminal_size(sys.stdout.fileno()))  # type: ignore[return-value]
    return COMFORTABLE


def _colours(env: Mapping[str, str]) -> str:
    """How many colours are used: what Textual's console finds out from the same variables."""
    if env.get("NO_COLOR"):
        return "none, as NO_COLOR is set"
    from rich.console import Console

    system = Console(force_terminal=True, _environ=env).color_system
    return _COLOURS.get(system or "", "none")


def widths() -> list[Width]:
    """How wide the terminal draws some texts, found by asking it where its cursor is afterwards."""
    from tui.wrap import width_of

    found = [Width(name, width_of(text), None) for name, text in SAMPLES.items()]
    with contextlib.suppress(OSError, ValueError, ImportError), _unechoed() as terminal:
        found = [Width(one.what, one.expected, _drawn(terminal, SAMPLES[one.what])) for one in found]
    return found


def _drawn(terminal: tuple[int, int], text: str) -> int | None:
    """The cells a text takes; it is wiped away again."""
    reading, writing = terminal
    os.write(writing, b"\r" + text.encode() + b"\x1b[6n")
    place = _answer(reading)
    os.write(writing, b"\r\x1b[K")
    return place - 1 if place is not None else None


def _answer(terminal: int) -> int | None:
    """The column in the terminal's answer, counted from 1."""
    import select

    answer, until = b"", time.monotonic() + ANSWER_SECONDS
    while (left := until - time.monotonic()) > 0 and select.select([terminal], [], [], left)[0]:
        answer += os.read(terminal, 64)
        if match := _PLACE.search(answer):
            return int(match[1])
    return None


@contextlib.contextmanager
def _unechoed() -> Iterator[tuple[int, int]]:
    """Where the terminal is read and written, not echoing and not waiting for line ends.

    Raises OSError without a terminal.
    """
    import termios
    import tty

    reading, writing = sys.stdin.fileno(), sys.stdout.fileno()
    sys.stdout.flush()
    try:
        before = termios.tcgetattr(reading)
        tty.setcbreak(reading)
        try:
            yield reading, writing
        finally:
            termios.tcsetattr(reading, termios.TCSAFLUSH, before)
    except termios.error as error:
        raise OSError(str(error)) from error
