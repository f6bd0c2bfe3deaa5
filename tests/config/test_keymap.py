"""Key maps: how keys are written, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigError
from config.keymap import ActionKeys, KeyChange, resolve
from config.keynames import parse_keys

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
        ("C-v", ("ctrl+v",)),
        ("C-x C-c", ("ctrl+x", "ctrl+c")),
        ("M-X", ("alt+shift+x",)),
        ("S-down", ("shift+down",)),
        ("^F", ("ctrl+f",)),
        ("alt+ctrl+a", ("alt+ctrl+a",)),
        ("ctrl++", ("ctrl++",)),
        ("C--", ("ctrl+-",)),
        ("^", ("^",)),
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
    assert "did you mean `list.down`?" in str(problems[0])


def test_a_clash_in_one_screen_is_refused_and_the_default_kept() -> None:
    bindings, problems = resolve(ACTIONS, [KeyChange("list.down", ("g",), "f:1:2")])
    assert str(problems[0]).startswith("f:1:2: list.down: g is taken by list.top (g g)")
    assert bindings["list.down"] == (("j",), ("down",))


def test_two_screens_may_share_a_key_but_not_with_the_app() -> None:
    assert resolve(ACTIONS, [KeyChange("story.down", ("gg",))])[1] == []
    assert "app.help" in str(resolve(ACTIONS, [KeyChange("story.down", ("?",))])[1][0])


def test_changes_count_together() -> None:
    bindings, problems = resolve(ACTIONS, [KeyChange("list.down", ("gg",)), KeyChange("list.top", ("j",))])
    assert (bindings["list.down"], bindings["list.top"], problems) == ((("g", "g"),), (("j",),), [])


def test_of_two_changes_that_clash_the_later_is_refused_and_what_then_is_in_the_way() -> None:
    changes = [KeyChange("story.down", ("x",)), KeyChange("app.help", ("j",)), KeyChange("list.down", ("?",))]
    bindings, problems = resolve(ACTIONS, changes)
    # `list.down` wants what `app.help` had, which cannot go to `j` as the preset's `list.down` ...
    assert problems == []
    changes[2] = KeyChange("list.down", ("?", "j"))
    bindings, problems = resolve(ACTIONS, changes)
    assert [str(one).split(":")[0] for one in problems] == ["list.down", "app.help"]
    assert bindings["list.down"] == (("j",), ("down",)) and bindings["app.help"] == (("?",),)
    assert bindings["story.down"] == (("x",),)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        ("ctrl+i", "terminals send ctrl+i as tab"),
        ("ctrl+m", "as enter"),
        ("ctrl+h", "as backspace"),
        ("ctrl+[", "as escape"),
        ("ctrl+/", "as ctrl+_"),
        ("ctrl+shift+x", "do not tell ctrl+shift+x from ctrl+x"),
        ("ctrl+X", "from ctrl+x"),
        ("shift+enter", "from enter"),
        ("ctrl+,", "from ,"),
        ("ctrl+5", "from 5"),
        ("alt+<", "from <"),
        ("alt+enter", "from enter"),
        ("shift+?", "from ?"),
        ("5", "begins a count"),
        ("1x", "begins a count"),
        ("g escape", "escape forgets"),
        ("ctrl+q", "ctrl+q is always app.quit"),
    ],
)
def test_what_can_never_be_typed_is_refused(keys: str, why: str) -> None:
    bindings, problems = resolve(ACTIONS, [KeyChange("list.down", (keys,))])
    assert why in problems[0].what
    assert bindings["list.down"] == (("j",), ("down",))


@pytest.mark.parametrize(
    "keys",
    ["ctrl+space", "alt+x", "alt+X", "shift+down", "ctrl+up", "f5", "ctrl+]", "ctrl+_", "g 0", "shift+a"],
)
def test_what_terminals_send_is_taken(keys: str) -> None:
    assert resolve(ACTIONS, [KeyChange("list.down", (keys,))])[1] == []


def test_a_key_that_comes_before_a_sequence_of_the_same_action_is_refused() -> None:
    assert "g comes before g u" in resolve(ACTIONS, [KeyChange("list.down", ("g", "gu"))])[1][0].what


def test_what_is_needed_while_typing_needs_a_key_that_types_nothing() -> None:
    actions = [ActionKeys("list.close", "list", ("escape",), while_typing=True)]
    for keys in (("x",), ("space",), ("ctrl+w",), ("alt+c", "z")):
        (problem,) = resolve(actions, [KeyChange("list.close", keys)])[1]
        assert "would go into the text" in problem.what
    for keys in (("x", "f2"), ("ctrl+o",), ("none",)):
        assert resolve(actions, [KeyChange("list.close", keys)])[1] == []


@given(
    st.lists(
        st.tuples(st.sampled_from([one.id for one in ACTIONS] + ["no.such"]), st.lists(st.text(max_size=8)))
    )
)
def test_any_changes_give_bindings_without_clashes(changes: list[tuple[str, list[str]]]) -> None:
    bindings, problems = resolve(ACTIONS, [KeyChange(action, tuple(keys)) for action, keys in changes])
    assert set(bindings) == {one.id for one in ACTIONS}
    assert all(problem.what for problem in problems)
    taken = [keys for action in ("app.help", "list.down", "list.top") for keys in bindings[action]]
    assert not any(a is not b and a == b[: len(a)] for a in taken for b in taken if a != b)
