"""Commands of the search screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command
from tui.commands.moving import MOVING

if TYPE_CHECKING:
    from tui.screens.search import SearchScreen


class Open(Command["SearchScreen"]):
    """Open the story at the passage, ask a search again, or narrow the query by a facet."""

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


class NextPart(Command["SearchScreen"]):
    """Go from the query to the results, on to the facets, and back to the query."""

    id, title, keys, footer = "search.next", "Next part", ("tab",), "results"
    while_typing = True

    @classmethod
    def label(cls, screen: SearchScreen) -> str:
        """The part it leads to."""
        return screen.next_part

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Focus the next part."""
        screen.go_on()


class Order(Command["SearchScreen"]):
    """Put the newest first, or the best again."""

    id, title, keys, footer = "search.sort", "Newest or best first", ("S",), "newest/best"

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Sort."""
        screen.next_order()


class Context(Command["SearchScreen"]):
    """Show every match in its context, one below the other, or the passages by story again."""

    id, title, keys, footer = "search.context", "Matches in context", ("v",), "in context"

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Switch."""
        screen.toggle_context()


class Facets(Command["SearchScreen"]):
    """Count the matching articles by outlet, month and tag beside the results, or hide that."""

    id, title, keys, footer = "search.facets", "Facets", ("f",), "facets"

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Toggle."""
        screen.toggle_facets()


class Terms(Command["SearchScreen"]):
    """Show how often each outlet of this story has each word and phrase of the query."""

    id, title, keys, footer = "search.terms", "Terms by outlet", ("T",), "terms"

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Open the table."""
        screen.show_term_table()


class Save(Command["SearchScreen"]):
    """Keep this search under a name: here before anything is typed, and as a tab of the stories."""

    id, title, keys, footer = "search.save", "Save search", ("ctrl+s",), "save"
    while_typing = True

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Ask for the name."""
        screen.save()


class Forget(Command["SearchScreen"]):
    """Forget the saved search with the cursor."""

    id, title, keys = "search.forget", "Forget saved search", ("d",)

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Forget."""
        screen.forget()


class ClearHistory(Command["SearchScreen"]):
    """Empty the list of the last searches."""

    id, title, keys = "search.clear-history", "Empty the history", ()

    @staticmethod
    def run(screen: SearchScreen, count: int | None) -> None:
        """Empty it."""
        screen.clear_history()


SEARCHING: tuple[AnyCommand, ...] = (
    Open, Edit, NextPart, Context, Order, Facets, Terms, Save, Forget, ClearHistory, *MOVING,
)  # fmt: skip
