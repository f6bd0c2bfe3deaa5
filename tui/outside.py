"""What the reader gives to other programs: copied text, pages, and what the person's own commands take."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from config.errors import BylinesError
from tui import jobs, programs

if TYPE_CHECKING:
    from config.own_commands import OwnCommand
    from tui.app import BylinesApp

_SHORT = 120


def copy(app: BylinesApp, text: str, said: str) -> None:
    """Ask the terminal (OSC 52) to keep the text, and the clipboard's command where there is one."""
    app.copy_to_clipboard(text)
    words = programs.clipboard_words(app.settings.clipboard, app.env)
    if words:
        jobs.start(
            app, lambda _: programs.copy_by_command(text, words), lambda _: None, app.show_error, group="copy"
        )
    app.say_here(said)


def run_command(app: BylinesApp, command: OwnCommand, given: programs.Given) -> None:
    """Run a command of the person's, in the background unless it takes the terminal; tell how it ended."""
    if command.terminal:
        in_terminal(app, command.name, lambda: programs.run_in_terminal(command, given))
        return
    jobs.start(
        app,
        lambda cancelled: programs.run(command, given, cancelled),
        lambda outcome: _tell(app, command, outcome),
        app.show_error,
        # For another passage it runs beside what it is still doing, which would be ended without a word.
        group=f"command-{command.name}-{hash(given.text)}",
    )
    app.say_here(f"{command.name} …")


def in_terminal(app: BylinesApp, name: str, program: Callable[[], int]) -> None:
    """Suspend the reader while a program has the terminal; tell if it ended with a status other than 0."""
    try:
        with app.suspend():
            status = program()
    except BylinesError as error:
        app.show_error(error)
    else:
        if status:
            app.notify(f"{name} ended with status {status}.", severity="warning", markup=False, timeout=6)
    app.refresh()


def _tell(app: BylinesApp, command: OwnCommand, outcome: programs.Outcome) -> None:
    end = outcome.ended or (f"ended with status {outcome.status}" if outcome.status else "")
    if "\n" in outcome.output or len(outcome.output) > _SHORT:
        from tui.screens.scrolling import ScrollingPanel

        texts = [(line, "") for line in outcome.output.split("\n")]
        app.push_screen(ScrollingPanel(command.name, [*texts, *([(end, "muted")] if end else [])]))
        return
    said = ": ".join(part for part in (command.name, end, outcome.output) if part)
    app.notify(
        said if end or outcome.output else f"{command.name}: done.",
        severity="warning" if end else "information",
        markup=False,
        timeout=6,
    )
