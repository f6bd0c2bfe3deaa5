"""Commands of every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.base import ReaderScreen


class Search(Command["ReaderScreen"]):
    """Search the full text of all outlets and the notes."""

    id, title, keys, footer = "app.search", "Search", ("/",), "search"

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Open the search screen."""
        screen.reader.open_search()


class Notes(Command["ReaderScreen"]):
    """Show all notes; in a story, those on this story."""

    id, title, keys, footer = "app.notes", "Notes", ("A",), "notes"

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Open the notes screen."""
        screen.reader.open_notes(screen)


class Feeds(Command["ReaderScreen"]):
    """Show your feeds: how their last fetch ended, and what they brought."""

    id, title, keys, footer = "app.feeds", "Feeds", ("F",), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Open the feeds screen."""
        screen.reader.open_feeds(screen)


class Fetch(Command["ReaderScreen"]):
    """Fetch all feeds that are due, while reading goes on."""

    id, title, keys, footer = "app.fetch", "Fetch feeds", ("R",), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Start."""
        screen.reader.fetching.start()


class StopFetching(Command["ReaderScreen"]):
    """Stop fetching; what is finished is kept, and the next fetch goes on from there."""

    id, title, keys, footer = "app.stop-fetching", "Stop fetching", (), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Stop."""
        if screen.reader.fetching.busy:
            screen.reader.fetching.stop()
        else:
            screen.say("Nothing is being fetched.")


class Palette(Command["ReaderScreen"]):
    """Find any command by its name."""

    id, title, keys, footer = "app.palette", "Command palette", (":", "ctrl+p"), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Open the palette."""
        screen.reader.open_palette(screen)


class Help(Command["ReaderScreen"]):
    """Show all keys of this screen and what the marks mean."""

    id, title, keys, footer = "app.help", "Help", ("?", "f1"), "help"

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Open the help screen."""
        screen.reader.open_help(screen)


class Tour(Command["ReaderScreen"]):
    """Take up the tour of the keys where it was left: ten lessons, each done by pressing its key."""

    id, title, keys, footer = "app.tour", "Tour of the keys", (), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Show it."""
        screen.reader.touring.take_up(screen)


class JumpBack(Command["ReaderScreen"]):
    """Go back to where you were before the last jump: another passage, another story."""

    id, title, keys = "app.jump-back", "Jump back", ("ctrl+o",)
    counted = True

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Go."""
        screen.reader.wandering.back(count or 1)


class JumpForward(Command["ReaderScreen"]):
    """Go forward again, after going back."""

    id, title, keys = "app.jump-forward", "Jump forward", ("alt+o",)
    counted = True

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Go."""
        screen.reader.wandering.forward(count or 1)


class GoToMark(Command["ReaderScreen"]):
    """List the places marked with letters, and go to one by its letter; `'` again goes back."""

    id, title, keys = "app.go-to-mark", "Go to a marked place", ("'",)

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Ask for the letter."""
        screen.reader.wandering.go_to_mark()


class NextTheme(Command["ReaderScreen"]):
    """Switch to the next colour theme."""

    id, title, keys, footer = "app.theme", "Next theme", ("ctrl+t",), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Change the theme."""
        screen.reader.next_theme()


class EditSettings(Command["ReaderScreen"]):
    """Edit the settings in your own editor; what you change is taken up as soon as it is saved."""

    id, title, keys, footer = "app.settings", "Settings: edit", (), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Run the editor."""
        screen.reader.edit_settings()


class Problems(Command["ReaderScreen"]):
    """Show everything that is wrong with the settings, by line and column."""

    id, title, keys, footer = "app.problems", "Settings: problems", (), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Open the panel."""
        screen.reader.open_problems()


class Back(Command["ReaderScreen"]):
    """Go back to the screen before; at the list of stories, quit."""

    id, title, keys, footer = "app.back", "Back or quit", ("q",), "back"

    @classmethod
    def label(cls, screen: ReaderScreen) -> str:
        """Where it leads."""
        return screen.back_label()

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Close this screen."""
        screen.reader.go_back(or_quit=True)


class Close(Command["ReaderScreen"]):
    """Go back to the screen before; never quits. Also forgets a number or a key typed so far."""

    id, title, keys = "app.close", "Back", ("escape",)
    while_typing = True

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Close this screen."""
        screen.reader.go_back(or_quit=False)


class Quit(Command["ReaderScreen"]):
    """Leave the reader."""

    id, title, keys, footer = "app.quit", "Quit", ("ctrl+q",), ""

    @staticmethod
    def run(screen: ReaderScreen, count: int | None) -> None:
        """Leave."""
        screen.reader.leave()


EVERYWHERE: tuple[AnyCommand, ...] = (
    Search, Notes, Feeds, Fetch, StopFetching, Help, Back, Close, Palette, JumpBack, JumpForward,
    GoToMark, Tour, NextTheme, EditSettings, Problems, Quit,
)  # fmt: skip
