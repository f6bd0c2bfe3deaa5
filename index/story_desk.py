"""The facade's part for stories: the person's corrections, why articles are together, lists and filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from index.model import Belonging, Change, StoryCard, Why
from index.store import Store

if TYPE_CHECKING:
    from config.settings import Settings


class StoryDesk:
    """Methods of `Library` that concern stories as the person keeps them.

    Every correction ties the stories it names: no regrouping undoes it, new articles may still join.
    All raise NotFoundError for unknown ids, LibraryError for what makes no sense, StoreError.
    """

    _store: Store
    _settings: Settings | None

    def merge_stories(self, into: str, others: Sequence[str]) -> Change:
        """Put the articles of other stories into one. Their notes, marks, tags and ids lead there too."""
        from index.corrections import Corrections
        from index.grouping import turn

        with turn(self._store.path):
            return Corrections(self._store).merge(self._home(into), [self._home(other) for other in others])

    def split_story(self, story_id: str, article_ids: Sequence[str]) -> Change:
        """Make a story of its own of some of a story's articles; `Change.story` is the new one."""
        from index.corrections import Corrections
        from index.grouping import turn

        with turn(self._store.path):
            return Corrections(self._store).split(self._home(story_id), article_ids)

    def move_article(self, article_id: str, story_id: str) -> Change:
        """Put one article into another story."""
        from index.corrections import Corrections
        from index.grouping import turn

        with turn(self._store.path):
            return Corrections(self._store).move(article_id, self._home(story_id))

    def rename_story(self, story_id: str, title: str) -> Change:
        """Give a story a title of one's own; an empty one gives back the automatic title."""
        from index.corrections import Corrections
        from index.grouping import turn

        with turn(self._store.path):
            return Corrections(self._store).rename(self._home(story_id), title)

    def pin_story(self, story_id: str, pinned: bool = True) -> Change:
        """Keep a story at the top of lists, or no longer."""
        from index.corrections import Corrections
        from index.grouping import turn

        with turn(self._store.path):
            return Corrections(self._store).pin(self._home(story_id), pinned)

    def archive_story(self, story_id: str, archived: bool = True) -> Change:
        """Leave a story out of lists, or no longer; it is still found by search."""
        from index.corrections import Corrections
        from index.grouping import turn

        with turn(self._store.path):
            return Corrections(self._store).archive(self._home(story_id), archived)

    def undo_story_change(self) -> Change:
        """Take back the newest of these corrections that still stands; the change says which it was.

        Articles that came into its stories since are grouped anew. Raises NotFoundError when there is
        nothing to undo.
        """
        from index.corrections import Corrections
        from index.grouping import Grouping, tightness, turn

        with turn(self._store.path):
            change = Corrections(self._store).undo()
        Grouping(self._store, tightness(self._settings)).run()
        return change

    def story_changes(self, limit: int = 50) -> list[Change]:
        """The person's corrections with their times, newest first, also those undone."""
        from index.corrections import Corrections

        return Corrections(self._store).history(limit)

    def undo_state(self) -> Change:
        """Take back the newest change of read, mark or tags; NotFoundError when there is none."""
        return self._store.undo_state()

    def why(self, story_id: str) -> Why:
        """Why the articles of a story are together: shared names and words, and each one's confidence."""
        from index.grouping import profiles_of, tightness
        from index.stories.why import reasons

        card = self._plain_card(story_id)
        ids = [article.id for article in card.articles]
        by_person = self._store.decided_by_person(ids)
        common, each = reasons(profiles_of(self._store, ids), tightness(self._settings))
        members = tuple(
            Belonging(article.id, article.outlet, article.title, confidence, shared, article.id in by_person)
            for article, (confidence, shared) in zip(card.articles, each, strict=True)
        )
        names = tuple(term for term in common if " " in term)
        words = tuple(term for term in common if " " not in term)
        return Why(card.id, card.title, names[:6], words[:10], members)

    def _home(self, story_id: str) -> str:
        """The id a story has now; an unknown one comes back as it is, for its own message."""
        return self._store.home(story_id) or story_id

    def _plain_card(self, story_id: str) -> StoryCard:
        """A card without its count of notes."""
        from index.errors import NotFoundError

        cards = self._store.cards(ids=[self._home(story_id)])
        if not cards:
            raise NotFoundError(f"no story {story_id}", do="`bylines stories` lists them")
        return cards[0]
