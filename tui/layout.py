"""An article broken into lines of a column: pure data, no widget."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.model import Article, Passage, Role
from tui.wrap import wrap

NO_PASSAGE = -1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a column: `start`, `end` are offsets into the passage's text.

    `passage` is the index into the article's passages, or -1 for an empty line; `opens` says that
    this is the passage's first line, `closes` that it is its last.
    """

    passage: int
    start: int = 0
    end: int = 0
    opens: bool = False
    closes: bool = False


EMPTY = Line(NO_PASSAGE)


class ArticleLayout:
    """The lines of one article at one width. Every passage starts on a line of its own.

    That is what lets passages that say the same stand on the same row; an empty line parts
    paragraphs, so the outlet's own paragraphing stays visible.
    """

    def __init__(self, article: Article, width: int) -> None:
        self.article = article
        self.width = width
        self.passages: tuple[Passage, ...] = article.passages
        self.lines: list[Line] = []
        self.first_line: list[int] = []
        self._lay_out()

    def _lay_out(self) -> None:
        paragraph: int | None = None
        for index, passage in enumerate(self.passages):
            if paragraph is not None and passage.paragraph != paragraph:
                self.lines.append(EMPTY)
            paragraph = passage.paragraph
            self.first_line.append(len(self.lines))
            spans = wrap(passage.text, self.width)
            for number, (start, end) in enumerate(spans, start=1):
                self.lines.append(Line(index, start, end, opens=number == 1, closes=number == len(spans)))

    @property
    def height(self) -> int:
        """The number of lines."""
        return len(self.lines)

    def span(self, passage: int) -> tuple[int, int]:
        """The (first, past the last) line of a passage."""
        first = self.first_line[passage]
        end = first
        while end < len(self.lines) and self.lines[end].passage == passage:
            end += 1
        return first, end

    def passage_at(self, line: int) -> int:
        """The passage at a line, or the nearest one above it; 0 before the first."""
        return max(0, bisect_right(self.first_line, line) - 1)

    def line(self, number: int) -> Line:
        """The line at `number`, an empty one outside the article."""
        return self.lines[number] if 0 <= number < len(self.lines) else EMPTY


def lead_passage(passages: Sequence[Passage]) -> int:
    """The index of the first body passage, where reading starts; 0 if there is none."""
    return next((i for i, passage in enumerate(passages) if passage.role is Role.BODY), 0)
