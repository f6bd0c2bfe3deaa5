"""Earlier versions of an article as columns of their own, with what was changed marked."""

from __future__ import annotations

from collections.abc import Sequence

from index.compared import Comparison
from index.editions import Edit, edition, with_editions
from index.model import Article
from tui.arrangement import column_key
from tui.screens.story_folding import StoryFolding


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

        def show(earlier: Article) -> None:
            self.arrangement.earlier[column_key(earlier)] = earlier
            self.lay_out()

        self.job(lambda _: library.article(article.id, wanted), show, group="revision")

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
