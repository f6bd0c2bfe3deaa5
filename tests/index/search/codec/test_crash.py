"""A crash at any step of a commit leaves the old state or the new; readers keep what they had opened."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.search import trust
from index.search.codec import plan
from index.search.query import parse
from tests.index.search.builders import Shelf, article, indexed


class Crash(BaseException):
    """The process ends here, as far as the disk is concerned."""


class Steps:
    """Ends the process at the `last` step that reaches the disk."""

    def __init__(self, last: int) -> None:
        self.last = last
        self.taken = 0

    def around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **options: Any) -> Any:
            self.taken += 1
            if self.taken > self.last:
                raise Crash
            return real(*args, **options)

        return step


def begun(folder: Path) -> Shelf:
    """A shelf whose next addition merges."""
    shelf = Shelf(folder)
    for number in range(plan.MOST):
        shelf.put(article(f"a{number}", f"drone number{number}"))
    return shelf


def test_a_crash_at_any_step_leaves_the_old_state_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = begun(tmp_path / "whole")
    whole.engine.close()
    old = {f"a{number}" for number in range(plan.MOST)}
    new = {*old, "b1", "b2"} - {"a3"}
    last, seen = 0, set()
    while True:
        shutil.copytree(tmp_path / "whole", tmp_path / "copy", copy_function=shutil.copy2)
        shelf = Shelf(tmp_path / "copy")
        assert shelf.engine.high_water() == plan.MOST
        shelf.upto = plan.MOST
        steps = Steps(last)
        crashed = False
        with monkeypatch.context() as patch:
            for name in ("fsync", "replace", "unlink", "remove"):
                patch.setattr(os, name, steps.around(getattr(os, name)))
            try:
                shelf.put(article("b1", "drone new"), article("b2", "drone"), remove=["a3"])
            except Crash:
                crashed = True
        after = shelf.open()
        found = set(shelf.ids("drone", after))
        assert found in (old, new), last
        assert after.high_water() == (plan.MOST + 1 if found == new else plan.MOST)
        assert after.notices() == after.check() == []
        seen.add((crashed, found == new))
        after.apply([indexed(article("c1", "drone last"))], (), (), (), plan.MOST + 2)
        assert set(shelf.ids("drone", after)) == {*found, "c1"}
        manifest = trust.read(shelf.index, trust.load_key(shelf.key))
        assert manifest is not None
        there = {path.name for path in shelf.index.iterdir()}
        assert there == {*manifest.files, "lock", trust.MANIFEST}, "leftovers are swept"
        after.close()
        shutil.rmtree(tmp_path / "copy")
        last += 1
        if not crashed:
            break
    assert last > 5
    assert seen == {(True, False), (True, True), (False, True)}


def test_a_reader_keeps_what_it_opened_while_others_write(shelf: Shelf) -> None:
    words = ["red", "green", "blue"]
    shelf.put(*(article(f"a{n}", f"drone {words[n % 3]} {words[n % 2]}") for n in range(30)))
    reader = shelf.engine._reader
    shelf.ids("drone")
    reader = shelf.engine._reader
    trees = [parse(text).query for text in ("red", "red green", '"drone red"', "gre*", "-blue")]
    expected = [reader.ids(reader.matching(tree)) for tree in trees]
    writer = shelf.open()
    for number in range(plan.MOST + 3):
        writer.apply([indexed(article(f"a{number}", "other"))], [f"a{number + 15}"], (), (), number + 2)
    assert not (shelf.index / reader.segments[0].named.file).exists(), "merged away"
    reader._last.clear()
    assert [reader.ids(reader.matching(tree)) for tree in trees] == expected
    assert set(shelf.ids("other")) == {f"a{number}" for number in range(plan.MOST + 3)}
    writer.close()
