"""The terms of a filter that are about stories as wholes: answered by the database, without the search index.

Only terms at the top of a query are taken out, those that all must hold; in brackets and beside OR they
stay, and mean the same there, as the search answers them, too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_BRANCHING = re.compile(r"[()|]|(?<!\S)(?:OR|NOT|AND|NEAR\S*)(?!\S)")
_QUOTED = re.compile(r'"[^"]*"?')
_TERM = re.compile(r'(?<!\S)(?P<minus>-?)(?P<key>[a-z]+):(?:"(?P<quoted>[^"]+)"|(?P<plain>[^\s()"]+))(?!\S)')
_COUNT = re.compile(r"(?P<sign>>=|<=|>|<|=|)(?P<number>\d{1,4})|(?P<low>\d{1,4})\.\.(?P<high>\d{1,4})")
MANY_OUTLETS = 10_000
"""What stands for no upper limit."""

TAGGED = "key IN (SELECT story FROM tag)"
"""The condition on the table of stories that one has a tag."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was taken out of a query: conditions on the table of stories with their values, and names of
    outlets that must cover a story, or must not; `rest` is for the search.
    """

    rest: str
    where: tuple[tuple[str, tuple[object, ...]], ...] = ()
    covered: tuple[tuple[bool, str], ...] = ()


def split_terms(query: str) -> Terms:
    """Take the terms about stories out of a query."""
    if ":" not in query or is_branching(query):
        return Terms(query)
    where: list[tuple[str, tuple[object, ...]]] = []
    covered: list[tuple[bool, str]] = []

    def take(match: re.Match[str]) -> str:
        if match.string.count('"', 0, match.start()) % 2:
            return match[0]
        wanted, value = not match["minus"], match["quoted"] or match["plain"]
        found = _simple(match["key"], value)
        if found is not None:
            condition, values = found
            where.append((condition if wanted else f"NOT ({condition})", values))
        elif match["key"] == "covered":
            covered.append((wanted, value))
        else:
            return match[0]
        return " "

    rest = " ".join(_TERM.sub(take, query).split())
    state = _STATES.get(rest)
    if state is not None:
        # Beside other terms it is about the article that these match; alone it is about the story.
        where.append((state, ()))
        rest = ""
    return Terms(rest, tuple(where), tuple(covered)) if where or covered else Terms(query)


# The `+` keeps SQLite to the index of the list's order, in which it may stop early.
_STATES = {
    "is:unread": "+unread > 0",
    "is:read": "unread < articles",
    "-is:unread": "unread < articles",
    "-is:read": "+unread > 0",
}


def is_branching(query: str) -> bool:
    """Whether a query has brackets or operators, so that not all of its terms must hold."""
    return bool(_BRANCHING.search(_QUOTED.sub(" ", query)))


def _simple(key: str, value: str) -> tuple[str, tuple[object, ...]] | None:
    if key == "is" and value == "marked":
        return "marked", ()
    if key == "has" and value == "tag":
        return TAGGED, ()
    if key == "outlets":
        bounds = outlet_bounds(value)
        return None if bounds is None else ("+outlets BETWEEN ? AND ?", bounds)
    return None


def outlet_bounds(value: str) -> tuple[int, int] | None:
    """The least and the largest number of outlets that `3`, `>=3` or `2..4` means; None for anything else."""
    count = _COUNT.fullmatch(value)
    if count is None:
        return None
    if count["low"]:
        return int(count["low"]), int(count["high"])
    number = int(count["number"])
    return {
        ">=": (number, MANY_OUTLETS),
        "<=": (0, number),
        ">": (number + 1, MANY_OUTLETS),
        "<": (0, number - 1),
    }.get(count["sign"], (number, number))
