"""What can be done with a story in the list: read, mark, tag, note, and the person's corrections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.model import StoryCard
from index.storymodel import Change, Why
from tui.screens.base import ReaderScreen
from tui.widgets.story_list import StoryList
from tui.wrap import fit

if TYPE_CHECKING:
    from tui.screens.why import Decision

DONE = {
    "merge": "Merged",
    "split": "Split off",
    "move": "Moved",
    "rename": "Renamed",
    "pin": "Pinned",
    "unpin": "No longer pinned",
    "archive": "Archived; search still finds it",
    "unarchive": "Back from the archive",
}


@dataclass(frozen=True, slots=True)
class Carried:
    """A story to be merged, or an article to be moved, while its place is looked for in the list."""

    story: str
    question: str
    put: Callable[[str], Change]


NAMED = 40
"""The cells of a title inside a question, of which the end must be seen too."""


class StoriesActions(ReaderScreen):
    """The part of the stories' screen that changes things. Corrections can be undone, newest first."""

    carried: Carried | None = None

    @property
    def story_list(self) -> StoryList:
        """The list."""
        raise NotImplementedError

    def load(self) -> None:
        """The list has changed."""
        raise NotImplementedError

    @property
    def _card(self) -> StoryCard | None:
        return self.story_list.current

    # -- opening

    def open_label(self) -> str:
        """What opening is called in the footer."""
        return "open" if self.carried is None else "put here"

    def open_story(self) -> None:
        """Open the story with the cursor; or put there what is being carried."""
        story_id = self.story_list.current_id
        if story_id is None:
            return
        if self.carried is not None:
            self._put(story_id)
        else:
            self.reader.open_story(story_id)

    # -- reading state

    def toggle_read(self) -> None:
        """All articles of the story read, or all unread."""
        card = self._card
        if card is None:
            return
        library = self.library

        def toggle() -> None:
            now = library.card(card.id)
            library.set_read([article.id for article in now.articles], bool(now.unread))

        self.change(toggle, lambda _: self.load())

    def toggle_marked(self) -> None:
        """A star, or none."""
        card = self._card
        if card is not None:
            library = self.library
            self.change(
                lambda: library.set_marked(card.id, not library.card(card.id).marked), lambda _: self.load()
            )

    def edit_tags(self) -> None:
        """Ask for the tags."""
        card = self._card
        if card is not None:
            self.reader.edit_tags(card, self.load)

    def annotate(self) -> None:
        """A note on the story."""
        card = self._card
        if card is not None:
            self.reader.write_note(story=card.id, about=card.title, passages=(), quotes=())

    def export(self) -> None:
        """Ask for a file, and write the story to it."""
        from tui.exports import ask

        card = self._card
        if card is not None:
            ask(self.reader, card.id, card.title)

    # -- corrections

    def _correct(self, work: Callable[[], Change]) -> None:
        def done(change: Change) -> None:
            self.say(
                f"{DONE.get(change.what, change.what)}. {self.reader.key_for('stories.undo')} takes it back."
            )
            self.load()

        self.change(work, done)

    def toggle_pinned(self) -> None:
        """At the top of every list, or no longer."""
        card = self._card
        if card is not None:
            library = self.library
            self._correct(lambda: library.pin_story(card.id, not library.card(card.id).pinned))

    def toggle_archived(self) -> None:
        """Out of the lists, or back in."""
        card = self._card
        if card is not None:
            library = self.library
            self._correct(lambda: library.archive_story(card.id, not library.card(card.id).archived))

    def rename(self) -> None:
        """Ask for a title; an empty one gives back the automatic one."""
        card = self._card
        if card is None:
            return
        from tui.screens.prompt import Prompt

        library = self.library

        def take(title: str | None) -> None:
            if title is not None and title.strip() != card.title:
                self._correct(lambda: library.rename_story(card.id, title))

        self.app.push_screen(Prompt("title", card.title, "empty for the automatic one"), take)

    def merge(self) -> None:
        """Take the story up, to be put into another; on the second story: put it there."""
        card = self._card
        if card is None:
            return
        if self.carried is not None:
            self._put(card.id)
            return
        library, title = self.library, fit(card.title, NAMED).rstrip()
        self._carry(
            Carried(card.id, f"merge “{title}” into …", lambda into: library.merge_stories(into, [card.id]))
        )

    def why(self) -> None:
        """Why the story's articles are together; from there some can be split off, or one moved."""
        card = self._card
        if card is None:
            return
        from tui.screens.why import WhyScreen

        library = self.library

        def show(why: Why) -> None:
            self.app.push_screen(WhyScreen(why), lambda decision: self._decide(card, decision))

        self.job(lambda _: library.why(card.id), show, group="why")

    def _decide(self, card: StoryCard, decision: Decision | None) -> None:
        library = self.library
        if decision is None:
            return
        if decision.split:
            self._correct(lambda: library.split_story(card.id, decision.articles))
            return
        article = decision.articles[0]
        outlet = next((one.outlet for one in card.articles if one.id == article), "the article")
        self._carry(
            Carried(card.id, f"move {outlet} into …", lambda into: library.move_article(article, into))
        )

    def undo(self) -> None:
        """Take back the newest correction, mark, tag or reading state."""
        library = self.library

        def done(change: Change) -> None:
            self.say(f"Taken back: {change.what}.")
            self.load()

        self.change(library.undo, done)

    # -- carrying

    def _carry(self, carried: Carried) -> None:
        self.carried = carried
        self.load()
        self.refresh_footer()

    def status(self) -> str:
        """What is to be done, while something is being carried."""
        if self.carried is None:
            return super().status()
        return "choose where it belongs · esc leaves it"

    def asks(self) -> bool:
        """Whether something is being carried."""
        return self.carried is not None

    def _put(self, story_id: str) -> None:
        carried = self.carried
        if carried is None:
            return
        if story_id == carried.story:
            self.say("That is the story itself; choose another.")
            return
        self.carried = None
        self._correct(lambda: carried.put(story_id))

    def let_go(self) -> bool:
        """Stop carrying; False when nothing is being carried."""
        if self.carried is None:
            return False
        self.carried = None
        self.load()
        self.refresh_footer()
        return True
