"""Completing the path in a line that is being typed. Pure but for looking into folders."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

MOST = 2_000
"""Names that are looked at in a folder: of larger ones the rest is not offered."""


@dataclass(frozen=True, slots=True)
class Completion:
    """What a line may become: each choice is a whole line, a folder's ends with a slash."""

    line: str
    choices: tuple[str, ...] = ()

    @property
    def common(self) -> str:
        """The longest line that all choices begin with; what was typed when there is none."""
        shared = ""
        for letters in zip(*self.choices, strict=False):
            if len(set(letters)) > 1:
                break
            shared += letters[0]
        return shared or self.line

    @property
    def names(self) -> list[str]:
        """The last part of each choice, for showing."""
        return [choice.rstrip("/").rpartition("/")[2] + "/" * choice.endswith("/") for choice in self.choices]


def complete(line: str, home: str) -> Completion:
    """What the path in `line` may go on to, relative to the present folder; `~` is `home`.

    Hidden names are offered when a dot was typed. A folder that cannot be read offers nothing.
    """
    if line == "~":
        return Completion(line, ("~/",))
    folder, slash, start = line.rpartition("/")
    shown = folder + slash
    place = home + shown[1:] if shown.startswith("~/") else shown
    found: list[str] = []
    with suppress(OSError, ValueError), os.scandir(place or ".") as entries:
        for _, entry in zip(range(MOST), entries, strict=False):
            if entry.name.startswith(start) and (start.startswith(".") or not entry.name.startswith(".")):
                found.append(shown + entry.name + ("/" if _is_folder(entry) else ""))
    # A name that cannot be shown cannot be typed, either.
    return Completion(line, tuple(sorted((one for one in found if one.isprintable()), key=str.casefold)))


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def next_line(completion: Completion, shown: str) -> str:
    """What Tab makes of the line that is shown: as much as all choices share, then one after the other."""
    choices: Sequence[str] = completion.choices
    if not choices:
        return shown
    if shown in choices and len(choices) > 1:
        return choices[(choices.index(shown) + 1) % len(choices)]
    if len(completion.common) > len(shown):
        return completion.common
    return choices[0]
