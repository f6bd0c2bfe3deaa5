"""Commands of the search screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command
from tui.commands.moving import MOVING

if TYPE_CHECKING:
    from tui.screens.search import SearchScreen


class Open(Command["SearchScreen"]):
    """Open the story at the passage that was found."""

    id, title, keys, footer = "search.open", "Open passage", ("enter",), "open"

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Open."""
        screen.open_hit()


class Edit(Command["SearchScreen"]):
    """Change the query."""

    id, title, keys, footer = "search.edit", "Edit query", ("/", "i", "shift+tab"), "edit query"

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Focus the input."""
        screen.edit_query()


class ToResults(Command["SearchScreen"]):
    """Go from the query to the results."""

    id, title, keys = "search.results", "To the results", ("tab",)

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Focus the results."""
        screen.to_results()


SEARCHING: tuple[AnyCommand, ...] = (Open, Edit, ToResults, *MOVING)
