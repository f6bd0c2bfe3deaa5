"""Figures of the notes room: ten thousand notes listed, shown, searched, saved, watched; a thousand kills."""

from __future__ import annotations

import asyncio
import json
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from textual.pilot import Pilot

from config.paths import Paths, seeds
from index.library import Library
from index.notes import notefile
from tests.tui.driving import shown
from tui.screens.notes import NotesScreen

_NOTES = 10_000
_WORDS = ("kremlin", "drone", "kyiv", "governor", "source", "count", "report", "bridge", "grain", "office")


def report() -> str:
    """One line a figure; the medians of several calls, in milliseconds."""
    folder = Path(tempfile.mkdtemp(prefix="bylines-bench-"))
    try:
        return "\n".join(
            ("Notes: " + f"{_NOTES:,} of them, on the seed story", *_figures(folder), _kills(folder))
        )
    finally:
        shutil.rmtree(folder)


def _figures(folder: Path) -> list[str]:
    library, empty = _library(folder, "many"), _library(folder, "none")
    _write(library)
    paths = library.paths
    read = _ms(lambda: library.notes(places=False), 1)
    library.close()
    library = Library.open(paths)
    try:
        rows = [
            ("files read for the first time", read, ""),
            ("listed by a new process", _ms(lambda: library.notes(places=False), 1), ""),
            ("listed again, nothing changed", _ms(lambda: library.notes(places=False), 15), ""),
            ("of one story, with places, first time", _ms(lambda: _of_story(library), 1), ""),
            ("of one story, with places, again", _ms(lambda: _of_story(library), 9), ""),
            ("listed, no notes at all", _ms(lambda: empty.notes(places=False), 15), ""),
            ("watched (asked twice a second)", _ms(library.version, 15, pause=True), ""),
            ("searched for the first time (indexed)", _ms(lambda: library.notes(query="kremlin"), 1), ""),
            ("notes searched, p95 of 200 (processor)", _p95(_searched(library)), "must be under 20"),
            ("everything searched, p95 of 200 (processor)", _p95(_found(library)), "must be under 20"),
        ]
        saved, bare = _saved(library), _bare(paths.notes)
        rows.append(("saved with fsync, median of 100", statistics.median(saved), "must be under 10"))
        rows.append(("  of that the disk: write, fsync, rename", statistics.median(bare), ""))
        rows += asyncio.run(_screens(library, empty))
    finally:
        library.close()
        empty.close()
    return [f"  {name:<46}{value:>9.2f} ms   {wanted}".rstrip() for name, value, wanted in rows]


def _library(folder: Path, name: str) -> Library:
    """A library of its own with the seed story."""
    paths = Paths(folder / name, folder / "config.yaml", folder / f"{name}.state", folder / f"{name}.cache")
    library = Library.open(paths)
    library.add([str(seeds())])
    return library


def _write(library: Library) -> None:
    """The notes, written plainly: making them durable one by one is not what is measured."""
    rng = random.Random(7)
    (card,) = library.stories()
    passages = [
        (article, passage)
        for article in library.story(card.id).articles
        for passage in article.passages
        if len(passage.text) > 40
    ]
    from index.notes.anchors import anchor
    from index.notes.names import file_name, new_id

    library.paths.notes.mkdir(parents=True)
    marks = [anchor(article, [passage.id]) for article, passage in passages]
    for number in range(_NOTES):
        note_id, title = new_id(), " ".join(rng.choices(_WORDS, k=4)) + f" {number}"
        raw = notefile.compose(
            note_id=note_id,
            title=title,
            story=card.id if number % 10 == 0 else None,
            anchors=[rng.choice(marks)],
            tags=[rng.choice(_WORDS)],
            text=" ".join(rng.choices(_WORDS, k=60)) + f" word{number} #tag{number % 50}\n",
            created=notefile.now(),
        )
        (library.paths.notes / file_name(title, note_id)).write_bytes(raw)


def _of_story(library: Library) -> object:
    (card,) = library.stories()
    return library.notes(story=card.id)


def _searched(library: Library) -> list[float]:
    return [_processor(partial(library.notes, query=query, places=False)) for query in _queries()]


def _found(library: Library) -> list[float]:
    return [_processor(partial(library.search, query)) for query in _queries()]


def _queries() -> list[str]:
    """Two words each: both in nearly all notes, or one in a single note."""
    rng = random.Random(3)
    seconds = (rng.choice([rng.choice(_WORDS), f"word{rng.randrange(_NOTES)}"]) for _ in range(200))
    return [f"{rng.choice(_WORDS)} {second}" for second in seconds]


def _saved(library: Library) -> list[float]:
    notes = library.notes(places=False)[:100]
    return [_ms(partial(library.save_note, note, text=f"{note.text}more\n"), 1) for note in notes]


def _bare(folder: Path) -> list[float]:
    from index.files import replace_atomically

    path = folder / "bare.txt"
    return [_ms(lambda: replace_atomically(path, b"x" * 1500), 1) for _ in range(100)]


async def _screens(library: Library, empty: Library) -> list[tuple[str, float, str]]:
    """The notes screen opened by its key until it shows its notes; the two readers take turns."""
    from tui.app import BylinesApp

    rows: list[tuple[str, float, str]] = []
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(3):
        for notes in (True, False):
            app = BylinesApp(library if notes else empty, env={"LANG": "C.UTF-8"})
            async with app.run_test(size=(120, 40)) as pilot:
                await _until(pilot, lambda pilot: "Kremlin" in shown(pilot))
                for _ in range(7):
                    times[notes].append(await _opened(pilot, "10,000 notes" if notes else "No notes yet"))
                if notes and not rows:
                    rows.append(("outside change shown after", await _noticed(pilot), "must be under 1000"))
    many, none = (statistics.median(times[notes]) for notes in (True, False))
    rows.append(("notes screen opened, no notes (processor)", none, ""))
    rows.append(("notes screen opened (processor)", many, f"{many / none:.2f} times that, must be under 1.3"))
    return rows


async def _opened(pilot: Pilot[Any], words: str) -> float:
    """Processor time, in milliseconds: other programs' work does not count."""
    began = process_time()
    pilot.app.simulate_key("A")
    await _until(pilot, lambda pilot: words in shown(pilot))
    took = (process_time() - began) * 1000
    await pilot.press("q")
    await pilot.pause(0.1)
    return took


async def _noticed(pilot: Pilot[Any]) -> float:
    """How long after an editor wrote the newest note in place the open screen shows it."""
    await pilot.press("A")
    await _until(pilot, partial(_shows, "10,000 notes"))
    found = []
    for number in range(9):
        screen = pilot.app.screen
        assert isinstance(screen, NotesScreen)
        note = screen.note_list.notes[0]
        await asyncio.sleep(0.1 * number)
        raw = note.path.read_bytes()
        began = perf_counter()
        note.path.write_bytes(re.sub(rb"(?m)^title: .*$", b'title: "outside %d"' % number, raw))
        await _until(pilot, partial(_shows, f"outside {number}"))
        found.append((perf_counter() - began) * 1000)
    await pilot.press("q")
    return max(found)


def _shows(text: str, pilot: Pilot[Any]) -> bool:
    return text in shown(pilot)


async def _until(pilot: Pilot[Any], true: Callable[[Pilot[Any]], bool]) -> None:
    began = perf_counter()
    while not true(pilot) and perf_counter() - began < 60:
        await asyncio.sleep(0.01)


def _kills(folder: Path) -> str:
    command = [sys.executable, "-m", "tests.index.notes.killing", str(folder / "killed"), "1000", "1"]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    return (
        f"  killed {told['kills']:,} times at random moments of saving ({told['saves']:,} saves done):"
        f" {told['torn']} torn, {told['lost']} lost, {told['doubled']} doubled"
    )


def _ms(call: Callable[[], object], times: int, *, pause: bool = False) -> float:
    """The median time of a call; with a pause after each as long as a watch waits."""
    from time import sleep

    found = []
    for _ in range(times):
        began = perf_counter()
        call()
        found.append((perf_counter() - began) * 1000)
        if pause:
            sleep(found[-1] / 1000 * 21)
    return statistics.median(found)


def _processor(call: Callable[[], object]) -> float:
    """Processor time in milliseconds: other programs' work does not count."""
    began = process_time()
    call()
    return (process_time() - began) * 1000


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * len(values))]


if __name__ == "__main__":
    print(report())
