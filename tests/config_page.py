"""Writes docs/configuration.md from the declared settings and a template: `python -m tests.config_page`."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from config import writing
from config.settings import Declared, declarations

PAGE = Path(__file__).resolve().parents[1] / "docs" / "configuration.md"
TEMPLATE = Path(__file__).resolve().parent / "pages" / "configuration.md"


def page() -> str:
    """The text of the page."""
    tables = []
    for group, settings in groupby(declarations(), lambda one: one.group):
        head = f"\n## Settings: {group}\n\n| setting | default | allowed | meaning |\n|---|---|---|---|\n"
        tables.append(head + "".join(_row(one) for one in settings))
    variables = "\n".join(f"| `{one.variable}` | the setting `{one.name}` |" for one in declarations())
    text = TEMPLATE.read_text(encoding="utf-8")
    return text.replace("{settings}\n", "".join(tables) + "\n").replace("{variables}", variables)


def _row(one: Declared) -> str:
    default = writing.lines(one.name, one.kind.written(one.default))[0].partition(": ")[2]
    shown = "" if default in ('""', "{}", "[]") else f"`{default}`"
    return "| " + " | ".join((f"`{one.name}`", shown, *map(_cell, (one.kind.allowed, one.doc)))) + " |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
