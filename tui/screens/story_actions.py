"""What can be done with a story: notes, quotes, the browser, reading states."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from index.model import Article, Passage
from tui.commands.base import AnyCommand
from tui.outside import copy, run_command
from tui.screens.story_parts import StoryParts

if TYPE_CHECKING:
    from config.own_commands import OwnCommand
    from tui.programs import Given


class StoryActions(StoryParts):
    """The part of the story's screen that acts on what is focused."""

    def help_card(self) -> list[tuple[str, str]]:
        """The marks of the gutter and of the overview."""
        from tui.screens.help import legend

        return legend(self.reader.signs, self.reader.key_for)

    def _quotes(self, ids: Iterable[str]) -> tuple[tuple[Article, Passage], ...]:
        found = []
        for passage_id in ids:
            place = self.columns.place_of(passage_id)
            if place is not None:
                article = self.columns.articles[place.column]
                found.append((article, article.passages[place.passage]))
        return tuple(found)

    def annotate(self) -> None:
        """A note on the passage or row."""
        if self.story is not None:
            ids = self.chosen_passages()
            self.reader.write_note(
                story=self.story_id, about=self.story.card.title, passages=ids, quotes=self._quotes(ids)
            )
            self.end_selection()

    def copy_quote(self) -> None:
        """The selected passages, the focused one or the row as Markdown."""
        from tui.quoting import markdown_quotes

        quotes = self._quotes(self.chosen_passages())
        if quotes:
            copy(self.reader, markdown_quotes(quotes), "Copied as a quote.")
            self.end_selection()

    def copy_text(self) -> None:
        """The same as plain text."""
        from tui.quoting import plain_text

        quotes = self._quotes(self.chosen_passages())
        if quotes:
            copy(self.reader, plain_text(quotes), "Copied as plain text.")
            self.end_selection()

    def open_in_browser(self) -> None:
        """The article's page."""
        from tui.browser import open_page

        article = self.focused_article
        if article is None:
            return
        if not article.url:
            self.warn(f"{article.outlet_name} came without a web address.")
            return
        url, command = article.url, self.reader.settings.browser
        self.job(
            lambda _: open_page(url, command), lambda _: self.say("Opened in the browser."), group="browser"
        )

    # -- the person's own commands

    def own_commands(self) -> list[AnyCommand]:
        """A command for each program that the settings name."""
        from tui.commands.own import own_commands

        return own_commands(self.reader.settings.commands)

    def run_own(self, command: OwnCommand) -> None:
        """Run a command of the person's on what is chosen."""
        given = self._given()
        if given is not None:
            run_command(self.reader, command, given)
            self.end_selection()

    def choose_command(self) -> None:
        """Ask which of the person's commands to run."""
        from tui.screens.palette import PaletteScreen

        commands = self.own_commands()
        if not commands:
            self.say("No commands of yours yet: name some in the settings (“Settings: edit” in the palette).")
            return

        def run(command: AnyCommand | None) -> None:
            if command is not None:
                self.run_command(command)

        self.app.push_screen(PaletteScreen([(one, "") for one in commands], heading="Run"), run)

    def _given(self) -> Given | None:
        """What such a command is given: the selected passages, or else the whole focused article."""
        from tui.programs import Given
        from tui.quoting import article_text, plain_text, web_address

        article, quotes = self.focused_article, self._quotes(self.chosen_passages())
        if article is None:
            return None
        values = {
            "url": web_address(article.url),
            "title": " ".join(article.headline.split()),
            "outlet": " ".join(article.outlet_name.split()),
            "quote": plain_text(quotes),
            "story": self.story_id,
        }
        return Given(values, plain_text(quotes) + "\n" if self.selecting else article_text(article))

    def toggle_read(self) -> None:
        """The focused article read, or unread."""
        article = self.focused_article
        if article is None:
            return
        library, story_id = self.library, self.story_id

        def toggle() -> bool:
            cards = library.card(story_id).articles
            read = not any(card.id == article.id and card.read for card in cards)
            library.set_read([article.id], read)
            return read

        def done(read: bool) -> None:
            self.say(f"{article.outlet_name}: marked {'read' if read else 'unread'}.")
            self.reload()

        self.change(toggle, done)

    def toggle_marked(self) -> None:
        """A star, or none."""
        library, story_id = self.library, self.story_id
        self.change(
            lambda: library.set_marked(story_id, not library.card(story_id).marked), lambda _: self.reload()
        )

    def edit_tags(self) -> None:
        """Ask for the tags."""
        if self.story is not None:
            self.reader.edit_tags(self.story.card, self.reload)

    def next_unread(self) -> None:
        """Open the next story with something unread."""
        self.reader.open_next_unread(self.story_id)

    def export(self) -> None:
        """Ask for a file, and write the story to it."""
        from tui.exports import ask

        if self.story is not None:
            ask(self.reader, self.story_id, self.story.card.title)
