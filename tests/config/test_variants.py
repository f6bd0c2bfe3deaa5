"""The person's own spellings: what is read, and what is said of the rest."""

from __future__ import annotations

from pathlib import Path

from config.variants import load


def test_no_file_means_none(tmp_path: Path) -> None:
    assert load(tmp_path / "variants.yaml") == ((), [])


def test_groups_and_what_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "variants.yaml"
    path.write_text("Kyiv: [Kyjiw, Kiew]\nTwitter: X\nbad: []\nworse: {a: b}\n")
    groups, problems = load(path)
    assert groups == (("Kyiv", "Kyjiw", "Kiew"), ("Twitter", "X"))
    assert [problem.where.removeprefix(f"{path}:").split(":")[0] for problem in problems] == ["3", "4"]


def test_a_broken_file_is_said(tmp_path: Path) -> None:
    path = tmp_path / "variants.yaml"
    path.write_text("a: [b\n")
    groups, problems = load(path)
    assert groups == ()
    assert len(problems) == 1
