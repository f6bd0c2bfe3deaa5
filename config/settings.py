"""What the person can set. One declaration per setting; everything else follows from it.

The loader (`config.loading`), `bylines config`, the environment's `BYLINES_<NAME>`, the flag `--set` and the
table in docs/configuration.md all read the declarations.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from config.keymap import PRESETS, KeyChange, KeyChanges
from config.kinds import Choice, CommandLine, Flag, Folder, Kind, Number, Text, WordOrShare
from config.outlet_notes import OutletNote, OutletNotes
from config.own_commands import OwnCommand, OwnCommands

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Declared:
    """A setting as it was declared."""

    name: str
    default: object
    kind: Kind[Any]
    doc: str
    group: str

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"BYLINES_{self.name.upper()}"


def setting(default: T, kind: Kind[T], doc: str, *, group: str) -> T:
    """Declare a setting: its default, kind, a sentence for the person, and the heading it stands under."""
    return field(default=default, metadata={"kind": kind, "doc": doc, "group": group})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, with their defaults."""

    theme: str = setting(
        "bylines-dark",
        Text("the name of a theme", empty=False),
        "The colours: `bylines-dark`, `bylines-light`, `bylines-contrast`, `ansi-dark`, `ansi-light`, or "
        "another theme of Textual's.",
        group="Looks",
    )
    unicode: str = setting(
        "auto",
        Choice(("auto", "yes", "no")),
        "Whether lines, marks and typographic signs may be more than ASCII: `auto` looks at the locale "
        "and at `TERM`.",
        group="Looks",
    )
    isolates: bool = setting(
        False,
        Flag(),
        "Whether Arabic, Hebrew and the like are kept to their column by invisible characters; for terminals "
        "that reorder lines themselves.",
        group="Looks",
    )
    text_width: int = setting(
        76,
        Number(20, 400, words=(("none", 0),)),
        "The longest line of text, in cells; a column wider than that has blank space at its sides.",
        group="Text",
    )
    text_margin: int = setting(
        0, Number(0, 20), "Blank cells at both sides of the text of a column.", group="Text"
    )
    column_gap: int = setting(1, Number(0, 20), "Blank cells between the columns of a story.", group="Text")
    justified: bool = setting(
        False,
        Flag(),
        "Whether lines of text are made as wide as their column by wider spaces.",
        group="Text",
    )
    list_spacing: str = setting(
        "compact",
        Choice(("compact", "airy")),
        "Whether the lines of lists (stories, feeds, notes, search results) have an empty one between.",
        group="Lists",
    )
    keymap: str = setting(
        "vim",
        Choice(PRESETS),
        "The keys to begin with: those of a program you know. See [Keys](keys.md).",
        group="Keys",
    )
    keys: tuple[KeyChange, ...] = setting(
        (),
        KeyChanges(),
        "Other keys for single actions: a key, a list of keys, or `none`.",
        group="Keys",
    )
    grouping: str = setting(
        "normal",
        WordOrShare(("tighter", "normal", "looser"), 0.05, 0.95),
        "How alike the articles of one story must be.",
        group="Stories",
    )
    outlets: tuple[OutletNote, ...] = setting(
        (),
        OutletNotes(),
        'What you say of outlets: `short` name, `colour` (a name or `"#rrggbb"`), `country`, and any labels '
        "of your own, such as `lean`. See [Stories](stories.md).",
        group="Stories",
    )
    editor: str = setting(
        "",
        CommandLine(),
        "The command that edits notes; empty: `$VISUAL`, then `$EDITOR`.",
        group="Notes",
    )
    notes_folder: str = setting(
        "", Folder(), "The folder of the notes; empty: the library's own.", group="Notes"
    )
    export_folder: str = setting(
        "",
        Folder(),
        "The folder in which the reader proposes to write exports; empty: the one it was started in.",
        group="Export",
    )
    export_form: str = setting(
        "html", Choice(("html", "md", "json", "csv")), "The form in which it proposes them.", group="Export"
    )
    browser: str = setting(
        "",
        CommandLine(),
        "The command that opens web pages, with `{url}` where the address goes (else at its end); empty: "
        "`$BROWSER`, then the system's own.",
        group="Programs",
    )
    clipboard: str = setting(
        "",
        CommandLine(),
        "The command that is given what you copy, beside the terminal itself; empty: `wl-copy`, `xclip`, "
        "`xsel` or `pbcopy` where there is one; `none`: only the terminal is asked.",
        group="Programs",
    )
    commands: tuple[OwnCommand, ...] = setting(
        (),
        OwnCommands(),
        "Programs of your own that are given what you read, by a name. See [Reading](reading.md).",
        group="Programs",
    )
    restore: bool = setting(
        True,
        Flag(),
        "Whether the reader starts where it was left: in the list, the story and the passage.",
        group="Start",
    )


def declarations() -> Iterator[Declared]:
    """All settings, in the order in which they are shown."""
    for one in fields(Settings):
        yield Declared(one.name, one.default, **one.metadata)
