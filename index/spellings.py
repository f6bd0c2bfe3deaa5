"""The groups of spellings that hold in a library: the built-in ones and the person's own."""

from __future__ import annotations

from pathlib import Path

from index.variants import BUILT_IN, Group


class Spellings:
    """Reads the person's file again when it has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[int, tuple[Group, ...]] = (0, ())

    def own(self) -> tuple[Group, ...]:
        """The person's own groups; what is wrong in the file is left out."""
        try:
            stamp = self._path.stat().st_mtime_ns
        except OSError:
            return ()
        if self._known[0] != stamp:
            from config.variants import load

            self._known = stamp, load(self._path)[0]
        return self._known[1]

    def all(self) -> tuple[Group, ...]:
        """The person's own groups, then the built-in ones."""
        return (*self.own(), *BUILT_IN)
