"""YAML: strings as written, and every refusal with its place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import YamlError
from config.yamlsafe import load_mapping, load_with_marks


def test_values_stay_as_written() -> None:
    text = "country: NO\ntime: 9:39\nzip: 010\nver: 1.10\ndate: 2023-05-05\n"
    text += "none:\nlist: [yes, ~]\nt: 'C# x'\nm: {a: 1}\n"
    assert load_mapping(text, where="f") == {
        "country": "NO",
        "time": "9:39",
        "zip": "010",
        "ver": "1.10",
        "date": "2023-05-05",
        "none": "",
        "list": ["yes", "~"],
        "t": "C# x",
        "m": {"a": "1"},
    }
    assert load_mapping("", where="f") == load_mapping("# only a comment\n", where="f") == {}
    assert load_mapping("n: " + "9" * 5000, where="f")["n"] == "9" * 5000


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: &a [x]\nb: *a\n", "1:4", "aliases"),
        ("a: &a [*a]", "1:4", "aliases"),
        ("a: *b", "1:4", "aliases"),
        ("a: 1\nb: !!python/object/apply:os.system [x]\n", "2:4", "tags"),
        ("a: !x y", "1:4", "tags"),
        ("[" * 3000, "1:21", "deeper"),
        ("{" * 3000, "1:21", "deeper"),
        ("a: 1\nb: 2\na: 3\n", "3:1", "twice"),
        ("a:\n  b: 1\n  b: 2\n", "3:3", "twice"),
        ("a:\n\t- x", "2:1", "\\t"),
        ("a: 1\nb: x\0y", "2:5", "U+0000"),
        ("a: x\x1b[31m", "1:5", "U+001B"),
        ("a: \x9b", "1:4", "U+009B"),
        ("- x\n", "1:1", "key: value"),
        ("a: b: c", "1:5", ""),
        ("a: [1", "1:4", "not closed"),
        ("--- {a: 1}\n--- {b: 2}\n", "2:1", ""),
        ("? [x]\n: y", "1:3", "key"),
        ("%YAML 9\n---\na: 1", "", ""),
        ("a: \ud800", "1:4", "U+D800"),
        ("a: " + "x" * 1_000_001, "1:1", "longer"),
    ],
    ids=range(21),
)
def test_refusals_name_the_place(text: str, place: str, words: str) -> None:
    with pytest.raises(YamlError) as caught:
        load_mapping(text, where="notes/a.md")
    message = str(caught.value)
    assert re.match(r"notes/a\.md:\d+:\d+: ", message)
    assert message.startswith(f"notes/a.md:{place}")
    assert words in message
    assert caught.value.__cause__ is None and len(message) < 300


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a0: &a0 [x,x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1},*a{n - 1}]\n" for n in range(1, 40))
    with pytest.raises(YamlError):
        load_mapping(bomb, where="f")


def test_places_of_values() -> None:
    marked = load_with_marks("a: 1\nb:\n  - x\n  - c: 2\n", where="f")
    assert marked.place("a") == "f:1:4"
    assert marked.place("b", 1, "c") == "f:4:8"
    assert marked.place("b", 1, "missing") == "f:4:5"


@given(st.text(max_size=80))
def test_any_text_loads_or_is_refused(text: str) -> None:
    try:
        assert isinstance(load_mapping(text, where="f"), dict)
    except YamlError as error:
        assert re.match(r"f:\d+:\d+\Z", error.where)
