from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.outlet_notes import OutletNote
from config.settings import Settings, load


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "config.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_missing_file_means_the_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.yaml") == (Settings(), [])


def test_values_are_read(tmp_path: Path) -> None:
    settings, problems = load(written(tmp_path, "theme: nord\neditor: nano -w\n"))
    assert (settings.theme, settings.editor, settings.notes_folder) == ("nord", "nano -w", "")
    assert problems == []


def test_all_problems_are_listed_with_their_lines_and_the_rest_is_used(tmp_path: Path) -> None:
    path = written(tmp_path, "theem: nord\neditor: [a, b]\ntheme: ''\nnotes_folder: /n\n")
    settings, problems = load(path)
    assert settings == Settings(notes_folder="/n")
    assert [problem.where for problem in problems] == [f"{path}:1:8", f"{path}:2:9", f"{path}:3:8"]
    assert "did you mean `theme`" in str(problems[0])


@pytest.mark.parametrize(
    "text", ["a: *x", "a: 1\na: 2", "- 1", "[" * 3000, "x: !!python/object/apply:a b", b"\0"]
)
def test_what_cannot_be_read_is_one_problem_and_the_defaults(tmp_path: Path, text: str | bytes) -> None:
    settings, problems = load(written(tmp_path, text))
    assert settings == Settings()
    assert len(problems) == 1
    assert str(tmp_path) in problems[0].where


def test_a_folder_and_a_huge_file_are_problems(tmp_path: Path) -> None:
    assert len(load(tmp_path)[1]) == 1
    assert len(load(written(tmp_path, "# " + "x" * 300_000))[1]) == 1


@given(st.binary(max_size=200))
def test_no_file_raises(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(raw)
    load(path)


@pytest.mark.parametrize(
    ("text", "kept"), [("tighter", True), ("0.3", True), (".25", True), ("0.99", False), ("1e-1", False)]
)
def test_grouping_is_a_word_or_a_number(tmp_path: Path, text: str, kept: bool) -> None:
    settings, problems = load(written(tmp_path, f"grouping: {text}\n"))
    assert (settings.grouping == text, not problems) == (kept, kept)


def test_outlets_carry_what_the_person_says_of_them(tmp_path: Path) -> None:
    text = "outlets:\n  Example Herald:\n    short: Herald\n    colour: '#d08770'\n    lean: left\n"
    settings, problems = load(written(tmp_path, text))
    assert problems == []
    assert settings.outlets == (OutletNote("Example Herald", "Herald", "#d08770", "", (("lean", "left"),)),)


def test_what_is_wrong_with_an_outlet_is_said_by_line_and_column(tmp_path: Path) -> None:
    text = "outlets:\n  A:\n    colour: rgb(1,2)\n    Lean: x\n    title: x\n    owner: [a]\n"
    text += "    country: UK\n  B: left\n"
    path = written(tmp_path, text)
    settings, problems = load(path)
    assert settings.outlets == (OutletNote("A", country="UK"),)
    assert [problem.where for problem in problems] == [
        f"{path}:{place}" for place in ("3:13", "4:11", "5:12", "6:12", "8:6")
    ]
    (_, only) = load(written(tmp_path, "outlets: [A]\n"))
    assert "must be a mapping of outlets" in str(only[0])
