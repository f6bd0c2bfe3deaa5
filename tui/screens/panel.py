"""A dialog that is steered by the key map: what moves about and closes on screens does so here, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input, TextArea

from config.keynames import types, written
from tui.commands.base import AnyCommand
from tui.commands.moving import MOVING
from tui.keys import KeyDispatcher, key_name
from tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from tui.app import BylinesApp

T = TypeVar("T")

_OF_ALL_SCREENS = ("app.focus_next", "app.focus_previous", "screen.copy_text")
_CLOSING = ("app.close", "app.back")


class Panel(Dialog[T]):
    """Keys of its own `BINDINGS` come first, then those of the key map: for its own `ACTIONS`, for moving
    about, and for closing, which the key that opened it (of the action `OPENED_BY`) does, too."""

    ACTIONS: ClassVar[tuple[AnyCommand, ...]] = ()
    OPENED_BY: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "close")]

    def __init__(self) -> None:
        super().__init__()
        self._keys: KeyDispatcher | None = None

    # -- for subclasses

    def move(self, count: int) -> None:
        """Move down, or up when negative."""

    def page(self, pages: float) -> None:
        """Move by pages."""

    def to_edge(self, *, end: bool) -> None:
        """Move to the top or the end."""

    def close(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    def action_close(self) -> None:
        """Escape closes whatever the key map says."""
        self.close()

    def beside(self) -> None:
        """A click beside the panel closes it."""
        self.close()

    # -- keys

    @property
    def reader(self) -> BylinesApp:
        """The app, typed."""
        return cast("BylinesApp", self.app)

    def key_for(self, action: str) -> str:
        """The first key of an action as it is bound now, for lines of help."""
        bound = self.reader.configured.bindings[action]
        return written(bound[0]).replace("escape", "esc") if bound else "–"

    def on_key(self, event: events.Key) -> None:
        """Give the key to the key map unless it is one of the panel's own, or types."""
        own = self._bindings.key_to_bindings.get(event.key, [])
        if not self.is_active or any(binding.action not in _OF_ALL_SCREENS for binding in own):
            return
        key = key_name(event.key, event.character)
        if isinstance(self.focused, Input | TextArea) and types(key):
            return
        if self._keys is None:
            self._keys = KeyDispatcher(self._bound())
        outcome = self._keys.feed(key)
        if not outcome.used:
            return
        event.stop()
        event.prevent_default()
        if outcome.command in (*_CLOSING, self.OPENED_BY):
            self.close()
        elif outcome.command is not None:
            command = next(one for one in self._commands() if one.id == outcome.command)
            command.run(self, outcome.count)

    def _commands(self) -> tuple[AnyCommand, ...]:
        return (*self.ACTIONS, *MOVING)

    def _bound(self) -> dict[tuple[str, ...], str]:
        own = [command.id for command in self._commands()]
        ids = [*own, *_CLOSING, *([self.OPENED_BY] if self.OPENED_BY else [])]
        bindings = self.reader.configured.bindings
        return {keys: action for action in reversed(ids) for keys in bindings[action]}
