"""Groups C and J of the hostile inputs in the screens of notes: all of it is text, none of it acts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from textual.widgets import Markdown

from index.errors import QueryError
from index.library import Library
from tests.tui.conftest import Open
from tests.tui.driving import press, settled, shown, told
from tui.screens.notes import NotesScreen

CASES = {
    "c38": "the presence of [drones] in the sky",
    "c39": '[@click=app.quit]x[/] [@click=app.pwn("x")]x[/]',
    "c40": "[/] see [/some/path] [bold]x[/italic] [#zzz]x[/]",
    "c41": "[link=https://e.example]x[/link]",
    "c42": '[link="file:///etc/passwd"]x[/link]',
    "c43": "[black on black]hide[/] [hidden]x[/] [sic] [on] [x y=z w]",
    "c44": "[[x]] [$x]y [Updates with quote] \\[x] x\\ [/",
    "c47": "$success %s {0} {{x}} ${HOME} \\N{BULLET}",
    "c49": "[x](-oops) [x](../secret.md) [x](app.quit) ![x](http://t/p.png)",
}


@pytest.mark.parametrize("text", CASES.values(), ids=CASES)
async def test_c38_to_c49_markup_is_shown_and_does_nothing(
    open_reader: Open, seeded: Library, text: str
) -> None:
    """In the list, the text beside it, the panel of a story and the editor; a click opens nothing."""
    story = seeded.stories()[0].id
    seeded.new_note(story=story, title=text, text=text)
    async with open_reader(210, 40) as pilot:
        await press(pilot, "A")
        assert shown(pilot).count(text) >= 3
        for column in range(100, 112):
            await pilot.click(offset=(column, 3))
        assert pilot.app.is_running and isinstance(pilot.app.screen, NotesScreen)
        assert not pilot.app.screen.query(Markdown)
        await press(pilot, "enter")
        assert text in shown(pilot)
        await press(pilot, "escape", "q", "enter", "p")
        assert text[:20] in shown(pilot)


async def test_c45_an_error_that_quotes_markup_is_shown(
    open_reader: Open, seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        from index.errors import NoteError

        raise NoteError("[/some/path] [bold]", where="[@click=app.quit]x[/]")

    seeded.new_note(story=None, title="one", text="x")
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A")
        monkeypatch.setattr(seeded, "delete_note", fail)
        await press(pilot, "d")
        assert "[@click=app.quit]x[/]: [/some/path] [bold]" in told(pilot)


async def test_c46_fifty_thousand_tags_are_not_parsed(open_reader: Open, seeded: Library) -> None:
    seeded.new_note(story=None, title="[b]" * 100, text="[b]" * 50_000)
    began = time.process_time()
    async with open_reader(80, 24) as pilot:
        await press(pilot, "A")
        assert "[b][b]" in shown(pilot)
    assert time.process_time() - began < 30


@pytest.mark.parametrize("query", ["x" * 100_000, "(" * 500, "*", '"' * 101, "w1~9", "[TO]", "[/]"])
def test_j123_queries_for_notes_end_in_an_answer_or_a_sentence(seeded: Library, query: str) -> None:
    seeded.new_note(story=None, title="one", text="x")
    try:
        found = seeded.notes(query=query)
    except QueryError as error:
        assert len(str(error)) < 2000
    else:
        assert isinstance(found, list)


async def test_j123_a_wrong_filter_is_said_in_the_screen(open_reader: Open, seeded: Library) -> None:
    seeded.new_note(story=None, title="one", text="x")
    async with open_reader(120, 40) as pilot:
        await press(pilot, "A")
        screen = pilot.app.screen
        assert isinstance(screen, NotesScreen)
        screen.filter = "after:nonsense"
        screen.load()
        await settled(pilot)
        assert "not a date" in told(pilot)


def test_j124_a_clock_that_goes_back_changes_no_order_twice(
    seeded: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The times are in UTC, so that no time zone moves them; of equal ones the time of the file decides."""
    from index.notes import notefile

    first = seeded.new_note(story=None, title="first", text="x")
    monkeypatch.setattr(notefile, "now", lambda: "2001-01-01T00:00:00Z")
    for number in range(3):
        seeded.new_note(story=None, title=f"earlier {number}", text="x")
    order = [note.id for note in seeded.notes()]
    assert order[0] == first.id
    saved = seeded.save_note(first, text="y\n")
    assert (saved.created, saved.updated) == (first.created, "2001-01-01T00:00:00Z")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        again = Library.open(seeded.paths)
        order = [note.id for note in seeded.notes()]
        assert [note.id for note in again.notes()] == order
        assert [note.title for note in again.notes()] == ["first", "earlier 2", "earlier 1", "earlier 0"]
        again.close()
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_d56_credentials_of_an_address_stay_out_of_notes(library: Library, tmp_path: Path) -> None:
    lines = tmp_path / "one.jsonl"
    lines.write_text(
        '{"url": "https://user:pw@example.org/a", "outlet": "X", "title": "T", "text": "Two drones fell."}\n'
    )
    library.add([str(lines)])
    (card,) = library.stories()
    article = library.story(card.id).articles[0]
    note = library.new_note(story=card.id, passages=[article.passages[-1].id], text="x")
    assert note.anchors[0].url == "https://example.org/a" and note.status == "anchored"
    assert b"pw@" not in note.path.read_bytes()
    for form in ("md", "json", "jsonld", "csv"):
        assert "pw@" not in library.export_notes([note], form)
