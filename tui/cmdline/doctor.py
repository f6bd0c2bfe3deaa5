"""`doctor`: looks over what the reader depends on, and says what is wrong and what to do."""

from __future__ import annotations

import contextlib
import os
import platform
import shlex
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from config.errors import BylinesError
from config.paths import expanded
from config.version import VERSION
from index.model import Problem
from tui.cmdline import terminal_facts
from tui.cmdline.call import COULD_NOT, OK, Call
from tui.cmdline.terminal_facts import Width
from tui.wording import count

DISTRIBUTIONS = (
    "textual",
    "rich",
    "whoosh",
    "numpy",
    "aiohttp",
    "feedparser",
    "trafilatura",
    "lxml",
    "warcio",
)
LEAST_FREE = 100 * 1024 * 1024
"""Bytes of free space below which a folder is told of: an indexing needs some for what it replaces."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file or folder of ours. `free` are bytes on its disk, None when that cannot be told."""

    name: str
    path: Path
    state: str
    free: int | None


def doctor(call: Call) -> int:
    """Tell everything; exit status 1 when something is wrong."""
    interactive = sys.stdin.isatty() and sys.stdout.isatty() and not call.json
    terminal = terminal_facts.facts(call.env, interactive=interactive)
    widths = terminal_facts.widths() if interactive else []
    places, problems = look_at_places(call)
    problems = [*terminal_facts.problems(call.env, interactive=interactive), *problems]
    problems += [*_narrow(widths), *_settings(call)]
    library, wrong = _library(call)
    problems += wrong
    if call.json:
        call.out.document(
            {
                "problems": [{"where": one.where, "what": one.what, "fix": one.fix} for one in problems],
                "terminal": terminal,
                "versions": versions(),
                "paths": [
                    {"name": one.name, "path": str(one.path), "state": one.state, "free": one.free}
                    for one in places
                ],
                "library": library,
            }
        )
    else:
        _tell(call, terminal, widths, places, library)
        _tell_problems(call, problems)
    return COULD_NOT if problems else OK


def versions() -> dict[str, str]:
    """What runs here, and in which version."""
    from index.versions import sqlite

    found = {"bylines": VERSION, "Python": platform.python_version(), "SQLite": sqlite()}
    for name in DISTRIBUTIONS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return {**found, "system": platform.platform(terse=True)}


def look_at_places(call: Call) -> tuple[list[Place], list[Problem]]:
    """The files and folders of this library and person, and what is wrong with them."""
    paths = call.paths
    notes = call.loaded.settings.notes_folder
    named = {
        "settings": paths.config_file,
        "library": paths.library,
        "notes": expanded(notes) if notes else paths.notes,
        "state": paths.state,
        "cache": paths.cache,
    }
    places, problems = [], []
    for name, path in named.items():
        place, problem = _look(name, path)
        places.append(place)
        problems += problem
    return places, problems


def _look(name: str, path: Path) -> tuple[Place, list[Problem]]:
    """One place; of what is not there yet, whether it can be made."""
    nearest = next((one for one in (path, *path.parents) if _exists(one)), Path("/"))
    there, folder = nearest == path, nearest.is_dir()
    where = f"{name}: {path}"
    free = None
    with contextlib.suppress(OSError):
        free = shutil.disk_usage(nearest).free
    if there and not os.access(path, os.R_OK | os.X_OK if folder else os.R_OK):
        return Place(name, path, "cannot be read", free), [
            Problem(where, "cannot be read", f"give yourself the right to: {_chmod(path)}")
        ]
    if not os.access(nearest, os.W_OK):
        state = "read-only" if there else "cannot be made"
        do = f"give yourself the right to write to {nearest}, or name another place"
        # Settings that cannot be written are in order: some people's come from elsewhere.
        problem = [] if there and name == "settings" else [Problem(where, state, do)]
        return Place(name, path, state, free), problem
    problems = []
    if free is not None and free < LEAST_FREE and name != "settings":
        problems.append(Problem(where, f"only {size(free)} are free on its disk", "free some space"))
    return Place(name, path, "ok" if there else "not there yet", free), problems


def _exists(path: Path) -> bool:
    """Whether something is there; what is in a folder that cannot be entered is taken for missing."""
    try:
        return path.exists()
    except OSError:
        return False


def _chmod(path: Path) -> str:
    return f"chmod u+rwX {shlex.quote(str(path))}"


def size(amount: int) -> str:
    """A number of bytes for people."""
    value = float(amount)
    for unit in ("B", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "B" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def _narrow(widths: list[Width]) -> list[Problem]:
    """Texts that the terminal draws in another width than bylines takes them for."""
    return [
        Problem(
            "terminal",
            f"draws {one.what} {one.drawn} cells wide, where bylines takes it for {one.expected}",
            "columns may be out of line beside such characters; another terminal or font may draw them right",
        )
        for one in widths
        if one.drawn is not None and one.drawn != one.expected
    ]


def _settings(call: Call) -> list[Problem]:
    from tui.checking import checked

    _, problems = checked(call.loaded, variants=call.paths.variants)
    return [Problem(one.where, one.what, one.do) for one in problems]


def _library(call: Call) -> tuple[dict[str, int | bool], list[Problem]]:
    """What the library holds, and what is wrong with it; one that is not there yet is not made."""
    if not _exists(call.paths.database):
        return {}, []
    try:
        with call.library(told=True) as library:
            articles, stories = library.counts()
            found: dict[str, int | bool] = {
                "articles": articles,
                "stories": stories,
                "feeds": len(library.feeds()),
                "read_only": library.read_only,
                "bytes": call.paths.database.stat().st_size,
                "checked_in_full": bool(call.args.full),
            }
            problems = library.check(quick=not call.args.full)
            return found, [*problems, *(Problem("library", notice, "") for notice in library.notices)]
    except BylinesError as error:
        return {}, [Problem(error.where or str(call.paths.database), error.what, error.do)]


def _tell(
    call: Call,
    terminal: dict[str, str],
    widths: list[Width],
    places: list[Place],
    library: dict[str, int | bool],
) -> None:
    def section(title: str, lines: list[tuple[str, str]]) -> None:
        call.out.styled([(title, True)])
        for name, value in lines:
            call.out.line(f"  {name:12} {value}")
        call.out.line()

    drawn = [
        (
            one.what,
            f"{one.expected} cells"
            if one.drawn == one.expected
            else f"{one.drawn} cells, not {one.expected}",
        )
        for one in widths
        if one.drawn is not None
    ]
    section("Terminal", [*terminal.items(), *drawn])
    section("Versions", list(versions().items()))
    section("Places", [(one.name, _place_words(one)) for one in places])
    if not library:
        section("Library", [("", "none yet; `bylines` and `bylines add` make one")])
        return
    depth = "in full" if library["checked_in_full"] else "quickly; --full reads everything"
    section(
        "Library",
        [
            ("articles", f"{library['articles']:,}"),
            ("stories", f"{library['stories']:,}"),
            ("feeds", f"{library['feeds']:,}"),
            ("size", size(library["bytes"])),
            ("looked at", depth),
        ],
    )


def _place_words(place: Place) -> str:
    free = f", {size(place.free)} free" if place.free is not None else ""
    return f"{place.path} ({place.state}{free})"


def _tell_problems(call: Call, problems: list[Problem]) -> None:
    if not problems:
        call.out.line("Everything is in order.")
        return
    call.out.styled([(count(len(problems), "problem"), True)])
    for one in problems:
        call.out.line(f"  {one.where}: {one.what}" if one.where else f"  {one.what}")
        if one.fix:
            call.out.line(f"      {one.fix}")
