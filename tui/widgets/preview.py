"""What a story is before it is opened: each outlet's headline, time and lede."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from rich.style import Style
from textual import on
from textual.strip import Strip

from index.errors import CancelledError
from index.model import Cancelled, StoryCard
from tui import jobs
from tui.marks import UNICODE, Signs
from tui.render import padded, paint
from tui.story_rows import sparkline
from tui.widgets.drawn import DrawnScroll
from tui.wording import clock, partial_words, story_facts
from tui.wrap import fit, width_of, wrap

if TYPE_CHECKING:
    from tui.app import BylinesApp

LABEL = 20
SPARK = 12
MOST = 100
"""The articles of a story that are previewed: a few screens, laid out in some milliseconds."""
AT_ONCE = 16_000
"""The letters that are broken into lines at once, some screens full; the rest of a long text follows."""
Timeline = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    style: str


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a paragraph; what stands before a tab is a label that the lines hang from."""
    label, tab, rest = text.partition("\t")
    if not tab:
        return [text[start:end] for start, end in wrap(text, width)]
    indent = min(LABEL, width // 3)
    lines = [rest[start:end] for start, end in wrap(rest, width - indent)]
    first = fit(label, indent - 1) + " " if width_of(label) < indent else label + " "
    if width_of(first) > indent:
        return [first, *(" " * indent + line for line in lines)]
    return [first + lines[0], *(" " * indent + line for line in lines[1:])]


def _laid_out(texts: Sequence[_Text], width: int, cancelled: Cancelled) -> list[_Text]:
    """The lines of all texts. Raises CancelledError."""
    lines: list[_Text] = []
    for text in texts:
        for paragraph in text.text.split("\n"):
            if cancelled():
                raise CancelledError
            lines += (_Text(line, text.style) for line in _wrapped(paragraph, width))
    return lines


def _beginning(texts: Sequence[_Text]) -> Iterator[_Text]:
    """The texts up to the letter from which on they need not be seen at once."""
    room = AT_ONCE
    for text in texts:
        yield _Text(text.text[:room], text.style) if len(text.text) > room else text
        # A paragraph costs time even when it is empty.
        room -= len(text.text) + 1
        if room <= 0:
            return


class Preview(DrawnScroll, can_focus=False, inherit_bindings=False):
    """A read-only text in lines; the wheel scrolls it."""

    DEFAULT_CSS = """
    Preview { background: $background; overflow-x: hidden; }
    Preview { scrollbar-gutter: stable; scrollbar-size-vertical: 1; scrollbar-background: $background; }
    Preview > .preview--title { text-style: bold; color: $text-primary; }
    Preview > .preview--outlet { text-style: bold; color: $text-accent; }
    Preview > .preview--muted { color: $text-muted; text-style: $muted-style; }
    Preview > .preview--strong { text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "preview--title", "preview--outlet", "preview--muted", "preview--strong",
    }  # fmt: skip

    def __init__(self, signs: Signs = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.signs = signs
        self._texts: list[_Text] = []
        self._lines: list[_Text] = []

    def show_story(self, card: StoryCard | None, timeline: Timeline = ()) -> None:
        """Show a story, or nothing; its coverage by day is drawn as a sparkline."""
        texts: list[_Text] = []
        if card is not None:
            line = sparkline(timeline, self.signs.levels, SPARK)
            facts = f"{story_facts(card)}  {line}" if line else story_facts(card)
            texts += [_Text(card.title, "title"), _Text(facts, "muted")]
            if card.tags:
                texts.append(_Text(" ".join(f"#{tag}" for tag in card.tags), "muted"))
            for article in card.articles[:MOST]:
                unread = "" if article.read else f" {self.signs.unread}"
                texts.append(_Text("", ""))
                texts.append(_Text(f"{article.outlet} · {clock(article.published)}{unread}", "outlet"))
                if article.partial:
                    texts.append(_Text(partial_words(article.partial), "muted"))
                if not article.title.startswith("untitled: "):
                    texts.append(_Text(article.title, "strong"))
                texts.append(_Text(article.lede, ""))
            if len(card.articles) > MOST:
                texts += [_Text("", ""), _Text(f"… and {len(card.articles) - MOST:,} more", "muted")]
        self._show(texts)

    def show_texts(self, texts: list[tuple[str, str]]) -> None:
        """Show paragraphs: (text, style name or empty)."""
        self._show([_Text(text, style) for text, style in texts])

    def _show(self, texts: list[_Text]) -> None:
        if texts != self._texts:
            self._texts = texts
            self.scroll_to(y=0, animate=False, immediate=True)
            self._lay_out()

    def settings_changed(self) -> None:
        """The person has chosen other settings."""
        self._lay_out()

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._lay_out()

    def _lay_out(self) -> None:
        if not self.size.width:
            return  # it is told as soon as it has one
        room = max(1, self.size.width - 3)
        # Dialogs are as wide as what they say; the measure is for what is read.
        measure = 0 if self.screen.is_modal else cast("BylinesApp", self.app).settings.text_width
        width = min(measure or room, room)
        texts = list(_beginning(self._texts))
        self._show_lines(_laid_out(texts, width, lambda: False))
        if texts != self._texts:
            whole = self._texts
            jobs.start(
                self,
                lambda cancelled: _laid_out(whole, width, cancelled),
                self._show_lines,
                cast("BylinesApp", self.app).show_error,
                group="lines",
            )
        else:
            self.workers.cancel_group(self, "lines")

    def _show_lines(self, lines: list[_Text]) -> None:
        self._lines = lines
        self.show_height(len(lines))
        self.refresh()

    @on(jobs.Finished)
    def _deliver(self, event: jobs.Finished) -> None:
        event.deliver()

    def render_line(self, y: int) -> Strip:
        """A line of the screen."""
        width, base = self.size.width, self.ground
        index = self.scroll_offset.y + y
        if not 0 <= index < len(self._lines):
            return Strip.blank(width, base)
        line = self._lines[index]
        style = base
        if line.style:
            style += self.ink(f"preview--{line.style}")
        return Strip(padded(paint(f" {line.text}", style), width, Style.null() + base), width)
