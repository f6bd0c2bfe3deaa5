"""`add`, `demo`, `reindex`, `check`, and the reader itself."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace

from config.paths import demo as demo_folder
from config.paths import seeds
from tui.cmdline.call import COULD_NOT, INTERRUPTED, OK, Call, stoppable
from tui.wording import count


def reader(call: Call) -> int:
    """Open the reader."""
    _need_terminal()
    # Looking for garbage among what is only just being made takes a tenth of the start.
    gc.disable()
    with call.library(create=True, told=True) as library:
        from tui.ahead import begin

        ahead = begin(library, call.paths, restore=call.loaded.settings.restore)
        from tui.opening import run

        ended = run(library, call.loaded, sources=call.sources, ahead=ahead)
    return _demo(call) if ended is None else ended


def demo(call: Call) -> int:
    """Open the reader on the seeds, in a library of its own unless `--library` names one."""
    _need_terminal()
    return _demo(call, own=not call.args.library)


def _demo(call: Call, *, own: bool = True) -> int:
    if own:
        call = replace(call, paths=replace(call.paths, library=demo_folder(call.env)))
    from tui.opening import run

    with call.library(create=True, told=True) as library:
        if not library.stories(limit=1):
            library.add([str(seeds())])
        return run(library, call.loaded, sources=call.sources, demo=True) or 0


def _need_terminal() -> None:
    """The reader without a terminal would hang or print screens into a file."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        from config.errors import BylinesError

        raise BylinesError("the reader needs a terminal", do="`bylines --help` lists the commands for pipes")


def add(call: Call) -> int:
    """Add sources, tell what came of each."""
    with call.library(create=True) as library, stoppable() as stop:
        report = library.add(
            call.args.source,
            outlet=call.args.outlet,
            stdin=sys.stdin.buffer if "-" in call.args.source else None,
            on_progress=call.out.progress,
            cancelled=stop,
        )
    from tui.cmdline import shapes, telling

    if call.json:
        call.out.document(shapes.report(report))
    else:
        telling.tell(call.out, report)
    if stop.asked:
        call.out.message("stopped; what was finished is kept, and a second run continues")
        return INTERRUPTED
    return COULD_NOT if report.skipped and not report.articles else OK


def reindex(call: Call) -> int:
    """Make the search index anew."""
    with call.library() as library, stoppable() as stop:
        articles = library.reindex(on_progress=call.out.progress, cancelled=stop)
    if call.json:
        call.out.document({"articles": articles})
    else:
        call.out.line(f"{count(articles, 'article')} indexed")
    return INTERRUPTED if stop.asked else OK


def check(call: Call) -> int:
    """Verify everything; exit status 1 when something is wrong."""
    with call.library() as library:
        problems = library.check()
    from tui.cmdline import shapes

    if call.json:
        call.out.document([shapes.problem(problem) for problem in problems])
    else:
        for problem in problems:
            call.out.line(f"{problem.where}: {problem.what}")
            if problem.fix:
                call.out.line(f"    {problem.fix}")
        if not problems:
            call.out.line("store, index and notes are in order")
    return COULD_NOT if problems else OK
