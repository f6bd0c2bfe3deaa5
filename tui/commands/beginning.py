"""Commands that bring something to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.stories import StoriesScreen


class Add(Command["StoriesScreen"]):
    """Add files or a folder to the library: texts, pages, mails, JSON Lines, web archives; Tab completes."""

    id, title, keys = "stories.add", "Add files or a folder", ("+",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.add_files()


class AddPage(Command["StoriesScreen"]):
    """Add an article by the address of its page."""

    id, title, keys = "stories.add-page", "Add a web page", ("U",)

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.add_page()


class AddFeed(Command["StoriesScreen"]):
    """Follow a feed, given by its address or that of a page that has one, and fetch it."""

    id, title, keys = "stories.add-feed", "Follow a feed", ()

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.add_feed()


class ImportOpml(Command["StoriesScreen"]):
    """Follow the feeds of an OPML file, as other readers export it, and fetch them."""

    id, title, keys = "stories.import", "Import feeds (OPML)", ()

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Ask."""
        screen.import_opml()


class Demo(Command["StoriesScreen"]):
    """Open the demonstration: five outlets on one event, in a library of its own, with a tour of the keys."""

    id, title, keys = "stories.demo", "Open the demonstration", ()

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Leave this library for it."""
        screen.reader.open_demo()


class StopAdding(Command["StoriesScreen"]):
    """Stop adding; what is finished is kept, and adding the same again goes on from there."""

    id, title, keys = "stories.stop-adding", "Stop adding", ()

    @staticmethod
    def run(screen: StoriesScreen, count: int | None) -> None:
        """Stop."""
        if screen.reader.adding.busy:
            screen.reader.adding.stop()
        else:
            screen.say("Nothing is being added.")


BEGINNING: tuple[AnyCommand, ...] = (Add, AddPage, AddFeed, ImportOpml, Demo, StopAdding)
