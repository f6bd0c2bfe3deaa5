"""Folding in a story's screen: articles of the same text as another one have no column of their own."""

from __future__ import annotations

from index.model import Article, Story
from tui.folding import Also, folded
from tui.screens.story_parts import StoryParts
from tui.wording import count


class StoryFolding(StoryParts):
    """Which of a story's articles are shown. The screen says how they are laid out."""

    unfolded = False

    def shown_articles(self, story: Story) -> tuple[tuple[Article, ...], Also]:
        """The articles that have a column, and who is folded under them."""
        return (story.articles, {}) if self.unfolded else folded(story.card, story.articles)

    def toggle_folding(self) -> None:
        """Show a column for each article, or fold those of the same text again."""
        if self.story is None:
            return
        copies = len(self.story.articles) - len(folded(self.story.card, self.story.articles)[0])
        if not copies:
            self.say("No two articles of this story have the same text.")
            return
        self.unfolded = not self.unfolded
        self.lay_out()
        articles = count(copies, "article")
        self.say(f"{articles} of the same text {'shown' if self.unfolded else 'folded'}.")

    def bring_back(self, passage: str | None) -> None:
        """Unfold when a passage is in an article that has no column."""
        if self.story is None or passage is None or self.columns.place_of(passage) is not None:
            return
        if any(article.id == passage.partition(".")[0] for article in self.story.articles):
            self.unfolded = True
            self.lay_out()
