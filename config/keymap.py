"""Key maps: a preset's keys and the person's changes to them, validated.

Which actions exist is the reader's knowledge: it hands them in with the keys of the preset.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.errors import ConfigError
from config.keynames import Sequence, parse_keys, puts_in, types, unreachable
from config.kinds import Found, MappingKind, UnfitError, nearest

PRESETS = ("vim", "newsboat", "emacs", "arrows")
ALWAYS = {"ctrl+q": "app.quit"}
"""What works in every dialog, too, and so can be nothing else."""

Bindings = dict[str, tuple[Sequence, ...]]


@dataclass(frozen=True, slots=True)
class ActionKeys:
    """An action's id, where it works (`scope`, a screen's name or `app`), and its keys in the preset.

    `while_typing` says that it is needed while text is typed. A dialog's (`dialog`) come before the app's,
    and before those of its input.
    """

    id: str
    scope: str
    keys: tuple[str, ...]
    while_typing: bool = False
    dialog: bool = False


@dataclass(frozen=True, slots=True)
class KeyChange:
    """The keys a person wants for an action; `where` is the `file:line:column` that says so."""

    action: str
    keys: tuple[str, ...]
    where: str = ""


class KeyChanges(MappingKind[KeyChange]):
    """The `keys` mapping; which actions there are is the reader's knowledge, not known here."""

    @property
    def allowed(self) -> str:
        """An example says it best."""
        return "a mapping of actions to keys, such as `story.sync: S`"

    def read(self, found: Found) -> tuple[KeyChange, ...]:
        """The changes."""
        if found.value == "":
            return ()
        if not isinstance(found.value, dict):
            raise UnfitError
        changes: list[KeyChange] = []
        for action, keys in found.value.items():
            inner = found.inside(action, keys)
            wanted = [keys] if isinstance(keys, str) else keys
            if isinstance(wanted, list) and all(isinstance(key, str) for key in wanted):
                changes.append(KeyChange(action, tuple(wanted), inner.where))
            else:
                inner.wrong(
                    f"the keys of `{action[:60]}` must be a key or a list of keys",
                    "its keys stay as they are",
                )
        return tuple(changes)

    def written(self, value: tuple[KeyChange, ...]) -> object:
        """A mapping, a single key without brackets."""
        return {
            change.action: change.keys[0] if len(change.keys) == 1 else list(change.keys) for change in value
        }


def resolve(
    actions: Iterable[ActionKeys], changes: Iterable[KeyChange]
) -> tuple[Bindings, list[ConfigError]]:
    """The bindings of every action after the person's changes, and what was wrong with those.

    A change replaces all keys of an action; `none` unbinds it. The changes count together, so that
    two actions can swap their keys. One that is wrong, or that clashes with another action of the
    same screen, is reported, and the preset's keys are kept.
    """
    known = {action.id: action for action in actions}
    preset: Bindings = {one.id: tuple(parse_keys(keys) for keys in one.keys) for one in known.values()}
    problems: list[ConfigError] = []
    accepted: dict[str, KeyChange] = {}
    bindings = dict(preset)
    for change in changes:
        try:
            bindings[change.action] = _wanted(change, known)
            accepted[change.action] = change
        except ConfigError as error:
            problems.append(error)
    if not accepted:
        return bindings, problems
    overlaps = _Overlaps(known, preset)
    while accepted:
        clashes = ((one, overlaps.clash(bindings, one, accepted)) for one in reversed(accepted))
        refused = next(((one, clash) for one, clash in clashes if clash), None)
        if refused is None:
            break
        action, clash = refused
        # What is taken back may be in the way of another change, so all are looked at again.
        bindings[action] = preset[action]
        where = accepted.pop(action).where
        problems.append(ConfigError(f"{action}: {clash}", where=where, do=_KEPT + "; choose another key"))
    return bindings, problems


_KEPT = "its keys stay as they are"


def _wanted(change: KeyChange, known: Mapping[str, ActionKeys]) -> tuple[Sequence, ...]:
    """The sequences of a change. Raises ConfigError when it cannot be used, whatever the others are."""
    if change.action not in known:
        hint = nearest(change.action, known) or "`bylines config keys` lists the actions"
        raise ConfigError(f"no action {change.action[:60]}", where=change.where, do=hint)
    try:
        sequences = tuple(parse_keys(keys) for keys in change.keys if keys.strip().lower() != "none")
    except ConfigError as error:
        raise ConfigError(f"{change.action}: {error.what}", where=change.where, do=error.do) from None
    for keys in sequences:
        if reason := unreachable(keys) or _own_prefix(keys, sequences) or _taken_always(keys, change.action):
            raise ConfigError(f"{change.action}: {reason}", where=change.where, do=_KEPT)
    action = known[change.action]
    if action.while_typing and sequences:
        taken = puts_in if action.dialog else types
        if all(taken(keys[0]) or (action.dialog and len(keys) > 1) for keys in sequences):
            what = f"{change.action}: {' '.join(sequences[0])} would go into the text that is being typed"
            raise ConfigError(
                what, where=change.where, do="add a key that types nothing, such as f2 or ctrl+o"
            )
    return sequences


def _own_prefix(keys: Sequence, sequences: tuple[Sequence, ...]) -> str:
    for other in sequences:
        if other != keys and other[: len(keys)] == keys:
            return f"{' '.join(keys)} comes before {' '.join(other)} can be typed"
    return ""


def _taken_always(keys: Sequence, action: str) -> str:
    owner = ALWAYS.get(keys[0], action)
    return f"{keys[0]} is always {owner}" if owner != action else ""


class _Overlaps:
    """Finds clashes; where the preset itself lets a screen's action come before the app's, that is none."""

    def __init__(self, known: Mapping[str, ActionKeys], preset: Bindings) -> None:
        self._known = known
        self._meant = {
            frozenset((one, other))
            for one in known
            for other in known
            if one != other and set(preset[one]) & set(preset[other])
        }

    def clash(self, bindings: Bindings, action: str, changed: Mapping[str, KeyChange]) -> str:
        """Why the keys of an action cannot be bound: one equals, or starts, another of the same screen."""
        for other, others in bindings.items():
            if other == action or not _meet(self._known[action], self._known[other]):
                continue
            for mine in bindings[action]:
                for theirs in others:
                    short = min(len(mine), len(theirs))
                    meant = mine == theirs and frozenset((action, other)) in self._meant
                    if mine[:short] == theirs[:short] and not meant:
                        also = ", too" if other in changed else ""
                        return f"{' '.join(mine)} is taken by {other} ({' '.join(theirs)}{also})"
        return ""


def _meet(one: ActionKeys, other: ActionKeys) -> bool:
    """Whether two actions can be in each other's way."""
    shared = "app" in (one.scope, other.scope) and not (one.dialog or other.dialog)
    return shared or one.scope == other.scope
