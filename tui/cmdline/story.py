"""`story`: the person's corrections, their undoing, and why articles are together."""

from __future__ import annotations

from typing import Any

from index.library import Library
from index.storymodel import Change, Why
from tui.cmdline import shapes
from tui.cmdline.call import OK, Call


def run(call: Call) -> int:
    """Carry out `story ACTION`."""
    with call.library() as library:
        if call.args.action == "why":
            return _why(call, library.why(_story(library, call.args.story)))
        if call.args.action == "log":
            return _log(call, library.story_changes(call.args.limit or 50))
        change = _act(call, library)
        if call.json:
            call.out.document(_shape(library, change))
            return OK
        title = library.card(change.story).title if _exists(library, change.story) else ""
    undone = "undone: " if call.args.action == "undo" else ""
    call.out.line(f"{undone}{change.what}  {change.story}  {title}".rstrip())
    return OK


def _act(call: Call, library: Library) -> Change:
    args = call.args
    action = args.action
    if action == "merge":
        into, *others = (_story(library, name) for name in args.stories)
        return library.merge_stories(into, others)
    if action == "split":
        return library.split_story(_story(library, args.story), args.article)
    if action == "move":
        return library.move_article(args.article, _story(library, args.story))
    if action == "rename":
        return library.rename_story(_story(library, args.story), " ".join(args.title))
    if action == "pin":
        return library.pin_story(_story(library, args.story), not args.off)
    if action == "archive":
        return library.archive_story(_story(library, args.story), not args.off)
    return library.undo_story_change()


def _story(library: Library, name: str | list[str]) -> str:
    return library.resolve_story(name if isinstance(name, str) else " ".join(name))


def _exists(library: Library, story_id: str) -> bool:
    from index.errors import NotFoundError

    try:
        library.card(story_id)
    except NotFoundError:
        return False
    return True


def _shape(library: Library, change: Change) -> dict[str, Any]:
    """A change, with the story it led to, if that is still there."""
    found: dict[str, Any] = shapes.change(change)
    found["card"] = None
    if _exists(library, change.story):
        found["card"] = shapes.story(library.card(change.story), library.untitled())
    return found


def _log(call: Call, changes: list[Change]) -> int:
    if call.json:
        call.out.document([shapes.change(change) for change in changes])
        return OK
    for change in changes:
        state = f"  (undone {change.undone})" if change.undone else ""
        call.out.line(f"{change.made}  {change.what:9}  {change.story}{state}")
    if not changes:
        call.out.message("no story was corrected yet")
    return OK


def _why(call: Call, why: Why) -> int:
    if call.json:
        call.out.document(shapes.why(why))
        return OK
    call.out.line(f"{why.story}  {why.title}")
    call.out.line(f"  names: {', '.join(why.names) or 'none'}")
    call.out.line(f"  words: {', '.join(why.words) or 'none'}")
    for member in why.members:
        decided = "  kept by you" if member.by_person else ""
        call.out.line(
            f"  {member.confidence:4.0%}  {member.article}  {member.outlet}: {member.title}{decided}"
        )
        if member.shared:
            call.out.line(f"        {', '.join(member.shared)}")
    return OK
