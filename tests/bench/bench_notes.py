"""Figures of the notes room: ten thousand notes listed, searched, saved, watched; a thousand kills."""

from __future__ import annotations

import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from config.paths import Paths, seeds
from index.library import Library
from index.notes import notefile

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
    paths = Paths(folder / "library", folder / "config.yaml", folder / "state", folder / "cache")
    library = Library.open(paths)
    library.add([str(seeds())])
    _write(library)
    library.close()
    library = Library.open(paths)
    empty = Library.open(Paths(folder / "empty", folder / "config.yaml", folder / "state2", folder / "cache"))
    try:
        rows = [
            ("listed for the first time", _ms(lambda: library.notes(places=False), 1), ""),
            ("listed again, nothing changed", _ms(lambda: library.notes(places=False), 15), ""),
            ("of one story, with places, first time", _ms(lambda: _of_story(library), 1), ""),
            ("of one story, with places, again", _ms(lambda: _of_story(library), 9), ""),
            ("listed, no notes at all", _ms(lambda: empty.notes(places=False), 15), ""),
            ("watched (asked every second)", _ms(library.notes_version, 15, pause=True), ""),
        ]
        library.notes(query="kremlin", places=False)
        searched = _searched(library)
        rows.append(("searched, p95 of 200", _p95(searched), "must be under 20"))
        saved, bare = _saved(library), _bare(paths.notes)
        rows.append(("saved with fsync, median of 100", statistics.median(saved), "must be under 10"))
        rows.append(("  of that the disk: write, fsync, rename", statistics.median(bare), ""))
        rows.append(("outside change seen after", _noticed(library), "must be under 1000"))
    finally:
        library.close()
        empty.close()
    return [f"  {name:<46}{value:>9.2f} ms   {wanted}".rstrip() for name, value, wanted in rows]


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
    rng = random.Random(3)
    return [
        _ms(lambda query=query: library.notes(query=query, places=False), 1)
        for query in (
            f"{rng.choice(_WORDS)} {rng.choice([rng.choice(_WORDS), f'word{rng.randrange(_NOTES)}'])}"
            for _ in range(200)
        )
    ]


def _saved(library: Library) -> list[float]:
    notes = library.notes(places=False)[:100]
    return [_ms(lambda note=note: library.save_note(note, text=f"{note.text}more\n"), 1) for note in notes]


def _bare(folder: Path) -> list[float]:
    from index.files import replace_atomically

    path = folder / "bare.txt"
    return [_ms(lambda: replace_atomically(path, b"x" * 1500), 1) for _ in range(100)]


def _noticed(library: Library) -> float:
    """How long after an editor wrote in place the version differs, asked every tenth of a second."""
    from time import sleep

    path = next(library.paths.notes.glob("*.md"))
    before = library.version()
    sleep(0.05)
    began = perf_counter()
    with path.open("ab") as file:
        file.write(b"from outside\n")
    while library.version() == before and perf_counter() - began < 5:
        sleep(0.1)
    return (perf_counter() - began) * 1000


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


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * len(values))]


if __name__ == "__main__":
    print(report())
