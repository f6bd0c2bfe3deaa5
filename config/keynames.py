"""How keys are written, and which of them a terminal can send.

A binding is a sequence of keys. It is written as in `j`, `G`, `ctrl+d`, `enter`, `]`, `gg` (each
character a key when it is no key's name) or, with spaces, `g space`. `C-x`, `M-x` and `^X` are understood.
"""

from __future__ import annotations

import re

from config.errors import ConfigError

Sequence = tuple[str, ...]

_KEYS = "enter escape tab shift+tab space up down left right home end pageup pagedown backspace delete insert"
NAMED = frozenset(_KEYS.split())
_FUNCTION = re.compile(r"f([1-9]|1[0-9]|2[0-4])")
_MODIFIERS = ("ctrl", "alt", "shift")
_INITIALS = {"C": "ctrl", "M": "alt", "A": "alt", "S": "shift"}
_ALIASES = {"esc": "escape", "return": "enter", "pgup": "pageup", "pgdn": "pagedown", "del": "delete"}
_SAME_KEY = {
    "ctrl+i": "tab",
    "ctrl+m": "enter",
    "ctrl+h": "backspace",
    "ctrl+[": "escape",
    "ctrl+/": "ctrl+_",
}
_SAME_KEY |= {"ctrl+@": "ctrl+space", "ctrl+-": "ctrl+_"}
_WITH_CTRL = frozenset("\\]^_")
_PLAIN_ONLY = frozenset({"enter", "escape", "space", "backspace", "tab"})

_EDITING = (
    "left right home end delete backspace enter ctrl+a ctrl+c ctrl+d ctrl+e ctrl+k ctrl+u ctrl+v ctrl+w "
)
_EDITING += "ctrl+x ctrl+left ctrl+right shift+left shift+right shift+home shift+end"
EDITING = frozenset(_EDITING.split())
"""Keys that a line of input uses for itself."""


def parse_keys(written: str) -> Sequence:
    """The keys of one binding as written by a person.

    Raises ConfigError for an empty binding or a name that is no key.
    """
    parts = written.split()
    if not parts:
        raise ConfigError(
            "a binding is empty", do='write a key such as j, gg, ctrl+d or "#" (signs in quotes), or none'
        )
    keys: list[str] = []
    for part in parts:
        name = _canonical(part)
        if name is not None:
            keys.append(name)
        elif len(part) <= 3 and part.isprintable():
            keys.extend(part)
        else:
            raise ConfigError(
                f"{part[:40]!r} is no key",
                do="keys are single characters, ctrl+x, alt+x, f1 to f24, or " + ", ".join(sorted(NAMED)),
            )
    return tuple(keys)


def written(keys: Sequence) -> str:
    """A sequence as a person writes it: `gg`, `ctrl+d`, `g space`."""
    return "".join(keys) if all(len(key) == 1 for key in keys) else " ".join(keys)


def puts_in(key: str) -> bool:
    """Whether a key puts a character into a text."""
    return len(key) == 1 or key == "space" or re.fullmatch(r"alt\+(shift\+)?.", key) is not None


def types(key: str) -> bool:
    """Whether a line of input takes the key: it puts in a character, or edits."""
    return puts_in(key) or key in EDITING


def unreachable(keys: Sequence) -> str:
    """Why a sequence can never be typed, or nothing."""
    for key in keys:
        if reason := _unsendable(key):
            return reason
    if "1" <= keys[0] <= "9":
        return f"{keys[0]} begins a count, such as 5j"
    if "escape" in keys[1:]:
        return "escape forgets a sequence that was begun"
    return ""


def _canonical(part: str) -> str | None:
    """One key by its one name, or None for what is no key."""
    if len(part) == 1:
        return part if part.isprintable() else None
    *modifiers, base = _pieces(_spelled_out(part))
    modifiers = [modifier.lower() for modifier in modifiers]
    if len(base) > 1:
        base = _ALIASES.get(base.lower(), base.lower())
        if base not in NAMED and not _FUNCTION.fullmatch(base):
            return None
    if any(modifier not in _MODIFIERS for modifier in modifiers) or len(set(modifiers)) < len(modifiers):
        return None
    if modifiers and len(base) == 1 and base.isupper():
        modifiers, base = [*modifiers, "shift"], base.lower()
    if modifiers == ["shift"] and base.isalpha() and len(base) == 1:
        return base.upper()
    return "+".join([*sorted(set(modifiers)), base])


def _spelled_out(part: str) -> str:
    """`C-x`, `M-x` and `^X`, as other programs write keys, in our words."""
    if re.fullmatch(r"\^[A-Za-z]", part):
        return f"ctrl+{part[1].lower()}"
    while found := re.fullmatch(r"((?:\w+\+)*)([CMAS])-(.+)", part):
        part = f"{found[1]}{_INITIALS[found[2]]}+{found[3]}"
    return part


def _pieces(part: str) -> list[str]:
    """A key's modifiers and its name; the last may be `+` itself."""
    if part.endswith("++"):
        return [*part[:-2].split("+"), "+"]
    return part.split("+")


def _unsendable(key: str) -> str:
    """Why terminals do not send a key as it is written, or nothing."""
    if key in _SAME_KEY:
        return f"terminals send {key} as {_SAME_KEY[key]}"
    if len(key) == 1 or key in NAMED:
        return ""
    *modifiers, base = _pieces(key)
    plain = ""
    if base in _PLAIN_ONLY and key not in ("ctrl+space", "shift+tab"):
        plain = base
    elif len(base) == 1 and "ctrl" in modifiers and not (base.isascii() and base.isalpha()):
        plain = "" if base in _WITH_CTRL and modifiers == ["ctrl"] else base
    elif len(base) == 1 and "ctrl" in modifiers and len(modifiers) > 1:
        plain = f"ctrl+{base}"
    elif len(base) == 1 and (modifiers == ["shift"] or not (base.isascii() and base.isalnum())):
        plain = base
    return f"terminals do not tell {key} from {plain}" if plain else ""
