"""`notes`: list, search, show, new, edit, delete, restore; the rest is in `notes_exchange`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.errors import BylinesError
from index.library import Library
from index.notemodel import Note
from tui.cmdline import notes_exchange, shapes
from tui.cmdline.call import OK, Call


def run(call: Call) -> int:
    """Carry out `notes ACTION`; without one the notes are listed."""
    action = call.args.action or "list"
    with call.library(create=action in _CREATING) as library:
        return _ACTIONS[action](call, library)


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
    with _written(call, "") as text:
        note = library.new_note(
            story=story,
            passages=call.args.passage,
            title=call.args.title or "",
            text=text,
            tags=call.args.tag,
        )
    return _tell(call, note)


def _edit(call: Call, library: Library) -> int:
    note = library.note(call.args.note)
    title = call.args.title
    if title is not None and call.args.text is None:
        # A new title alone needs no editor.
        return _tell(call, library.save_note(note, text=note.text, title=title))
    with _written(call, note.text) as text:
        note = library.save_note(note, text=text, title=title)
    return _tell(call, note)


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


@contextmanager
def _written(call: Call, before: str) -> Iterator[str]:
    """The text given by `--text` or standard input, else what the person writes in an editor.

    The body of the `with` saves it: the editor's file is removed only when that has succeeded.
    """
    given: str | None = call.args.text
    if given == "-":
        from index.text import decode

        text = decode(sys.stdin.buffer.read())
        try:
            yield text
        except BaseException:
            # A pipe cannot be read a second time.
            call.out.message(f"the text is kept in {_file(text)}")
            raise
    elif given is not None:
        yield given
    elif not _at_terminal():
        raise BylinesError("no text is given", do="use --text TEXT, or --text - to read it from stdin")
    else:
        path = _file(before)
        try:
            yield _edited(call, path)
        except _NothingWrittenError:
            path.unlink()
            raise
        except BaseException:
            call.out.message(f"what you wrote is kept in {path}")
            raise
        path.unlink()


def _at_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


class _NothingWrittenError(BylinesError):
    """The person wrote nothing, or let the editor fail in order to save nothing."""


def _file(text: str) -> Path:
    """A private file for an editor."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", suffix=".md", prefix="bylines-", delete=False
    ) as file:
        file.write(text)
    return Path(file.name)


def _edited(call: Call, path: Path) -> str:
    """What a file holds after the person changed it in an editor."""
    from index.text import decode
    from tui.editor import EditorError, edit

    try:
        status = edit(path, call.settings.editor)
    except EditorError as error:
        raise _NothingWrittenError(error.what, where=error.where, do=error.do) from error
    if status < 0:
        raise BylinesError(f"the editor was ended by signal {-status}; nothing is saved")
    if status:
        raise _NothingWrittenError(f"the editor ended with status {status}; nothing is saved")
    text = decode(path.read_bytes())
    if not text.strip():
        raise _NothingWrittenError("the text is empty; nothing is saved")
    return text


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 100 else words[:99] + "…"


_CREATING = ("new", "import")  # what may be the first thing that is done with a library
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
