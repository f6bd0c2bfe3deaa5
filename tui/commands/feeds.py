"""Commands of the feeds screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command
from tui.commands.moving import MOVING

if TYPE_CHECKING:
    from tui.screens.feeds import FeedsScreen


class Read(Command["FeedsScreen"]):
    """List the stories with articles of the feed; `q` there lifts the filter."""

    id, title, keys, footer = "feeds.read", "Stories of this feed", ("enter", "l", "right"), "stories"

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Show them."""
        screen.read()


class Add(Command["FeedsScreen"]):
    """Follow a feed by its address, or by that of a page that names its feeds."""

    id, title, keys, footer = "feeds.add", "Add feed", ("a",), "add"

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Ask."""
        screen.add()


class Refresh(Command["FeedsScreen"]):
    """Fetch the feed now, also when it failed lately; a server that asked to wait is left alone."""

    id, title, keys, footer = "feeds.refresh", "Fetch this feed", ("r",), "fetch"

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Fetch."""
        screen.refresh_feed()


class RefreshAll(Command["FeedsScreen"]):
    """Fetch all feeds that are due, in the background."""

    id, title, keys, footer = "feeds.refresh-all", "Fetch all that are due", ("R",), "fetch all"

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Fetch."""
        screen.reader.fetching.start()


class Remove(Command["FeedsScreen"]):
    """Follow the feed no longer, after a question; its articles stay."""

    id, title, keys, footer = "feeds.remove", "Remove feed", ("d",), "remove"

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Ask, then remove."""
        screen.remove_feed()


class Import(Command["FeedsScreen"]):
    """Follow the feeds that an OPML file of another reader lists."""

    id, title, keys, footer = "feeds.import", "Import OPML", ("i",), "import"

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Ask for the file."""
        screen.import_opml()


class Export(Command["FeedsScreen"]):
    """Write your feeds to a new OPML file, for another reader."""

    id, title, keys, footer = "feeds.export", "Export OPML", ("x",), "export"

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Ask for the file."""
        screen.export_opml()


class OpenInBrowser(Command["FeedsScreen"]):
    """Open the feed's site in the browser."""

    id, title, keys = "feeds.browser", "Open site in browser", ("o",)

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Open."""
        screen.open_in_browser()


class NextTrouble(Command["FeedsScreen"]):
    """Go to the next feed that could not be read, or not whole."""

    id, title, keys = "feeds.next-trouble", "Next feed with a problem", ("]",)

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Move."""
        screen.step_trouble(1)


class PreviousTrouble(Command["FeedsScreen"]):
    """Go to the previous feed that could not be read, or not whole."""

    id, title, keys = "feeds.previous-trouble", "Previous feed with a problem", ("[",)

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Move."""
        screen.step_trouble(-1)


class DetailsDown(Command["FeedsScreen"]):
    """Scroll the details down."""

    id, title, keys = "feeds.details-down", "Details down", ("J",)
    counted = True

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Scroll."""
        screen.scroll_details(count or 3)


class DetailsUp(Command["FeedsScreen"]):
    """Scroll the details up."""

    id, title, keys = "feeds.details-up", "Details up", ("K",)
    counted = True

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Scroll."""
        screen.scroll_details(-(count or 3))


class StopOrClose(Command["FeedsScreen"]):
    """Stop fetching, and keep what is finished; with nothing to stop, go back."""

    id, title, keys = "feeds.stop", "Stop fetching, or back", ("escape",)

    @staticmethod
    def run(screen: FeedsScreen, count: int | None) -> None:
        """Stop or close."""
        screen.stop_or_close()


FEEDS: tuple[AnyCommand, ...] = (
    Read, Refresh, RefreshAll, Add, Remove, Import, Export, OpenInBrowser, NextTrouble, PreviousTrouble,
    DetailsDown, DetailsUp, StopOrClose, *MOVING,
)  # fmt: skip
