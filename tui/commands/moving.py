"""Moving about, the same on every screen that has something to move in."""

from __future__ import annotations

from typing import Protocol

from tui.commands.base import AnyCommand, Command


class Movable(Protocol):
    """A screen with a focus that moves."""

    def move(self, count: int) -> None:
        """Move the focus down by `count`, up when negative."""

    def page(self, pages: float) -> None:
        """Move by pages."""

    def to_edge(self, *, end: bool) -> None:
        """Move to the top or the end."""


class Down(Command[Movable]):
    """Move down; with a number before it, by that many."""

    id, title, keys = "move.down", "Down", ("j", "down")
    counted = True

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.move(count or 1)


class Up(Command[Movable]):
    """Move up; with a number before it, by that many."""

    id, title, keys = "move.up", "Up", ("k", "up")
    counted = True

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.move(-(count or 1))


class PageDown(Command[Movable]):
    """A page down."""

    id, title, keys = "move.page-down", "Page down", ("space", "pagedown")
    counted = True

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.page(count or 1)


class PageUp(Command[Movable]):
    """A page up."""

    id, title, keys = "move.page-up", "Page up", ("b", "pageup")
    counted = True

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.page(-(count or 1))


class HalfDown(Command[Movable]):
    """Half a page down."""

    id, title, keys = "move.half-down", "Half a page down", ("ctrl+d",)
    counted = True

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.page((count or 1) / 2)


class HalfUp(Command[Movable]):
    """Half a page up."""

    id, title, keys = "move.half-up", "Half a page up", ("ctrl+u",)
    counted = True

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.page(-(count or 1) / 2)


class Top(Command[Movable]):
    """To the top."""

    id, title, keys = "move.top", "Top", ("gg", "home")

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.to_edge(end=False)


class End(Command[Movable]):
    """To the end."""

    id, title, keys = "move.end", "End", ("G", "end")

    @staticmethod
    def run(screen: Movable, count: int | None) -> None:
        """Move."""
        screen.to_edge(end=True)


MOVING: tuple[AnyCommand, ...] = (Down, Up, PageDown, PageUp, HalfDown, HalfUp, Top, End)
