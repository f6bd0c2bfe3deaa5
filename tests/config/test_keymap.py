"""Key maps: how keys are written, and what is refused."""

from __future__ import annotations

import pytest

from config.errors import ConfigError
from config.keymap import ActionKeys, KeyChange, parse_keys, resolve

ACTIONS = [
    ActionKeys("app.help", "app", ("?",)),
    ActionKeys("list.down", "list", ("j", "down")),
    ActionKeys("list.top", "list", ("gg",)),
    ActionKeys("story.down", "story", ("j",)),
]


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("j", ("j",)),
        ("gg", ("g", "g")),
        ("g space", ("g", "space")),
        ("ctrl+d", ("ctrl+d",)),
        ("Esc", ("escape",)),
        ("F1", ("f1",)),
        ("]", ("]",)),
        ("G", ("G",)),
    ],
)
def test_keys_as_written(written: str, keys: tuple[str, ...]) -> None:
    assert parse_keys(written) == keys


@pytest.mark.parametrize("written", ["", "  ", "supper", "hyper+x"])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(ConfigError):
        parse_keys(written)


def test_a_change_replaces_the_defaults() -> None:
    bindings, problems = resolve(ACTIONS, [KeyChange("list.down", ("n", "ctrl+n"))])
    assert problems == []
    assert bindings["list.down"] == (("n",), ("ctrl+n",))


def test_none_unbinds() -> None:
    assert resolve(ACTIONS, [KeyChange("list.down", ("none",))])[0]["list.down"] == ()


def test_an_unknown_action_is_named_with_the_nearest() -> None:
    _, problems = resolve(ACTIONS, [KeyChange("list.dwon", ("n",))])
    assert "did you mean list.down?" in str(problems[0])


def test_a_clash_in_one_screen_is_refused_and_the_default_kept() -> None:
    bindings, problems = resolve(ACTIONS, [KeyChange("list.down", ("g",))])
    assert "list.top" in str(problems[0])
    assert bindings["list.down"] == (("j",), ("down",))


def test_two_screens_may_share_a_key_but_not_with_the_app() -> None:
    assert resolve(ACTIONS, [KeyChange("story.down", ("gg",))])[1] == []
    assert "app.help" in str(resolve(ACTIONS, [KeyChange("story.down", ("?",))])[1][0])
