"""When garbage is looked for: while nobody waits for an answer to a key.

Python looks for cycles whenever enough has been made, on whatever thread made it, and now and then among all
there is: with a large library a tenth of a second, in which no key is answered. Here it is looked for between
keys, among so few objects that it takes some milliseconds; where more have stayed (a story's text, a list),
they are put aside unlooked at. Among all it is looked for only after a long pause, a shorter one the more was
put aside.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

LOOK_SECONDS = 0.1
BETWEEN_KEYS_SECONDS, PAUSE_SECONDS = 0.05, 20.0
"""How long nobody has pressed a key before few are looked at, and before all are: the longer nobody did, the
less likely it is that somebody does just then."""
YOUNG = 2_000
"""New objects from which on Python itself looks among them: a matter of a millisecond."""
NEVER = 1 << 30
YOUNGS, WORTH_ALL, OVERDUE = 2, 120, 600
"""Looks of Python's own after which what stayed is looked at between keys; after which all is looked at in a
pause, a shorter one the more they are; after which no pause is waited for. A story opened and closed again
makes seven, and leaves 10,000 objects (1.7 MB) that are put aside. Each 700,000 take a second."""
FEW = 10_000
"""Objects that are looked at in some milliseconds."""


class Garbage:
    """Looks for it in the reader's own time; `look` is to be called every `LOOK_SECONDS`.

    Only where Python was told not to look for any: where the reader is started so.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._touched = clock()
        self._ours = False
        self._done = 0

    def touch(self) -> None:
        """The person pressed a key, or moved the mouse."""
        self._touched = self._clock()

    def away(self) -> None:
        """The person went to another window: as good as the longest pause."""
        self._touched = self._clock() - PAUSE_SECONDS

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
        young = gc.get_count()[1]
        made = self._done + young
        if made >= WORTH_ALL and rested >= _pause(made):
            gc.unfreeze()
            gc.collect()
            gc.freeze()
            self._done = 0
        elif young >= YOUNGS and rested >= BETWEEN_KEYS_SECONDS:
            if len(gc.get_objects(1)) <= FEW:
                gc.collect(1)
            else:
                gc.freeze()
            self._done = made


def _pause(made: int) -> float:
    """Seconds without a key after which all is looked at, once Python would have looked so often itself."""
    return PAUSE_SECONDS * max(0.0, (OVERDUE - made) / (OVERDUE - WORTH_ALL))
