"""Key maps: how keys are written, and the person's changes to the defaults, validated.

A binding is a sequence of keys. It is written as in `j`, `G`, `ctrl+d`, `enter`, `]`, `gg` (each
character a key when it is no key's name) or, with spaces, `g space`. Which actions exist is the
reader's knowledge: it hands its defaults in.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config.errors import ConfigError
from config.kinds import Found, MappingKind, UnfitError

Sequence = tuple[str, ...]

_KEYS = "enter escape tab shift+tab space up down left right home end pageup pagedown backspace delete insert"
NAMED = frozenset(_KEYS.split())
_FUNCTION = re.compile(r"^f([1-9]|1[0-9]|2[0-4])$")
_WITH_MODIFIER = re.compile(r"^((ctrl|alt|shift)\+)+(\S|[a-z_]+)$")
_ALIASES = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete"}


@dataclass(frozen=True, slots=True)
class ActionKeys:
    """An action's id, where it works (`scope`, a screen's name or `app`), and its default keys."""

    id: str
    scope: str
    keys: tuple[str, ...]


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


def parse_keys(written: str) -> Sequence:
    """The keys of one binding as written by a person.

    Raises ConfigError for an empty binding or a name that is no key.
    """
    parts = written.split()
    if not parts:
        raise ConfigError("a binding is empty", do="write a key such as j, ctrl+d or gg, or none to unbind")
    keys: list[str] = []
    for part in parts:
        name = part if len(part) == 1 else _ALIASES.get(part.lower(), part.lower())
        if len(name) == 1 or name in NAMED or _FUNCTION.match(name) or _WITH_MODIFIER.match(name):
            keys.append(name)
        elif len(part) <= 3 and part.isprintable():
            keys.extend(part)
        else:
            raise ConfigError(
                f"{part!r} is no key",
                do="keys are single characters, ctrl+x, alt+x, or " + ", ".join(sorted(NAMED)),
            )
    return tuple(keys)


def written(keys: Sequence) -> str:
    """A sequence as a person writes it: `gg`, `ctrl+d`, `g space`."""
    return "".join(keys) if all(len(key) == 1 for key in keys) else " ".join(keys)


def resolve(
    actions: Iterable[ActionKeys], changes: Iterable[KeyChange]
) -> tuple[dict[str, tuple[Sequence, ...]], list[ConfigError]]:
    """The bindings of every action after the person's changes, and what was wrong with those.

    A change replaces all keys of an action; `none` unbinds it. A change that is wrong, or that
    clashes with another action of the same screen, is reported and the default kept.
    """
    known = {action.id: action for action in actions}
    bindings = {action.id: tuple(parse_keys(keys) for keys in action.keys) for action in known.values()}
    problems: list[ConfigError] = []
    for change in changes:
        if change.action not in known:
            near = difflib.get_close_matches(change.action, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "`bylines config keys` lists the actions"
            problems.append(ConfigError(f"no action {change.action}", where=change.where, do=hint))
            continue
        try:
            sequences = tuple(parse_keys(keys) for keys in change.keys if keys.strip().lower() != "none")
        except ConfigError as error:
            problems.append(ConfigError(f"{change.action}: {error.what}", where=change.where, do=error.do))
            continue
        clash = _clash(known, bindings, change.action, sequences)
        if clash is not None:
            what = f"{change.action}: {clash}"
            problems.append(
                ConfigError(what, where=change.where, do="the default is kept; choose another key")
            )
            continue
        bindings[change.action] = sequences
    return bindings, problems


def _clash(
    known: Mapping[str, ActionKeys],
    bindings: Mapping[str, tuple[Sequence, ...]],
    action_id: str,
    sequences: tuple[Sequence, ...],
) -> str | None:
    """Why the sequences cannot be bound: one equals, or starts, another of the same screen."""
    scope = known[action_id].scope
    for other_id, others in bindings.items():
        if other_id == action_id or not _meet(scope, known[other_id].scope):
            continue
        for mine in sequences:
            for theirs in others:
                short = min(len(mine), len(theirs))
                if mine[:short] == theirs[:short]:
                    return f"{' '.join(mine)} is taken by {other_id} ({' '.join(theirs)})"
    return None


def _meet(scope: str, other: str) -> bool:
    """Whether two scopes can be active at once."""
    return scope == other or "app" in (scope, other)
