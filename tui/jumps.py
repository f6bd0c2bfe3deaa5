"""Where reading was before each jump, across stories, to go back and forth between. Pure."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 100


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a story; None for the story as it was left."""

    story: str
    passage: str | None = None


class Jumps:
    """The places that were left by a jump, the oldest first; each stands in it once.

    As in vim: going back from the newest end keeps the present place, so that one can come forth to it again.
    """

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._at = 0

    def leave(self, place: Place) -> None:
        """Remember a place from which a jump is made."""
        self._keep(place)
        self._at = len(self.places)

    def back(self, here: Place | None, count: int = 1) -> Place | None:
        """The place `count` jumps before; None when there is none."""
        at = self._at
        if at == len(self.places) and here is not None:
            self._keep(here)
            at = len(self.places) - 1
        return self._step(at, -1, here, count)

    def forward(self, here: Place | None, count: int = 1) -> Place | None:
        """The place `count` jumps after; None at the newest."""
        return self._step(self._at, 1, here, count)

    def _step(self, at: int, step: int, here: Place | None, count: int) -> Place | None:
        found = None
        while count and 0 <= at + step < len(self.places):
            at += step
            if self.places[at] != here:
                found, self._at = self.places[at], at
                count -= 1
        return found

    def _keep(self, place: Place) -> None:
        kept = [one for one in self.places if one != place]
        self.places = [*kept[-MOST + 1 :], place]
