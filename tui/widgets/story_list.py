"""The list of stories: one line each."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from index.model import StoryCard
from tui.marks import UNICODE, Signs
from tui.render import padded, short_names
from tui.widgets.lines import LineList
from tui.wording import day
from tui.wrap import fit, width_of

DATE = 13
WIDE = 90


def names_in(outlets: Sequence[str], width: int) -> str:
    """As many of the names as fit, and how many more there are: `Latin Times, Vision Times +3`."""
    shown = ""
    for number, name in enumerate(short_names(outlets, max(8, width - 4))):
        longer = f"{shown}, {name}" if shown else name
        rest = len(outlets) - number - 1
        if width_of(longer) + (len(f" +{rest}") if rest else 0) > width:
            return f"{shown} +{rest + 1}" if shown else ""
        shown = longer
    return shown


class StoryList(LineList):
    """Unread dot, star, date, title, outlets, notes."""

    def __init__(self, signs: Signs = UNICODE) -> None:
        super().__init__()
        self.cards: Sequence[StoryCard] = ()
        self.signs = signs

    def show(self, cards: Sequence[StoryCard]) -> None:
        """List other stories; the cursor stays on its story, and that on its row, if it is still there.

        At the very top the list stays at the top, so that what is new there can be seen.
        """
        current = self.current.id if self.current else None
        row = self.cursor - self.scroll_offset.y
        self.cards = cards
        place = next((i for i, card in enumerate(cards) if card.id == current), None)
        scrolled = place is not None and place != self.cursor and self.scroll_offset.y > 0
        self.changed(self.cursor if place is None else place)
        if scrolled and place is not None:
            self.scroll_to(y=place - row, animate=False, immediate=True, force=True)

    @property
    def current(self) -> StoryCard | None:
        """The story with the cursor."""
        return self.cards[self.cursor] if 0 <= self.cursor < len(self.cards) else None

    def length(self) -> int:
        """The number of stories."""
        return len(self.cards)

    def draw(self, index: int, width: int, base: Style) -> Strip:
        """One story."""
        card = self.cards[index]
        muted, strong = base + self.style("muted"), base + self.style("strong")
        accent = base + self.style("accent")
        room = width // 3 if width >= WIDE else 0
        outlets = names_in(card.outlets, room)
        tail = f"{len(card.outlets):>3} "
        notes = f" {self.signs.noted}{card.notes}" if card.notes else ""
        tags = "".join(f" #{tag}" for tag in card.tags)
        if width_of(tags) > width // 4:
            tags = fit(tags, width // 4)
        right = fit(f"{tail} {outlets}", room + 5) if outlets else tail
        room = width - 4 - DATE - sum(width_of(part) for part in (right, notes, tags))
        if room < 20:
            tags, room = "", room + width_of(tags)
        segments = [
            Segment(f" {self.signs.unread if card.unread else ' '}", accent),
            Segment(f"{self.signs.marked if card.marked else ' '} ", accent),
            Segment(fit(day(card.last), DATE), muted),
            Segment(fit(card.title, max(1, room)), strong if card.unread else base),
            Segment(tags, muted),
            Segment(notes, accent),
            Segment(right, muted),
        ]
        return Strip(padded(segments, width, base), width)
