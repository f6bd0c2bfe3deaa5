"""Sequences and counts."""

from __future__ import annotations

from tui.keys import KeyDispatcher, Outcome, key_name

BINDINGS = {("j",): "down", ("g", "g"): "top", ("g", "u"): "up", ("]",): "next"}


def feed(keys: str) -> list[Outcome]:
    dispatcher = KeyDispatcher(BINDINGS)
    return [dispatcher.feed(key) for key in keys]


def test_a_key_runs_its_command() -> None:
    assert feed("j") == [Outcome("down")]


def test_a_count_goes_with_the_command_and_is_then_forgotten() -> None:
    assert [(o.command, o.count) for o in feed("12jj")][2:] == [("down", 12), ("down", None)]


def test_zero_starts_no_count() -> None:
    assert not feed("0")[0].used


def test_a_sequence_waits_for_its_end() -> None:
    first, second = feed("gg")
    assert first.pending == "g"
    assert second.command == "top"


def test_a_broken_sequence_gives_its_last_key_another_chance() -> None:
    assert feed("gj")[1].command == "down"


def test_an_unknown_key_is_not_used_and_drops_the_count() -> None:
    assert [o.command for o in feed("3xj")] == [None, None, "down"]
    assert feed("3xj")[2].count is None


def test_a_count_is_bounded() -> None:
    assert feed("9" * 30 + "j")[-1].count == 99_999


def test_key_names_are_those_of_the_key_map() -> None:
    assert key_name("right_square_bracket", "]") == "]"
    assert key_name("space", " ") == "space"
    assert key_name("ctrl+d", "\x04") == "ctrl+d"
    assert key_name("G", "G") == "G"
    assert key_name("enter", "\r") == "enter"
    assert key_name("alt+x", "x") == "alt+x"
    assert key_name("alt+shift+x", "X") == "alt+shift+x"
    assert key_name("ctrl+underscore", "\x1f") == "ctrl+_"
    assert key_name("ctrl+@", "\x00") == "ctrl+space"
    assert key_name("plus", "+") == "+"
    assert key_name("shift+down", None) == "shift+down"


def test_what_may_follow_is_known_while_a_sequence_is_typed() -> None:
    dispatcher = KeyDispatcher({("g", "g"): "top", ("g", "u"): "up", ("j",): "down"})
    for key in "12g":
        dispatcher.feed(key)
    assert dispatcher.waiting and dispatcher.count == 12
    assert dispatcher.following() == [(("g",), "top"), (("u",), "up")]
    dispatcher.reset()
    assert dispatcher.count is None and len(dispatcher.following()) == 3


def test_a_pending_sequence_is_shown_as_it_is_written() -> None:
    dispatcher = KeyDispatcher({("ctrl+x", "ctrl+c"): "quit"})
    assert dispatcher.feed("ctrl+x").pending == "ctrl+x"
