"""Saves notes in a child that is killed at a random moment, again and again; prints what came of it as JSON.

Run as `python -m tests.index.notes.killing FOLDER KILLS SEED`. The child is a fork, so that a thousand
kills take seconds; what it began and finished it tells through memory that outlives it.
"""

from __future__ import annotations

import json
import mmap
import os
import random
import signal
import struct
import sys
import time
from pathlib import Path
from typing import NoReturn

from index.notes.notebook import Notebook

_STATE = struct.Struct("qqqq")  # save begun, save finished, notes begun, notes finished
_MOST_SAVES, _ONE_SAVE = 4, 0.003


def _text(number: int) -> str:
    """A text that tells whether it is whole: many lines, each with the number."""
    return f"{number}\n" * (200 + number % 400)


def _save_for_ever(folder: Path, note_id: str, state: mmap.mmap) -> NoReturn:
    notebook = Notebook(folder)
    note = notebook.get(note_id)
    begun, finished, made_begun, made = _STATE.unpack(state[: _STATE.size])
    while True:
        begun += 1
        state[: _STATE.size] = _STATE.pack(begun, finished, made_begun, made)
        note = notebook.save(note, text=_text(begun), title=f"save {begun}")
        finished = begun
        made_begun += begun % 5 == 0
        state[: _STATE.size] = _STATE.pack(begun, finished, made_begun, made)
        if begun % 5 == 0:
            notebook.create(title="one more", text=_text(begun))
            made = made_begun
            state[: _STATE.size] = _STATE.pack(begun, finished, made_begun, made)


def main(folder: Path, kills: int, seed: int) -> dict[str, int]:
    """Counts: kills, saves, and what must be none: torn, lost and doubled notes."""
    rng = random.Random(seed)
    state = mmap.mmap(-1, _STATE.size)
    note_id = Notebook(folder).create(title="save 0", text=_text(0)).id
    _warm_up(folder / "warm")
    told = {"kills": 0, "saves": 0, "torn": 0, "lost": 0, "doubled": 0}
    for _ in range(kills):
        # A number of saves and not a time alone: on a busy machine the child may not have begun yet.
        last = _STATE.unpack(state[: _STATE.size])[1] + rng.randint(1, _MOST_SAVES)
        child = os.fork()
        if not child:
            _save_for_ever(folder, note_id, state)
        _wait(state, child, last)
        time.sleep(rng.random() * _ONE_SAVE)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        told["kills"] += 1
        _look(folder, note_id, state, told)
    told["saves"] = _STATE.unpack(state[: _STATE.size])[1]
    return told


def _wait(state: mmap.mmap, child: int, wanted: int) -> None:
    """Until the child has begun that save."""
    while _STATE.unpack(state[: _STATE.size])[0] < wanted:
        if os.waitpid(child, os.WNOHANG)[0]:
            raise ChildProcessError("ended before it was killed")
        time.sleep(0.0002)


def _warm_up(folder: Path) -> None:
    """Import what saving imports late, so that the children are killed while saving."""
    notebook = Notebook(folder)
    note = notebook.save(notebook.create(title="x"), text="x", title="y")
    notebook.all()
    note.path.unlink()


def _look(folder: Path, note_id: str, state: mmap.mmap, told: dict[str, int]) -> None:
    begun, finished, made_begun, made = _STATE.unpack(state[: _STATE.size])
    notes = {note.id: note for note in Notebook(folder).all()}
    note = notes.pop(note_id, None)
    number = int(note.title.split()[1]) if note is not None else -1
    told["lost"] += not finished <= number <= begun
    told["torn"] += note is not None and note.text != _text(number)
    others = list(notes.values())
    told["torn"] += sum(not other.text or other.text != _text(int(other.text.split()[0])) for other in others)
    told["lost"] += len(others) < made
    told["doubled"] += len(others) > made_begun
    # What was begun may or may not be there; from now on it counts as what it became.
    for other in others:
        other.path.unlink()
    state[: _STATE.size] = _STATE.pack(number, number, 0, 0)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
