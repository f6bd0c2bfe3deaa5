"""Crashes, kills, several writers and readers: nothing committed is lost, nothing has to be repaired."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from index.errors import SearchError
from index.search import trust
from index.search.codec.naming import SEGMENT
from index.search.codec.sections import SectionWriter
from tests.index.search.builders import Shelf, article, indexed, note

ROOT = Path(__file__).parents[3]


class Crash(BaseException):
    """The process ends here, as far as the disk is concerned."""


@pytest.mark.parametrize(
    "place", ["before the segment is whole", "before the manifest", "after the manifest"]
)
def test_a_crash_in_a_commit_leaves_the_old_state_or_the_new(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    shelf.put(article("a1", "drone"))

    def crash(*_: object, **options: object) -> None:
        raise Crash

    real_write = trust.write

    def write_and_crash(*args: object, **options: object) -> None:
        real_write(*args, **options)  # type: ignore[arg-type]
        raise Crash

    with monkeypatch.context() as patch, pytest.raises(Crash):
        if place == "before the segment is whole":
            patch.setattr(SectionWriter, "finish", crash)
        elif place == "before the manifest":
            patch.setattr(trust, "write", crash)
        else:
            patch.setattr(trust, "write", write_and_crash)
        shelf.put(article("a2", "drone"))
    after = shelf.open()
    new = place == "after the manifest"
    assert set(shelf.ids("drone", after)) == ({"a1", "a2"} if new else {"a1"})
    assert after.high_water() == (2 if new else 1)
    assert after.notices() == []
    shelf.put(article("a3", "drone"))
    assert "a3" in shelf.ids("drone", after)
    known = {*trust.read(shelf.index, trust.load_key(shelf.key)).files, "lock", trust.MANIFEST}  # type: ignore[union-attr]
    assert {path.name for path in shelf.index.iterdir()} == known, "leftovers are swept"
    after.close()


KILLED = """
import sys
from tests.index.search.builders import Shelf, article
from pathlib import Path
shelf = Shelf(Path(sys.argv[1]))
shelf.upto = shelf.engine.high_water()
print("ready", flush=True)
while True:
    shelf.put(article(f"a{shelf.upto + 1}", f"drone number{shelf.upto + 1}"))
    print(shelf.upto, flush=True)
"""


def test_kill_minus_nine_loses_nothing_committed(shelf: Shelf) -> None:
    for delay in (0.05, 0.11, 0.17):
        process = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(shelf.folder)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        told = [int(line) for line in process.stdout.read().splitlines()]
        process.stdout.close()
        process.wait()
        after = shelf.open()
        water = after.high_water()
        assert water >= (told[-1] if told else 0)
        assert set(shelf.ids("drone", after)) == {f"a{n}" for n in range(1, water + 1)}
        assert after.check() == []
        assert after.notices() == []
        after.close()


def test_what_another_process_adds_is_found_at_once(shelf: Shelf) -> None:
    shelf.put(article("a1", "drone"))
    reader = shelf.open()
    assert shelf.ids("drone", reader) == ["a1"]
    shelf.put(article("a2", "drone"))
    assert set(shelf.ids("drone", reader)) == {"a1", "a2"}
    shelf.put(remove=["a1"])
    assert shelf.ids("drone", reader) == ["a2"]
    shelf.engine.reset()
    assert shelf.ids("drone", reader) == []
    reader.close()


def test_a_second_writer_waits_and_then_says_so(shelf: Shelf) -> None:
    shelf.put(article("a1", "drone"))
    impatient = shelf.open(wait=0.2)
    with shelf.engine._index().locked(1.0):
        with pytest.raises(SearchError, match="another bylines"):
            impatient.apply([indexed(article("a2", "drone"))], (), (), (), 2)
        assert shelf.ids("drone", impatient) == ["a1"], "reading goes on meanwhile"
    assert impatient.apply([indexed(article("a2", "drone"))], (), (), (), 2) == 1
    impatient.close()


def test_two_threads_add_without_losing_anything(shelf: Shelf) -> None:
    def add(name: str) -> None:
        for number in range(6):
            shelf.engine.apply([indexed(article(f"{name}{number}", "drone"))], (), (), (), number)

    threads = [threading.Thread(target=add, args=(name,)) for name in "xy"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.ids("drone")) == 12


def test_a_full_disk_is_an_error_and_the_old_state_stands(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(article("a1", "drone"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(SearchError, match="No space left"):
            shelf.put(article("a2", "drone"))
    assert shelf.ids("drone") == ["a1"]
    assert len([path for path in shelf.index.iterdir() if path.suffix == SEGMENT]) == 1


def test_nothing_that_a_power_failure_could_need_is_missing_on_the_disk(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is named is on the disk before it is named, and what is removed is named by nothing on the disk.

    As far as a new manifest is not on the disk itself, the old one may come back.
    """
    shelf.put(article("a1", "drone"), article("a2", "drone"))
    steps: list[str] = []
    synced, replaced, unlink = os.fsync, Path.replace, Path.unlink

    def sync(handle: int) -> None:
        steps.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        synced(handle)

    def replace(self: Path, target: Path) -> Path:
        steps.append("manifest")
        return replaced(self, target)

    def remove(self: Path, missing_ok: bool = False) -> None:
        if self.exists():
            steps.append("remove")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(Path, "unlink", remove)
    before = ["file", "folder", "file", "manifest"]
    shelf.put(article("a3", "drone"))
    assert steps == before, "the store's number of changes tells what was lost"
    steps.clear()
    shelf.engine.apply((), (), [note("n1", "drone")], (), shelf.upto)
    assert steps == [*before, "folder"], "nothing would tell that"
    steps.clear()
    shelf.put(article("a1", "drones"))
    assert steps == ["file", *before], "the old deletions, of which there were none, stay"
    steps.clear()
    shelf.put(article("a2", "drones"))
    assert steps == [*before, "folder", "remove", "remove"], "all of the first segment is gone"


def test_a_deleted_index_folder_is_no_harm(shelf: Shelf) -> None:
    import shutil

    shelf.put(article("a1", "drone"))
    assert shelf.ids("drone") == ["a1"]
    shutil.rmtree(shelf.index)
    assert shelf.engine.high_water() == 0
    assert shelf.ids("drone") == []
    assert shelf.engine.notices() == []
    shelf.put(article("a1", "drone"))
    assert shelf.ids("drone") == ["a1"]
