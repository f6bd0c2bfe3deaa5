"""Asks at the foot of the screen into which file a story goes, in which form, with or without notes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Label

from tui.exporting import FORMS, form_of
from tui.screens.dialog import Over
from tui.widgets.help_line import HelpLine, Part
from tui.widgets.typing_ahead import type_ahead


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person wants written, and where."""

    path: Path
    form: str
    notes: bool


class ExportPrompt(Over[Wish | None]):
    """Dismissed with the wish, or with None after `Esc`. The file's ending is the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "cancel"),
        Binding("tab", "form(1)", "next form", priority=True),
        Binding("shift+tab", "form(-1)", "form before", priority=True),
        Binding("ctrl+n", "notes", "with or without notes", priority=True),
    ]

    DEFAULT_CSS = """
    ExportPrompt { align: left bottom; background: $background 0%; }
    ExportPrompt ToastRack { margin-bottom: 2; }
    ExportPrompt > Vertical { height: 2; dock: bottom; background: $panel; }
    ExportPrompt Horizontal { height: 1; }
    ExportPrompt #about { width: 1fr; height: 1; padding: 0 1; color: $text-muted; }
    ExportPrompt Horizontal Label { color: $accent; text-style: bold; padding: 0 1; }
    ExportPrompt Input { border: none; height: 1; padding: 0; width: 1fr; background: $panel; }
    ExportPrompt Input:focus { border: none; }
    """

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path
        self._notes = True

    def compose(self) -> ComposeResult:
        """What can be chosen, the question and its input."""
        with Vertical():
            yield HelpLine(Part(""), id="about")
            with Horizontal():
                yield Label("export to", markup=False)
                yield Input(self._path)

    def on_mount(self) -> None:
        """Say what is chosen."""
        self._tell()

    def on_key(self, event: events.Key) -> None:
        """Letters typed while this was opening."""
        if event.is_printable and self.focused is None:
            type_ahead(self, "Input", event)

    @property
    def _file(self) -> Path:
        return Path(self.query_one(Input).value.strip())

    def _tell(self, problem: str = "") -> None:
        chosen = form_of(self._file)
        forms = " ".join(f"[{form}]" if form == chosen else form for form in FORMS)
        notes = "with notes" if self._notes else "without notes"
        about = self.query_one(HelpLine)
        if problem:
            about.say(Part(problem))
            return
        about.say(
            Part(f"{forms} (tab)", lambda: self.action_form(1)),
            Part(f"{notes} (ctrl+n)", self.action_notes),
            Part("enter writes", self._write),
            Part("esc closes", self.action_cancel, stays=True),
        )

    def action_form(self, step: int) -> None:
        """The next form: another ending of the file."""
        file = self._file
        now = form_of(file)
        place = FORMS.index(now) + step if now in FORMS else 0
        if not file.name:
            return
        stem = file.with_suffix("") if now is not None else file
        entry = self.query_one(Input)
        entry.value = f"{stem}.{FORMS[place % len(FORMS)]}"
        entry.action_end()  # the ending is what has changed
        self._tell()

    def action_notes(self) -> None:
        """With the notes, or without."""
        self._notes = not self._notes
        self._tell()

    @on(Input.Changed)
    def _changed(self) -> None:
        self._tell()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self._write()

    def _write(self) -> None:
        file = self._file
        form = form_of(file)
        if form is None:
            self._tell(f"end the name with {', '.join(f'.{one}' for one in FORMS)}, or press tab")
            return
        self.dismiss(Wish(file, form, self._notes))

    def action_cancel(self) -> None:
        """Write nothing."""
        self.dismiss(None)
