"""How the reader looks on this terminal: theme, colours, signs. The part of the app that knows it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from textual.app import App
from textual.filter import LineFilter, Monochrome, NoColor

from tui import marks, shades, themes
from tui.filters import ColourlessFilter, ReversedFilter
from tui.safe import ScrubFilter
from tui.widgets import scrollbar


class LooksApp(App[int]):
    """An app with the reader's themes, drawn so that it can be read with few colours or none."""

    def __init__(self, env: Mapping[str, str] | None = None, **named: Any) -> None:
        self._scrub = ScrubFilter()
        self._reversed, self._colourless = ReversedFilter(), ColourlessFilter()
        super().__init__(**named)
        self.env = os.environ if env is None else env
        self.signs = marks.signs_for(self.env)
        scrollbar.use(self.signs)
        self.animation_level = "none"
        for theme in themes.OURS:
            self.register_theme(theme)

    def get_css_variables(self) -> dict[str, str]:
        """Textual's, with colours that can be read in place of those that a theme only hopes for."""
        given, theme = super().get_css_variables(), self.current_theme
        found = {**given, **shades.variables(given, ansi=theme.ansi, dark=theme.dark)}
        self.theme_variables = found
        return found

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The app's filters, and behind them the guard that no control character passes."""
        filters = [one for one in super().get_line_filters() if not isinstance(one, Monochrome | NoColor)]
        if self.no_color:
            filters.append(self._colourless)
        elif self.current_theme.ansi:
            filters.append(self._reversed)
        return [*filters, self._scrub]

    # -- themes

    @property
    def own_colours_only(self) -> bool:
        """Whether nothing but the terminal's own colours can be shown, or none at all."""
        few = themes.few_colours(self.console.color_system) and not self.is_headless
        return self.no_color or few

    def choose_theme(self, name: str) -> bool:
        """Show a theme, as far as the terminal can; False, and nothing is changed, if there is none."""
        if name not in self.available_themes:
            return False
        if self.own_colours_only and not self.available_themes[name].ansi:
            name = themes.terminals_own(self.available_themes[name], self.env)
        self.theme = name
        return True

    def next_theme(self) -> None:
        """Cycle through the themes."""
        known = [name for name in themes.CYCLE if name in self.available_themes]
        if self.own_colours_only:
            known = [name for name in known if self.available_themes[name].ansi]
        place = known.index(self.theme) if self.theme in known else -1
        self.choose_theme(known[(place + 1) % len(known)])
        self.notify(f"Theme: {self.theme}", markup=False, timeout=2)
