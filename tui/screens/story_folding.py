"""Which columns a story's screen has: copies folded, columns hidden, moved, zoomed."""

from __future__ import annotations

from index.model import Article, Story
from tui.arrangement import column_key
from tui.folding import Also, folded
from tui.screens.story_parts import StoryParts
from tui.wording import count


class StoryFolding(StoryParts):
    """Which of a story's articles are shown, and where. The screen says how they are laid out."""

    def shown_articles(self, story: Story) -> tuple[tuple[Article, ...], Also]:
        """The articles that have a column, in order, and who is folded under them."""
        articles, also = self._unfolded(story)
        return self.arrangement.arranged(articles), also

    def _unfolded(self, story: Story) -> tuple[tuple[Article, ...], Also]:
        return (story.articles, {}) if self.arrangement.unfolded else folded(story.card, story.articles)

    def listed_articles(self, story: Story) -> tuple[Article, ...]:
        """The articles that lists tell of: hidden ones, too, each as it is now, in the columns' order."""
        return self.arrangement.listed(self._unfolded(story)[0])

    def toggle_folding(self) -> None:
        """Show a column for each article, or fold those of the same text again."""
        if self.story is None:
            return
        copies = len(self.story.articles) - len(folded(self.story.card, self.story.articles)[0])
        if not copies:
            self.say("No two articles of this story have the same text.")
            return
        self.arrangement.unfolded = not self.arrangement.unfolded
        self.lay_out()
        articles = count(copies, "article")
        self.say(f"{articles} of the same text {'shown' if self.arrangement.unfolded else 'folded'}.")

    def bring_back(self, passage: str | None) -> None:
        """Show the column of a passage that has none now, if the story has the passage."""
        if self.story is None or passage is None or self.columns.place_of(passage) is not None:
            return
        name = passage.partition(".")[0]
        if any(article.id == name for article in self.story.articles):
            self.arrangement.hidden.discard(name)
            if all(article.id != name for article in self._unfolded(self.story)[0]):
                self.arrangement.unfolded = True
            self.lay_out()

    # -- hiding, moving, zooming

    def hide_column(self) -> None:
        """Hide the focused column; the focus goes to the one that takes its place. Never the last."""
        columns = self.columns
        if self.story is None or not columns.layouts:
            return
        if len(columns.articles) < 2:
            key = self.reader.key_for("story.show-all")
            self.say(f"This is the only column; {key} shows those that are hidden.")
            return
        column = columns.focus.column
        article = columns.articles[column]
        self.focus_column(column + 1 if column + 1 < len(columns.articles) else column - 1)
        if article.revision != article.revisions:
            del self.arrangement.earlier[column_key(article)]
            self.lay_out()
            return
        self.arrangement.hidden.add(column_key(article))
        self.lay_out()
        self.say(f"{article.outlet_name} is hidden; {self.reader.key_for('story.show-all')} shows it again.")

    def show_all_columns(self) -> None:
        """Show every column, in the story's own order."""
        arrangement = self.arrangement
        if not arrangement.hidden and not arrangement.order:
            self.say("No column is hidden.")
            return
        arrangement.hidden.clear()
        arrangement.order.clear()
        self.lay_out()

    def move_column(self, by: int) -> None:
        """Move the focused column, to the left when negative."""
        if self.story is None or not self.columns.layouts:
            return
        column = self.table_column if self.in_rows else self.columns.focus.column
        if self.arrangement.move(self.columns.articles, column, by):
            self.lay_out()

    def toggle_zoom(self) -> None:
        """One column over the whole width, or as many as fit."""
        if self.in_rows:
            self.say(f"Zoom is for columns; {self.reader.key_for('story.view')} shows them.")
            return
        self.arrangement.zoomed = not self.arrangement.zoomed
        self.columns_view.zoom(self.arrangement.zoomed)
        self.tell()

    def arrangement_words(self) -> str:
        """What the top bar says of it: ` · 2 hidden · zoomed`."""
        if self.story is None:
            return ""
        hidden = self.arrangement.hidden_among(self._unfolded(self.story)[0])
        zoomed = self.arrangement.zoomed and not self.in_rows
        return (f" · {hidden} hidden" if hidden else "") + (" · zoomed" if zoomed else "")
