"""Earlier versions of an article as columns of their own, with what was changed marked."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from index.compared import Comparison
from index.editions import Edit, edition, with_editions
from index.errors import DamagedTextError
from index.model import Article
from tui.arrangement import column_key
from tui.screens.story_folding import StoryFolding

if TYPE_CHECKING:
    from index.library import Library


def _readable_before(library: Library, article: Article) -> tuple[Article | None, int]:
    """The newest version before an article's that can be read, and how many between them are damaged."""
    for number in range(article.revision - 1, 0, -1):
        with suppress(DamagedTextError):
            return library.article(article.id, number), article.revision - 1 - number
    return None, article.revision - 1


def _damage(article: Article, damaged: int, shown: Article | None) -> str:
    """Which versions before an article's are damaged, and what is shown instead; empty when none is."""
    if not damaged:
        return ""
    last, first = article.revision - 1, article.revision - damaged
    which = f"Version {last}" if damaged == 1 else f"Versions {first} to {last}"
    instead = f"version {shown.revision} is shown instead" if shown else "no earlier one can be shown"
    verb = "is" if damaged == 1 else "are"
    return f"{which} of this article of {article.outlet_name} {verb} damaged; {instead}."


class StoryEditions(StoryFolding):
    """The part of the story's screen that opens and closes earlier versions."""

    def open_earlier(self) -> None:
        """Open the version before the focused one beside it; where it is open, close it."""
        article = self.focused_article
        if article is None:
            return
        wanted = article.revision - 1
        if wanted < 1:
            first = article.revisions > 1
            self.say(
                "This is the first version."
                if first
                else f"Only one version of this article of {article.outlet_name} was ever added."
            )
            return
        opened = f"{article.id}@{wanted}"
        if opened in self.arrangement.earlier:
            del self.arrangement.earlier[opened]
            self.lay_out()
            return
        library = self.library

        def show(found: tuple[Article | None, int]) -> None:
            earlier, damaged = found
            told = _damage(article, damaged, earlier)
            if earlier is not None and column_key(earlier) in self.arrangement.earlier:
                # What lies between is damaged, so that this one stands in its place.
                del self.arrangement.earlier[column_key(earlier)]
                told = ""
            elif earlier is not None:
                self.arrangement.earlier[column_key(earlier)] = earlier
            if told:
                self.warn(told)
            self.lay_out()

        self.job(lambda _: _readable_before(library, article), show, group="revision")

    def with_earlier(self, comparison: Comparison) -> Comparison:
        """The comparison with the versions that are shown, and the marks of what was changed in them."""
        edits: dict[str, Edit] = {}
        editions = []
        for newest, older in self._versions(self.columns.articles):
            newer = newest
            for one in older:
                editions.append(edition(one, newest))
                step = editions[-1] if newer is newest else edition(one, newer)
                edits |= step.edits
                newer = one
        self.columns_view.edits = self.rows_view.edits = edits
        return with_editions(comparison, editions)

    def _versions(self, articles: Sequence[Article]) -> list[tuple[Article, list[Article]]]:
        """(newest version, the earlier ones that are shown, newest of them first) of each article."""
        found = []
        for newest in articles:
            older = [one for one in articles if one.id == newest.id and one.revision < newest.revision]
            if older and newest.revision == newest.revisions:
                found.append((newest, sorted(older, key=lambda one: -one.revision)))
        return found
