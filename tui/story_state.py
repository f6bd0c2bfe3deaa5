"""A story as the library has it at one moment, with all that its screen shows. No widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.compared import Comparison
from index.library import Library
from index.model import Story
from index.notemodel import Note
from index.since import Since


@dataclass(frozen=True, slots=True)
class StoryState:
    """`version` is the library's; `comparison` is None while it has not been made; `position` a passage.

    `seen` are the revisions that were read before the story was opened, `since` what came after them.
    """

    version: int
    story: Story
    comparison: Comparison | None
    notes: tuple[Note, ...]
    position: str | None
    seen: Mapping[str, int]
    since: Since

    @property
    def revisions(self) -> tuple[tuple[str, int], ...]:
        """(article id, revision) of each article: what a layout and a comparison were made from."""
        return tuple((article.id, article.revision) for article in self.story.articles)


def load(library: Library, story_id: str, seen: Mapping[str, int] | None = None) -> StoryState:
    """Ask the library; slow enough to be asked in a thread. Raises NotFoundError, StoreError.

    `seen` is that of the state before: a story stays new while it is open, though it is marked read.
    """
    version, story = library.version(), library.story(story_id)
    known = library.seen(story_id) if seen is None else seen
    return StoryState(
        version,
        story,
        library.cached_comparison(story_id),
        tuple(library.notes(story=story_id)),
        library.position(story_id),
        known,
        library.since(story, known),
    )
