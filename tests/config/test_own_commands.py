"""The person's own commands, as the settings name them."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.loading import Loaded, load_all
from config.own_commands import OwnCommand, OwnCommands


def loaded(tmp_path: Path, text: str) -> Loaded:
    path = tmp_path / "config.yaml"
    path.write_text(text)
    return load_all(path, {}, ())


def test_commands_are_lines_or_mappings(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        "commands:\n  keep: wallabag add --title {title} {url}\n"
        "  page:\n    run: less {file}\n    terminal: yes\n    seconds: 5\n",
    )
    assert found.problems == ()
    commands = found.settings.commands
    assert commands == (
        OwnCommand("keep", "wallabag add --title {title} {url}"),
        OwnCommand("page", "less {file}", terminal=True, seconds=5),
    )
    assert OwnCommands().written(commands) == {
        "keep": "wallabag add --title {title} {url}",
        "page": {"run": "less {file}", "terminal": "yes", "seconds": "5"},
    }


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("x: 'mail {urll}'", "did you mean `url`?"),
        ("x: '{url} --now'", "must begin with the name of a program"),
        ('x: "mail \'unclosed"', "must be a command"),
        ("x: ''", "must be a command"),
        ("x: {do: mail}", "`do` is not known here"),
        ("x: {run: mail, seconds: 0}", "`seconds` must be a whole number"),
        ("x: {run: mail, terminal: maybe}", "`terminal` must be `yes` or `no`"),
    ],
)
def test_what_cannot_be_run_is_said_by_its_place(tmp_path: Path, line: str, said: str) -> None:
    found = loaded(tmp_path, f"commands:\n  {line}\n")
    (problem,) = found.problems
    assert said in str(problem)
    assert "config.yaml:2" in problem.where
