"""A text of 100,000 lines, and a line of a megabyte, open and scroll like any other."""

from __future__ import annotations

import time

import pytest

from index.compared import Comparison
from index.library import Library
from tests.builders import draft
from tests.tui.driving import press, settled, shown
from tui.app import BylinesApp


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(f"The mayor of the town said on day {n} that it would rain." for n in range(100_000)),
        "The mayor of the town said so on Friday. " * 25_000,
    ],
    ids=["100,000 lines", "one line of a megabyte"],
)
async def test_f74_a_large_text_opens(library: Library, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    # What goes on in the background is no part of opening.
    monkeypatch.setattr("index.searching.Searching.update", lambda *_: None)
    monkeypatch.setattr(Library, "comparison", lambda _, story, cancelled=None: Comparison(story))
    made = [draft(text, outlet=None, title="A large text")]
    monkeypatch.setattr("index.ingest.sources.drafts", lambda *_, **__: iter(made))
    assert library.add(["-"]).added == 1
    app = BylinesApp(library, env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        began = time.process_time()
        await press(pilot, "enter")
        opened = time.process_time() - began
        assert shown(pilot).count("The mayor of the town said") > 10
        began = time.process_time()
        await press(pilot, "G", "g", "g", "j", "space")
        moved = time.process_time() - began
    # Some tenths of a second on an idle machine; the work must not grow faster than the text.
    assert opened < 10 and moved < 10, (opened, moved)
