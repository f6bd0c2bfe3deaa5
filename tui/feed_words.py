"""Feeds and fetches in words; plain text, no terminal library.

Times are ISO 8601 in UTC as the library gives them; they are told in the zone of `now`, which has one. What
can be done is told by the keys of the person, which `key_for` gives for the id of a command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from index.feedstatus import FeedStatus
from index.model import Skipped
from tui.wording import MONTHS, count

if TYPE_CHECKING:
    from index.feedmodel import FeedCard, FeedImport, FeedResult

KeyFor = Callable[[str], str]

MINUTE, HOUR, DAY = 60, 3600, 86_400
AS_DATE = 60 * DAY
UNREADABLE = frozenset({FeedStatus.FAILED, FeedStatus.GONE})
TROUBLED = UNREADABLE | {FeedStatus.DAMAGED, FeedStatus.WAITING}
LONGEST_LIST = 100
MEANINGS = {
    FeedStatus.OK: "ok, and what was new in it",
    FeedStatus.UNCHANGED: "unchanged since the last fetch",
    FeedStatus.DAMAGED: "read in part: the document is damaged",
    FeedStatus.FAILED: "could not be read; it is tried again later",
    FeedStatus.WAITING: "waiting: the site asked to be left alone until a time",
    FeedStatus.GONE: "gone for good; not asked again",
    FeedStatus.NEW: "new, not fetched yet",
}


def local_now() -> datetime:
    """The time here, with its zone."""
    return datetime.now(UTC).astimezone()


def parsed(when: str | None) -> datetime | None:
    """A stored time; None for none, and for what is no time."""
    try:
        found = datetime.fromisoformat(when) if when else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def ago(when: str | None, now: datetime) -> str:
    """`never`, `just now`, `3 min ago`, `5 h ago`, `12 days ago`, `4 Mar 2025`."""
    then = parsed(when)
    if then is None:
        return "never"
    seconds = (now - then).total_seconds()
    if seconds < MINUTE:
        return "just now"
    if seconds < HOUR:
        return f"{seconds // MINUTE:.0f} min ago"
    if seconds < DAY:
        return f"{seconds // HOUR:.0f} h ago"
    if seconds < AS_DATE:
        return count(int(seconds // DAY), "day") + " ago"
    local = then.astimezone(now.tzinfo)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def moment(when: str | None, now: datetime) -> str:
    """`14:20` today, else `23 Nov, 14:20`, with the year when it is another one; `never` for none."""
    then = parsed(when)
    if then is None:
        return "never"
    local = then.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    year = "" if local.year == now.year else f" {local.year}"
    return f"{local.day} {MONTHS[local.month - 1]}{year}, {local:%H:%M}"


def is_due(feed: FeedCard, now: datetime) -> bool:
    """Whether the feed may be asked now."""
    due = parsed(feed.due)
    return feed.status is not FeedStatus.GONE and (due is None or due <= now)


# -- one feed


def status_words(feed: FeedCard, result: FeedResult | None, now: datetime) -> str:
    """How the last fetch ended: `ok, 4 new`, `unchanged`, `cannot be reached: …`, `waiting until 14:20`."""
    match feed.status:
        case FeedStatus.NEW:
            return feed.detail or "not fetched yet"
        case FeedStatus.OK:
            return f"ok, {found}" if (found := outcome(result)) else feed.detail or "ok"
        case FeedStatus.UNCHANGED:
            return "unchanged"
        case FeedStatus.WAITING:
            return f"waiting until {moment(feed.due, now)}" if feed.due else feed.detail or "waiting"
        case FeedStatus.DAMAGED:
            return f"read in part: {feed.detail}" if feed.detail else "read in part"
        case FeedStatus.GONE:
            return f"gone: {feed.detail}" if feed.detail and feed.detail != "gone" else "gone"
        case _:
            return feed.detail or "could not be read"


def outcome(result: FeedResult | None) -> str:
    """`4 new, 1 updated, 2 in part`; empty when nothing came."""
    if result is None:
        return ""
    counts = ((result.added, "new"), (result.updated, "updated"), (result.partial, "in part"))
    return ", ".join(f"{number:,} {word}" for number, word in counts if number)


def what_to_do(feed: FeedCard, now: datetime, key_for: KeyFor) -> str:
    """What the person can do about the state the feed is in; empty when there is nothing to do."""
    add, remove, refresh = (key_for(f"feeds.{what}") for what in ("add", "remove", "refresh"))
    match feed.status:
        case FeedStatus.NEW:
            return f"{refresh} fetches it, {key_for('feeds.refresh-all')} all that are due."
        case FeedStatus.FAILED:
            again = "" if is_due(feed, now) else f" It is asked again after {moment(feed.due, now)}."
            return (
                f"What was read stays.{again} {refresh} asks now; {remove} removes the feed, "
                f"{add} adds one at another address."
            )
        case FeedStatus.GONE:
            return (
                f"It is not asked again. {remove} removes it, {add} adds it at its new address; "
                "what was read stays."
            )
        case FeedStatus.WAITING:
            return "The site wants to be left alone until then; the feed is asked again after that."
        case FeedStatus.DAMAGED:
            return "The feed's document is broken; the entries that could be read were read."
        case _:
            return ""


def next_fetch(feed: FeedCard, now: datetime) -> str:
    """When the feed is asked next."""
    if feed.status is FeedStatus.GONE:
        return "not again"
    return "due now" if is_due(feed, now) else f"not before {moment(feed.due, now)}"


def feed_texts(
    feed: FeedCard, result: FeedResult | None, sign: str, now: datetime, key_for: KeyFor
) -> list[tuple[str, str]]:
    """Everything about a feed as paragraphs with styles; what stands before a tab is a label."""
    advice = what_to_do(feed, now, key_for)
    unread = f", {feed.unread:,} unread" if feed.unread else ""
    articles = f"{feed.articles:,}{unread}" if feed.articles else "none yet"
    texts = [(feed.title, "title"), (f"{sign} {status_words(feed, result, now)}", "strong")]
    if advice:
        texts.append((advice, ""))
    texts.append((f"Address\t{feed.url}", ""))
    texts.append((f"Last fetch\t{_when(feed.fetched, now)}", ""))
    if feed.succeeded != feed.fetched:
        failures = f" · {feed.failures:,} failures since" if feed.failures > 1 else ""
        texts.append((f"Last success\t{_when(feed.succeeded, now)}{failures}", ""))
    texts.append((f"Next fetch\t{next_fetch(feed, now)}", ""))
    texts.append((f"Articles\t{articles}", ""))
    texts.append((f"Outlet\t{feed.outlet or 'as each article says'}", ""))
    texts.append((f"Followed since\t{moment(feed.added, now)}", "muted"))
    return texts


def _when(when: str | None, now: datetime) -> str:
    then = parsed(when)
    seconds = (now - then).total_seconds() if then is not None else 0
    if seconds < MINUTE:
        return ago(when, now)
    if seconds >= AS_DATE:
        return moment(when, now)
    return f"{ago(when, now)} · {moment(when, now)}"


# -- many feeds


def no_feeds(key_for: KeyFor) -> list[tuple[str, str]]:
    """What stands in the place of a list without feeds: paragraphs with styles."""
    add, read = key_for("feeds.add"), key_for("feeds.import")
    return [
        ("No feeds yet", "title"),
        ("", ""),
        (f"{add}  follows a feed: give its address, or that of a page that has one", ""),
        (f"{read}  imports an OPML file of another reader", ""),
        ("", ""),
        (f"{key_for('feeds.refresh-all')} then fetches what is due, while you go on reading.", "muted"),
    ]


def nothing_followed(key_for: KeyFor, *, here: bool) -> str:
    """What a command that needs a feed says while there is none; `here` is on the screen of feeds."""
    add, way = key_for("feeds.add"), "" if here else f"{key_for('app.feeds')}, then "
    return (
        f"There are no feeds yet; {way}{add} follows one, {key_for('feeds.import')} imports a list of them."
    )


def summary(results: Sequence[FeedResult], *, stopped: bool = False) -> str:
    """`12 feeds: 34 added, 3 updated, 1 could not be read`; of one feed by its name."""
    failed = sum(result.feed.status in UNREADABLE for result in results)
    counts = (
        (sum(result.added for result in results), "added"),
        (sum(result.updated for result in results), "updated"),
        (sum(result.partial for result in results), "in part"),
    )
    parts = [f"{number:,} {word}" for number, word in counts if number]
    if failed and len(results) > 1:
        parts.append(f"{failed:,} could not be read")
    if len(results) == 1 and not parts:
        feed = results[0].feed
        parts.append(feed.detail or "could not be read" if failed else "nothing new")
    who = results[0].feed.title if len(results) == 1 else count(len(results), "feed")
    told = f"{who}: {', '.join(parts) or 'nothing new'}"
    return f"stopped after {told}" if stopped else told


def trouble(results: Sequence[FeedResult], skipped: Iterable[Skipped]) -> tuple[str, ...]:
    """A line for each feed that could not be read, or not whole, and for each article left out."""
    feeds = [result.feed for result in results]
    addresses = {feed.url for feed in feeds}
    lines = [f"{feed.title}\t{feed.detail or feed.status}" for feed in feeds if feed.status in TROUBLED]
    lines += [f"{item.source}\t{item.reason}" for item in skipped if item.source not in addresses]
    return tuple(dict.fromkeys(lines))


def imported(found: FeedImport, key_for: KeyFor) -> str:
    """What an import did, and what comes next."""
    parts = [f"{count(len(found.added), 'feed')} added"]
    parts += [f"{len(found.known):,} followed already"] if found.known else []
    parts += [f"{len(found.skipped):,} left out"] if found.skipped else []
    return ", ".join(parts) + (f"; {key_for('app.fetch')} fetches them." if found.added else ".")
