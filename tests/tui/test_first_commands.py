"""`completion` and `doctor`: what helps before anything is read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from index.model import Problem
from tests.tui.terminal import Terminal
from tui import cli
from tui.cmdline import completion, terminal_facts
from tui.cmdline.doctor import _look, _narrow, size
from tui.cmdline.terminal_facts import Width

ROOT = Path(__file__).resolve().parents[2]


# -- completion


def _bash(script: Path, line: str, folder: Path) -> list[str]:
    """What bash offers for the last word of a line."""
    words = line.split(" ")
    call = f"""
        source {script}
        COMP_WORDS=({" ".join(f"'{word}'" for word in words)})
        COMP_CWORD={len(words) - 1}
        COMP_LINE='{line}'
        COMP_POINT={len(line)}
        $(complete -p bylines | sed 's/.*-F \\([^ ]*\\) .*/\\1/') bylines
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(
        ["bash", "--norc", "-c", call], capture_output=True, text=True, cwd=folder, timeout=30, check=True
    )
    return [word.rstrip("/ ") for word in done.stdout.split("\n") if word]


@pytest.mark.skipif(not shutil.which("bash"), reason="bash is not installed")
def test_bash_completes_commands_options_choices_and_files(tmp_path: Path) -> None:
    script = tmp_path / "bylines.bash"
    script.write_text(completion.script("bash"))
    (tmp_path / "articles").mkdir()
    (tmp_path / "mine.opml").touch()
    offered = {
        line: set(_bash(script, f"bylines {line}", tmp_path))
        for line in (
            "sto",
            "notes e",
            "stories --so",
            "export --to h",
            "add m",
            "--library ar",
            "doctor --f",
        )
    }
    assert offered == {
        "sto": {"stories", "story"},
        "notes e": {"edit", "export"},
        "stories --so": {"--sort"},
        "export --to h": {"html"},
        "add m": {"mine.opml"},
        "--library ar": {"articles"},
        "doctor --f": {"--full"},
    }


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_command_and_choice_is_in_the_script_which_the_shell_can_read(
    shell: str, tmp_path: Path
) -> None:
    text = completion.script(shell)
    for word in ("completion", "doctor", "searches", "without-notes", "jsonld"):
        assert word in text
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not installed")
    file = tmp_path / "script"
    file.write_text(text)
    subprocess.run([shell, "-n", str(file)], check=True, timeout=30)


def test_the_script_alone_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", "fish"]) == 0
    assert capsys.readouterr() == (completion.script("fish"), "")
    assert cli.main(["completion", "cmd"]) == 2


# -- doctor


def _doctor(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    capsys.readouterr()
    status = cli.main(["doctor", "--json", *words])
    return status, json.loads(capsys.readouterr().out)


@pytest.fixture
def _known_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")


@pytest.mark.usefixtures("_known_terminal")
def test_all_is_well_and_nothing_is_made(
    tmp_path: Path, seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library = tmp_path / "library"
    status, found = _doctor(capsys, "--library", str(library))
    assert (status, found["problems"], found["library"], library.exists()) == (0, [], {}, False)
    assert {"bylines", "Python", "SQLite", "textual", "whoosh"} <= set(found["versions"])
    assert found["terminal"]["colours"] == "16 million"
    assert cli.main(["--library", str(library), "add", str(seeds)]) == 0
    status, found = _doctor(capsys, "--library", str(library), "--full")
    assert (status, found["problems"]) == (0, [])
    assert (found["library"]["articles"], found["library"]["checked_in_full"]) == (5, True)


@pytest.mark.usefixtures("_known_terminal")
def test_what_is_wrong_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    library, settings = tmp_path / "library", tmp_path / "config.yaml"
    library.mkdir()
    (library / "library.db").write_bytes(b"this is no database" * 100)
    settings.write_text("thme: nord\n")
    monkeypatch.setenv("TERM", "dumb")
    status, found = _doctor(capsys, "--library", str(library), "--config", str(settings))
    told = {one["where"].rpartition("/")[2]: one for one in found["problems"]}
    assert status == 1
    assert "TERM" in told["terminal"]["what"]
    assert "theme" in told["config.yaml:1:1"]["what"] + told["config.yaml:1:1"]["fix"]
    assert "set aside" in told["library"]["what"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    status, found = _doctor(capsys, "--library", str(closed / "library"))
    assert status == 1
    assert {"library", "notes"} <= {one["where"].partition(":")[0] for one in found["problems"]}


def test_a_terminal_that_draws_otherwise_is_told() -> None:
    assert _narrow([Width("emoji", 2, 2), Width("silent", 2, None)]) == []
    assert [type(one) for one in _narrow([Width("emoji", 2, 1)])] == [Problem]


def test_the_terminal_is_asked_for_widths_and_left_clean() -> None:
    code = (
        "from tui.cmdline import terminal_facts as t; t.ANSWER_SECONDS = 20.0;"
        "print([one.drawn for one in t.widths()])"
    )
    with Terminal([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}) as terminal:
        for asked, column in enumerate((5, 3, 2), 1):
            terminal.wait_for(lambda _, asked=asked: terminal.written.count(b"\x1b[6n") == asked)  # type: ignore[misc]
            terminal.send(f"\x1b[1;{column}R")
        assert terminal.wait_for("]").strip() == "[4, 2, 1]"
        assert terminal.end() == 0


def test_colours_are_those_that_the_reader_will_use() -> None:
    told = {
        "none": {"TERM": "dumb"},
        "16": {"TERM": "xterm"},
        "256": {"TERM": "xterm-256color"},
        "16 million": {"TERM": "xterm", "COLORTERM": "truecolor"},
        "none, as NO_COLOR is set": {"TERM": "xterm-256color", "NO_COLOR": "1"},
    }
    for colours, env in told.items():
        assert terminal_facts.facts(env, interactive=False)["colours"] == colours


def test_sizes_for_people() -> None:
    assert [size(n) for n in (0, 999, 1500, 262_144, 57_185_861_632)] == [
        "0 B", "999 B", "1.5 kB", "262 kB", "57.2 GB",
    ]  # fmt: skip


def test_places_that_cannot_be_looked_at_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, _ = _look("library", tmp_path / ("a" * 300))
    assert place.state == "not there yet"
    folder = tmp_path / "my notes"
    folder.mkdir()
    # Nobody may enter it; whoever runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", lambda path, mode: path != folder or not mode & os.X_OK)
    place, problems = _look("notes", folder)
    assert place.state == "cannot be read"
    assert f"chmod u+rwX '{folder}'" in problems[0].fix


def test_a_library_that_cannot_be_looked_into_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--library", str(tmp_path / ("a" * 300)), "stories"]) == 1
    assert "cannot be looked into" in capsys.readouterr().err
