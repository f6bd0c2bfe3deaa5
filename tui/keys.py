"""From key presses to commands: sequences such as `gg` and counts such as `5j`. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from config.keynames import written

COUNT_LIMIT = 99_999


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a key press led to: a command's id with its count, or keys still waiting for more."""

    command: str | None = None
    count: int | None = None
    pending: str = ""

    @property
    def used(self) -> bool:
        """Whether the key was one of ours."""
        return self.command is not None or bool(self.pending)


class KeyDispatcher:
    """Collects keys until they name a command. `bindings` maps key sequences to command ids."""

    def __init__(self, bindings: Mapping[tuple[str, ...], str]) -> None:
        self._bindings = dict(bindings)
        self._prefixes = {keys[:length] for keys in bindings for length in range(1, len(keys))}
        self._keys: tuple[str, ...] = ()
        self._count = ""

    @property
    def waiting(self) -> bool:
        """Whether a count or the start of a sequence has been typed."""
        return bool(self._keys or self._count)

    @property
    def count(self) -> int | None:
        """The count that has been typed."""
        return int(self._count) if self._count else None

    def following(self) -> list[tuple[tuple[str, ...], str]]:
        """What may follow the keys typed so far: the rest of each sequence, and its command's id."""
        size = len(self._keys)
        return [
            (keys[size:], command) for keys, command in self._bindings.items() if keys[:size] == self._keys
        ]

    def reset(self) -> None:
        """Forget a count or the start of a sequence."""
        self._keys, self._count = (), ""

    def feed(self, key: str) -> Outcome:
        """Take one key, written as in the key map; a key that leads nowhere starts afresh."""
        if not self._keys and key.isascii() and key.isdigit() and (self._count or key != "0"):
            self._count = str(min(int(self._count + key), COUNT_LIMIT))
            return Outcome(pending=self._count)
        keys = (*self._keys, key)
        if keys in self._bindings:
            count = self.count
            self.reset()
            return Outcome(self._bindings[keys], count)
        if keys in self._prefixes:
            self._keys = keys
            return Outcome(pending=self._count + written(keys))
        had_keys = bool(self._keys)
        self.reset()
        return self.feed(key) if had_keys else Outcome()


def key_name(key: str, character: str | None) -> str:
    """A key press as the key map writes it: `]` for `right_square_bracket`, `ctrl+_`, `alt+x`, `space`."""
    *modifiers, base = key.split("+") if key != "+" else [key]
    if "ctrl" in modifiers or "alt" in modifiers:
        # Of `alt+x` the character is `x`, and of `ctrl+_` the key a name.
        return "+".join([*sorted(modifiers), _SYMBOLS.get(base, base)])
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return character
    return key


_SYMBOLS = {"@": "space", "underscore": "_", "backslash": "\\", "right_square_bracket": "]"}
_SYMBOLS |= {"circumflex_accent": "^"}


def textual_name(key: str) -> str:
    """A key as Textual's bindings name it; no printable ones."""
    head, plus, base = key.rpartition("+")
    names = {sign: name for name, sign in _SYMBOLS.items()}
    return f"{head}{plus}{names.get(base, base)}" if plus else key
