"""The folder of notes: nothing a person wrote is ever lost, torn or altered."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.yamlsafe import load_mapping
from index import files
from index.errors import NoteConflictError, NoteError, NotFoundError
from index.notemodel import Anchor
from index.notes import frontmatter, names, notefile
from index.notes.notebook import Notebook

ANCHOR = Anchor(
    "a0000000a", 2, 'He said: "no" # x', "before ", " after", 5, 22, "Latin Times", "T: x", None, "2023"
)


@pytest.fixture
def notebook(tmp_path: Path) -> Notebook:
    return Notebook(tmp_path / "notes")


def test_a_note_comes_back_as_it_was_written(notebook: Notebook) -> None:
    assert notebook.all() == []
    note = notebook.create(
        story="s0000000a",
        anchors=(ANCHOR,),
        title="Kremlin: drones",
        text="# Über\n\n- x\n",
        tags=("NO", "C# x"),
    )
    assert Notebook(notebook.folder).all() == [note] == notebook.all()
    assert (note.title, note.text, note.tags) == ("Kremlin: drones", "# Über\n\n- x\n", ("NO", "C# x"))
    assert (note.story, note.anchors, note.status) == ("s0000000a", (ANCHOR,), "anchored")
    assert notebook.get(note.id) == note
    with pytest.raises(NotFoundError):
        notebook.get("n00000000")


def test_b35_characters_that_are_none_stay_in_the_file_and_are_not_shown(notebook: Notebook) -> None:
    said = "a\ufffe b\uffff c\ue000"
    note = notebook.create(title=said, text=said, tags=("kept",))
    again = Notebook(notebook.folder).get(note.id)
    assert (again.title, again.tags) == ("a b c", ("kept",))
    assert not set(again.text) & set("\ufffe\uffff\ue000")
    saved = notebook.save(again, text="changed\n")
    assert (saved.title, saved.text) == ("a b c", "changed\n")


@pytest.mark.parametrize(
    "title",
    ["NO", "9:39", "010", "1.10", "2023-05-05", "Kremlin: drones", "C# x", "'", '"', "[x](y)", "{a}", "- x",
     "~", "\\", "x\u2028y"],
)  # fmt: skip
def test_j117_strings_that_yaml_would_change_come_back(notebook: Notebook, title: str) -> None:
    note = notebook.create(title=title, tags=(title,))
    again = Notebook(notebook.folder).get(note.id)
    shown = " ".join(title.split())
    assert again.title == shown
    assert again.tags == (shown.lstrip("#"),)


@pytest.mark.parametrize(
    "title",
    ["../../../etc/cron.d/x", "CON", "a/b", ".hidden", "x" * 300, "....", "-rf", "", "нота " * 60, "a\0b",
     "é" * 200, "LPT1.txt", " ", "\\\\server\\x", "C:x"],
)  # fmt: skip
def test_d53_file_names_are_safe_and_in_the_folder(notebook: Notebook, title: str) -> None:
    note = notebook.create(title=title)
    assert note.path.parent == notebook.folder
    assert list(notebook.folder.iterdir()) == [note.path]
    name = note.path.name
    assert len(name.encode()) <= 100 and name.endswith(f"-{note.id}.md")
    assert not name.startswith((".", "-", " ")) and not set(name) & set('/\\:*?"<>|\0')


def test_notes_of_one_second_are_in_the_order_they_were_written(notebook: Notebook) -> None:
    second = "2024-05-04T10:00:00Z"
    notes = [notebook.create(title=f"note {number}", created=second) for number in range(6)]
    for place, note in enumerate(notes):
        os.utime(note.path, ns=(0, 1_700_000_000_000_000_000 + place))
    assert [note.id for note in Notebook(notebook.folder).all()] == [note.id for note in notes[::-1]]


def test_d54_equal_titles_also_in_another_case_do_not_collide(notebook: Notebook) -> None:
    notes = [notebook.create(title=title, text=title) for title in ("Drones!", "drones", "DRONES", "drones?")]
    assert len({note.path.name.casefold() for note in notes}) == 4
    assert sorted(note.text for note in notebook.all()) == ["DRONES", "Drones!", "drones", "drones?"]


FOREIGN = (
    "---\r\n# my own comment\r\nzip: 010   # kept\r\nid: n0000000b\r\ntitle: 'Old' # mine\r\ncountry: NO\r\n"
    "tags:\r\n  - one\r\n  - two\r\n# after tags\r\n\r\nmore: {a: [1, 2]}\r\n"
    "text: |\r\n  # no comment\r\n  x\r\n"
    "---\r\nLine one\r\nline two \xe9\r\n\r\nlast"
).encode("latin-1")


def test_j118_saving_keeps_every_byte_that_is_not_ours(notebook: Notebook) -> None:
    notebook.folder.mkdir()
    path = notebook.folder / "vault note.md"
    path.write_bytes(FOREIGN)
    (note,) = notebook.all()
    assert (note.id, note.title, note.tags) == ("n0000000b", "Old", ("one", "two"))
    assert note.text == "Line one\nline two �\n\nlast"
    assert notebook.save(note, text=note.text, title="Old", tags=("one", "two")).path.read_bytes() == FOREIGN

    saved = notebook.save(note, text=note.text.replace("one", "1"), title="New: x", tags=["three"])
    raw = path.read_bytes()
    expected = FOREIGN.replace(b"'Old'", b'"New: x"').replace(b":\r\n  - one\r\n  - two", b': ["three"]')
    expected = expected.replace(b"Line one", b"Line 1")
    updated = f"updated: {saved.updated}\r\n".encode()
    assert raw == expected.replace(b"  x\r\n---", b"  x\r\n" + updated + b"---")
    assert (saved.title, saved.tags) == ("New: x", ("three",))


BROKEN = [
    b"---\ntitle: [x\n---\nbody\n",
    b"---\ntitle: x\nbody without an end\n",
    b"---\n*a : &a [*a]\n---\nbody\n",
    b"---\na: 1\na: 2\n---\nbody\n",
    b"---\n\tx: 1\n---\nbody\n",
    b"---\nx: \x00\n---\nbody\n",
    b"---\nx: !!python/object/apply:os.system [ls]\n---\nbody\n",
    b"---\n" + b"[" * 3000 + b"\n---\nbody\n",
    b"---\n\xff\n---\nbody\n",
    b"---\n- a list\n---\nbody\n",
]


@pytest.mark.parametrize("raw", BROKEN)
def test_j118_j119_broken_front_matter_is_shown_and_left_alone(notebook: Notebook, raw: bytes) -> None:
    notebook.folder.mkdir()
    path = notebook.folder / "x.md"
    path.write_bytes(raw)
    (note,) = notebook.all()
    assert note.status == "broken" and "body" in note.text
    (problem,) = notebook.problems()
    assert problem.where == str(path)
    saved = notebook.save(note, text=note.text + "more\n")
    assert path.read_bytes() == raw + b"more\n"
    assert saved.id == note.id
    with pytest.raises(NoteError):
        notebook.save(saved, text="", title="another")
    assert path.read_bytes() == raw + b"more\n"


def test_a_plain_file_is_a_note_and_stays_plain(notebook: Notebook) -> None:
    notebook.folder.mkdir()
    path = notebook.folder / "Shopping.md"
    path.write_bytes(b"# List\nmilk\n")
    (note,) = notebook.all()
    assert (note.title, note.status) == ("List", "story")
    note = notebook.save(note, text="# List\nbread\n")
    assert path.read_bytes() == b"# List\nbread\n"
    tagged = notebook.save(note, text=note.text, tags=["food"])
    assert (tagged.id, tagged.tags, tagged.text) == (note.id, ("food",), note.text)


def test_changes_from_outside_are_noticed(notebook: Notebook) -> None:
    first, second = notebook.create(title="one"), notebook.create(title="two", text="x")
    first.path.write_text(first.path.read_text() + "edited\n")
    second.path.rename(notebook.folder / "renamed.md")
    (notebook.folder / "deep" / "er").mkdir(parents=True)
    (notebook.folder / "deep" / "er" / "new.md").write_text("new")
    (notebook.folder / ".obsidian").mkdir()
    (notebook.folder / ".obsidian" / "x.md").write_text("not a note")
    notes = {note.path.name: note for note in notebook.all()}
    assert set(notes) == {first.path.name, "renamed.md", "new.md"}
    assert notes[first.path.name].text == "edited\n"
    assert notebook.save(second, text="y").path.name == "renamed.md"
    first.path.unlink()
    assert len(notebook.all()) == 2


def test_of_a_copied_note_both_are_shown(notebook: Notebook) -> None:
    note = notebook.create(title="one", text="x")
    (notebook.folder / f"{note.path.stem} (copy).md").write_bytes(note.path.read_bytes())
    one, other = notebook.all()
    assert {one.path, other.path} == set(notebook.folder.iterdir()) and one.id != other.id
    assert notebook.get(note.id).path == note.path
    assert "same id" in notebook.problems()[0].what


def test_j114_an_outside_edit_is_never_overwritten(notebook: Notebook) -> None:
    note = notebook.create(story="s0000000a", anchors=(ANCHOR,), title="Mine", text="old\n")
    note.path.write_bytes(note.path.read_bytes() + b"theirs\n")
    with pytest.raises(NoteConflictError) as caught:
        notebook.save(note, text="mine\n")
    texts = {each.text: each for each in notebook.all()}
    assert set(texts) == {"old\ntheirs\n", "mine\n"}
    assert texts["mine\n"].anchors == (ANCHOR,) and texts["mine\n"].id != note.id
    assert texts["mine\n"].path.name in str(caught.value)


def test_a_touched_file_is_no_conflict_and_a_deleted_one_is(notebook: Notebook) -> None:
    note = notebook.create(text="old")
    os.utime(note.path, ns=(1, 1))
    note = notebook.save(note, text="new")
    note.path.unlink()
    with pytest.raises(NoteConflictError):
        notebook.save(note, text="newer")
    assert [each.text for each in notebook.all()] == ["newer"]


def test_j115_two_notebooks_on_one_folder(notebook: Notebook) -> None:
    other = Notebook(notebook.folder)
    note = notebook.create(text="a")
    theirs = other.save(other.get(note.id), text="b")
    with pytest.raises(NoteConflictError):
        notebook.save(note, text="c")
    assert notebook.save(notebook.get(note.id), text="d").stamp != theirs.stamp


def test_trash_and_back(notebook: Notebook) -> None:
    note = notebook.create(title="x", text="y")
    notebook.delete(note.id)
    assert notebook.all() == [] and not note.path.exists()
    assert notebook.restore(note.id).text == "y"
    with pytest.raises(NotFoundError):
        notebook.restore(note.id)
    notebook.delete(note.id)
    note.path.write_text("somebody else's")
    restored = notebook.restore(note.id)
    assert restored.id == note.id and restored.path != note.path
    assert note.path.read_text() == "somebody else's"


def test_j116_links_and_modes_are_kept(notebook: Notebook, tmp_path: Path) -> None:
    note = notebook.create(text="x")
    real = tmp_path / "elsewhere.md"
    note.path.rename(real)
    real.chmod(0o640)
    note.path.symlink_to(real)
    saved = notebook.save(notebook.get(note.id), text="y")
    assert note.path.is_symlink() and saved.text == "y" and real.read_bytes().endswith(b"y")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_j112_a_full_disk_leaves_the_old_note(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    note = notebook.create(text="old")
    before = note.path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoteError, match="No space left"):
        notebook.save(note, text="new")
    assert note.path.read_bytes() == before
    assert list(notebook.folder.iterdir()) == [note.path]


def test_j116_a_vanished_folder_is_said(notebook: Notebook) -> None:
    note = notebook.create(text="old")
    notebook.folder.rename(notebook.folder.with_name("away"))
    with pytest.raises(NoteError, match="vanished"):
        notebook.save(note, text="new")
    assert notebook.all() == []


def test_a_read_only_file_is_not_replaced(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(0o444)
    with pytest.raises(PermissionError):
        files.replace_atomically(path, b"new")
    assert path.read_text() == "old"


def test_creating_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "x"
    files.create_atomically(path, b"one")
    with pytest.raises(FileExistsError):
        files.create_atomically(path, b"two")
    assert path.read_bytes() == b"one" and list(tmp_path.iterdir()) == [path]


def test_killed_while_saving_leaves_old_or_new(tmp_path: Path) -> None:
    path = tmp_path / "x"
    script = (
        "import sys, itertools; from pathlib import Path; from index.files import replace_atomically\n"
        "for n in itertools.count():\n"
        "    replace_atomically(Path(sys.argv[1]), bytes([97 + n % 2]) * 300_000)\n"
        "    print(n, flush=True)\n"
    )
    for delay in (0.0, 0.003, 0.011):
        child = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(delay)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        content = path.read_bytes()
        assert len(content) == 300_000 and len(set(content)) == 1


def test_special_files_and_huge_ones_are_not_read(
    notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook.folder.mkdir()
    os.mkfifo(notebook.folder / "fifo.md")
    (notebook.folder / "loop.md").symlink_to(notebook.folder / "loop.md")
    monkeypatch.setattr(notefile, "MAX_NOTE", 10)
    (notebook.folder / "huge.md").write_text("x" * 11)
    assert notebook.all() == []
    assert "too long" in notebook.problems()[0].what


LINES = st.lists(st.sampled_from([b"a", b"b", b"", b"\xff", b"---", b"\tx"]), max_size=6)


@given(LINES, st.sampled_from([b"\n", b"\r\n", b"\r"]), st.booleans(), LINES)
def test_merged_bodies_read_as_the_new_text(
    one: list[bytes], end: bytes, closed: bool, other: list[bytes]
) -> None:
    old = end.join(one) + (end if closed else b"")
    assert notefile.merge_body(old, "\n".join(notefile.shown_lines(old))) == old
    text = "\n".join(notefile.shown_lines(b"\n".join(other)))
    merged = notefile.merge_body(old, text)
    assert "\n".join(notefile.shown_lines(merged)) == text


@settings(max_examples=150)
@given(
    st.dictionaries(st.sampled_from(["id", "title", "own", "x-y"]), st.text(max_size=30), max_size=4),
    st.text(),
)
def test_any_string_survives_the_header(values: dict[str, str], title: str) -> None:
    clean = {key: value.encode("utf-8", "replace").decode() for key, value in values.items()}
    header = frontmatter.write(clean).encode()
    assert frontmatter.read(header, where="x") == clean
    new = title.encode("utf-8", "replace").decode()
    edited = frontmatter.edit(header, {"title": new, "tags": [new]}, where="x")
    assert frontmatter.read(edited, where="x") == {**clean, "title": new, "tags": [new]}


TEXTS = st.text(max_size=12).map(lambda text: text.encode("utf-8", "replace").decode())


@settings(max_examples=150)
@given(
    TEXTS,
    st.lists(TEXTS, max_size=3),
    st.lists(st.fixed_dictionaries({"exact": TEXTS, "end": TEXTS}), max_size=3),
)
def test_the_quick_reader_reads_what_yaml_reads(
    title: str, tags: list[str], rows: list[dict[str, str]]
) -> None:
    values = {
        "title": title,
        "tags": tags,
        "anchors": [{**row, "start": 10} for row in rows],
        "id": "n0000000a",
    }
    text = frontmatter.write(values)
    assert frontmatter._read_own(text) == load_mapping(text, where="x")


@pytest.mark.parametrize(
    "text",
    [
        "a: b",
        "a:",
        "a:\nb: 1",
        "a: 'b'",
        "a: [b]",
        "a: 010",
        "# x\na: 1",
        "a: 1\na: 2",
        "  - a: 1",
        "a:\n    b: 1",
        'a: "\\x41"',
        'a: "b" #',
    ],
)
def test_the_quick_reader_leaves_the_rest_to_yaml(text: str) -> None:
    assert frontmatter._read_own(text) is None


@given(st.text(max_size=400))
def test_slugs_are_short_and_plain(title: str) -> None:
    made = names.slug(title)
    assert len(made.encode()) <= 80
    assert not made or made[0].isalnum()


def test_a_note_given_another_stamp_is_a_conflict(notebook: Notebook) -> None:
    note = notebook.create(text="x")
    with pytest.raises(NoteConflictError):
        notebook.save(replace(note, stamp=""), text="y")
