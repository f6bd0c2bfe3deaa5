"""`notes`: list, search, show, new, edit, delete, restore; the rest is in `notes_exchange`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from config.errors import BylinesError
from index.library import Library
from index.model import Note
from tui.cmdline import notes_exchange, shapes
from tui.cmdline.call import OK, Call


def run(call: Call) -> int:
    """Carry out `notes ACTION`; without one the notes are listed."""
    with call.library() as library:
        return _ACTIONS[call.args.action or "list"](call, library)


def _list(call: Call, library: Library) -> int:
    return _print(call, notes_exchange.chosen(call, library))


def _search(call: Call, library: Library) -> int:
    return _print(call, library.notes(query=" ".join(call.args.query)))


def _print(call: Call, notes: list[Note]) -> int:
    if call.json:
        call.out.document([shapes.note(note) for note in notes])
        return OK
    if not notes:
        call.out.message("no notes")
    for note in notes:
        tags = "".join(f" #{tag}" for tag in note.tags)
        status = "" if note.status in ("anchored", "story") else f" ({note.status})"
        call.out.line(f"{note.id}  {note.updated[:10]}  {_one_line(note.title or note.text)}{status}{tags}")
    return OK


def _show(call: Call, library: Library) -> int:
    return _tell(call, library.note(call.args.note), full=True)


def _new(call: Call, library: Library) -> int:
    story = library.resolve_story(call.args.story) if call.args.story else None
    note = library.new_note(
        story=story,
        passages=call.args.passage,
        title=call.args.title or "",
        text=_written(call, ""),
        tags=call.args.tag,
    )
    return _tell(call, note)


def _edit(call: Call, library: Library) -> int:
    note = library.note(call.args.note)
    title = call.args.title
    # A new title alone needs no editor.
    text = note.text if title is not None and call.args.text is None else _written(call, note.text)
    return _tell(call, library.save_note(note, text=text, title=title))


def _delete(call: Call, library: Library) -> int:
    note = library.note(call.args.note)
    library.delete_note(note.id)
    if call.json:
        call.out.document([shapes.note(note)])
    else:
        call.out.line(f"{note.id} is in the trash; `bylines notes restore {note.id}` brings it back")
    return OK


def _restore(call: Call, library: Library) -> int:
    return _tell(call, library.restore_note(call.args.note))


def _tell(call: Call, note: Note, *, full: bool = False) -> int:
    """A note as the answer to what was done; in JSON a list of one, as all of `notes`."""
    if call.json:
        call.out.document([shapes.note(note)])
    elif full:
        call.out.line(note.title)
        for mark in note.anchors:
            call.out.line(f"> {mark.exact}\n> ({mark.outlet})")
        call.out.line(note.text)
    else:
        call.out.line(f"{note.id}  {note.path}")
    return OK


def _written(call: Call, before: str) -> str:
    """The text given by `--text` or standard input, else what the person writes in an editor."""
    given: str | None = call.args.text
    if given == "-":
        from index.text import decode

        return decode(sys.stdin.buffer.read())
    if given is not None:
        return given
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BylinesError("no text is given", do="use --text TEXT, or --text - to read it from stdin")
    return _edited(call, before)


def _edited(call: Call, before: str) -> str:
    """The text after the person changed it in an editor."""
    from index.text import decode
    from tui.editor import edit

    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", suffix=".md", prefix="bylines-", delete=False
    ) as file:
        file.write(before)
    path = Path(file.name)
    try:
        edit(path, call.settings.editor)
    except BylinesError:
        path.unlink()
        raise
    new = decode(path.read_bytes())
    path.unlink()
    return new


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 100 else words[:99] + "…"


_ACTIONS: dict[str, Callable[[Call, Library], int]] = {
    "list": _list,
    "search": _search,
    "show": _show,
    "new": _new,
    "edit": _edit,
    "delete": _delete,
    "restore": _restore,
    "export": notes_exchange.export,
    "import": notes_exchange.take_in,
    "check": notes_exchange.check,
}
