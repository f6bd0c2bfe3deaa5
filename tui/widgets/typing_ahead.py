"""Letters typed faster than a screen opens: they reach the screen, and belong to its input."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input


def takes_text(widget: Widget | None) -> bool:
    """Whether letters typed at a widget are text there: an input's or a text area's."""
    return widget is not None and widget.check_consume_key("x", "x")


def type_ahead(screen: Screen[Any], selector: str, event: events.Key) -> bool:
    """Give a printable key that reached the screen itself to its input; whether there was one."""
    # Slow to import, and the list of stories has none.
    from textual.widgets import TextArea

    for target in screen.query(selector):
        if event.character and isinstance(target, Input | TextArea):
            # Nor is it a key of the classes that the screen is made of.
            event.stop()
            event.prevent_default()
            target.focus()
            if isinstance(target, Input):
                target.insert_text_at_cursor(event.character)
            else:
                target.insert(event.character)
            return True
    return False
