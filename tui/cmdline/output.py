"""What the command line prints: text and JSON on stdout, everything else on stderr, all of it cleaned."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Mapping
from typing import Any

from index.model import Progress
from index.text import clean
from tui.cmdline.progress import ProgressLine

_SUBSTITUTING = "bylines"
# One character each, so that columns stay in step.
_LIKE = str.maketrans("│─┼·—–…“”„«»‘’‚\u00a0", '|-+---."""""\'\'\' ')


def _substitute(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: what a stream cannot encode becomes what looks like it, or `?`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text = error.object[error.start : error.end].translate(_LIKE)
    return "".join(char if char.isascii() else "?" for char in text), error.end


class Output:
    """The two streams of one call. Nothing reaches them but cleaned text and our own styles.

    `terminal` is whether stdout is one; `color` whether it also wants styles (NO_COLOR is not set).
    """

    def __init__(self, env: Mapping[str, str]) -> None:
        self.terminal = sys.stdout.isatty()
        self.color = self.terminal and not env.get("NO_COLOR") and env.get("TERM") != "dumb"
        self._progress = ProgressLine(sys.stderr) if sys.stderr.isatty() else None
        for stream in (sys.stdout, sys.stderr):
            # A stream that cannot encode a character shows a substitute instead of failing.
            if hasattr(stream, "reconfigure"):
                codecs.register_error(_SUBSTITUTING, _substitute)
                stream.reconfigure(errors=_SUBSTITUTING)

    def line(self, text: str = "") -> None:
        """Print text, which may have several lines, on stdout."""
        self._hide_progress()
        sys.stdout.write(clean(text) + "\n")

    def styled(self, parts: list[tuple[str, bool]]) -> None:
        """Print one line of (text, emphasised) parts; without colour all parts look the same."""
        self._hide_progress()
        shown = (
            f"\x1b[1m{clean(text)}\x1b[0m" if strong and self.color else clean(text) for text, strong in parts
        )
        sys.stdout.write("".join(shown) + "\n")

    def document(self, value: Any) -> None:
        """Print one JSON document on stdout, and nothing else ever."""
        self._hide_progress()
        encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
        text = json.dumps(cleaned(value), ensure_ascii=encoding != "utf8", indent=1)
        sys.stdout.write(text + "\n")

    def raw(self, document: str) -> None:
        """Print a document that says its own encoding, or has but one: UTF-8, whatever the stream's.

        What made it has cleaned it.
        """
        self._hide_progress()
        sys.stdout.flush()
        raw = getattr(sys.stdout, "buffer", None)
        if raw is None:
            sys.stdout.write(document)
        else:
            raw.write(document.encode("utf-8", "replace"))

    def message(self, text: str) -> None:
        """Print a message on stderr."""
        self._hide_progress()
        sys.stderr.write(f"bylines: {clean(text)}\n")

    def progress(self, step: Progress) -> None:
        """Show how far slow work is, on a terminal only."""
        if self._progress is not None:
            self._progress.show(step)

    def flush(self) -> None:
        """Write out what is buffered."""
        self._hide_progress()
        sys.stdout.flush()

    def _hide_progress(self) -> None:
        if self._progress is not None:
            self._progress.hide()


def cleaned(value: Any) -> Any:
    """A JSON value with all its strings cleaned; keys are ours."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [cleaned(item) for item in value]
    return value


def width(env: Mapping[str, str]) -> int:
    """The width to fill on stdout: COLUMNS, else the terminal's, else 100 cells."""
    given = env.get("COLUMNS", "")
    if given.isdecimal() and 40 <= int(given) <= 10_000:
        return int(given)
    try:
        return max(40, os.get_terminal_size(sys.stdout.fileno()).columns)
    except (OSError, ValueError):
        return 100
