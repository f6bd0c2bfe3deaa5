"""What the person should know, from whoever finds it out to whoever tells it; neither waits for the other."""

from __future__ import annotations

import threading


class Notices:
    """Messages, left and taken by any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: list[str] = []

    def leave(self, message: str) -> None:
        """Have it told."""
        with self._lock:
            self._left.append(message)

    def take(self) -> list[str]:
        """What was left since the last call, in order."""
        with self._lock:
            taken, self._left = self._left, []
        return taken
