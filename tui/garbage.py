"""When garbage is looked for: while nobody waits for an answer to a key.

Python looks for cycles whenever enough has been made, on whatever thread made it, and now and then among all
there is: with a large library a tenth of a second, in which no key is answered. Here it is looked for between
keys, among all only after a pause, and what has stayed is not looked at again before the next pause.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LOOK_SECONDS = 0.25
BETWEEN_KEYS_SECONDS, PAUSE_SECONDS = 0.5, 3.0
YOUNG = 2_000
"""New objects from which on Python itself looks among them: a matter of a millisecond."""
NEVER = 1 << 30
YOUNGS, OLDS, OVERDUE = 8, 60, 5_000
"""Looks of Python's own after which what stayed is looked at between keys; looks at that after which all is
looked at in a pause; looks of Python's own after which no pause is waited for."""


class Garbage:
    """Looks for it in the reader's own time; `look` is to be called every `LOOK_SECONDS`.

    Only where Python was told not to look for any: where the reader is started so.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._touched = clock()
        self._ours = False

    def touch(self) -> None:
        """The person pressed a key, or moved the mouse."""
        self._touched = self._clock()

    def begin(self) -> None:
        """What has been made by now is there to stay."""
        self._ours = not gc.isenabled()
        if self._ours:
            gc.freeze()
            gc.set_threshold(YOUNG, NEVER, NEVER)
            gc.enable()

    def look(self) -> None:
        """Look where it is worth it and disturbs nobody."""
        if not self._ours:
            return
        rested = self._clock() - self._touched
        _, young, old = gc.get_count()
        if young >= OVERDUE or (old >= OLDS and rested >= PAUSE_SECONDS):
            gc.unfreeze()
            gc.collect()
            gc.freeze()
        elif young >= YOUNGS and rested >= BETWEEN_KEYS_SECONDS:
            gc.collect(1)
