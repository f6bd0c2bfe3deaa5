from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
