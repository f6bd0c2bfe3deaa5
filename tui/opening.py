"""Opens the reader, and says how it ended."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from config.loading import Loaded, Sources
from index.library import Library
from tui.app import BylinesApp
from tui.session import session_file

if TYPE_CHECKING:
    from tui.ahead import Ahead


def run(
    library: Library,
    loaded: Loaded,
    *,
    sources: Sources | None = None,
    demo: bool = False,
    ahead: Ahead | None = None,
) -> int | None:
    """Open the reader and return the exit code; None when it was left for the demonstration."""
    # From here on the app looks for garbage itself.
    gc.disable()
    session = None if demo else session_file(library.paths)
    app = BylinesApp(library, loaded=loaded, sources=sources, demo=demo, session=session, ahead=ahead)
    app.run()
    gc.enable()
    return None if app.demo_wanted and app.left else app.return_code or 0
