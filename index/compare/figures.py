"""Figures to compare: numbers and days that outlets give for the same thing, agreeing or not."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations, islice
from math import fsum
from operator import itemgetter

from index.compare.aspects import may_differ
from index.compare.edges import Edge, joined
from index.compare.mentions import AGE_HEAD, LIVING, Mention, mentions, weights
from index.compare.names import AS_WRITTEN, Names
from index.compare.naming import named, value_text
from index.compare.persons import Persons
from index.compare.sameness import Evidence, Sameness
from index.compare.stopping import watched
from index.compare.verdicts import BOUND, CLASH, EQUAL, ROUNDING, SEVERITY, ratio, same_value, verdict
from index.compared import Figure, FigureValue, Link
from index.model import Article, Cancelled, Role

_NEED = {EQUAL: 0.1, ROUNDING: 0.2, BOUND: 0.25, CLASH: 0.15}
"""How much the words around two numbers must agree before the verdict is shown (0 to 1). Less of a clash, of
which much else is weighed as well: see `sameness`."""

_MEASURED_MORE = 0.1
"""More is asked of percentages, money and durations: a story has many, and their head says little."""

_FAR_MORE = ((10.0, 0.3), (3.0, 0.15))
"""More is asked, too, of values of which one is so many times the other: they are seldom of one thing."""

_UNLINKED_MORE, _UNLINKED_SHARED = 0.13, 2
"""More is asked of passages that are not linked: two that contradict each other often are not.
They must also share that many words near the values."""

_OTHER_NAMES_MORE = 0.4
"""More is asked where both sentences name somebody or some place near the values, and nothing in common."""

_OTHER_YEAR_MORE = 0.35
"""And where one sentence tells of another year and the other does not say of which."""

_LIST = 600
"""A thing with more mentions than this is a list or a table: only linked passages are held together."""

_ROUNDED, _TINY = 0.34, 1e-6
"""How far off, as a share of a value, another can be that it rounds or that rounds it: no more than this."""

_SURE, _JOINED = 0.5, 0.0
"""Odds (logarithms) from which a clash is shown, and from which values may stand in a row with others."""

_AGE_FAR = 1.5
"""Ages of one person of which one is more times the other are of two times of a life."""

_NEED_DAY = 0.5
_SMOOTH = 4.0
_ASK = 20


def figures(
    articles: Sequence[Article],
    links: Sequence[Link],
    cancelled: Cancelled | None = None,
    spelt: Names = AS_WRITTEN,
) -> tuple[Figure, ...]:
    """Rows of figures to compare, clashes first: one value per outlet, from linked passages only.

    A verdict says how the values stand to each other (equal, rounding, bound, clash), never which is
    right. Two values are held together when their unit and head noun agree and the words around them
    do too; a value is no clash where the other article gives the same value for the same thing
    elsewhere. Days need more agreement than numbers. `spelt` makes one word of the spellings of a name.
    CancelledError when asked to stop.
    """
    finder = Finder(articles, links, cancelled, spelt)
    edges = [edge for link in watched(links, cancelled, _ASK) for edge in finder.edges(link)]
    edges += finder.unlinked()
    groups = joined(watched(sorted(edges, key=lambda edge: -edge.score), cancelled), finder.go_together)
    rows = [finder.row(group) for group in watched(groups, cancelled, _ASK)]
    return tuple(figure for _, figure in sorted(rows, key=lambda row: row[0]))


class Finder:
    """The mentions of a story's body passages, and which of them may be held together."""

    def __init__(
        self,
        articles: Sequence[Article],
        links: Iterable[Link],
        cancelled: Cancelled | None = None,
        spelt: Names = AS_WRITTEN,
    ) -> None:
        self._articles = articles
        self._linked = {frozenset((link.a, link.b)) for link in links}
        self._cancelled = cancelled
        self._mentions: dict[str, list[Mention]] = {}
        self._by_article: list[list[Mention]] = []
        for number, article in enumerate(articles):
            mine: list[Mention] = []
            for passage in watched(article.passages, cancelled, _ASK):
                if passage.role is Role.BODY:
                    found = mentions(passage, number, article.outlet_name, spelt)
                    self._mentions[passage.id] = found
                    mine.extend(found)
            self._by_article.append(mine)
        self._idf = weights(m for group in self._by_article for m in group)
        # A name is one at the beginning of a sentence, too, where every word has a capital.
        self._names = frozenset(name for mine in self._by_article for m in mine for name in m.names)
        self._sameness = Sameness(articles, self._by_article, self._mentions)
        self._persons = Persons(articles)
        self._by_value: dict[int, tuple[list[float], list[Mention]]] = {}
        self._same_values: dict[tuple[int, Mention], tuple[Mention, ...]] = {}
        self._day_cache: dict[Mention, tuple[int | None, tuple[int, int] | None]] = {}

    def edges(self, link: Link) -> list[Edge]:
        """The pairs of a link, each mention used once, equal values first."""
        left, right = self._mentions.get(link.a, []), self._mentions.get(link.b, [])
        pairs = [edge for a in left for b in right if (edge := self._edge(a, b)) is not None]
        pairs.sort(key=lambda edge: (edge.verdict != EQUAL, -edge.score))
        used: set[Mention] = set()
        kept: list[Edge] = []
        for edge in pairs:
            if edge.a in used or edge.b in used:
                continue
            used.update((edge.a, edge.b))
            if self._holds(edge):
                kept.append(edge)
        return kept

    def unlinked(self) -> list[Edge]:
        """Differing values of one thing in passages that no link joins, where words leave little doubt."""
        alike: dict[str, list[Mention]] = {}
        for m in (m for mine in self._by_article for m in mine):
            if m.quantity is not None:
                alike.setdefault(m.kind, []).append(m)
        found: list[Edge] = []
        for group in alike.values():
            if len(group) > _LIST:
                continue
            for a, b in watched(combinations(group, 2), self._cancelled, _ASK):
                if a.article == b.article or len(a.near & b.near) < _UNLINKED_SHARED:
                    continue
                edge = None if self._are_linked(a, b) else self._edge(a, b)
                if edge is not None and edge.verdict != EQUAL and self._holds(edge):
                    found.append(edge)
        return found

    def _are_linked(self, a: Mention, b: Mention) -> bool:
        return frozenset((a.passage, b.passage)) in self._linked

    def _holds(self, edge: Edge) -> bool:
        """Whether enough says that the two values are of one thing."""
        if edge.a.head == AGE_HEAD and self._same_person(edge.a, edge.b):
            return edge.verdict == EQUAL or self._is_age_told(edge)
        if _is_told_by_two(edge.a, edge.b) and self._are_linked(edge.a, edge.b):
            return not self._told_elsewhere(edge)
        need = self._need(edge) + (0.0 if self._are_linked(edge.a, edge.b) else _UNLINKED_MORE)
        if edge.score < need or (edge.verdict == CLASH and not self._sure(edge.a, edge.b, _SURE)):
            return False
        return not self._told_elsewhere(edge)

    def _is_age_told(self, edge: Edge) -> bool:
        """Whether two ages of one person, who is named beside both, are of one time."""
        x, y = edge.a.quantity, edge.b.quantity
        assert x is not None and y is not None
        if self._other_years(edge.a) or self._other_years(edge.b) or ratio(x, y) > _AGE_FAR:
            return False
        return not self._told_elsewhere(edge)

    def go_together(self, a: Mention, b: Mention) -> bool:
        """Whether two values that nothing joins may stand in one row, as others of it are joined to both."""
        edge = self._edge(a, b)
        if edge is None:
            x, y = a.quantity, b.quantity
            return x is not None and y is not None and same_value(x, y)
        return edge.verdict != CLASH or self._sure(a, b, _JOINED)

    def mentions_of(self, passage: str) -> Sequence[Mention]:
        """The mentions of a passage of a body, in order."""
        return self._mentions.get(passage, ())

    def evidence(self, a: Mention, b: Mention) -> Evidence:
        """What is known of two numbers of the story that may be of one thing."""
        return self._sameness.evidence(a, b, self._agreement(a, b), self._are_linked(a, b))

    def _sure(self, a: Mention, b: Mention, least: float) -> bool:
        """Whether the odds of two numbers are good enough. Days are weighed by their words alone."""
        if a.quantity is None or (a.head == AGE_HEAD and self._same_person(a, b)):
            return True
        if self._sameness.odds(a, b, self._agreement(a, b), self._are_linked(a, b)) < least:
            return False
        return not self._sameness.adds_up(a, b)

    def _need(self, edge: Edge) -> float:
        if edge.a.when is not None:
            return _NEED_DAY if edge.verdict != EQUAL else _NEED[EQUAL]
        x, y = edge.a.quantity, edge.b.quantity
        need = _NEED[edge.verdict]
        if x is None or y is None or edge.verdict == EQUAL:
            return need
        times = ratio(x, y)
        need += next((more for least, more in _FAR_MORE if times > least), 0.0)
        need += _MEASURED_MORE if x.unit != "count" else 0.0
        if bool(self._other_years(edge.a)) != bool(self._other_years(edge.b)):
            need += _OTHER_YEAR_MORE
        mine, theirs = edge.a.near & self._names, edge.b.near & self._names
        return need + (_OTHER_NAMES_MORE if mine and theirs and not mine & theirs else 0.0)

    def _other_years(self, m: Mention) -> frozenset[str]:
        """The years that a sentence names, but for that in which its article came out."""
        published = self._articles[m.article].published
        return m.years - {str(published.when.year)} if published is not None else m.years

    def _edge(self, a: Mention, b: Mention) -> Edge | None:
        if a.quantity is not None and b.quantity is not None:
            if not self._same_thing(a, b):
                return None
            found = verdict(a.quantity, b.quantity)
            if found != EQUAL and not _may_differ(a, b, found):
                return None
        elif a.when is not None and b.when is not None:
            equal = self._same_day(a, b)
            if equal is None or not (equal or a.verbs & b.verbs):
                return None
            found = EQUAL if equal else CLASH
        else:
            return None
        return Edge(a, b, self._likeness(a, b), found)

    def _same_thing(self, a: Mention, b: Mention) -> bool:
        """Whether two quantities may be of the same thing: of one kind, and ages of nobody else."""
        return _may_be_same(a, b) and (a.head != AGE_HEAD or self._same_person(a, b) is not False)

    def _same_person(self, a: Mention, b: Mention) -> bool | None:
        return self._persons.same(a.article, a.person, b.article, b.person)

    def _likeness(self, a: Mention, b: Mention) -> float:
        """How much two mentions agree, 0 to 1: the words near them, and what happened to people."""
        bonus = 0.25 if a.fate and a.fate == b.fate and a.fate != LIVING else 0.0
        return min(1.0, self._agreement(a, b) + bonus)

    def _agreement(self, a: Mention, b: Mention) -> float:
        """How much the words near two mentions agree, rare words counting more; 0 to 1."""
        weight = self._idf
        # Words of a set come in any order, and plain sums would differ in their last digit with it.
        shared = fsum(weight[word] for word in a.near & b.near)
        smaller = min(fsum(weight[word] for word in a.near), fsum(weight[word] for word in b.near))
        return shared / (smaller + _SMOOTH)

    def _told_elsewhere(self, edge: Edge) -> bool:
        """Whether an article gives both values: then they are of two things, not two values of one.

        Either article need only give the other's value beside its own; a third article must give both, and
        not as one that took the place of another.
        """
        if edge.verdict == EQUAL:
            return False
        if self._also(edge.a, edge.b, edge.score) or self._also(edge.b, edge.a, edge.score):
            return True
        x, y = edge.a.quantity, edge.b.quantity
        if x is None or y is None or same_value(x, y):
            return False
        return any(
            self._tells(article, edge.a, edge.score) and self._tells(article, edge.b, edge.score)
            for article in range(len(self._articles))
            if article not in (edge.a.article, edge.b.article)
        )

    def _tells(self, article: int, value: Mention, score: float) -> bool:
        return any(not m.revised for m in self._repeated(article, value, score))

    def _also(self, one: Mention, other: Mention, score: float) -> bool:
        """Whether the article of `one` gives, elsewhere, the value of `other` for the same thing."""
        if other.quantity is None:
            return any(self._repeats(m, other, score) for m in self._by_article[one.article] if m is not one)
        return any(m is not one for m in self._repeated(one.article, other, score))

    def _repeated(self, article: int, value: Mention, score: float) -> tuple[Mention, ...]:
        """The first two places where an article gives the value of a mention for the same thing."""
        # The same values are asked for again and again where a story has many: two show one beside another.
        key = (article, value)
        if value.quantity is not None and key not in self._same_values:
            near = self._of_like_value(article, value.quantity.low)
            same = (m for m in near if self._repeats(m, value, score))
            self._same_values[key] = tuple(islice(same, 2))
        return self._same_values[key]

    def _of_like_value(self, article: int, value: float) -> Sequence[Mention]:
        """The mentions of an article whose values are near enough to one to be equal to it or to round it."""
        if article not in self._by_value:
            told = [(m.quantity.low, m) for m in self._by_article[article] if m.quantity is not None]
            told.sort(key=itemgetter(0))
            self._by_value[article] = [low for low, _ in told], [m for _, m in told]
        lows, found = self._by_value[article]
        reach = abs(value) * _ROUNDED + _TINY
        return found[bisect_left(lows, value - reach) : bisect_right(lows, value + reach)]

    def _repeats(self, m: Mention, other: Mention, score: float) -> bool:
        if m.quantity is not None and other.quantity is not None:
            return self._same_thing(m, other) and same_value(m.quantity, other.quantity)
        if m.when is not None and other.when is not None:
            return self._same_day(m, other) is True and self._likeness(m, other) >= score / 2
        return False

    def _day(self, m: Mention) -> tuple[int | None, tuple[int, int] | None]:
        """The weekday and the date of a mention, the one found from the other where the year is known."""
        if m not in self._day_cache:
            when = m.when
            assert when is not None
            weekday, calendar = when.weekday, None
            if when.month is not None and when.day is not None:
                calendar = (when.month, when.day)
                published = self._articles[m.article].published
                if weekday is None and published is not None:
                    weekday = _weekday_of(published.when.date(), *calendar)
            self._day_cache[m] = (weekday, calendar)
        return self._day_cache[m]

    def _same_day(self, a: Mention, b: Mention) -> bool | None:
        """Whether two days are the same; None when that cannot be known."""
        (weekday_a, date_a), (weekday_b, date_b) = self._day(a), self._day(b)
        if date_a is not None and date_b is not None:
            return date_a == date_b
        if weekday_a is not None and weekday_b is not None:
            return weekday_a == weekday_b
        return None

    def row(self, group: Sequence[Edge]) -> tuple[tuple[float, ...], Figure]:
        """A group as a figure, with its rank."""
        members = {m: None for edge in group for m in (edge.a, edge.b)}
        ordered = sorted(members, key=lambda m: m.article)
        found = self._worst(ordered)
        values = tuple(
            FigureValue(m.passage, m.outlet, m.text, value_text(m), m.quantity.unit if m.quantity else "day")
            for m in ordered
        )
        score = max(edge.score for edge in group)
        rank = (-float(SEVERITY[found]), -float(len(values)), -score)
        return rank, Figure(named(ordered, self._idf), found, values)

    def _worst(self, members: Sequence[Mention]) -> str:
        """The gravest verdict between any two values of a row."""
        found = EQUAL
        for place, a in enumerate(members):
            for b in members[place + 1 :]:
                edge = self._edge(a, b)
                if edge is not None and SEVERITY[edge.verdict] > SEVERITY[found]:
                    found = edge.verdict
        return found


def _is_told_by_two(a: Mention, b: Mention) -> bool:
    """Whether both tell how many people came, the one after the police, the other after who called them."""
    one, other = a.aspect.teller, b.aspect.teller
    return bool(one and other) and one != other and "open" not in a.cues | b.cues


def _may_be_same(a: Mention, b: Mention) -> bool:
    """Whether unit, head noun and fate of two quantities allow that they are of the same thing."""
    x, y = a.quantity, b.quantity
    if x is None or y is None or x.unit != y.unit:
        return False
    if a.fate != b.fate and ((a.fate and b.fate) or LIVING in (a.fate, b.fate)):
        return False
    if a.head and b.head:
        return a.head == b.head
    return bool(a.fate) and a.fate == b.fate


def _may_differ(a: Mention, b: Mention, found: str) -> bool:
    """Whether a difference would say something.

    It would not between `two senior` and `three former` officials, nor between sentences that name
    different years or dates: they tell of two events.
    """
    x, y = a.quantity, b.quantity
    if x is None or y is None:
        return False
    if a.dates and b.dates and not a.dates & b.dates:
        return False
    if a.days and b.days and not a.days & b.days:
        return False
    vaguely = found != CLASH or _is_told_by_two(a, b)
    if not may_differ(a.aspect, b.aspect, vaguely):
        return False
    mine, theirs = set(x.modifiers), set(y.modifiers)
    return not (mine and theirs) or bool(mine & theirs)


def _weekday_of(near: date, month: int, day: int) -> int | None:
    """The weekday of a month and day in the year that brings it nearest to `near`."""
    days = []
    for year in (near.year - 1, near.year, near.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    return min(days, key=lambda found: abs(found - near)).weekday() if days else None
