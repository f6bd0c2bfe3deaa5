"""`completion`: scripts that let a shell complete commands, options, choices and files.

They are made from the parser by shtab, and stand still: pressing Tab starts no Python.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from tui.cmdline.call import OK, Call
from tui.cmdline.parser import build

FILES = frozenset({"FILE", "SOURCE", "OPML"})
FOLDERS = frozenset({"DIR"})
"""By how an argument is called it is known that files or folders are wanted for it."""


def completion(call: Call) -> int:
    """Print the script for a shell."""
    call.out.raw(script(call.args.shell))
    return OK


def script(shell: str) -> str:
    """The completion script for `bash`, `zsh` or `fish`."""
    import shtab

    parser = build()
    for action in actions(parser):
        if action.metavar in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    return str(shtab.complete(parser, shell=shell)).rstrip("\n") + "\n"


def actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """The options and arguments of a parser and of all its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for child in dict.fromkeys(action.choices.values()):
                yield from actions(child)
