"""What the first opening of a screen would wait for, imported before somebody opens one.

Nothing of it is needed for the first list, so it is imported once that is there and nobody waits.
"""

from __future__ import annotations

from importlib import import_module

from index.model import Cancelled

LATE = (
    "tui.screens.story",
    "tui.screens.search",
    "tui.screens.palette",
    "tui.commands.theming",
    "tui.commands.own",
    "tui.screens.help",
    "tui.help_lines",
    "tui.screens.prompt",
    "tui.screens.note_editor",
    "tui.writing",
    "tui.screens.notes",
    "tui.screens.differences",
    "tui.difference_entries",
    "tui.screens.bookmarks",
    "tui.screens.why",
    "tui.screens.feeds",
    "tui.screens.path_prompt",
    "tui.screens.problems",
    "tui.screens.scrolling",
    "tui.exports",
    "tui.exporting",
    "tui.cmdline.export_shape",
    "tui.quoting",
    "tui.browser",
    "tui.programs",
    "tui.outside",
    "tui.editor",
)
"""The modules that commands import when they are run; those opened most come first."""


def warm_up(cancelled: Cancelled) -> None:
    """Import them; to be called in a thread, as it takes a tenth of a second and more."""
    for name in LATE:
        if cancelled():
            return
        import_module(name)
