"""A command for each of the person's own programs; they are in the palette and in a list of their own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from config.own_commands import OwnCommand
from tui.commands.base import AnyCommand, Command

if TYPE_CHECKING:
    from tui.screens.story import StoryScreen


def own_commands(commands: Iterable[OwnCommand]) -> list[AnyCommand]:
    """The commands that run these programs on a story's screen."""
    return [_own_command(one) for one in commands]


def _own_command(own: OwnCommand) -> AnyCommand:
    class RunOwn(Command["StoryScreen"]):
        """Run it."""

        id = f"run.{own.name}"
        title = f"Run: {own.name}"

        @classmethod
        def help(cls) -> str:
            return own.line

        @staticmethod
        def run(screen: StoryScreen, count: int | None) -> None:
            screen.run_own(own)

    return RunOwn
