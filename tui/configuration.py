"""The settings in use, what follows from them and what is wrong; read again when their files change."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config.errors import ConfigError
from config.keymap import Bindings
from config.loading import Loaded, Sources
from config.settings import Settings
from tui.checking import checked

EVERY_SECONDS = 0.5

Stamp = tuple[int, int, int] | None


@dataclass(frozen=True)
class Configured:
    """Settings, the keys of every action, everything that is wrong, and whether the file is broken."""

    settings: Settings
    bindings: Bindings
    problems: tuple[ConfigError, ...] = ()
    broken: bool = False


def configured(loaded: Loaded, variants: Path | None = None, own_themes: Path | None = None) -> Configured:
    """What follows from loaded settings, with what stands beside them; see `tui.checking.checked`."""
    bindings, problems = checked(loaded, variants=variants, own_themes=own_themes)
    return Configured(loaded.settings, bindings, tuple(problems), loaded.broken)


def notice(problems: tuple[ConfigError, ...], how: str, *, most: int) -> str:
    """At most so many of the problems, a line or two each; `how` says where all can be read."""
    lines = [f"{_short(problem.where)}: {problem.what}" for problem in problems[:most]]
    more = len(problems) - most
    return "\n".join([*lines, f"and {more} more; {how}" if most and more > 0 else how])


def _short(where: str) -> str:
    """The place without the folders."""
    return where.rpartition("/")[2]


class Watch:
    """Looks at the settings file and those beside it, a few calls of `stat` at a time.

    They are read only when they have stood still from one look to the next, as an editor may be writing.
    """

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._taken = self._last = self._stamps()
        if self._last[1] is not None:
            # The spellings are not read on the way to the first paint; what is wrong with them is told now.
            self._taken = (self._last[0], None, *self._last[2:])

    def look(self, before: Settings) -> Configured | None:
        """The settings when their files changed, else None; with `before`, what is wrong stays as it was."""
        stamps = self._stamps()
        settled, self._last = stamps == self._last, stamps
        if stamps == self._taken or not settled:
            return None
        self._taken = stamps
        return configured(self._sources.load(before=before), self._sources.variants, self._sources.themes)

    def _stamps(self) -> tuple[Stamp, ...]:
        themes = sorted(self._sources.themes.glob("*.y*ml"))
        return tuple(_stamp(path) for path in (self._sources.path, self._sources.variants, *themes))


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


class Watcher:
    """A thread of its own that looks every half second; `changed` is called from there."""

    def __init__(
        self, sources: Sources, current: Callable[[], Settings], changed: Callable[[Configured], None]
    ) -> None:
        self._watch = Watch(sources)
        self._current, self._changed = current, changed
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="settings", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, without waiting."""
        self._ended.set()

    def _run(self) -> None:
        while not self._ended.wait(EVERY_SECONDS):
            found = self._watch.look(self._current())
            if found is not None and not self._ended.is_set():
                self._changed(found)
