"""Letters typed faster than a screen opens: they reach the screen, and belong to its input."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen
from textual.widgets import Input, TextArea


def type_ahead(screen: Screen[Any], selector: str, event: events.Key) -> bool:
    """Give a printable key that reached the screen itself to its input; whether there was one."""
    for target in screen.query(selector):
        if event.character and isinstance(target, Input | TextArea):
            event.stop()
            target.focus()
            if isinstance(target, Input):
                target.insert_text_at_cursor(event.character)
            else:
                target.insert(event.character)
            return True
    return False
