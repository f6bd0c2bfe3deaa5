"""What the other outlets make of one passage, word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from textual import events

from index.model import Article, Passage
from tui.difference_entries import Entry
from tui.widgets.entry_list import EntryList
from tui.word_changes import Changed, word_changes
from tui.wording import column_names

MOST = 8


@lru_cache(maxsize=512)
def _changes(before: str, after: str) -> Changed:
    return word_changes(before, after)


def words_entries(
    articles: Sequence[Article], column: int, passage: Passage, partners: Mapping[int, Sequence[int]]
) -> list[Entry]:
    """The best partner in each other column against the passage; at most eight are worked out."""
    names = column_names(articles)
    if not partners:
        return [Entry(f"No other outlet was found to say this passage of {names[column]}.", "muted")]
    found = [Entry(f"Against {names[column]}: [-words only there-] {{+words only here+}}", "muted")]
    for other in list(partners)[:MOST]:
        text = articles[other].passages[partners[other][0]]
        changed = _changes(passage.text, text.text)
        found.append(Entry(changed.text, "", names[other], text.id, changed.marks))
    if len(partners) > MOST:
        rest = ", ".join(names[other] for other in list(partners)[MOST:])
        found.append(Entry(f"Also in {rest}.", "muted"))
    return found


class WordsPanel(EntryList, can_focus=False):
    """A list below the text; a click goes to the passage."""

    DEFAULT_CSS = """
    WordsPanel { display: none; height: 30%; min-height: 4; border-top: solid $line; }
    """

    def selectable(self, index: int) -> bool:
        """Nothing: it shows no cursor."""
        return False

    def on_click(self, event: events.Click) -> None:
        """No cursor to move."""
        event.stop()
