"""What is asked of the library before anything can be drawn, while the drawing is only being imported."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from config.errors import BylinesError
from tui.session import Session, load, session_file
from tui.story_loading import Loaded, read

if TYPE_CHECKING:
    from config.paths import Paths
    from index.library import Library


class Ahead:
    """The start of the first list, read in a thread of its own."""

    def __init__(self, library: Library, session: Session) -> None:
        """Begin to read the list where `session` says that the reader was left."""
        self.choice, self.near = session.choice, session.cursor
        self._library = library
        self._found: Loaded | None = None
        self._thread = threading.Thread(target=self._read, name="first list", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            found = read(self._library, self.choice, self.near, lambda: False, whole=False)
        except Exception:  # noqa: BLE001 - whatever it is, it happens again where it can be told
            return
        self._found = found

    @property
    def found(self) -> Loaded | None:
        """The list; None as long as it is not there, or when it cannot be read."""
        return self._found

    def wait(self) -> Loaded | None:
        """The same, once it is clear which."""
        self._thread.join()
        return self._found


def begin(library: Library, paths: Paths, *, restore: bool) -> Ahead:
    """Begin to read the first list of a library's reader."""
    session = None
    if restore:
        try:
            session = load(session_file(paths))
        except BylinesError:
            session = None  # told where it is read to open the screens
    return Ahead(library, session or Session())
