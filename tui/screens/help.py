"""All keys of a screen, and its card: the meaning of the marks, the search language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label

from index.editions import Edit
from tui.marks import Signs, Told
from tui.screens.dialog import Dialog
from tui.widgets.preview import Preview


def legend(signs: Signs) -> list[tuple[str, str]]:
    """The marks of the gutter, for people."""
    return [
        ("", ""),
        ("Marks in the gutter", "outlet"),
        (f"{signs.told[Told.ALL]}\tall outlets say it", ""),
        (f"{signs.told[Told.SOME]}\tsome say it", ""),
        (f"{signs.told[Told.ONLY]}\tonly this outlet says it", ""),
        (f"{signs.differs}\ta figure in it differs from another outlet's", ""),
        (f"{signs.quoted}\ta quote that other outlets have, too", ""),
        (f"{signs.shared}\twords that stand just so in another outlet (W)", ""),
        (f"{signs.locked}\tyou locked it to a passage of another outlet (L)", ""),
        (f"{signs.edits[Edit.REWORDED]}\treworded from one version of the article to the other (E)", ""),
        (f"{signs.edits[Edit.ONLY]}\tin one version of the article only (E)", ""),
        (f"{signs.order}\tbefore a name in the rows view: the rows are in its order (B)", ""),
        (f"{signs.noted}\tyou have a note on it", ""),
        (f"{signs.partner}\tat a column's right edge: a passage that says what the focused one says", ""),
    ]


class HelpScreen(Dialog[None]):
    """A scrolling list of keys, and below it a card of (text, style) lines."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "close"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(10)", "page down"),
        Binding("b,pageup", "scroll(-10)", "page up"),
    ]

    DEFAULT_CSS = """
    HelpScreen > Vertical { max-width: 92; height: 90%; }
    HelpScreen Preview { height: 1fr; background: $surface; }
    """

    def __init__(
        self, keys: Sequence[tuple[str, str]], signs: Signs, card: Sequence[tuple[str, str]] = ()
    ) -> None:
        super().__init__()
        self._keys, self._signs, self._card = keys, signs, card

    def compose(self) -> ComposeResult:
        """The text and a line of help."""
        with Vertical() as box:
            box.border_title = "Keys"
            yield Preview(self._signs)
            yield Label("j k scroll · esc closes · : runs any command by name", classes="help", markup=False)

    def on_mount(self) -> None:
        """Fill in the keys."""
        texts = [(f"{keys}\t{text}", "") for keys, text in self._keys]
        self.query_one(Preview).show_texts([*texts, *self._card])

    def action_scroll(self, lines: int) -> None:
        """Scroll."""
        self.query_one(Preview).scroll_relative(y=lines, animate=False)
