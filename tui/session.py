"""Where the reader was left: kept in a file for each library, so that it starts there again. No widget."""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from config.errors import BylinesError
from config.paths import Paths
from index.files import replace_atomically
from index.text import clean_line
from tui.arrangement import Arrangement, Sync
from tui.story_loading import Choice
from tui.story_tabs import ALL, Origin, Tab

_MOST_BYTES = 64 * 1024
_LONGEST = 4000


class SessionError(BylinesError):
    """A file that does not say where the reader was left."""


@dataclass(frozen=True, slots=True)
class Session:
    """The list, the story with its cursor, and the open `story` with its focused `passage`, view and
    `arrangement` of columns; `recent` are the commands run last from the palette."""

    tab: Tab = ALL
    choice: Choice = field(default_factory=Choice)
    cursor: str | None = None
    story: str | None = None
    passage: str | None = None
    rows: bool = False
    arrangement: Arrangement = field(default_factory=Arrangement)
    recent: tuple[str, ...] = ()


def session_file(paths: Paths) -> Path:
    """The file of a library's session: two libraries never share one."""
    folder = os.fsencode(os.path.realpath(paths.library))
    # Two checksums, as a cryptographic one takes longer to import than all else that is done here.
    return paths.state / "sessions" / f"{zlib.crc32(folder):08x}{zlib.adler32(folder):08x}.json"


def load(path: Path) -> Session | None:
    """The session in a file, None when there is none. Raises SessionError for what is no session."""
    try:
        with path.open("rb") as file:
            raw = file.read(_MOST_BYTES + 1)
        return _session(json.loads(raw))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SessionError(f"cannot be read: {error.strerror}", where=str(path), do=_DO) from error
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise SessionError("does not say where you left", where=str(path), do=_DO) from error


_DO = "the reader starts at the list"


def save(path: Path, session: Session) -> None:
    """Put a session into its file. Raises SessionError."""
    values = asdict(session)
    values["tab"]["origin"] = session.tab.origin.name
    values["arrangement"]["hidden"] = sorted(session.arrangement.hidden)
    del values["arrangement"]["earlier"]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_atomically(path, json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
    except OSError as error:
        reason = error.strerror or str(error)
        raise SessionError(f"where you left cannot be kept: {reason}", where=str(path)) from error


def _session(values: dict[str, Any]) -> Session:
    """A session from a file. Raises KeyError, TypeError, ValueError, AttributeError."""
    tab, choice = values["tab"], values["choice"]
    return Session(
        Tab(_text(tab["name"]), Origin[_text(tab["origin"])], _text(tab["query"]), _text(tab["sort"])),
        Choice(
            query=_text(choice["query"]),
            sort=_text(choice["sort"]),
            archived=_flag(choice["archived"]),
            single=_flag(choice["single"]),
            by_day=_flag(choice["by_day"]),
        ),
        cursor=_id(values["cursor"]),
        story=_id(values["story"]),
        passage=_id(values["passage"]),
        rows=_flag(values["rows"]),
        arrangement=_arrangement(values.get("arrangement", {})),
        recent=_texts(values.get("recent", [])),
    )


def _arrangement(values: dict[str, Any]) -> Arrangement:
    """That of the columns; empty from a reader that did not keep any."""
    return Arrangement(
        hidden=set(_texts(values.get("hidden", []))),
        order=list(_texts(values.get("order", []))),
        unfolded=_flag(values.get("unfolded", False)),
        zoomed=_flag(values.get("zoomed", False)),
        sync=Sync(values.get("sync", Sync.CONTENT)),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > _LONGEST:
        raise TypeError(value)
    return clean_line(value)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(value)
    return tuple(map(_text, value))


def _id(value: object) -> str | None:
    return None if value is None else _text(value)


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value
