"""The rows of the list of stories: stories, and the days they are grouped under. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from index.storymodel import Listed
from tui.wording import MONTHS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class StoryRows:
    """Row by row, the place of a story in the list, or -1 for a heading. A number a row, for any length."""

    listed: Listed = field(default_factory=lambda: Listed(()))
    by_day: bool = False
    rows: Sequence[int] = range(0)
    headings: dict[int, str] = field(default_factory=dict)
    row_of: Sequence[int] = range(0)

    def __len__(self) -> int:
        return len(self.rows)

    def story(self, row: int) -> str | None:
        """The id of the story in a row; None for a heading or no row."""
        if not 0 <= row < len(self.rows) or self.rows[row] < 0:
            return None
        return self.listed.ids[self.rows[row]]

    def next_unread(self, row: int) -> int | None:
        """The row of the next story with something unread, round the end; from -1 the first one's."""
        place = self.rows[row] if 0 <= row < len(self.rows) else -1
        later = self.listed.unread.find(1, place + 1)
        found = later if later >= 0 else self.listed.unread.find(1)
        return self.row_of[found] if found >= 0 else None

    def row(self, story_id: str | None) -> int | None:
        """The row of a story, if it is in the list."""
        try:
            # Looked for, as a table of a hundred thousand places takes longer to make than to go through.
            return None if story_id is None else self.row_of[self.listed.ids.index(story_id)]
        except ValueError:
            return None


def rows_of(listed: Listed, *, by_day: bool) -> StoryRows:
    """The rows of a list; with headings for days when it is grouped by day."""
    if not by_day:
        numbers = range(len(listed.ids))
        return StoryRows(listed, by_day, numbers, {}, numbers)
    rows, row_of, headings = array("i"), array("i"), dict[int, str]()
    before: int | None = -1
    for place, day in enumerate(listed.days):
        if place == 0 or day != before:
            before = day
            headings[len(rows)] = day_name(day)
            rows.append(-1)
        row_of.append(len(rows))
        rows.append(place)
    return StoryRows(listed, by_day, rows, headings, row_of)


def day_name(day: int | None) -> str:
    """A day given in days since 1970, for a heading: `Saturday, 6 May 2023`."""
    if day is None:
        return "Date unknown"
    when = _EPOCH + timedelta(days=day)
    return f"{_WEEKDAYS[when.weekday()]}, {when.day} {MONTHS[when.month - 1]} {when.year}"


def sparkline(timeline: tuple[tuple[str, int], ...], levels: str, width: int) -> str:
    """Articles by day as one character a day, at most `width`; empty for a single day.

    `levels` are the characters from none to many. Longer spans are drawn with several days to a cell.
    """
    counts = [number for _, number in timeline]
    if len(counts) < 2:
        return ""
    step = -(-len(counts) // width)
    cells = [sum(counts[at : at + step]) for at in range(0, len(counts), step)]
    most = max(cells)
    top = len(levels) - 1
    return "".join(levels[0 if not cell else max(1, round(cell * top / most))] for cell in cells)
