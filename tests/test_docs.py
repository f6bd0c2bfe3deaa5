"""Nothing goes undocumented: commands, keys, settings, query words."""

from __future__ import annotations

import argparse
import re
import shlex
from pathlib import Path

from config.loading import NOT_SETTINGS
from config.settings import declarations
from tests import config_page, keys_page, man_page
from tui.cmdline.parser import build
from tui.commands.registry import commands_by_id
from tui.tour import LESSONS

ROOT = Path(__file__).resolve().parents[1]
DOCS = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}


def _commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = [words] if words else []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                found += _commands(child, (*words, name))
    return found


def _options(parser: argparse.ArgumentParser) -> set[str]:
    found = {option for action in parser._actions for option in action.option_strings if option[:2] == "--"}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                found |= _options(child)
    return found


def test_every_command_and_option_is_on_its_page() -> None:
    page = DOCS["commands.md"]
    missing = [words for words in _commands(build()) if f"bylines {' '.join(words)}" not in page]
    missing_options = [option for option in _options(build()) if f"`{option}" not in page]
    assert (missing, missing_options) == ([], [])


def test_the_page_of_keys_is_the_commands_own() -> None:
    assert DOCS["keys.md"] == keys_page.page(), "run `make docs`"


def test_the_page_of_settings_is_the_declarations_own() -> None:
    assert DOCS["configuration.md"] == config_page.page(), "run `make docs`"


def test_the_manual_page_is_the_parsers_own() -> None:
    assert man_page.PAGE.read_text(encoding="utf-8") == man_page.page(), "run `make docs`"


def test_every_setting_is_declared_in_full() -> None:
    groups = [one.group for one in declarations()]
    assert groups == sorted(groups, key=groups.index), "settings of one group stand together"
    for one in declarations():
        assert one.doc.endswith(".") and one.group and one.kind.allowed
        assert one.variable not in NOT_SETTINGS


def test_links_into_pages_find_their_headings() -> None:
    anchors = {
        name: {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in _headings(text)}
        for name, text in DOCS.items()
    }
    broken = [
        (name, target)
        for name, text in DOCS.items()
        for page, target in re.findall(r"\]\(([\w-]*\.?m?d?)#([^)]+)\)", text)
        if target not in anchors[page or name]
    ]
    assert broken == []


def _headings(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


def test_links_between_the_pages_lead_somewhere() -> None:
    pages = {
        **{f"docs/{name}": text for name, text in DOCS.items()},
        "README.md": (ROOT / "README.md").read_text(),
    }
    broken = []
    for name, text in pages.items():
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", text):
            if not (ROOT / name).parent.joinpath(target).exists():
                broken.append((name, target))
    assert broken == []


def test_every_page_is_in_the_index_of_pages() -> None:
    linked = set(re.findall(r"\]\(([\w-]+\.md)", DOCS["index.md"]))
    assert linked == DOCS.keys() - {"index.md"}


def test_keys_of_the_readme_and_of_the_first_minutes_do_what_is_said() -> None:
    actions = {
        "stories.open": "Enter", "move.down": "j", "move.up": "k", "story.next-column": "Tab",
        "story.next-difference": "]", "story.next-only": "}", "story.view": "v", "story.differences": "D",
        "story.annotate": "a", "app.search": "/", "app.help": "?", "app.palette": ":", "app.back": "q",
    }  # fmt: skip
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = commands_by_id()
    for action, key in actions.items():
        assert f"`{key}`" in readme
        assert (key.lower() if len(key) > 1 else key) in commands[action].keys
    assert {lesson.command for lesson in LESSONS} <= actions.keys()
    for action, key in {"stories.add": "+", "stories.add-page": "U"}.items():
        assert key in commands[action].keys and f"(`{key}`)" in DOCS["start.md"]


def test_commands_that_the_readme_shows_can_be_parsed() -> None:
    for name in ("README.md", *(f"docs/{page}" for page in DOCS)):
        for line in re.findall(
            r"^    bylines (.+)$", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
        ):
            words = shlex.split(re.split(r" {2,}| > | \|", line)[0], comments=True)
            if "..." not in line and not any(word.startswith("[") for word in words):
                build().parse_args(words)
