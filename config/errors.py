"""The root of the exception tree, and the errors of settings.

Every error of the project says what happened, where, and what to do; `index.errors` adds the
library's own below the same root.
"""

from __future__ import annotations

import re


class BylinesError(Exception):
    """The root: `what` went wrong, `where` (a path, a `file:line:column`, an id), and what to `do`."""

    def __init__(self, what: str, *, where: str = "", do: str = "") -> None:
        self.what = what
        self.where = where
        self.do = do
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        advice = f" ({self.do})" if self.do else ""
        return f"{place}{self.what}{advice}"


class ConfigError(BylinesError):
    """A setting, key map or sidecar file that cannot be used."""


class YamlError(ConfigError):
    """YAML that is broken or uses what this project refuses (aliases, duplicate keys, tags)."""


def place_order(error: BylinesError) -> tuple[str, int, int]:
    """Errors sorted by this stand in the order of their files, lines and columns."""
    found = re.fullmatch(r"(.*):(\d+):(\d+)", error.where, re.DOTALL)
    return (found[1], int(found[2]), int(found[3])) if found else (error.where, 0, 0)
