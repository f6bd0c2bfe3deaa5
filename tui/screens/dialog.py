"""What the panels that lie over a screen share: a frame, and the whole screen where that is small."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.await_remove import AwaitRemove
from textual.color import Color
from textual.geometry import Region
from textual.renderables.background_screen import BackgroundScreen
from textual.screen import ModalScreen
from textual.strip import Strip

if TYPE_CHECKING:
    from typing import Self

T = TypeVar("T")

SMALL_WIDTH, SMALL_HEIGHT = 60, 16


@lru_cache(maxsize=4096)
def _behind(style: Style | None, tint: Color) -> Style | None:
    (segment,) = BackgroundScreen.process_segments([Segment(" ", style)], tint)
    return segment.style


class Over(ModalScreen[T]):
    """A modal screen through which the one below is seen, shaded; of that only rows that changed are shaded
    anew, while Textual would do all of it at each change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._rows: dict[int, Strip] = {}
        self._shaded: dict[int, tuple[Strip, Strip]] = {}

    def notify_style_update(self) -> None:
        """Another theme."""
        self._rows.clear()
        self._shaded.clear()
        super().notify_style_update()

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw anew: all, or only some regions."""
        if not regions:
            self._rows.clear()
        for region in regions:
            for y in region.line_range:
                self._rows.pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def beside(self) -> None:
        """Something beside what is asked was clicked: leave things as they are."""
        self.dismiss(None)

    def on_click(self, event: events.Click) -> None:
        """Tell whether it was beside. The second of two quick clicks belongs to the one that opened this."""
        if self.is_active and event.chain == 1 and self.get_widget_at(*event.screen_offset)[0] is self:
            self.beside()

    def remove(self) -> AwaitRemove:
        """Take it away. The screen below keeps its layout, which Textual's own way makes anew."""
        return self.app._prune(self)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The rows of the screen below in `crop`."""
        stack, tint = self.app.screen_stack, self.styles.background
        place = stack.index(self) if self in stack else 0
        if not place or tint.a >= 1:
            return super().render_lines(crop)
        missing = [y for y in crop.line_range if y not in self._rows]
        below = stack[place - 1]._compositor.render_strips() if missing else []
        if missing and len(below) <= max(missing):
            # The one below has not been laid out for this size yet.
            return super().render_lines(crop)
        for y in missing:
            strip, shaded = self._shaded.get(y, (None, Strip.blank(0)))
            if strip != below[y]:
                strip = below[y]
                shaded = Strip([Segment(s.text, _behind(s.style, tint)) for s in strip], strip.cell_length)
                for change in self.get_line_filters():
                    shaded = shaded.apply_filter(change, tint)
                self._shaded[y] = strip, shaded
            self._rows[y] = shaded
        strips = [self._rows[y] for y in crop.line_range]
        if crop.column_span != (0, self.size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips


class Dialog(Over[T]):
    """A modal screen with one box, the first of its children. Its `Label`s of class `help` tell the keys."""

    DEFAULT_CSS = """
    Dialog { align: center middle; background: $background 60%; }
    Dialog > Vertical { width: 90%; height: 85%; border: round $line-focus; background: $surface; }
    Dialog .help { width: 1fr; height: 1; color: $text-muted; padding: 0 1; }
    Dialog .help { text-wrap: nowrap; text-overflow: ellipsis; }
    Dialog Preview { background: $surface; scrollbar-background: $surface; }
    Dialog.small > Vertical { width: 100%; max-width: 100%; height: 100%; max-height: 100%; }
    Dialog.small > Vertical { border: none; margin: 0; }
    Dialog.low .help { display: none; }
    """

    def on_resize(self, event: events.Resize) -> None:
        """Give up the frame, then the line of help, where they would leave no room for the rest."""
        size = event.size
        self.set_class(size.width < SMALL_WIDTH or size.height < SMALL_HEIGHT, "small")
        self.set_class(size.height < SMALL_HEIGHT, "low")
