"""The versions of what only this room knows."""

from __future__ import annotations


def sqlite() -> str:
    """The version of the SQLite library in use, such as `3.40.1`."""
    import sqlite3

    return sqlite3.sqlite_version
