"""Writes docs/keys.md from the commands themselves: `python -m tests.keys_page`."""

from __future__ import annotations

from pathlib import Path

from config.keymap import parse_keys, written
from tui.commands.registry import SCOPES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "keys.md"
TITLES = {
    "stories": "The list of stories",
    "story": "A story: columns and rows",
    "search": "Search",
    "notes": "Notes",
    "feeds": "Feeds",
    "app": "Everywhere",
}
HEAD = """# Keys

Every action has an id, by which the settings can give it other keys, an entry in the command palette
(`:`), and a line in the help of its screen (`?`). A number before a key repeats it: `5j`. This page is
made from the commands themselves (`make docs`).

```yaml
# in the settings file, see configuration.md
keys:
  story.sync: S
  move.down: [j, ctrl+n]
  story.browser: none
```
"""


def _shown(keys: str) -> str:
    text = written(parse_keys(keys))
    return "`` ` ``" if text == "`" else f"`{text}`".replace("|", "\\|")


def page() -> str:
    """The text of the page."""
    parts = [HEAD]
    for scope, title in TITLES.items():
        parts.append(f"\n## {title}\n\n| keys | action | what it does |\n|---|---|---|\n")
        for command in SCOPES[scope]:
            keys = " ".join(_shown(key) for key in command.keys) or "none"
            parts.append(f"| {keys} | `{command.id}` | {command.help()} |\n")
    return "".join(parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
