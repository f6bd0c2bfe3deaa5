"""Outlets as lists show them, and the filters that the person's labels make."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from config.outlet_notes import OutletNote
from index.errors import QueryError
from index.listterms import is_branching
from index.storymodel import Outlet

_ARTICLE = re.compile(r"^(?:the|la|le|el|die|der|das|il)\s+", re.IGNORECASE)
_ASIDE = re.compile(r"\s*[(\[].*$|\s+-\s+.*$")
_SHORT = 14
_TERM = re.compile(
    r'(?<![^\s(])(?P<minus>-?)(?P<key>[a-z][a-z0-9_-]*):(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s()"]+))(?![^\s)])'
)


def outlets(names: Iterable[str], notes: Sequence[OutletNote]) -> tuple[Outlet, ...]:
    """An `Outlet` for each name, with what the person says of it (names compare in any case).

    Where two would be shortened to the same, such as Washington Post and Washington Times, neither is.
    """
    said = {_folded(note.name): note for note in notes}
    shorts = {name: short(name) for name in names}
    times = Counter(shorts.values())
    found = []
    for name, shortened in shorts.items():
        note = said.get(_folded(name)) or OutletNote(name)
        long = note.short or _bare(name)
        own = note.short or (shortened if times[shortened] == 1 else long)
        found.append(Outlet(name, own, note.colour or None, note.country or None, note.labels, long))
    return tuple(found)


def short(name: str) -> str:
    """A name without its article and asides, at most 14 characters, cut between words where possible."""
    plain = _ASIDE.sub("", _bare(name)).strip() or name
    if len(plain) <= _SHORT:
        return plain
    head = plain[: _SHORT + 1].rpartition(" ")[0]
    return head if len(head) >= _SHORT // 2 else plain[: _SHORT - 1] + "…"


def _bare(name: str) -> str:
    return _ARTICLE.sub("", name)


def labelled(found: Sequence[Outlet], key: str, value: str) -> tuple[str, ...]:
    """The names of the outlets with a label (or a country) of this value, in any case."""
    wanted = _folded(value)
    return tuple(
        outlet.name
        for outlet in found
        if any(name == key and _folded(text) == wanted for name, text in (*outlet.labels, *_country(outlet)))
    )


def split_query(query: str, found: Sequence[Outlet]) -> tuple[str, list[tuple[bool, tuple[str, ...]]]]:
    """A query without its label terms, and for each of these whether it is wanted, and its outlets.

    Label terms are `country:UK`, `lean:left`, `-lean:left`, for the keys that the person uses, outside
    of quotes. In a query with brackets or operators each becomes `covered:` terms in its place. Raises
    QueryError for a value that no outlet has.
    """
    branching = is_branching(query)
    keys = {"country"} | {key for outlet in found for key, _ in outlet.labels}
    terms: list[tuple[bool, tuple[str, ...]]] = []

    def take(match: re.Match[str]) -> str:
        key = match["key"]
        if key not in keys or _inside_quotes(match):
            return match[0]
        value = match["quoted"] or match["plain"] or ""
        names = labelled(found, key, value)
        if not names:
            known = sorted(
                {
                    text
                    for outlet in found
                    for name, text in (*outlet.labels, *_country(outlet))
                    if name == key
                }
            )
            raise QueryError(
                f"no outlet has {key}:{value}",
                do=f"there are {', '.join(known)}" if known else "see the settings",
            )
        if branching:
            bare = [name.replace('"', " ") for name in names]
            return match["minus"] + "(" + " OR ".join(f'covered:"{name}"' for name in bare) + ")"
        terms.append((not match["minus"], names))
        return " "

    rest = _TERM.sub(take, query)
    return " ".join(rest.split()) if terms else rest, terms


def covering(found: Sequence[Outlet], name: str) -> tuple[str, ...]:
    """The names of the outlets that `covered:` means by a name, or a part of one in whole words."""
    from index.search.schema import tag_key

    wanted = tag_key(name)
    return tuple(one.name for one in found if wanted and f" {wanted} " in f" {tag_key(one.name)} ")


def said(found: Sequence[Outlet], order: str) -> list[tuple[str, str]]:
    """The outlets that an order by label is about, with its value: of `lean` all that have one, of
    `lean:left` those that have this one; none where the person uses no such label.
    """
    key, _, value = order.partition(":")
    return [
        (outlet.name, _folded(text))
        for outlet in found
        for name, text in (*outlet.labels, *_country(outlet))
        if name == key and (not value or _folded(text) == _folded(value))
    ]


def split_feeds(query: str) -> tuple[str, list[tuple[bool, str]]]:
    """A query without its `feed:` terms, and for each of these whether it is wanted, and the feed's name."""
    terms: list[tuple[bool, str]] = []

    def take(match: re.Match[str]) -> str:
        if match["key"] != "feed" or _inside_quotes(match):
            return match[0]
        terms.append((not match["minus"], match["quoted"] or match["plain"] or ""))
        return " "

    rest = _TERM.sub(take, query)
    return " ".join(rest.split()) if terms else query, terms


def _inside_quotes(match: re.Match[str]) -> bool:
    return bool(match.string.count('"', 0, match.start()) % 2)


def _country(outlet: Outlet) -> tuple[tuple[str, str], ...]:
    return (("country", outlet.country),) if outlet.country else ()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
