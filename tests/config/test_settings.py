from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import place_order
from config.keymap import KeyChange
from config.loading import load, load_all
from config.outlet_notes import OutletNote
from config.settings import Settings, declarations
from config.writing import lines


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


def test_a_folder_below_the_home_of_nobody_is_unfit(tmp_path: Path) -> None:
    settings, problems = load(written(tmp_path, "notes_folder: ~nobody-is-called-so/n\nexport_folder: ~/x\n"))
    assert settings == Settings(export_folder="~/x")
    assert ["no home folder for `~nobody-is-called-so`" in str(one) for one in problems] == [True]


def test_all_problems_are_listed_with_their_lines_and_the_rest_is_used(tmp_path: Path) -> None:
    path = written(tmp_path, "theem: nord\neditor: [a, b]\ntheme: ''\nnotes_folder: /n\n")
    settings, problems = load(path)
    assert settings == Settings(notes_folder="/n")
    assert [problem.where for problem in problems] == [f"{path}:1:1", f"{path}:2:9", f"{path}:3:8"]
    assert "did you mean `theme`" in str(problems[0])


@pytest.mark.parametrize(
    "text", ["theme: *x", "editor:\neditor: a", "- 1", "[" * 3000, b"\0", "theme: [nord", "a"]
)
def test_what_cannot_be_read_is_one_problem_and_the_defaults(tmp_path: Path, text: str | bytes) -> None:
    settings, problems = load(written(tmp_path, text))
    assert settings == Settings()
    assert len(problems) == 1
    assert str(tmp_path) in problems[0].where


def test_a_folder_and_a_huge_file_are_problems(tmp_path: Path) -> None:
    assert len(load(tmp_path)[1]) == 1
    assert len(load(written(tmp_path, "# " + "x" * 300_000))[1]) == 1


PARTS = """theme: nord|theme: 'x|editor: 'a b|keys: {a.b: [c]}|keys:\n  a: {b: c}|grouping: 2|a: &b c|{|\t
|outlets: {A: {short: x}}|b: *c|- x|editor: !y z|  x: y|}|? [a]|--- {a: b}"""
LINES = st.sampled_from(PARTS.split("|"))


@given(
    st.one_of(st.binary(max_size=120), st.lists(LINES, max_size=8).map(lambda all: "\n".join(all).encode()))
)
def test_any_file_gives_settings_and_problems(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_bytes(raw)
    settings, problems = load(path)
    assert isinstance(settings, Settings)
    assert all(re.fullmatch(rf"{re.escape(str(path))}:\d+:\d+", problem.where) for problem in problems)
    assert problems == sorted(problems, key=place_order)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_environment_and_flag_give_settings_and_problems(name: str, text: str) -> None:
    env = {one.variable: text for one in declarations()} | {f"BYLINES_{name}": text}
    loaded = load_all(
        Path("/nowhere"), env, [name, f"{name}={text}", *(f"{one.name}={text}" for one in declarations())]
    )
    assert isinstance(loaded.settings, Settings)
    assert all(problem.what and problem.where for problem in loaded.problems)


def test_every_kind_of_problem_is_listed_at_once(tmp_path: Path) -> None:
    text = """\
theem: nord
editor: [a, b]
grouping: &g tightr
notes_folder: *g
notes_folder: /n
notes_folder: /m
outlets: {A: {title: x}}
theme: "nord
keys:
  story.sync: {a: b}
"""
    path = written(tmp_path, text)
    settings, problems = load(path)
    assert [(problem.where.split(":", 1)[1], problem.what, problem.do) for problem in problems] == [
        ("1:1", "unknown setting `theem`", "did you mean `theme`?"),
        ("2:9", "`editor` must be a command, with quotes closed, not a list", "the default is used"),
        ("3:11", "aliases (& and *) are not used here", "write it out"),
        (
            "3:11",
            "`grouping` must be `tighter`, `normal`, `looser`, or a number from 0.05 to 0.95, not `tightr`",
            "did you mean `tighter`?; the default is used",
        ),
        ("4:15", "aliases (& and *) are not used here", "write it out"),
        ("6:1", "the key `notes_folder` is there twice", "keep one of the two"),
        ("7:22", "`title` has a meaning of its own in searches; choose another name", "it is left out"),
        ("8:8", "the quote that begins here is not closed", "correct the YAML there"),
        ("10:15", "the keys of `story.sync` must be a key or a list of keys", "its keys stay as they are"),
    ]
    assert settings == Settings(notes_folder="/n", outlets=(OutletNote("A"),))


def test_flags_come_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "theme: file\neditor: file\nnotes_folder: file\n")
    env = {
        "BYLINES_EDITOR": "env",
        "BYLINES_NOTES_FOLDER": "env",
        "BYLINES_SHARED": "/x",
        "BYLINES_THEEM": "x",
    }
    loaded = load_all(
        path, env, ["notes-folder=flag", "keys=story.sync: [S, ctrl+y]", "grouping=9", "x", "them=y"]
    )
    settings = loaded.settings
    assert (settings.theme, settings.editor, settings.notes_folder) == ("file", "env", "flag")
    assert settings.keys == (KeyChange("story.sync", ("S", "ctrl+y"), "--set keys"),)
    assert [str(problem).split(":")[0] for problem in loaded.problems] == [
        "environment",
        "--set grouping",
        "--set",
        "--set",
    ]
    assert loaded.origins["theme"] == f"{path}:1:8"
    assert loaded.origins["editor"] == "BYLINES_EDITOR"


def test_what_does_not_fit_stays_as_it_was_when_there_are_settings_of_before(tmp_path: Path) -> None:
    before = Settings(grouping="looser", theme="nord")
    loaded = load_all(written(tmp_path, "grouping: loser\n"), {}, (), before=before)
    assert loaded.settings == Settings(grouping="looser")
    assert "it stays as it was" in loaded.problems[0].do and not loaded.broken
    assert load_all(written(tmp_path, "grouping: 'loos\n"), {}, (), before=before).broken


def test_what_is_shown_can_be_read_back(tmp_path: Path) -> None:
    outlets = (OutletNote("A: b", "x", "#fff", "", (("lean", "left # x"),)),)
    keys = (KeyChange("a.b", ("none",)), KeyChange("c", (",", "#", '"')))
    wanted = Settings(editor="a 'b  c' # d", outlets=outlets, keys=keys, theme="NO")
    text = [
        line
        for one in declarations()
        for line in lines(one.name, one.kind.written(getattr(wanted, one.name)))
    ]
    found, problems = load(written(tmp_path, "\n".join(text)))
    assert problems == []
    assert replace(found, keys=tuple(replace(one, where="") for one in found.keys)) == wanted


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
    assert "must be a mapping of outlets" in only[0].what


def test_a_sign_that_yaml_gives_a_meaning_costs_only_its_line(tmp_path: Path) -> None:
    signs = ["]", "}", "&", "?", ":", "%", "@", "`", "*", "-", ",", "'", '"', "[", "{"]
    lines = "".join(f"  a.b{number}: {sign}\n" for number, sign in enumerate(signs))
    path = written(tmp_path, f"keys:\n{lines}  story.view: V\ntheme: nord\n")
    settings, problems = load(path)
    assert [change.action for change in settings.keys] == ["story.view"]
    assert settings.theme == "nord"
    assert [problem.do[-3:] for problem in problems] == [
        "'\"'" if sign == '"' else f'"{sign}"' for sign in signs
    ]
