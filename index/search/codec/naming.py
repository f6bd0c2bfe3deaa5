"""What the files of a segment are called."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

SEGMENT = ".segment"
DELETED = ".deleted"


@dataclass(frozen=True, slots=True)
class Named:
    """A segment as the manifest knows it: its name, and that of its deletions' file, if any."""

    name: str
    deletions: str | None = None

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.name + SEGMENT

    @property
    def files(self) -> tuple[str, ...]:
        """The names of its files."""
        return (self.file,) if self.deletions is None else (self.file, self.deletions)

    def next_deletions(self) -> str:
        """A name for a new file of deletions; no file of that name was there before."""
        return f"{self.name}-{secrets.token_hex(4)}{DELETED}"


def new_name() -> str:
    """A name that no segment has."""
    return f"s{secrets.token_hex(8)}"
