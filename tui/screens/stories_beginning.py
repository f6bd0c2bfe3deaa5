"""The part of the stories' screen that brings something to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from config.paths import expanded
from tui import feed_words
from tui.commands.base import AnyCommand
from tui.commands.beginning import Add, AddFeed, AddPage, Demo, ImportOpml
from tui.screens.base import ReaderScreen
from tui.widgets.first_steps import FirstSteps, Step
from tui.widgets.footer import Hint
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from index.feedmodel import FeedImport

STEPS: tuple[tuple[AnyCommand, str, str], ...] = (
    (Demo, "Open the demo", "five outlets on one event, and a tour"),
    (Add, "Add files or a folder", "texts, pages, mails, JSON Lines, web archives"),
    (AddPage, "Add a web page", "an article's address"),
    (AddFeed, "Follow a feed", "its address, or that of a page that has one"),
    (ImportOpml, "Import feeds", "the OPML file of another reader"),
)
USEFUL = ("stories.open", "stories.add", "app.back", "app.help")
"""The commands worth naming in the footer while there is nothing to read."""


class StoriesBeginning(ReaderScreen):
    """Adding, and what is shown as long as nothing was added."""

    beginning = False

    @property
    def lines(self) -> LineList:
        """What the cursor moves in: the list, or the first steps."""
        return self.query_one(FirstSteps) if self.beginning else self.query_one("StoryList", LineList)

    def begin(self, beginning: bool) -> None:
        """There is nothing to read, or now there is something."""
        steps = self.query_one(FirstSteps)
        changed, self.beginning = beginning != self.beginning, beginning
        self.set_class(beginning, "beginning")
        if beginning:
            self._name_keys()
        if changed:
            self.set_focus(steps if beginning else self.query_one("StoryList"))
            self.refresh_footer()

    def _name_keys(self) -> None:
        keys = {command.id: found for command, found in self.reader.bound_commands(self)}
        self.query_one(FirstSteps).show(
            [Step(command, title, about, (keys[command.id] or [""])[0]) for command, title, about in STEPS]
        )

    def take_step(self) -> None:
        """Do what the cursor is on."""
        step = self.query_one(FirstSteps).current
        if step is not None:
            self.run_command(step.command)

    def hints(self) -> list[Hint]:
        """While there is nothing to read, only what helps then."""
        hints = super().hints()
        if not self.beginning or (self._dispatcher is not None and self._dispatcher.waiting):
            return hints
        useful = [hint for hint in hints if hint.command.id in USEFUL]
        return [
            Hint(hint.key, "choose", hint.command) if hint.command.id == "stories.open" else hint
            for hint in useful
        ]

    # -- adding

    def add_files(self) -> None:
        """Ask for files, a folder or a glob."""
        from tui.screens.path_prompt import PathPrompt

        about = "a file, a folder, or a pattern such as ~/news/*.txt · tab completes"
        self.app.push_screen(PathPrompt("add", "~/", about=about), self._add_path)

    def _add_path(self, answer: str | None) -> None:
        path = (answer or "").strip()
        if path in ("", "~", "~/"):
            if answer is not None:
                self.say("Nothing was named; your whole home folder is not added.")
            return
        self.reader.adding.start([str(expanded(path)) if path.startswith("~") else path])

    def add_page(self) -> None:
        """Ask for the address of an article."""
        from tui.screens.prompt import Prompt

        def take(answer: str | None) -> None:
            address = (answer or "").strip()
            if address:
                self.reader.adding.start([address if "://" in address else f"https://{address}"])

        self.app.push_screen(Prompt("add page", "", "the address of an article"), take)

    def add_feed(self) -> None:
        """Ask for the address of a feed."""
        from tui.screens.prompt import Prompt

        def take(answer: str | None) -> None:
            if answer is not None:
                self.reader.fetching.add(answer)

        question = Prompt("follow", "", "the address of a feed, or of a page that has one")
        self.app.push_screen(question, take)

    def import_opml(self) -> None:
        """Ask for an OPML file, follow its feeds and fetch them."""
        from tui.screens.path_prompt import PathPrompt

        library = self.library

        def done(found: FeedImport) -> None:
            self.say(feed_words.imported(found, self.reader.key_for))
            self.reader.fetching.start()

        def take(answer: str | None) -> None:
            if answer is not None and answer.strip():
                self.change(lambda: library.import_feeds(expanded(answer.strip())), done)

        about = "the OPML file that another reader exported · tab completes"
        self.app.push_screen(PathPrompt("import", "~/", about=about), take)
