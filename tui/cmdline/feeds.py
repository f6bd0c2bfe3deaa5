"""`feeds`: what is followed; `fetch`: what is new in it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any

from config.errors import BylinesError
from config.paths import expanded
from index.feedmodel import FeedCard, FeedImport, FeedResult, FetchReport
from index.feedstatus import FeedStatus
from index.library import Library
from tui.cmdline import shapes, telling
from tui.cmdline.call import COULD_NOT, INTERRUPTED, OK, Call, stoppable
from tui.wording import count

_FAILED = (FeedStatus.FAILED, FeedStatus.WAITING, FeedStatus.GONE)


def feeds(call: Call) -> int:
    """Carry out `feeds ACTION`; without one the feeds are listed."""
    action = call.args.action or "list"
    if action in ("add", "import"):
        with call.library(create=True) as library:
            return _add(call, library) if action == "add" else _import(call, library)
    with call.library() as library:
        if action == "remove":
            return _remove(call, library)
        return _export(call, library) if action == "export" else _list(call, library)


def fetch(call: Call) -> int:
    """Fetch the feeds that are due, or those named; say what came of each."""
    with call.library() as library, stoppable() as stop:
        followed = library.feeds()
        report = library.fetch(
            call.args.feed,
            force=call.args.force,
            on_progress=call.out.progress,
            cancelled=stop,
            on_feed=None if call.json else lambda result: _tell_feed(call, result),
        )
    if call.json:
        call.out.document(_report(report))
    else:
        _tell(call, report, followed, stopped=stop.asked)
    if stop.asked:
        call.out.message("stopped; what was finished is kept, and the next `bylines fetch` continues")
        return INTERRUPTED
    failed = [result for result in report.feeds if result.feed.status in _FAILED]
    return COULD_NOT if failed and len(failed) == len(report.feeds) else OK


def _tell(call: Call, report: FetchReport, followed: list[FeedCard], *, stopped: bool) -> None:
    """The closing table, and which feeds were not asked."""
    if not followed:
        call.out.message("no feeds yet: `bylines feeds add URL` follows one")
        return
    if report.feeds:
        call.out.line(telling.summary(report.report))
        telling.skips(call.out, report.report.skipped)
    asked = {result.feed.id for result in report.feeds}
    left = [card for card in followed if card.id not in asked and card.status in _FAILED]
    if left and not stopped and not call.args.feed:
        for card in left[: telling.ALL_NAMED]:
            call.out.message(f"not asked: {card.title}: {_status(card)}")
        call.out.message("`bylines fetch FEED` or `--force` asks all the same")
    elif not report.feeds and not stopped:
        call.out.message("the server asked to wait: `--force` asks all the same")


def _list(call: Call, library: Library) -> int:
    cards = library.feeds()
    if call.json:
        call.out.document([shapes.feed(card) for card in cards])
        return OK
    if not cards:
        call.out.message("no feeds yet: `bylines feeds add URL` follows one")
    for card in cards:
        call.out.line(_line(card))
    return OK


def _add(call: Call, library: Library) -> int:
    """Follow the feeds at some addresses; one that cannot be followed does not stop the others."""
    cards: list[FeedCard] = []
    problems: list[BylinesError] = []
    before = {card.id for card in library.feeds()}
    with stoppable() as stop:
        for url in call.args.url:
            try:
                cards += library.add_feed(url, outlet=call.args.outlet, cancelled=stop)
            except BylinesError as error:
                if stop.asked:
                    break
                problems.append(error)
    if call.json:
        call.out.document([shapes.feed(card) for card in cards])
    for card in cards if not call.json else ():
        call.out.line(f"{'followed already' if card.id in before else 'followed'}  {_line(card)}")
    for problem in problems:
        call.out.message(str(problem))
    if stop.asked:
        return INTERRUPTED
    if cards and not call.json:
        call.out.message("`bylines fetch` gets the articles")
    return COULD_NOT if problems else OK


def _remove(call: Call, library: Library) -> int:
    card = library.remove_feed(" ".join(call.args.feed))
    if call.json:
        call.out.document(shapes.feed(card))
        return OK
    stay = f"; its {count(card.articles, 'article')} stay" if card.articles else ""
    call.out.line(f"no longer followed: {card.title}{stay}")
    return OK


def _import(call: Call, library: Library) -> int:
    found = library.import_feeds(expanded(call.args.file), allow_private=call.args.allow_private)
    if call.json:
        call.out.document(_import_shape(found))
    else:
        call.out.line(
            f"{count(len(found.added), 'feed')} followed"
            + (f", {len(found.known):,} known already" if found.known else "")
            + (f", {len(found.skipped):,} skipped" if found.skipped else "")
        )
        telling.skips(call.out, found.skipped)
        if found.added:
            call.out.message("`bylines fetch` gets the articles")
    return COULD_NOT if found.skipped and not (found.added or found.known) else OK


def _export(call: Call, library: Library) -> int:
    from tui.cmdline import writing

    text = library.export_feeds()
    if call.args.output in (None, "-"):
        sys.stdout.write(text)
        return OK
    path = expanded(call.args.output)
    writing.write(path, text, "opml", force=call.args.force)
    call.out.line(f"{count(len(library.feeds()), 'feed')} written to {path}")
    return OK


def _line(card: FeedCard) -> str:
    """A feed on one line: id, unread of all its articles, title, how its last fetch went."""
    return f"{card.id}  {card.unread:>5,} of {card.articles:,} unread  {card.title}  ({_status(card)})"


def _status(card: FeedCard) -> str:
    """How the last fetch of a feed ended, in words."""
    said = {
        FeedStatus.NEW: "not fetched yet",
        FeedStatus.OK: f"fetched {_ago(card.fetched)}",
        FeedStatus.UNCHANGED: f"nothing new {_ago(card.fetched)}",
        FeedStatus.DAMAGED: f"damaged, read as far as it goes: {card.detail}",
        FeedStatus.FAILED: f"failed {_ago(card.fetched)}: {card.detail}",
        FeedStatus.WAITING: card.detail,
        FeedStatus.GONE: f"gone: {card.detail}; asked again only when you name it",
    }[card.status]
    until = f"; asked again after {_local(card.due)}" if card.due and card.status in _FAILED else ""
    return said + until


def _tell_feed(call: Call, result: FeedResult) -> None:
    """What one feed gave, as it ends; what failed is told at the end, and nothing new is no news."""
    gave = [
        f"{number:,} {word}"
        for number, word in (
            (result.added, "added"),
            (result.updated, "updated"),
            (result.unchanged, "unchanged"),
            (result.partial, "only in part"),
        )
        if number
    ]
    if result.feed.status is FeedStatus.DAMAGED:
        gave.append(f"damaged: {result.feed.detail}")
    if gave:
        call.out.line(f"{result.feed.title}: {', '.join(gave)}")


def _ago(time: str | None) -> str:
    """How long ago a time of the store was."""
    if time is None:
        return ""
    seconds = (datetime.now(UTC) - datetime.fromisoformat(time)).total_seconds()
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{count(int(seconds // size), unit)} ago"
    return "just now"


def _local(time: str) -> str:
    return f"{datetime.fromisoformat(time).astimezone():%d %b %H:%M}"


def _report(found: FetchReport) -> dict[str, Any]:
    return {**shapes.report(found.report), "feeds": [shapes.feed_result(one) for one in found.feeds]}


def _import_shape(found: FeedImport) -> dict[str, Any]:
    return {
        "added": [shapes.feed(card) for card in found.added],
        "known": [shapes.feed(card) for card in found.known],
        "skipped": [{"source": one.source, "reason": one.reason} for one in found.skipped],
    }
