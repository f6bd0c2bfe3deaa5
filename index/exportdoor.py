"""The facade's part on export: a story as something that can be handed on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from index.errors import LibraryError
from index.model import Cancelled, Story

if TYPE_CHECKING:
    from index.compared import Comparison
    from index.dossier import Dossier
    from index.notemodel import Note


class ExportDoor(ABC):
    """Everything of `Library` that makes documents of stories; see there for threads and errors."""

    @abstractmethod
    def story(self, story_id: str) -> Story: ...

    @abstractmethod
    def comparison(self, story_id: str, cancelled: Cancelled | None = None) -> Comparison: ...

    @abstractmethod
    def notes(self, *, story: str | None = None) -> list[Note]: ...

    def dossier(
        self,
        story_id: str,
        *,
        articles: Sequence[str] | None = None,
        notes: bool = True,
        made: str = "",
        cancelled: Cancelled | None = None,
    ) -> Dossier:
        """What an export of a story is made from: all of it, or the `articles` with these ids, in order.

        With `notes` those on the story and its passages, and the story's tags; `made` dates the export.
        Raises CancelledError when `cancelled` says so while the story is compared.
        """
        from index.dossier import dossier

        found = self.story(story_id)
        if not notes:
            found = replace(found, card=replace(found.card, tags=()))
        compared = self.comparison(found.card.id, cancelled)
        by_id = {article.id: article for article in found.articles}
        return dossier(
            found,
            compared,
            self.notes(story=found.card.id) if notes else (),
            articles=None if articles is None else [by_id[name] for name in articles if name in by_id],
            made=made,
        )

    def export_story(self, found: Dossier, form: str) -> str:
        """The story as one text: `html`, `md` or `csv`. LibraryError for another form."""
        if form == "html":
            from index.export.page import page

            return page(found)
        if form == "md":
            from index.export.markdown import markdown

            return markdown(found)
        if form == "csv":
            from index.export.passages_csv import passages_csv

            return passages_csv(found)
        raise LibraryError(f"a story cannot be exported as “{form}”", do="known are html, md and csv")

    def export_name(self, title: str, form: str) -> str:
        """A name for the file of an export, made of a story's title; safe on every file system."""
        from index.notes.names import slug

        return f"{slug(title) or 'story'}.{form}"
