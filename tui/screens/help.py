"""All keys of a screen, to be searched, and its card: the meaning of the marks, the search language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input

from index.editions import Edit
from tui.help_lines import KeyLine, Text, texts
from tui.marks import Signs, Told
from tui.screens.scrolling import ScrollingPanel
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.preview import Preview
from tui.widgets.typing_ahead import type_ahead


def legend(signs: Signs, key_for: Callable[[str], str]) -> list[tuple[str, str]]:
    """The marks of the gutter and of the overview, for people; `key_for` gives the key of a command."""
    shown, lock, edition, order, news = (
        key_for(f"story.{what}") for what in ("wording", "lock", "earlier", "rows-order", "next-new")
    )
    return [
        ("", ""),
        ("Marks in the gutter", "outlet"),
        (f"{signs.told[Told.ALL]}\tall outlets say it", ""),
        (f"{signs.told[Told.SOME]}\tsome say it", ""),
        (f"{signs.told[Told.ONLY]}\tonly this outlet says it", ""),
        ("elsewhere\tin the rows view: its match stands in another row", ""),
        ("unclear\tin the rows view: no match was found, nor is it clear that there is none", ""),
        (f"{signs.differs}\ta figure in it differs from another outlet's", ""),
        (f"{signs.news}\tcame since you last read the story, or is worded anew ({news})", ""),
        (f"{signs.quoted}\ta quote that other outlets have, too", ""),
        (f"{signs.shared}\twords that stand just so in another outlet ({shown})", ""),
        (f"{signs.locked}\tyou locked it to a passage of another outlet ({lock})", ""),
        (
            f"{signs.edits[Edit.REWORDED]}\treworded from one version of it to the other ({edition})",
            "",
        ),
        (f"{signs.edits[Edit.ONLY]}\tin one version of the article only ({edition})", ""),
        (f"{signs.order}\tbefore a name in the rows view: the rows are in its order ({order})", ""),
        (f"{signs.noted}\tyou have a note on it", ""),
        (f"{signs.here}\tbefore the focused passage", ""),
        (f"{signs.same}\tbefore a passage that says what the focused one says", ""),
        (f"{signs.alike}\tbefore a passage that says a part of it", ""),
        ("", ""),
        ("The overview at a column's right edge; a click goes there", "outlet"),
        (f"{signs.thumb}\tthe part of the article that is on the screen", ""),
        (f"{signs.partner}\ta passage that says what the focused one says", ""),
        (f"{signs.differs}\ta passage with a figure that differs from another outlet's", ""),
    ]


class HelpScreen(ScrollingPanel):
    """The keys of a screen in groups; what is typed narrows them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "dismiss", "close"),
        Binding("down", "scroll(1)", "down"),
        Binding("up", "scroll(-1)", "up"),
        Binding("pagedown", "scroll(10)", "page down"),
        Binding("pageup", "scroll(-10)", "page up"),
    ]

    DEFAULT_CSS = """
    HelpScreen > Vertical { max-width: 92; height: 90%; }
    HelpScreen Input { border: none; height: 1; padding: 0 1; background: $panel; }
    HelpScreen Input:focus { border: none; }
    """

    def __init__(self, lines: Sequence[KeyLine], card: Sequence[Text], *, preset: str) -> None:
        super().__init__("Keys", texts(lines, card, "", preset=preset))
        self._lines, self._card, self._preset = lines, card, preset

    def compose(self) -> ComposeResult:
        """A line to type into, the text, a line of help."""
        with Vertical() as box:
            box.border_title = "Keys"
            yield Input(placeholder="type to search: a word, or a key")
            yield Preview()
            yield HelpLine(Part("up down scroll"), Part("esc closes", self.close, stays=True))

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        if event.value == "?":
            # The key that opened the help closes it, too.
            self.dismiss(None)
        else:
            found = texts(self._lines, self._card, event.value.strip(), preset=self._preset)
            self.query_one(Preview).show_texts(found)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """Letters typed while this screen was opening."""
        if event.is_printable and self.focused is None:
            type_ahead(self, "Input", event)

    def close(self) -> None:
        """Empty the line first, then close."""
        line = self.query_one(Input)
        if line.value:
            line.value = ""
        else:
            self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self.move(lines)
