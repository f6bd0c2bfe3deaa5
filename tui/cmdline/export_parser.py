"""The grammar of `export`."""

from __future__ import annotations

import argparse

from tui.cmdline import parser as grammar
from tui.cmdline.parser import Parser, _Subparsers


def add(commands: _Subparsers[Parser]) -> None:
    """Add `export` to the commands."""
    export = grammar._command(
        commands,
        "export",
        "make a document of a story, to be handed on: page, Markdown, JSON or CSV",
        json=False,
        epilog="Without -o, or with -o -, it is printed. A file is replaced only with --force.",
    )
    grammar._story(export)
    export.add_argument(
        "--to",
        choices=("html", "md", "json", "csv"),
        help="the form; without it the file's ending says it, and what is printed is md",
    )
    export.add_argument("-o", "--output", metavar="FILE", help="the file to write")
    export.add_argument("--outlets", metavar="A,B", help="only these outlets, in this order")
    export.add_argument("--without-notes", action="store_true", help="leave out your notes and tags")
    export.add_argument(
        "--date", type=_day, metavar="DATE", help="the day to date it with (2023-05-07); none without"
    )
    export.add_argument("--force", action="store_true", help="replace the file if it is there")


def _day(text: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError("must be a day, as 2023-05-07") from None
