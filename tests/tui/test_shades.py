"""The colours worked out from a theme can be read, whatever theme it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color as RichColor
from rich.color import ColorSystem
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from config.themefile import ThemeFile
from tui import shades, themes
from tui.shades import contrast, legible, mixed

COLOURED = [*themes.OURS, *(theme for theme in BUILTIN_THEMES.values() if not theme.ansi)]
BARE = ("surface", "background", "panel")
GROUNDS = (*BARE, "ground-focus", "ground-blurred", "ground-row", "ground-partner", "ground-partly")
INKS = (
    *("foreground", "text-muted", "text-disabled"),
    *("text-primary", "text-accent", "text-warning", "text-error", "text-success"),
)
colours = st.tuples(*[st.integers(0, 255)] * 3).map(lambda parts: Color(*parts))


def all_variables(theme: Theme) -> dict[str, str]:
    generated = {**theme.to_color_system().generate(), **theme.variables}
    return {**generated, **shades.variables(generated, ansi=theme.ansi, dark=theme.dark)}


def test_contrast_is_that_of_the_recommendation() -> None:
    black, white, grey = Color(0, 0, 0), Color(255, 255, 255), Color(119, 119, 119)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(grey, white) == pytest.approx(4.478, abs=0.001)
    assert contrast(white, white) == 1


@given(colours, st.lists(colours, min_size=1, max_size=1), st.sampled_from([3.0, 4.5]))
def test_on_one_ground_a_legible_colour_can_always_be_found(
    color: Color, grounds: list[Color], ratio: float
) -> None:
    found = legible(color, grounds, ratio)
    assert contrast(found, grounds[0]) >= ratio
    if contrast(color, grounds[0]) >= ratio:
        assert found == color


@given(colours, colours, st.floats(0, 1))
def test_a_mixture_lies_between(one: Color, other: Color, share: float) -> None:
    for a, b, part in zip(one.rgb, other.rgb, mixed(one, other, share).rgb, strict=True):
        assert min(a, b) <= part <= max(a, b)


@pytest.mark.parametrize("theme", COLOURED, ids=lambda theme: theme.name)
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    found = all_variables(theme)
    ratio = shades.HIGH if theme is themes.CONTRAST else shades.TEXT
    low = {
        (ink, ground): round(contrast(Color.parse(found[ink]), Color.parse(found[ground])), 2)
        for ink in INKS
        for ground in GROUNDS
        if contrast(Color.parse(found[ink]), Color.parse(found[ground])) < ratio
    }
    assert not low
    marks = [(name, ground) for name in ("thumb", "scrollbar", "line-focus") for ground in BARE]
    assert all(contrast(Color.parse(found[a]), Color.parse(found[b])) >= shades.MARKS for a, b in marks)


@pytest.mark.parametrize("theme", themes.OURS, ids=lambda theme: theme.name)
def test_the_focus_is_seen_with_256_colours_too(theme: Theme) -> None:
    found = all_variables(theme)
    names = ("ground-focus", "surface", "ground-row", "ground-partner")
    focus, *others = (RichColor.parse(found[name]).downgrade(ColorSystem.EIGHT_BIT).number for name in names)
    assert focus not in others
    assert others[0] != others[2]


def test_a_theme_of_ones_own_is_its_base_with_other_colours() -> None:
    found, problems = themes.from_files(
        [
            ThemeFile("sea", base="bylines-light", contrast=7.0, colours={"primary": "#00f0f0"}),
            ThemeFile("odd", base="bylines-lite", where="odd.yaml:1:7"),
            ThemeFile("nord"),
        ]
    )
    sea, odd = found
    assert (sea.primary, sea.surface, sea.dark) == ("#00f0f0", themes.LIGHT.surface, False)
    assert (odd.primary, odd.name) == (themes.DARK.primary, "odd")
    assert "did you mean `bylines-light`?" in str(problems[0])
    assert "there is a theme called `nord` already" in str(problems[1])
    colours = all_variables(sea)
    assert contrast(Color.parse(colours["text-primary"]), Color.parse(colours["ground-focus"])) >= 7


PALETTES = {
    # What xterm, the Linux console and Windows' console draw for the sixteen colours, from their sources.
    "xterm": "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 "
    "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
    "linux": "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa "
    "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
    "campbell": "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc "
    "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_the_terminals_own_colours_are_those_that_can_be_read(palette: str, dark: bool) -> None:
    colours = [Color.parse(f"#{value}") for value in palette.split()]
    ground = Color(0, 0, 0) if dark else Color(255, 255, 255)
    found = shades.variables({}, ansi=True, dark=dark)
    for ink in ("primary", "accent", "warning", "error", "success"):
        number = Color.parse(found[f"text-{ink}"]).ansi
        assert number is not None
        assert contrast(colours[number], ground) >= 4.0, ink


@pytest.mark.parametrize(
    ("env", "theme", "expected"),
    [
        ({}, themes.DARK, "ansi-dark"),
        ({}, themes.LIGHT, "ansi-light"),
        ({"COLORFGBG": "0;15"}, themes.DARK, "ansi-light"),
        ({"COLORFGBG": "15;default;0"}, themes.LIGHT, "ansi-dark"),
    ],
)
def test_the_ground_of_the_terminal_decides(env: dict[str, str], theme: Theme, expected: str) -> None:
    assert themes.terminals_own(theme, env) == expected


def test_sixteen_colours_are_few() -> None:
    assert [themes.few_colours(name) for name in ("truecolor", "256", "standard", None)] == [
        False,
        False,
        True,
        True,
    ]
