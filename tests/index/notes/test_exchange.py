"""Notes out of the program and in again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.paths import Paths
from index.errors import NoteError
from index.library import Library
from index.notemodel import Note
from index.notes.export import cell


@pytest.fixture
def other(tmp_path: Path, seeds: Path) -> Iterator[Library]:
    """Another library with the same articles."""
    there = tmp_path / "other"
    library = Library.open(Paths(there, there / "config.yaml", there / "state", there / "cache"))
    library.add([str(seeds)])
    yield library
    library.close()


def written(library: Library) -> tuple[Note, Note]:
    """A note on an aligned row, and one on the story alone."""
    (card,) = library.stories()
    story = library.story(card.id)
    row = [article.passages[3].id for article in story.articles[:2]]
    first = library.new_note(story=card.id, passages=row, title="=1+1", text="A\n\n\tb #x\n", tags=("War",))
    return first, library.new_note(story=card.id, title="On the story", text="+cmd|' /C calc'!A0")


def test_annotations_come_back_as_the_same_notes(seeded: Library, other: Library, tmp_path: Path) -> None:
    notes = written(seeded)
    path = tmp_path / "notes.jsonld"
    path.write_text(seeded.export_notes(notes, "jsonld"))
    report = other.import_notes([str(path)])
    assert (report.added, report.unchanged, report.skipped) == (2, 0, ())
    for note in notes:
        back = other.note(note.id)
        assert (back.anchors, back.passages, back.status) == (note.anchors, note.passages, note.status)
        assert (back.title, back.text, back.tags, back.story) == (
            note.title,
            note.text,
            note.tags,
            note.story,
        )
        assert back.created == note.created
    again = other.import_notes([str(path)])
    assert (again.added, again.unchanged) == (0, 2) and len(other.notes()) == 2


def test_the_annotation_is_of_the_w3c_model(seeded: Library) -> None:
    note, _ = written(seeded)
    document = json.loads(seeded.export_notes([note], "jsonld"))
    assert document["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert (document["type"], document["total"]) == ("AnnotationCollection", 1)
    (item,) = document["first"]["items"]
    assert (item["type"], len(item["target"])) == ("Annotation", 2)
    quote, position = item["target"][0]["selector"]
    mark = note.anchors[0]
    assert quote == {
        "type": "TextQuoteSelector",
        "exact": mark.exact,
        "prefix": mark.prefix,
        "suffix": mark.suffix,
    }
    assert position == {"type": "TextPositionSelector", "start": mark.start, "end": mark.end}
    assert {"type": "TextualBody", "value": "War", "purpose": "tagging"} in item["body"]


def test_annotations_of_another_program_find_their_article_by_its_address(
    library: Library, tmp_path: Path
) -> None:
    text = (
        "The attack came at night.\nTwo drones were shot down over the dome of the Senate.\nNobody was hurt."
    )
    line = {"id": "1", "url": "https://example.org/x", "outlet": "Paper", "title": "Drones", "text": text}
    articles = tmp_path / "a.jsonl"
    articles.write_text(json.dumps(line))
    row = {
        "id": "Xy",
        "created": "2023-05-07T08:15:00Z",
        "uri": "https://example.org/x",
        "text": "Who says so?",
        "tags": ["check"],
        "target": [
            {
                "source": "https://example.org/x",
                "selector": [
                    {"type": "RangeSelector"},
                    {"type": "TextQuoteSelector", "exact": "Two drones were shot down over the dome"},
                ],
            }
        ],
    }
    path = tmp_path / "hypothesis.json"
    path.write_text(json.dumps({"total": 1, "rows": [row, {"text": ""}, 3]}))
    library.import_notes([str(path)])
    (note,) = library.notes()
    assert (note.status, note.text, note.tags) == ("orphan", "Who says so?", ("check",))
    library.add([str(articles)])
    (note,) = library.notes()
    (passage,) = note.passages
    assert note.status == "anchored" and library.notes(orphans=True) == []
    assert "Two drones" in next(
        p.text for p in library.article(passage.split(".")[0]).passages if p.id == passage
    )
    assert library.import_notes([str(path)]).unchanged == 1


def test_a_folder_of_markdown_comes_in_to_the_byte(library: Library, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / "deep").mkdir(parents=True)
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "no.md").write_text("no")
    files = {
        "Plain.md": b"just text #tag\r\n",
        "deep/Plain.md": b"another",
        "own.md": b"---\n# mine\nid: n0000000a\ntitle: Own\n---\nbody \xff",
        "broken.md": b"---\ntitle: [x\n---\nbody",
    }
    for name, raw in files.items():
        (vault / name).write_bytes(raw)
    report = library.import_notes([str(vault), str(vault / "own.md"), str(tmp_path / "gone.md")])
    assert (report.added, report.unchanged, len(report.skipped)) == (4, 1, 1)
    notes = library.paths.notes
    assert sorted(path.read_bytes() for path in notes.iterdir()) == sorted(files.values())
    assert library.note("n0000000a").title == "Own"
    assert all(path.parent == notes for path in notes.iterdir())

    (vault / "own.md").write_bytes(files["own.md"] + b"more")
    assert library.import_notes([str(vault)]).added == 1
    assert library.import_notes([str(vault)]).added == 0
    assert len({note.id for note in library.notes()}) == 5 and not library.check_notes()[1:]


@pytest.mark.parametrize("raw", [b"{", b"[]", b"[" * 5000, b'{"target": 3}', b"\xff\xfe", b"null"])
def test_broken_annotations_are_skipped_by_name(library: Library, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(raw)
    report = library.import_notes([str(path)])
    assert (report.added, [skipped.source for skipped in report.skipped]) == (0, [str(path)])


def test_one_markdown_document_has_the_quotes(seeded: Library) -> None:
    note, _ = written(seeded)
    made = seeded.export_notes(seeded.notes(), "md")
    (card,) = seeded.stories()
    assert made.startswith(f"# Notes\n\n## {card.title}\n")
    assert made.count("### ") == 2 and made.count("\n> — ") == 2
    assert note.anchors[0].outlet in made and "\tb #x\n" in made
    with pytest.raises(NoteError):
        seeded.export_notes([note], "pdf")


def test_a_table_has_a_row_for_each_passage_and_no_formula(seeded: Library) -> None:
    note, other_note = written(seeded)
    rows = list(csv.DictReader(io.StringIO(seeded.export_notes([note, other_note], "csv"), newline="")))
    assert [row["id"] for row in rows] == [note.id, note.id, other_note.id]
    assert rows[0]["quote"] == note.anchors[0].exact and rows[0]["title"] == "'=1+1"
    assert rows[2]["text"].startswith("'+cmd")
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "\n=1"])
def test_cells_are_no_formulas(text: str) -> None:
    assert cell(text).startswith("'")


def test_controls_do_not_leave(library: Library) -> None:
    library.paths.notes.mkdir(parents=True)
    (library.paths.notes / "x.md").write_bytes(b'---\ntitle: "a\\e]52;c;x\\a"\n---\nb\x1b[31m\xc2\x9b1m\n')
    for form in ("md", "json", "jsonld", "csv"):
        made = library.export_notes(library.notes(), form)
        assert not set(made) & {"\x1b", "\x9b", "\x07", "\x00"}, form


def test_notes_are_filtered(seeded: Library) -> None:
    note, on_story = written(seeded)
    name = note.anchors[0].outlet
    assert [found.id for found in seeded.notes(tag="war")] == [note.id]
    assert [found.id for found in seeded.notes(tag="#X")] == [note.id]
    assert [found.id for found in seeded.notes(outlet=name[:5].upper())] == [note.id]
    assert {found.id for found in seeded.notes(since=note.updated[:10])} == {note.id, on_story.id}
    assert seeded.notes(since="2999") == [] and seeded.notes(orphans=True) == []
    assert [found.id for found in seeded.notes(query="calc story")] == [on_story.id]
    seeded.save_note(on_story, text="nothing")
    assert seeded.notes(query="calc") == []
    with pytest.raises(NoteError):
        seeded.notes(since="yesterday")


def test_a_list_without_places_has_the_status(seeded: Library, tmp_path: Path) -> None:
    note, _ = written(seeded)
    fresh = Library.open(seeded.paths)
    listed = {found.id: found for found in fresh.notes(places=False)}
    assert (listed[note.id].status, listed[note.id].passages) == ("anchored", ())
    assert {found.id: found.passages for found in fresh.notes()}[note.id] == note.passages
    raw = note.path.read_bytes()
    note.path.write_bytes(raw.replace(note.anchors[0].article.encode(), b"a0000000x").replace(
        note.anchors[1].article.encode(), b"a0000000x"))  # fmt: skip
    assert [found.id for found in fresh.notes(orphans=True)] == [note.id]
    fresh.close()
