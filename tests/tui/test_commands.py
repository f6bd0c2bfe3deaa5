"""What every command must have."""

from __future__ import annotations

import inspect
import re
from itertools import combinations

import pytest
from textual.widgets import Input

from config.keymap import PRESETS, KeyChange, resolve
from config.keynames import EDITING, parse_keys, puts_in, types, unreachable
from tui.commands.base import AnyCommand
from tui.commands.presets import CHANGES
from tui.commands.registry import DIALOGS, SCOPES, all_actions


def every_command() -> list[tuple[str, AnyCommand]]:
    return [(scope, command) for scope, commands in SCOPES.items() for command in commands]


def test_each_has_an_id_a_title_and_a_help() -> None:
    for _, command in every_command():
        assert command.id.count(".") == 1
        assert command.title
        assert command.help().endswith(".")


def test_ids_name_one_command() -> None:
    seen: dict[str, AnyCommand] = {}
    for _, command in every_command():
        assert seen.setdefault(command.id, command) is command


def bound_on(scope: str, preset: str) -> dict[str, list[tuple[str, ...]]]:
    """The keys of every action that works on a screen."""
    here = {command.id for command in (*SCOPES[scope], *(() if scope in DIALOGS else SCOPES["app"]))}
    return {one.id: [parse_keys(keys) for keys in one.keys] for one in all_actions(preset) if one.id in here}


SCREENS = [scope for scope in SCOPES if scope != "app"]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_keys_for_what_has_keys_in_the_first(preset: str) -> None:
    unbound = [one.id for one in all_actions() if not one.keys]
    assert [one.id for one in all_actions(preset) if not one.keys] == unbound
    assert set(CHANGES[preset]) <= {one.id for one in all_actions()}


@pytest.mark.parametrize("scope", SCREENS)
@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_has_no_clash_on_any_screen(preset: str, scope: str) -> None:
    def overlaps(preset: str) -> dict[tuple[str, str], list[tuple[str, ...]]]:
        bound = bound_on(scope, preset)
        found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for (one, ones), (other, others) in combinations(bound.items(), 2):
            if common := [a for a in ones for b in others if a[: len(b)] == b[: len(a)]]:
                found[one, other] = common
        return found

    # That a screen has a key of the app's for itself is meant, and the same in all presets.
    meant = {("feeds.refresh-all", "app.fetch"), ("feeds.stop", "app.close"), ("search.edit", "app.search")}
    assert set(overlaps(preset)) <= meant


@pytest.mark.parametrize("preset", PRESETS)
def test_every_key_of_a_preset_can_be_typed(preset: str) -> None:
    for one in all_actions(preset):
        sequences = [parse_keys(keys) for keys in one.keys]
        assert [unreachable(keys) for keys in sequences if unreachable(keys)] == []
        takes = puts_in if one.dialog else types
        assert not one.while_typing or not all(takes(keys[0]) for keys in sequences), one.id


def test_what_a_line_of_input_takes_is_known() -> None:
    own = {key for binding in Input.BINDINGS for key in binding.key.split(",")}
    assert own - EDITING - {"alt+backspace", "super+c", "super+backspace", "ctrl+backspace"} <= {
        "ctrl+shift+a",
        "ctrl+shift+left",
        "ctrl+shift+right",
    }
    assert own >= EDITING


def test_a_command_that_minds_a_count_says_so() -> None:
    for _, command in every_command():
        source = inspect.getsource(command.run).partition(":")[2].partition("\n")[2]
        assert command.counted == bool(re.search(r"\bcount\b", source)), command.id


def test_a_person_can_rebind_each() -> None:
    for preset in PRESETS:
        for action in all_actions(preset):
            bindings, problems = resolve(all_actions(preset), [KeyChange(action.id, ("f12",))])
            assert problems == []
            assert bindings[action.id] == (("f12",),)
