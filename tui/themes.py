"""The reader's own colour themes, and which of them a terminal can show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches

from textual.theme import BUILTIN_THEMES, Theme

from config.errors import ConfigError
from config.themefile import ThemeFile
from tui import shades

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
    variables={shades.WANTED: str(shades.HIGH)},
)
OURS = (DARK, LIGHT, CONTRAST)
ANSI_DARK, ANSI_LIGHT = "ansi-dark", "ansi-light"
CYCLE = (*(theme.name for theme in OURS), ANSI_DARK, ANSI_LIGHT)
_LIGHT_GROUNDS = ("7", "15")


def few_colours(colour_system: str | None) -> bool:
    """Whether a terminal has only its own sixteen colours, or none; by Rich's names."""
    return colour_system not in ("truecolor", "256")


def terminals_own(theme: Theme, env: Mapping[str, str]) -> str:
    """The ANSI theme to show in place of another one where there are few colours.

    Terminals that set COLORFGBG tell by it whether their ground is light; else the theme decides.
    """
    ground = env.get("COLORFGBG", "").rpartition(";")[2]
    dark = ground not in _LIGHT_GROUNDS if ground else theme.dark
    return ANSI_DARK if dark else ANSI_LIGHT


def from_files(files: Iterable[ThemeFile]) -> tuple[list[Theme], list[ConfigError]]:
    """The themes of a person's files, and what is wrong with their names and bases.

    A file without a base that there is gets the default one; one that is called as a theme that there is
    already is left out, so that a name always means the same.
    """
    known = {**BUILTIN_THEMES, **{theme.name: theme for theme in OURS}}
    found: list[Theme] = []
    problems: list[ConfigError] = []
    for file in files:
        base = known.get(file.base)
        if file.name in known:
            what, do = f"there is a theme called `{file.name}` already", "rename the file"
            problems.append(ConfigError(what, where=file.where, do=do))
            continue
        if base is None or base.ansi:
            usable = [name for name, theme in known.items() if not theme.ansi]
            near = get_close_matches(file.base, usable, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(usable)}"
            what = f"`{file.base[:60]}` is no theme to begin with"
            problems.append(ConfigError(what, where=file.where, do=hint))
            base = DARK
        found.append(_derived(base, file))
    return found, problems


def _derived(base: Theme, file: ThemeFile) -> Theme:
    variables = dict(base.variables)
    if file.contrast is not None:
        variables[shades.WANTED] = str(file.contrast)
    dark = base.dark if file.dark is None else file.dark
    return replace(base, name=file.name, dark=dark, variables=variables, **file.colours)  # type: ignore[arg-type]
