"""A command for each theme; they are in the palette only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.base import ReaderScreen


def theme_commands(names: Iterable[str]) -> list[AnyCommand]:
    """The commands that show these themes."""
    return [_theme_command(name) for name in names]


def _theme_command(name: str) -> AnyCommand:
    class ShowTheme(Command["ReaderScreen"]):
        """Show this theme until you leave; the setting `theme` keeps one."""

        id = f"theme.{name}"
        title = f"Theme: {name}"

        @staticmethod
        def run(screen: ReaderScreen, count: int | None) -> None:
            screen.reader.choose_theme(name)

    return ShowTheme
