"""Writes docs/keys.md from the commands themselves: `python -m tests.keys_page`."""

from __future__ import annotations

from pathlib import Path

from config.keymap import PRESETS
from config.keynames import parse_keys, written
from tui.commands.base import AnyCommand
from tui.commands.moving import MOVING
from tui.commands.presets import CHANGES
from tui.commands.registry import SCOPES, TITLES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "keys.md"
HEAD = Path(__file__).resolve().parent / "pages" / "keys.md"


def _shown(keys: str) -> str:
    text = written(parse_keys(keys))
    return "`` ` ``" if text == "`" else f"`{text}`".replace("|", "\\|")


def _row(command: AnyCommand) -> str:
    columns = []
    for preset in PRESETS:
        keys = CHANGES[preset].get(command.id, command.keys if preset == PRESETS[0] else None)
        columns.append("" if keys is None else " ".join(map(_shown, keys)) or "none")
    count = " *n*" if command.counted else ""
    return f"| {' | '.join(columns)} | `{command.id}`{count} | {command.help()} |\n"


def page() -> str:
    """The text of the page."""
    parts = [HEAD.read_text(encoding="utf-8")]
    head = f"| {' | '.join(PRESETS)} | action | what it does |\n|{'---|' * (len(PRESETS) + 2)}\n"
    for scope, title in TITLES.items():
        rows = [_row(command) for command in SCOPES[scope] if command not in MOVING]
        parts += [f"\n## {title}\n\n", head, *rows]
    parts += ["\n## Moving, on every screen\n\n", head, *(_row(command) for command in MOVING)]
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
