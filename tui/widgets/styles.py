"""Component styles as layers: a colour or a ground, ready to be laid over another style."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


def layer(widget: Widget, name: str) -> Style:
    """A component style without what it does not set itself.

    Textual mixes half-transparent colours only into a full style, and a full style always has a
    background; this keeps the mixed colours and drops the parts that were not asked for.
    """
    own = widget.get_component_rich_style(name, partial=True)
    mixed = widget.get_component_rich_style(name)
    return Style(
        color=mixed.color if own.color is not None else None,
        bgcolor=mixed.bgcolor if own.bgcolor is not None else None,
        bold=own.bold,
        italic=own.italic,
        underline=own.underline,
        strike=own.strike,
        dim=own.dim,
        reverse=own.reverse,
    )
