"""`notes export`, `notes import`, `notes check`, and the filters that `notes list` shares with them."""

from __future__ import annotations

from config.paths import expanded
from index.library import Library
from index.notemodel import Note
from tui.cmdline import shapes, writing
from tui.cmdline.call import COULD_NOT, INTERRUPTED, OK, Call, stoppable
from tui.wording import count


def chosen(call: Call, library: Library) -> list[Note]:
    """The notes that the filters of the call leave; all when it has none, as the bare `notes`."""
    wanted = vars(call.args)
    story = library.resolve_story(wanted["story"]) if wanted.get("story") else None
    return library.notes(
        story=story,
        tag=wanted.get("tag"),
        outlet=wanted.get("outlet"),
        since=wanted.get("since"),
        orphans=bool(wanted.get("orphans")),
    )


def export(call: Call, library: Library) -> int:
    """Print the notes, or write them to a file in one step."""
    notes = chosen(call, library)
    made = library.export_notes(notes, call.args.to)
    if call.args.output in (None, "-"):
        call.out.line(made.removesuffix("\n"))
        return OK
    path = expanded(call.args.output)
    writing.write(path, made, call.args.to, force=call.args.force)
    call.out.message(f"{count(len(notes), 'note')} written to {path}")
    return OK


def take_in(call: Call, library: Library) -> int:
    """Take in notes, tell what came of it."""
    with stoppable() as stop:
        report = library.import_notes(call.args.source, stop)
    if call.json:
        call.out.document(shapes.import_report(report))
    else:
        skipped = f", {len(report.skipped):,} skipped" if report.skipped else ""
        call.out.line(f"{count(report.added, 'note')} added, {report.unchanged:,} unchanged{skipped}")
        for one in report.skipped:
            call.out.message(f"skipped {one.source}: {one.reason}")
    if stop.asked:
        return INTERRUPTED
    return COULD_NOT if report.skipped and not (report.added or report.unchanged) else OK


def check(call: Call, library: Library) -> int:
    """Everything wrong with the notes; exit status 1 when something is."""
    problems = library.check_notes()
    if call.json:
        call.out.document([shapes.problem(problem) for problem in problems])
    else:
        for problem in problems:
            call.out.line(f"{problem.where}: {problem.what}")
            if problem.fix:
                call.out.line(f"    {problem.fix}")
        if not problems:
            call.out.line("the notes are in order")
    return COULD_NOT if problems else OK
