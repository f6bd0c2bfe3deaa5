"""Themes in files: what can be used is used, and everything else is told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.themefile import COLOURS, load, load_all, parse_colour


def theme(folder: Path, text: str, name: str = "sea.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_theme_names_its_base_and_some_colours(tmp_path: Path) -> None:
    text = 'base: bylines-light\ndark: no\ncontrast: 7\nprimary: "#08f"\npanel: rgb(1, 2, 255)\n'
    found, problems = load(theme(tmp_path, text))
    assert not problems
    assert found is not None
    assert (found.name, found.base, found.dark, found.contrast) == ("sea", "bylines-light", False, 7.0)
    assert found.colours == {"primary": "#0088ff", "panel": "#0102ff"}


def test_everything_that_is_wrong_is_told_at_once_and_the_rest_is_used(tmp_path: Path) -> None:
    text = (
        "dark: perhaps\n"
        "primry: '#fff'\n"
        "accent: #ff0000\n"
        "error: reddish\n"
        "warning: rgb(1, 2, 256)\n"
        "contrast: 99\n"
        "success: '#00ff00'\n"
    )
    path = theme(tmp_path, text)
    found, problems = load(path)
    assert found is not None
    assert found.colours == {"success": "#00ff00"}
    told = {problem.where.removeprefix(f"{path}:"): str(problem) for problem in problems}
    assert set(told) == {"1:7", "2:9", "3:8", "4:8", "5:10", "6:11"}
    assert "did you mean `primary`?" in told["2:9"]
    assert "in quotes" in told["3:8"]


@pytest.mark.parametrize("name", ["Sea.yaml", "a b.yaml", ".yaml", "../x.yaml"[3:].replace("x", "é")])
def test_a_name_that_cannot_be_typed_is_refused(tmp_path: Path, name: str) -> None:
    found, problems = load(theme(tmp_path, "", name))
    assert found is None
    assert len(problems) == 1


def test_a_folder_of_themes(tmp_path: Path) -> None:
    assert load_all(tmp_path / "themes") == ([], [])
    theme(tmp_path, "", "b.yaml")
    theme(tmp_path, "base: [a]\n", "a.yml")
    theme(tmp_path, "", "b.yml")
    theme(tmp_path, "not a theme", "notes.txt")
    found, problems = load_all(tmp_path)
    assert [one.name for one in found] == ["a", "b"]
    assert len(problems) == 2


def test_a_theme_that_is_not_yaml_or_too_large(tmp_path: Path) -> None:
    broken, problems = load(theme(tmp_path, "primary: [\n"))
    assert broken is not None and not broken.colours and problems
    large, problems = load(theme(tmp_path, "#" * 70_000))
    assert large is None and problems


@given(st.dictionaries(st.sampled_from([*COLOURS, "base", "x"]), st.text(max_size=12), max_size=4))
def test_any_text_is_read(parts: dict[str, str]) -> None:
    import json
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found, _ = load(theme(Path(folder), json.dumps(parts)))
    assert found is not None
    assert all(parse_colour(colour) == colour for colour in found.colours.values())
