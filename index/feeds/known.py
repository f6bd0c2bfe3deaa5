"""What a feed's items go by, and which of them were seen before.

Guids lie: they are given twice, are missing, change with every fetch, or from http to https. Addresses lie
less, but some feeds give a section's page for all their items. So an item goes by its address where that
is its own, else by its guid where that is its own, else by its text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index import text as texts
from index.addresses import canonical, for_keeping
from index.feedmodel import FeedItem
from index.feeds import fulltext
from index.feeds.store import KnownItem
from index.likeness import names_an_article
from index.words import fold


@dataclass(frozen=True, slots=True)
class Named:
    """An item of a document, what it is to be remembered as, and what it was remembered as, if it was."""

    item: FeedItem
    now: KnownItem
    before: KnownItem | None


def keys(items: Iterable[FeedItem]) -> list[tuple[FeedItem, KnownItem]]:
    """Items with what they say of themselves, each once; their `name` is still empty."""
    found: dict[tuple[str | None, str | None, str], tuple[FeedItem, KnownItem]] = {}
    for item in items:
        seen = KnownItem(
            name="",
            digest=_digest(item),
            url=_address(item.url) if item.url else None,
            guid=_guid_key(item.guid) if item.guid else None,
            title=fold(item.title) if item.title else None,
        )
        found.setdefault((seen.url, seen.guid, seen.digest), (item, seen))
    return list(found.values())


def named(found: Sequence[tuple[FeedItem, KnownItem]], known: Sequence[KnownItem]) -> list[Named]:
    """The items of one document with their names; `known` are all that share anything with them."""
    by_url, by_guid = _groups(found, known, "url"), _groups(found, known, "guid")
    here = {(sign, getattr(seen, sign)) for _, seen in found for sign in ("url", "guid")} - {("guid", None)}
    old = defaultdict(list)
    for one in known:
        old[one.digest].append(one)
    result = []
    for item, seen in found:
        alike = old[seen.digest]
        before = next((one for one in alike if _same(seen, one)), None)
        if before is None and item.full:
            # Feeds that give all items new ids and addresses with every fetch would fill the library.
            gone = (one for one in alike if not {("url", one.url), ("guid", one.guid)} & here)
            before = next(gone, None)
        if before is not None:
            now = replace(before, url=seen.url, guid=seen.guid, title=seen.title)
        else:
            now = replace(seen, name=_name(item, seen, by_url, by_guid))
        result.append(Named(item, now, before))
    return result


def _same(seen: KnownItem, one: KnownItem) -> bool:
    """Whether two items of the same text are one: by address, by guid, or as nothing speaks against it."""
    if seen.url == one.url:
        return True
    if seen.url is None or one.url is None:
        return True
    return seen.guid is not None and seen.guid == one.guid


def _groups(
    found: Sequence[tuple[FeedItem, KnownItem]], known: Sequence[KnownItem], field: str
) -> dict[str, list[KnownItem]]:
    groups = defaultdict(list)
    for one in (*(seen for _, seen in found), *known):
        key = getattr(one, field)
        if key is not None:
            groups[key].append(one)
    return groups


def _name(
    item: FeedItem, seen: KnownItem, by_url: dict[str, list[KnownItem]], by_guid: dict[str, list[KnownItem]]
) -> str:
    guid = seen.guid if seen.guid is not None and _own(seen, "url", by_guid[seen.guid], seen.guid) else None
    if seen.url is not None and item.url is not None and names_an_article(item.url):
        if _own(seen, "guid", by_url[seen.url], seen.url):
            return seen.url
        return f"{seen.url} {guid}" if guid is not None else seen.digest
    return guid or seen.digest


def _own(seen: KnownItem, other_sign: str, sharing: Sequence[KnownItem], sign: str) -> bool:
    """Whether an address or guid (`sign`) is this item's own, and not shared with another one.

    Two items of one document with different titles are two; an item known from before is taken for an
    older text of this one, unless the other sign speaks against it, or the sign was shared then already.
    """
    mine = getattr(seen, other_sign)
    for one in sharing:
        its = getattr(one, other_sign)
        if (mine is not None and mine == its) or seen.title == one.title:
            continue
        if one.name != sign or (mine is not None and its is not None):
            return False
    return True


def _guid_key(guid: str) -> str:
    """A guid; one that is an address changes from http to https and back."""
    return _address(guid) if guid.lower().startswith(("http://", "https://")) else guid


def _address(url: str) -> str:
    """What an address is known by; keys in it are not kept."""
    return canonical(for_keeping(url))


def _digest(item: FeedItem) -> str:
    """What the feed says the item is, its title and words: no dates, counters or addresses, which change."""
    words = " ".join(fulltext.plain(item.html).split())
    return texts.digest(f"{item.title or ''}\x1f{words}".encode("utf-8", "replace"))
