"""The root of the exception tree, and the errors of settings.

Every error of the project says what happened, where, and what to do; `index.errors` adds the
library's own below the same root.
"""

from __future__ import annotations


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
