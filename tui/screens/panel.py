"""A dialog that is steered by the key map: what moves about and closes on screens does so here, too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

from config.keynames import types, written
from tui.keys import KeyDispatcher, key_name

if TYPE_CHECKING:
    from tui.app import BylinesApp

T = TypeVar("T")

_CLOSING = ("app.close", "app.back")


class Panel(ModalScreen[T]):
    """Keys of its own `BINDINGS` come first, then those of the key map."""

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

    # -- keys

    @property
    def reader(self) -> BylinesApp:
        """The app, typed."""
        return cast("BylinesApp", self.app)

    def key_for(self, action: str) -> str:
        """The first key of an action as it is bound now, for lines of help; where an input has the focus, one
        that types nothing."""
        bound = self.reader.configured.bindings[action]
        typing = isinstance(self.focused, Input | TextArea)
        fitting = [keys for keys in bound if not (typing and types(keys[0]))]
        return written(fitting[0]) if fitting else "esc" if action == "app.close" else ""

    def on_key(self, event: events.Key) -> None:
        """Give the key to the key map unless it is one of the panel's own, or types."""
        if not self.is_active or event.key in self._bindings.key_to_bindings:
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
        if outcome.command in _CLOSING:
            self.close()
        elif outcome.command is not None:
            from tui.commands.moving import MOVING

            command: Any = next(one for one in MOVING if one.id == outcome.command)
            command.run(self, outcome.count)

    def _bound(self) -> dict[tuple[str, ...], str]:
        from tui.commands.moving import MOVING

        ids = (*(command.id for command in MOVING), *_CLOSING)
        bindings = self.reader.configured.bindings
        return {keys: action for action in reversed(ids) for keys in bindings[action]}
