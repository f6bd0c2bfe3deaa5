"""The progress line and the closing table."""

from __future__ import annotations

import io

import pytest

from index.model import AddReport, Progress, Skipped
from tests.tui.test_cli import HOSTILE, UNSAFE
from tui.cmdline import progress, telling
from tui.cmdline.output import Output
from tui.cmdline.progress import ProgressLine


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be set by the test."""
    time = [100.0]
    monkeypatch.setattr(progress.time, "monotonic", lambda: time[0])
    return time


def _drawn(stream: io.StringIO) -> list[str]:
    """The lines drawn over each other."""
    lines = [line.rstrip() for line in stream.getvalue().split("\r") if line.strip()]
    stream.seek(0)
    stream.truncate()
    return lines


def test_a_bar_counts_a_rate_and_the_source(now: list[float]) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    line.show(Progress("fetching", 0, 40, "Herald"))
    assert _drawn(stream) == [f"fetching [{'.' * 20}] 0 of 40  Herald"]
    now[0] += 4
    line.show(Progress("fetching", 10, 40, "Post"))
    assert _drawn(stream) == [f"fetching [{'#' * 5}{'.' * 15}] 10 of 40  2.5/s  Post"]
    now[0] += 1
    line.show(Progress("reading", 5000, None, "/news/a.txt"))
    assert _drawn(stream) == ["reading 5,000  /news/a.txt"]
    now[0] += 2
    line.show(Progress("reading", 7468, None, "/news/b.txt"))
    assert _drawn(stream) == ["reading 7,468  1,234/s  /news/b.txt"]
    now[0] += 1
    line.show(Progress("reading", 8702, None, "/news/c.txt", 0.5))
    assert _drawn(stream) == [f"reading [{'#' * 10}{'.' * 10}] 8,702  1,234/s  /news/c.txt"]


def test_it_is_drawn_ten_times_a_second_at_most_and_always_at_the_end(now: list[float]) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    for done in range(100):
        now[0] += 0.01
        line.show(Progress("reading", done, 100, ""))
    assert len(_drawn(stream)) <= 12
    line.show(Progress("reading", 100, 100, ""))
    assert len(_drawn(stream)) == 1
    line.hide()
    line.hide()
    assert stream.getvalue().count("\r") == 2


def test_a_hostile_source_stays_on_its_line(now: list[float]) -> None:
    stream = io.StringIO()
    line = ProgressLine(stream)
    line.show(Progress("fetching", 1, 2, f"{HOSTILE}\n\rforged" + "w" * 500))
    assert stream.getvalue().count("\r") == 1
    assert not UNSAFE.search(stream.getvalue().removeprefix("\r"))
    assert "\n" not in stream.getvalue()
    assert len(stream.getvalue()) <= 80


def test_few_skipped_are_named_and_many_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    few = AddReport(added=1, skipped=tuple(Skipped(f"{n}.png", "a binary file") for n in range(20)))
    telling.tell(Output({}), few)
    out, errors = capsys.readouterr()
    assert out == "1 article added, 0 updated, 0 unchanged, 20 skipped\n"
    assert len(errors.splitlines()) == 20
    many = tuple(Skipped(f"{n}.png", "a binary file") for n in range(30))
    telling.tell(Output({}), AddReport(skipped=(Skipped("x", "empty"), *many)))
    assert capsys.readouterr().err.splitlines() == [
        "bylines: skipped 30: a binary file: 0.png, 1.png, 2.png and 27 more (`--json` names all)",
        "bylines: skipped 1: empty: x",
    ]
