"""What every command must have."""

from __future__ import annotations

from config.keymap import KeyChange, parse_keys, resolve
from tui.commands.base import AnyCommand
from tui.commands.registry import SCOPES, all_actions


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


def test_default_keys_are_keys_and_no_screen_binds_one_twice() -> None:
    for scope, commands in SCOPES.items():
        bound: dict[tuple[str, ...], str] = {}
        for command in commands:
            for keys in command.keys:
                sequence = parse_keys(keys)
                assert sequence not in bound, f"{scope}: {keys} is {bound.get(sequence)} and {command.id}"
                bound[sequence] = command.id


def test_no_sequence_is_the_start_of_another_on_the_same_screen() -> None:
    for scope, commands in SCOPES.items():
        sequences = [parse_keys(keys) for command in (*commands, *SCOPES["app"]) for keys in command.keys]
        for one in sequences:
            for other in sequences:
                assert one == other or one != other[: len(one)], f"{scope}: {one} starts {other}"


def test_a_person_can_rebind_each() -> None:
    for action in all_actions():
        bindings, problems = resolve(all_actions(), [KeyChange(action.id, ("f12",))])
        assert problems == []
        assert bindings[action.id] == (("f12",),)
