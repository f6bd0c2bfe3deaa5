"""How the reader looks on this terminal: theme, colours, signs. The part of the app that knows it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from textual.dom import DOMNode
from textual.filter import LineFilter, Monochrome, NoColor
from textual.worker import Worker

from config import themefile
from config.errors import ConfigError
from config.settings import Settings
from tui import marks, shades, themes
from tui.bidi import IsolateFilter
from tui.filters import ColourlessFilter, ReversedFilter
from tui.messages import Telling
from tui.plain import PlainFilter
from tui.safe import ScrubFilter
from tui.widgets import scrollbar

NODES = 6
"""How many widgets are given their new colours before a key may come in between."""


@runtime_checkable
class Signed(Protocol):
    """A widget that draws signs."""

    signs: marks.Signs


class LooksApp(Telling):
    """An app with the reader's themes, drawn so that it can be read with few colours or none."""

    def __init__(
        self, settings: Settings | None = None, env: Mapping[str, str] | None = None, **named: Any
    ) -> None:
        self._scrub = ScrubFilter()
        self._reversed, self._colourless = ReversedFilter(), ColourlessFilter()
        self._isolates = IsolateFilter()
        self._plain: PlainFilter | None = None
        super().__init__(**named)
        self._first_settings = settings or Settings()
        self.env = os.environ if env is None else env
        self.animation_level = "none"
        # As https://no-color.org has it: an empty value asks for nothing.
        self.no_color = bool(os.environ.get("NO_COLOR"))
        self._choose_signs()
        for theme in themes.OURS:
            self.register_theme(theme)
        self.own_themes: tuple[str, ...] = ()
        self.in_steps = False

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self._first_settings

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
        if self._plain is not None:
            filters.append(self._plain)
        # The guard takes out whatever directs text, so the reader's own comes behind it.
        return [*filters, self._scrub, *([self._isolates] if self.settings.isolates else [])]

    def _choose_signs(self) -> None:
        self.signs = marks.signs_for(self.env, self.settings.unicode)
        plain = self.signs is marks.ASCII
        self._plain = PlainFilter(letters=marks.is_utf8(self.env)) if plain else None
        scrollbar.use(self.signs)

    def looks_changed(self, before: Settings) -> None:
        """The person has chosen other settings: show their theme and signs; screens lay out their text."""
        if self.settings.theme != before.theme:
            self.choose_theme(self.settings.theme)
        if self.settings.unicode != before.unicode:
            self._choose_signs()
            for screen in self.screen_stack:
                for widget in screen.walk_children():
                    if isinstance(widget, Signed):
                        widget.signs = self.signs
                screen.refresh(layout=True)

    # -- themes

    def load_themes(self, folder: Path) -> list[ConfigError]:
        """Take the person's own themes, also when their files have changed; what is wrong with them."""
        files, wrong = themefile.load_all(folder)
        found, unfit = themes.from_files(files)
        for theme in found:
            self.register_theme(theme)
        self.own_themes = tuple(theme.name for theme in found)
        if self.theme in self.own_themes:
            self.refresh_css(animate=False)
        return [*wrong, *unfit]

    def refresh_css(self, animate: bool = True) -> None:
        """Give everything the colours of the theme: at once at the start, later `in_steps`, between keys."""
        if self.in_steps:
            _: Worker[None] = self.run_worker(self._recolour, group="colours", exclusive=True)
        else:
            super().refresh_css(animate=animate)

    async def _recolour(self) -> None:
        """As Textual's `refresh_css`, which does it all in one go: some 20 to 50 ms."""
        sheet = self.stylesheet.copy()
        sheet.set_variables(self.get_css_variables())
        await asyncio.to_thread(sheet.parse)
        sheet.source = self.stylesheet.source.copy()  # a screen opened meanwhile has brought its own
        sheet.parse()
        self.stylesheet = sheet
        with self.batch_update():
            nodes: list[DOMNode] = [self]
            for screen in reversed(self.screen_stack):
                nodes += screen.walk_children(with_self=True)
            for start in range(0, len(nodes), NODES):
                sheet.update_nodes(nodes[start : start + NODES])
                await asyncio.sleep(0)
            self.screen.refresh(layout=True)

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

    @property
    def theme_names(self) -> list[str]:
        """The reader's own themes, the terminal's and the person's, as far as they can be shown here."""
        known = [*themes.CYCLE, *self.own_themes]
        return [name for name in known if not self.own_colours_only or self.available_themes[name].ansi]

    def next_theme(self) -> None:
        """Cycle through the themes."""
        known = self.theme_names
        place = known.index(self.theme) if self.theme in known else -1
        self.choose_theme(known[(place + 1) % len(known)])
        self.notify(f"Theme: {self.theme}", markup=False, timeout=2)
