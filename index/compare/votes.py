"""Both sides of a vote as one figure: `54-46`, `54 to 46`, `52 votes to 46`. Scores of games are none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from index.compare.lexicon import listed
from index.compare.numerals import low_at, small_whole
from index.compare.tokens import Token

_REACH = 10
_VOTING = frozenset(listed("vote votes voted voting ruling roll-call"))
_DECIDING = frozenset(listed("passed approved adopted rejected defeated confirmed cleared ratified ruled"))
_NO_VOTE = frozenset(
    listed("majority edge advantage lead split control record percent % poll polls season game match over")
)
_GAMES = frozenset(listed("beat goal goals scored match game games season cup coach team league innings"))
_BODIES = {
    **dict.fromkeys(listed("senate senators"), "senate"),
    **dict.fromkeys(listed("house representatives"), "house"),
    **dict.fromkeys(listed("committee panel subcommittee"), "committee"),
    **dict.fromkeys(listed("court justices judges"), "court"),
    **dict.fromkeys(listed("parliament mps commons duma bundestag knesset"), "parliament"),
    **dict.fromkeys(listed("assembly legislature legislators"), "legislature"),
    **dict.fromkeys(listed("council"), "council"),
    **dict.fromkeys(listed("board commission commissioners jury"), "board"),
    **dict.fromkeys(listed("lawmakers congress chamber deputies delegates"), ""),
}
"""Who votes; those whom any body may be called by have no name."""

_SMALLER, _SMALLER_REACH = "committee", 3
_JOINTS = frozenset(("-", "–", "to", "against"))
_MOST = 999
_OFF, _SHARE_OFF = 2, 0.08
"""How far off one side of a vote may be told: by so many, or by that share of all."""


class Tally(NamedTuple):
    """Both sides of a vote, the larger first, and the token behind."""

    won: int
    lost: int
    after: int


def tally(tokens: Sequence[Token], place: int) -> Tally | None:
    """The vote whose count begins at `place`; None where there is none."""
    at = place + 1
    if low_at(tokens, at) == "votes":
        at += 1
    if low_at(tokens, at) not in _JOINTS:
        return None
    won, lost = _side(tokens, place), _side(tokens, at + 1)
    if won is None or lost is None or not _is_voted(tokens, place, at + 2):
        return None
    return Tally(max(won, lost), min(won, lost), at + 2)


def _side(tokens: Sequence[Token], place: int) -> int | None:
    return small_whole(tokens[place], _MOST) if place < len(tokens) else None


def _is_voted(tokens: Sequence[Token], first: int, last: int) -> bool:
    near = [token.low for token in tokens[max(0, first - _REACH) : last + _REACH]]
    if not _NO_VOTE.isdisjoint(low_at(tokens, place) for place in (first - 1, *range(last, last + 3))):
        return False
    if not _GAMES.isdisjoint(near):
        return False
    if not _VOTING.isdisjoint(near):
        return True
    return not _DECIDING.isdisjoint(near) and any(low in _BODIES for low in near)


def body(tokens: Sequence[Token], first: int, last: int) -> str:
    """Who voted, by the nearest word that says it."""
    near = range(max(0, first - _REACH), min(len(tokens), last + _REACH))
    told = [at for at in near if _BODIES.get(tokens[at].low)]
    if not told:
        return ""
    nearest = min(told, key=lambda at: first - at if at < first else at - last + 1)
    behind = range(nearest + 1, nearest + _SMALLER_REACH)
    smaller = any(_BODIES.get(low_at(tokens, at)) == _SMALLER for at in behind)
    return _SMALLER if smaller else _BODIES[tokens[nearest].low]


def may_be_one(one: tuple[float, float], other: tuple[float, float]) -> bool:
    """Whether two counts, the larger side first, are near enough to be of one vote."""
    least = max(_OFF, _SHARE_OFF * min(sum(one), sum(other)))
    return all(abs(x - y) <= least for x, y in zip(one, other, strict=True))
