"""Where what the reader tells is shown, and for how long: beside the text, for as long as needed.

A message of one line stands in the footer and covers nothing. A longer one, and any where there is no footer,
lies over the lowest rows. Either ends by itself, or sooner: at the first key or click once there was time to
read it. What a screen said of itself is gone with the screen.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.notifications import Notification, Notifications, Notify
from textual.screen import ModalScreen, Screen
from textual.timer import Timer
from textual.widgets._toast import ToastRack

from tui.widgets.footer import FooterBar

READING_SECONDS, LETTERS_A_SECOND = 1.0, 24.0
"""How long a message is there in any case: to be noticed, and to be read."""
SAID_SECONDS = 6.0
MARGIN_SECONDS = 0.05


@dataclass
class Said(Notification):
    """What a screen says of itself."""

    screen: Screen[Any] | None = None


def was_read(notification: Notification) -> bool:
    """Whether a message has been there for as long as it takes to read it."""
    letters = len(notification.message) + len(notification.title)
    return time.time() - notification.raised_at >= READING_SECONDS + letters / LETTERS_A_SECOND


class Telling(App[int]):
    """An app that tells things in its footer, or over the lowest rows."""

    CSS = """
    Toast { padding: 0 1; margin-top: 0; width: 1fr; max-width: 100%; }
    """

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._ending: Timer | None = None

    def say_on(self, screen: Screen[Any], message: str) -> None:
        """Tell by the way what belongs to one screen; never read as markup."""
        self.post_message(Notify(Said(message, timeout=SAID_SECONDS, screen=screen)))

    def say_here(self, message: str) -> None:
        """Tell by the way what belongs to the screen that is open."""
        opened = self._opened()
        if opened is not None:
            self.say_on(opened, message)

    def _opened(self) -> Screen[Any] | None:
        """The screen that is open, below what only asks something."""
        return next((one for one in reversed(self.screen_stack) if not isinstance(one, ModalScreen)), None)

    def on_notify(self, event: Notify) -> None:
        """What is on the screen already is shown anew, not twice; of what is said by the way, the last."""
        new = event.notification
        for shown in tuple(self._notifications):
            said = isinstance(shown, Said) and isinstance(new, Said)
            if said or (shown.message, shown.title) == (new.message, new.title):
                self._unnotify(shown, refresh=False)

    def touched(self) -> None:
        """A key was pressed, or something clicked: what was there long enough to be read is not needed."""
        read = [one for one in self._notifications if was_read(one)]
        for one in read:
            self._unnotify(one, refresh=False)
        if read:
            self._refresh_notifications()

    def _unnotify(self, notification: Notification, refresh: bool = True) -> None:
        super()._unnotify(notification, refresh)
        if not refresh:
            # Textual's own way for a message over the text, which then takes itself away.
            self._tell_line()

    def _refresh_notifications(self) -> None:
        """Show what there is on the screen that is open now."""
        try:
            screen = self.screen
            rack = screen.get_child_by_type(ToastRack)
        except (ScreenStackError, NoMatches):
            return  # one will turn up, and ask for it
        opened = self._opened()
        for one in tuple(self._notifications):
            if isinstance(one, Said) and one.screen is not opened:
                super()._unnotify(one, refresh=False)
        line = self._tell_line()
        over = Notifications()
        for one in self._notifications:
            # In the footer a newer message takes the place of one that was read, and said by the way.
            if one is not line and not (self._fits(one) and one.severity == "information" and was_read(one)):
                over.add(one)
        self.call_later(rack.show, over)

    def _footer(self) -> FooterBar | None:
        footers = self.screen.query_children(FooterBar) if self.screen_stack else ()
        return next((footer for footer in footers if footer.display), None)

    def _fits(self, notification: Notification) -> bool:
        footer = self._footer()
        return footer is not None and not notification.title and footer.has_room(notification.message)

    def _tell_line(self) -> Notification | None:
        """Have the footer show the newest message that it has room for; which one."""
        footer = self._footer()
        if footer is None:
            return None
        fitting = [one for one in self._notifications if self._fits(one)]
        line = fitting[-1] if fitting else None
        footer.tell(line.message if line else "", line.severity if line else "information")
        if self._ending is not None:
            self._ending.stop()
            self._ending = None
        if line is not None:
            self._ending = self.set_timer(
                max(0.0, line.time_left) + MARGIN_SECONDS, self._refresh_notifications
            )
        return line
