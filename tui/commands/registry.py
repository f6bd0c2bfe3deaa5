"""All commands by the screen they belong to. Needs no terminal library."""

from __future__ import annotations

from config.keymap import ActionKeys
from tui.commands.base import AnyCommand
from tui.commands.everywhere import EVERYWHERE
from tui.commands.feeds import FEEDS
from tui.commands.noting import NOTING
from tui.commands.panels import DIFFERENCES, EDITOR, WHY
from tui.commands.presets import CHANGES
from tui.commands.searching import SEARCHING
from tui.commands.stories import STORIES
from tui.commands.story import STORY

SCOPES: dict[str, tuple[AnyCommand, ...]] = {
    "stories": STORIES,
    "story": STORY,
    "search": SEARCHING,
    "notes": NOTING,
    "feeds": FEEDS,
    "differences": DIFFERENCES,
    "why": WHY,
    "editor": EDITOR,
    "app": EVERYWHERE,
}
DIALOGS = frozenset({"differences", "why", "editor"})
"""Scopes whose own keys come before those of the app, of which few work there."""


def all_actions(preset: str = "vim") -> list[ActionKeys]:
    """Every action with its screen and a preset's keys; what several screens share belongs to `app`."""
    changes = CHANGES[preset]
    found: dict[str, ActionKeys] = {}
    for scope, commands in SCOPES.items():
        for command in commands:
            shared = command.id in found and found[command.id].scope != scope
            keys = changes.get(command.id, command.keys)
            found[command.id] = ActionKeys(
                command.id, "app" if shared else scope, keys, command.while_typing, scope in DIALOGS
            )
    return list(found.values())


TITLES = {
    "stories": "The list of stories",
    "story": "A story: columns and rows",
    "search": "Search",
    "notes": "Notes",
    "feeds": "Feeds",
    "differences": "The list of differences",
    "why": "Why together",
    "editor": "Writing a note",
    "app": "Everywhere",
}
"""What people call the screens."""


def commands_by_id() -> dict[str, AnyCommand]:
    """Every command by its id."""
    return {command.id: command for commands in SCOPES.values() for command in commands}
