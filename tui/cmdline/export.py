"""`export`: a story as a page, Markdown, JSON or CSV, on stdout or into a file."""

from __future__ import annotations

import os

from config.paths import expanded
from tui import exporting
from tui.cmdline import writing
from tui.cmdline.call import INTERRUPTED, OK, USAGE, Call, stoppable
from tui.cmdline.reading import named_articles


def export(call: Call) -> int:
    """Write or print the story."""
    args = call.args
    path = None if args.output in (None, "-") else expanded(args.output)
    form = args.to or (exporting.form_of(path) if path is not None else "md")
    if form is None:
        call.out.message(f"the form cannot be told from {path}: give --to {'|'.join(exporting.FORMS)}")
        return USAGE
    if path is not None and os.path.lexists(path) and not args.force:
        # Said before the story is compared, which may take a while.
        raise writing.exists(path)
    with call.library() as library, stoppable() as stop:
        story = library.story(library.resolve_story(" ".join(args.story)))
        articles = (
            [one.id for one in named_articles(story, args.outlets)] if args.outlets is not None else None
        )
        found = library.dossier(
            story.card.id,
            articles=articles,
            notes=not args.without_notes,
            made=args.date or "",
            cancelled=stop,
        )
        text = exporting.made(library, found, form)
        if stop.asked:
            return INTERRUPTED
    if path is None:
        call.out.raw(text)
        return OK
    writing.write(path, text, form, force=args.force)
    call.out.message(f"“{found.card.title}” written to {path}")
    return OK
