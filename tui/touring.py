"""The tour in the reader: shown at the foot of whatever screen is open, without ever taking a key away.

Only the key that closes is taken, and only where the tour is at home: there it ends the tour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from tui import tour
from tui.commands.registry import commands_by_id
from tui.marks import Told
from tui.screens.base import ReaderScreen
from tui.tour import Tour
from tui.widgets.tour_strip import TourStrip

if TYPE_CHECKING:
    from tui.app import BylinesApp


class Touring:
    """Holds the tour's state, keeps it in a file, and shows it on the open screen."""

    def __init__(self, app: BylinesApp) -> None:
        self._app = app
        self._path = app.library.paths.state / "tour.json"
        self._tour = Tour()

    @property
    def shown(self) -> bool:
        """Whether the tour is on."""
        return self._tour.shown

    def offer(self) -> None:
        """Begin, unless it was ever begun before."""
        if tour.load(self._path) is None:
            self._become(Tour().taken_up())

    def take_up(self, screen: ReaderScreen) -> None:
        """Go on where it was left, or begin anew."""
        known = self._tour if self._tour.begun else tour.load(self._path)
        self._become((known or Tour()).taken_up())
        self.show_on(screen)

    def close(self, screen: Screen[Any]) -> bool:
        """End it if it is at home on a screen; whether it did."""
        if not self.shown or not isinstance(screen, ReaderScreen) or not self._tour.belongs(screen.NAME):
            return False
        finished = self._tour.finished
        self._become(self._tour.closed())
        self.show_on(screen)
        if not finished:
            palette = self._key("app.palette", screen)
            self._app.notify(
                f"{palette} takes the tour up again: “Tour of the keys”.", markup=False, timeout=5
            )
        return True

    def ran(self, command: str, screen: ReaderScreen) -> None:
        """A command was run on a screen."""
        if self.shown and self._tour.after(command) != self._tour:
            self._become(self._tour.after(command))
            self.show_on(screen)

    def _become(self, state: Tour) -> None:
        self._tour = state
        path = self._path
        self._app.writes.start(lambda: tour.save(path, state), lambda _: None, self._app.show_error)

    # -- showing

    def show_on(self, screen: ReaderScreen) -> None:
        """Show it on a screen as it is now, or take it away there."""
        strips = screen.query(TourStrip)
        if not self.shown:
            strips.remove()
            return
        strip = strips.first() if strips else TourStrip()
        if not strips:
            screen.mount(strip)
        signs = self._app.signs
        told = {
            "all": signs.told[Told.ALL],
            "some": signs.told[Told.SOME],
            "only": signs.told[Told.ONLY],
            "differs": signs.differs,
        }
        text, places = tour.filled(self._tour.says(screen.NAME), lambda name: self._key(name, screen), told)
        number = "done" if self._tour.finished else f"{self._tour.done + 1}/{len(tour.LESSONS)}"
        ends = self._tour.belongs(screen.NAME)
        strip.show(number, f"{self._key('app.close', screen)} ends it" if ends else "", text, places)

    def _key(self, name: str, screen: ReaderScreen) -> str:
        """The key of an action in the person's key map; where it has none, how it is run without."""
        if name == "app.close" and not self._app.keys_of(commands_by_id()[name]):
            return "esc"
        return self._app.key_for(name, typing=screen.types_now)
