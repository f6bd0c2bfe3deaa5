"""The reader's own colour themes."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="bylines-dark",
    primary="#7fb4e0",
    secondary="#5a7d9a",
    accent="#e0b060",
    warning="#e0a458",
    error="#e07a6a",
    success="#8fbf7f",
    foreground="#d8d8d0",
    background="#14171a",
    surface="#191d21",
    panel="#23292f",
    dark=True,
)
LIGHT = Theme(
    name="bylines-light",
    primary="#1f5f94",
    secondary="#5a7d9a",
    accent="#8a5a00",
    warning="#9a5a00",
    error="#a8322a",
    success="#3d7a34",
    foreground="#22262a",
    background="#efece4",
    surface="#faf8f3",
    panel="#e2ded3",
    dark=False,
)
CONTRAST = Theme(
    name="bylines-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#00ffff",
    warning="#ffb000",
    error="#ff6060",
    success="#00ff80",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
    text_alpha=1.0,
)
OURS = (DARK, LIGHT, CONTRAST)
CYCLE = (*(theme.name for theme in OURS), "ansi-dark", "ansi-light")
