"""What a setting can be: how its value is read, what is allowed, how it is written. One class each.

A value comes from YAML (strings, lists and mappings of them) or from one line of text (environment, flag).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from config.errors import ConfigError
from config.paths import expanded

T = TypeVar("T")

_TRUE, _FALSE = ("yes", "true", "on"), ("no", "false", "off")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Found:
    """A value as it was written: the setting's name, the way to it inside, where it stands."""

    name: str
    value: object
    place: Callable[..., str]
    problems: list[ConfigError] = field(default_factory=list)
    path: tuple[str | int, ...] = ()

    @property
    def where(self) -> str:
        """`file:line:column`, or the variable or flag."""
        return self.place(self.name, *self.path)

    def inside(self, key: str | int, value: object) -> Found:
        """A value inside this one."""
        return replace(self, value=value, path=(*self.path, key))

    def wrong(self, what: str, do: str = "it is left out") -> None:
        """Something in here does not fit; the rest is used."""
        self.problems.append(ConfigError(what, where=self.where, do=do))


class UnfitError(Exception):
    """The whole value cannot be used; `hint` is what the person may have meant."""

    def __init__(self, hint: str = "") -> None:
        super().__init__(hint)
        self.hint = hint


class Kind(Generic[T]):
    """One kind of setting."""

    @property
    def allowed(self) -> str:
        """What is allowed, in words that follow `must be`."""
        raise NotImplementedError

    def read(self, found: Found) -> T:
        """The value. Raises UnfitError; what is wrong only with a part goes to `found.wrong`."""
        raise NotImplementedError

    def parsed(self, text: str) -> object:
        """One line of text as YAML would have given it. Raises ConfigError."""
        return text

    def written(self, value: T) -> object:
        """The value as strings, lists and mappings, as it would stand in the file."""
        return str(value)


def _line(found: Found) -> str:
    """The value as one line. Raises UnfitError."""
    if not isinstance(found.value, str) or re.search(r"[\n\r\0]", found.value):
        raise UnfitError
    return found.value.strip()


@dataclass(frozen=True)
class Text(Kind[str]):
    """One line of text; `what` says of what."""

    what: str = "one line of text"
    empty: bool = True

    @property
    def allowed(self) -> str:
        """What kind of text."""
        return self.what

    def read(self, found: Found) -> str:
        """The text without spaces around it."""
        text = _line(found)
        if not text and not self.empty:
            raise UnfitError
        return text


@dataclass(frozen=True)
class Folder(Text):
    """A path, as written; `~` is the home folder."""

    what: str = "a path"

    def read(self, found: Found) -> str:
        """The path. One below the home folder of nobody would be a folder of that name here: it is unfit."""
        text = super().read(found)
        if str(expanded(text)).startswith("~"):
            raise UnfitError(f"there is no home folder for `{text.partition('/')[0][:_LONGEST_SHOWN]}`")
        return text


@dataclass(frozen=True)
class CommandLine(Text):
    """A command as words, split as a shell would split them, and run without one."""

    what: str = "a command, with quotes closed"

    def read(self, found: Found) -> str:
        """The words, still in one line."""
        # Imported here, as most people set no command and the reader's start need not wait for it.
        import shlex

        text = super().read(found)
        try:
            shlex.split(text)
        except ValueError:
            raise UnfitError from None
        return text


def _either(words: Sequence[str]) -> str:
    """`a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1])))


@dataclass(frozen=True)
class Choice(Kind[str]):
    """One of some words."""

    words: tuple[str, ...]

    @property
    def allowed(self) -> str:
        """The words."""
        return _either(self.words)

    def read(self, found: Found) -> str:
        """The word."""
        word = _line(found)
        if word not in self.words:
            raise UnfitError(nearest(word, self.words))
        return word


@dataclass(frozen=True)
class Flag(Kind[bool]):
    """Yes or no."""

    @property
    def allowed(self) -> str:
        """Both words."""
        return "`yes` or `no`"

    def read(self, found: Found) -> bool:
        """True for yes."""
        word = _line(found).lower()
        if word not in _TRUE + _FALSE:
            raise UnfitError
        return word in _TRUE

    def written(self, value: bool) -> object:
        """`yes` or `no`."""
        return "yes" if value else "no"


@dataclass(frozen=True)
class Number(Kind[int]):
    """A whole number in bounds, or one of some words that stand for one: `(("none", 0),)`."""

    least: int
    most: int
    words: tuple[tuple[str, int], ...] = ()

    @property
    def allowed(self) -> str:
        """The bounds, and the words."""
        words = "".join(f"`{word}` or " for word, _ in self.words)
        return f"{words}a whole number from {self.least} to {self.most}"

    def read(self, found: Found) -> int:
        """The number."""
        text = _line(found)
        for word, meant in self.words:
            if text == word:
                return meant
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII) or not self.least <= int(text) <= self.most:
            raise UnfitError
        return int(text)

    def written(self, value: int) -> object:
        """The word where there is one."""
        return next((word for word, meant in self.words if meant == value), str(value))


@dataclass(frozen=True)
class WordOrShare(Kind[str]):
    """One of some words, or a share between two bounds, such as 0.3; kept as written."""

    words: tuple[str, ...]
    least: float
    most: float

    @property
    def allowed(self) -> str:
        """The words and the bounds."""
        words = ", ".join(f"`{word}`" for word in self.words)
        return f"{words}, or a number from {self.least} to {self.most}"

    def read(self, found: Found) -> str:
        """The word, or the number as written."""
        text = _line(found)
        if text in self.words:
            return text
        if not re.fullmatch(r"0?\.\d{1,4}", text, re.ASCII) or not self.least <= float(text) <= self.most:
            raise UnfitError(nearest(text, self.words))
        return text


class MappingKind(Kind[tuple[T, ...]]):
    """A mapping, whatever is in it; in one line of text it is written as `{name: value}`."""

    def parsed(self, text: str) -> object:
        """The mapping between braces."""
        from config.yamlsafe import load_mapping

        if not text.strip():
            return {}
        return load_mapping(text if text.lstrip().startswith("{") else f"{{{text}}}", where="")


def must_be(name: str, allowed: str, value: object) -> str:
    """What to say of a value that does not fit."""
    return f"`{name[:_LONGEST_SHOWN]}` must be {allowed}, not {_shown(value)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = " ".join(str(value).split())
    if not text:
        return "empty"
    return f"`{text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + '…'}`"


def nearest(word: str, words: Iterable[str], *, cutoff: float = 0.6) -> str:
    """What the person may have meant, as a question, or nothing."""
    # Imported here: only a mistake needs it.
    from difflib import get_close_matches

    near = get_close_matches(word[:100], list(words), n=1, cutoff=cutoff)
    return f"did you mean `{near[0]}`?" if near else ""
