"""Colours that can be read: grounds and text colours worked out from a theme's few colours. Pure.

Any theme may be chosen, also one of a person's own; what is drawn with it keeps the contrast that WCAG 2.2
asks for (https://www.w3.org/TR/WCAG22/, 1.4.3 and 1.4.11), whatever its author looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.color import Color

TEXT, MARKS = 4.5, 3.0
HIGH = 7.0
WANTED = "text-contrast"
"""The variable by which a theme asks for more contrast than `TEXT`."""

BLACK, WHITE = Color(0, 0, 0), Color(255, 255, 255)
_STEPS = 20
_INKS = ("primary", "accent", "warning", "error", "success")
_GROUNDS = {
    "ground-focus": ("primary", 0.32),
    "ground-blurred": ("primary", 0.16),
    "ground-row": ("primary", 0.13),
    "ground-partner": ("success", 0.24),
    "ground-partly": ("success", 0.11),
}
_ANSI_STYLES = {"ground-style": "reverse", "muted-style": "dim"}
_ANSI_DARK = {
    "primary": "ansi_cyan",
    "accent": "ansi_yellow",
    "warning": "ansi_yellow",
    "error": "ansi_bright_red",
    "success": "ansi_green",
}
_ANSI_LIGHT = {
    "primary": "ansi_blue",
    "accent": "ansi_magenta",
    "warning": "ansi_magenta",
    "error": "ansi_red",
    "success": "ansi_blue",
}


def luminance(color: Color) -> float:
    """The relative luminance of WCAG, from 0 (black) to 1 (white)."""
    parts = (part / 255 for part in color.rgb)
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG of two opaque colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(one: Color, other: Color, share: float) -> Color:
    """`share` of the other colour in the one."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one.rgb, other.rgb, strict=True))
    return Color(red, green, blue)


def legible(color: Color, grounds: Iterable[Color], ratio: float) -> Color:
    """The colour, or the nearest one towards black or white that has `ratio` on every ground.

    Where no colour has it, the one of the two that comes nearest.
    """
    grounds = tuple(grounds)
    best = max((WHITE, BLACK), key=lambda end: min(contrast(end, ground) for ground in grounds))
    for step in range(_STEPS + 1):
        tried = mixed(color, best, step / _STEPS)
        if all(contrast(tried, ground) >= ratio for ground in grounds):
            return tried
    return best


def _ground(surface: Color, tint: Color, share: float, text: Color, ratio: float) -> Color:
    """The surface with as much of the tint as lets the text be read on it."""
    ground = surface
    for step in range(_STEPS, -1, -1):
        ground = mixed(surface, tint, share * step / _STEPS)
        if contrast(text, ground) >= ratio:
            break
    return ground


def variables(theme: Mapping[str, str], *, ansi: bool, dark: bool) -> dict[str, str]:
    """The variables of the reader's style sheets, to be laid over those of a theme.

    `theme` has Textual's names; colours of ANSI themes are the terminal's own, which nobody can reckon
    with: there the focus is reversed, and only colours are used that are legible on most terminals.
    """
    return _of_terminal(dark=dark) if ansi else _of_colours(theme)


def _of_terminal(*, dark: bool) -> dict[str, str]:
    inks = _ANSI_DARK if dark else _ANSI_LIGHT
    return {
        **dict.fromkeys(_GROUNDS, "transparent"),
        **_ANSI_STYLES,
        **{f"text-{name}": ink for name, ink in inks.items()},
        "text-muted": "ansi_default",
        "text-disabled": "ansi_default",
        "line": "ansi_default",
        "line-focus": inks["primary"],
        "thumb": "ansi_default",
        "scrollbar": "ansi_default",
        "scrollbar-hover": "ansi_default",
        "scrollbar-active": inks["primary"],
        **dict.fromkeys(_TRACKS, "ansi_default"),
    }


_TRACKS = ("scrollbar-background", "scrollbar-background-hover", "scrollbar-background-active")


def _of_colours(theme: Mapping[str, str]) -> dict[str, str]:
    def of(name: str) -> Color:
        color = Color.parse(theme[name])
        return color if color.a >= 1 else mixed(Color.parse(theme["background"]), color, color.a)

    ratio = max(TEXT, float(theme.get(WANTED, TEXT)))
    bare = [of(name) for name in ("surface", "background", "panel")]
    text = legible(of("foreground"), bare, max(ratio, 7.0))
    surface = bare[0]
    grounds = {
        name: _ground(surface, of(tint), share, text, ratio + 1.5) for name, (tint, share) in _GROUNDS.items()
    }
    every = [*bare, *grounds.values()]
    muted = legible(mixed(surface, text, 0.6), every, ratio)
    line = legible(mixed(surface, of("primary"), 0.4), bare, MARKS if ratio >= HIGH else 1.5)
    thumb = legible(mixed(surface, text, 0.45), bare, MARKS)
    colours = {
        **grounds,
        **{f"text-{name}": legible(of(name), every, ratio) for name in _INKS},
        "foreground": text,
        "text-muted": muted,
        "text-disabled": muted,
        "line": line,
        "line-focus": legible(of("primary"), bare, MARKS),
        "thumb": thumb,
        "scrollbar": thumb,
        "scrollbar-hover": legible(of("primary"), bare, MARKS),
        "scrollbar-active": legible(of("primary"), bare, MARKS),
        **dict.fromkeys(_TRACKS, surface),
    }
    return {
        "ground-style": "none",
        "muted-style": "none",
        **{name: color.hex for name, color in colours.items()},
    }
