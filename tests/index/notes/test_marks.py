"""Tags and links in the text of a note, and what links lead to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library import Library
from index.notes import marks
from index.notes.notebook import Notebook


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#war and (#Kherson), #нота #a1 #war/kherson-2", ("war", "Kherson", "нота", "a1", "war/kherson-2")),
        ("# heading\n#1 #2023 x#y http://x.org/#frag \\#no", ()),
        ("`#code` #yes\n```\n#no\n```\n#after", ("yes", "after")),
        ("#War #war", ("War",)),
        ("~~~\n#open fence", ()),
    ],
)
def test_tags(text: str, tags: tuple[str, ...]) -> None:
    assert marks.tags(text) == tags


def test_links() -> None:
    text = "[[A note]] ![[b.md#part|shown]] \\[\\[no\\]\\] \\[[no]] `[[no]]` [[A note]] [[]] [[#x]] [[a\nb]]"
    assert marks.links(text) == ("A note", "b.md")


@given(st.text("#[]|`~ab\n \\", max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert all("\n" not in found for found in (*marks.tags(text), *marks.links(text)))


def test_tags_of_the_text_are_the_notes_and_stay_in_the_text(tmp_path: Path) -> None:
    notebook = Notebook(tmp_path)
    note = notebook.create(text="Ask again #check\n", tags=("Own",))
    assert note.tags == ("Own", "check")
    raw = note.path.read_bytes()
    assert notebook.save(note, text=note.text, tags=note.tags).path.read_bytes() == raw
    more = notebook.save(note, text=note.text, tags=(*note.tags, "new"))
    assert more.tags == ("Own", "new", "check")
    assert b'tags: ["Own", "new"]' in more.path.read_bytes()


def test_links_lead_to_notes_and_stories_and_back(seeded: Library) -> None:
    (card,) = seeded.stories()
    first = seeded.new_note(story=None, title="Which count?", text="x")
    text = f"[[which COUNT?]] [[{first.id}]] [[{first.path.name}]] [[{card.title}]] [[{card.id}]] [[nowhere]]"
    second = seeded.new_note(story=None, title="Links", text=text)
    led = seeded.links(second)
    assert [link.note for link in led] == [first.id] * 3 + [None] * 3
    assert [link.story for link in led] == [None] * 3 + [card.id] * 2 + [None]
    assert [note.id for note in seeded.backlinks(first.id)] == [second.id]
    assert [note.id for note in seeded.backlinks(card.id)] == [second.id]
    assert seeded.backlinks(second.id) == []
    assert "[[nowhere]]" in seeded.check_notes()[0].what
