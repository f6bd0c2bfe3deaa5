"""Writes docs/bylines.1, the manual page, from the parser: `python -m tests.man_page` (also `make docs`).

It is a file and not made at the installation, so that it can be read and packaged without running anything;
`tests/test_docs.py` holds it to the parser.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from config.version import VERSION
from tui.cmdline.parser import build

PAGE = Path(__file__).resolve().parents[1] / "docs" / "bylines.1"
COMMON = ("-h", "--library", "--config", "--set", "--json")
"""Options of every command; told once."""

FILES = (
    ("~/.config/bylines/config.yaml", "the settings"),
    ("~/.local/share/bylines/library/", "the library: articles, notes, the search index"),
    ("~/.local/share/bylines/demo/", "the library of `bylines demo`"),
    ("~/.local/state/bylines/", "what the reader remembers of itself"),
)
EXAMPLES = (
    ("bylines demo", "five outlets on one event, with a tour of the keys"),
    ("bylines add ~/articles", "take in a folder"),
    ("bylines search 'in:quotes drone' --json", "search, for a program"),
    ("bylines export kremlin -o kremlin.html", "hand a story on"),
)


def escaped(text: str) -> str:
    """Text that troff shows as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in text.split("\n"))


def page() -> str:
    """The text of the page."""
    parser = build()
    return "\n".join(_lines(parser)) + "\n"


def _lines(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield f'.TH BYLINES 1 "" "bylines {VERSION}" "User commands"'
    yield from (".SH NAME", "bylines \\- read stories told by several outlets side by side")
    yield from (".SH SYNOPSIS", ".B bylines", "[\\fIoptions\\fR] [\\fIcommand\\fR] [\\fIarguments\\fR]")
    yield from (".SH DESCRIPTION", escaped(parser.description or ""))
    yield from (
        ".PP",
        "In the reader, \\fB?\\fR shows the keys of the screen, and \\fB:\\fR finds any command.",
    )
    yield ".SH OPTIONS"
    yield from _arguments(parser, common=True)
    yield from (".TP", "\\fB\\-\\-json\\fR", "of every command that prints: print one JSON document instead")
    yield ".SH COMMANDS"
    for words, command in _commands(parser):
        yield from _command(words, command)
    yield ".SH EXAMPLES"
    for call, what in EXAMPLES:
        yield from (".TP", f"\\fB{escaped(call)}\\fR", escaped(what))
    yield ".SH FILES"
    for path, what in FILES:
        yield from (".TP", f"\\fI{escaped(path)}\\fR", escaped(what))
    # The parser's epilogue: environment and exit status, in the columns in which it stands there.
    for block in (parser.epilog or "").split("\n\n"):
        title, _, rest = block.partition(":")
        yield from (f".SH {title.upper()}", ".nf", escaped(rest.strip("\n")), ".fi")


def _commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], argparse.ArgumentParser]]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                yield (*words, name), child
                yield from _commands(child, (*words, name))


def _command(words: tuple[str, ...], parser: argparse.ArgumentParser) -> Iterator[str]:
    positional = " ".join(
        f"\\fI{escaped(_shown(action))}\\fR"
        for action in parser._actions
        if not action.option_strings and not isinstance(action, argparse._SubParsersAction)
    )
    yield from (f".SS bylines {' '.join(words)} {positional}".rstrip(), escaped(parser.description or ""))
    if parser.epilog:
        yield from (".PP", ".nf", escaped(parser.epilog), ".fi")
    yield from _arguments(parser, common=False)


def _arguments(parser: argparse.ArgumentParser, *, common: bool) -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) or not action.help:
            continue
        names = action.option_strings
        if names and not common and names[0] in COMMON:
            continue
        value = "" if action.nargs == 0 else f"\\fI{escaped(_shown(action))}\\fR"
        head = ", ".join(f"\\fB{escaped(name)}\\fR" for name in names)
        yield from (".TP", f"{head} {value}".strip(), escaped(action.help.replace("%%", "%")))


def _shown(action: argparse.Action) -> str:
    """What stands for an argument's value."""
    name = action.metavar or ("|".join(map(str, action.choices)) if action.choices else action.dest)
    return {"+": f"{name} ...", "*": f"[{name} ...]", "?": f"[{name}]"}.get(str(action.nargs), str(name))


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
