"""Which sentences of a story's articles say the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, Any, NamedTuple

from index.compare import meanings
from index.compare.model import AlignmentModel, AlignmentModels, logistic
from index.compare.names import BUILT_IN_NAMES, Names
from index.compare.pairs import FAINT, Bar, Hope, Pair, candidates
from index.compare.standing import standings
from index.compare.statements import Statement, statements
from index.compare.stopping import watched
from index.compare.weights import SHIPPED
from index.compared import Link, LinkKind
from index.model import Article, Cancelled

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_REASON_WORDS = 4
_TWIN_VERDICT = 4.0


class Judged(NamedTuple):
    """A candidate pair with its first verdict, on its own, and its last, among all pairs (log odds)."""

    pair: Pair
    first: float
    verdict: float


@dataclass(frozen=True, slots=True)
class Judgement:
    """All pairs that may be links or echoes, in order, with their verdicts by one model."""

    pairs: Sequence[Judged]
    model: AlignmentModel


def links(
    articles: Sequence[Article], cancelled: Cancelled | None = None, *, models: AlignmentModels = SHIPPED
) -> tuple[Link, ...]:
    """Links between the body sentences of every pair of articles, many to many, best score first.

    The result does not depend on the order of the articles, except for which end of a link is `a`.
    `score` is 0 to 1, .5 where saying the same begins. Raises CancelledError when asked to stop.
    """
    return chosen(judged(articles, cancelled, models=models), cancelled)


def judged(
    articles: Sequence[Article],
    cancelled: Cancelled | None = None,
    *,
    models: AlignmentModels = SHIPPED,
    names: Names = BUILT_IN_NAMES,
) -> Judgement:
    """The judgement on a story's sentences; CancelledError when asked to stop.

    Sentences of other languages than the table of meanings is made of are judged by words and letters.
    """
    if len(articles) < 2:
        return Judgement((), models.lexical)
    read = statements(articles, cancelled, names)
    table = meanings.shipped()
    if table is not None and not meanings.knows(table, [one for column in read.columns for one in column]):
        table = None
    model = models.lexical if table is None else models.meaning
    pairs = candidates(read, cancelled, _bar(model), table)
    firsts = [_dot(model.first, pair.evidence) for pair in watched(pairs, cancelled)]
    verdicts = _weighed(model.second, standings(pairs, firsts, cancelled, _hope(model)))
    # The same words say the same, however few and common they are.
    sure = model.same + _TWIN_VERDICT
    found = [
        Judged(pair, first, max(verdict, sure) if pair.twin else verdict)
        for pair, first, verdict in zip(watched(pairs, cancelled), firsts, verdicts, strict=True)
    ]
    return Judgement(found, model)


def _bar(model: AlignmentModel) -> Bar | None:
    """Below which first verdict no pair can become a link or an echo; None where a model has no such."""
    slope, lead, weaker, support, rest = model.second
    if slope <= 0 or lead < 0 or weaker < 0:
        return None
    full = max(0.0, support) + rest
    link = (min(model.same, model.partly) - full) / slope
    echo = (model.alone - full) / (1 + slope)
    # A pair at the floor is a rival like any that is no candidate; faint ones support nothing.
    return Bar(model.first, min(link, echo, FAINT), _hope(model))


def _hope(model: AlignmentModel) -> Hope:
    slope, lead, weaker, support, rest = model.second
    full = max(0.0, support) + rest
    least = min(model.same, model.partly)

    def hopeful(verdict: Any, ahead: Any, ahead_weaker: Any) -> Any:
        best = slope * verdict + lead * ahead + weaker * ahead_weaker + full
        return (best >= least) | (best + verdict >= model.alone)

    return hopeful


def chosen(judgement: Judgement, cancelled: Cancelled | None = None) -> tuple[Link, ...]:
    """The links among judged pairs, best score first; CancelledError when asked to stop."""
    model = judgement.model
    least = min(model.same, model.partly)
    found = [one for one in watched(judgement.pairs, cancelled) if one.verdict >= least]
    best = _best(watched(found, cancelled))
    kept = [
        (one, LinkKind.SAME if one.verdict >= model.same else LinkKind.PARTLY)
        for one in watched(found, cancelled)
        if one.verdict >= model.same or (one.verdict >= model.partly and _mutual(one, best))
    ]
    made = [
        Link(one.pair.a.passage, one.pair.b.passage, _score(one, model), kind, _reason(one.pair))
        for one, kind in watched(kept, cancelled)
    ]
    return tuple(sorted(made, key=lambda link: (-link.score, link.a, link.b)))


def echoes(judgement: Judgement) -> tuple[tuple[str, str], ...]:
    """Pairs, linked or not, alike enough that neither sentence may be called told by one alone.

    Both verdicts count: a rival that says it better lowers the last one, and is an echo all the same.
    """
    return tuple(
        (one.pair.a.passage, one.pair.b.passage)
        for one in judgement.pairs
        if one.first + one.verdict >= judgement.model.alone
    )


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(map(mul, weights, values), weights[-1])


def _weighed(weights: Sequence[float], table: NDArray[np.float64]) -> list[float]:
    import numpy as np

    verdicts: list[float] = (np.einsum("ps,s->p", table, np.array(weights[:-1])) + weights[-1]).tolist()
    return verdicts


def _score(one: Judged, model: AlignmentModel) -> float:
    return round(logistic(one.verdict - model.same), 4)


def _best(found: Iterable[Judged]) -> dict[tuple[str, int], float]:
    best: dict[tuple[str, int], float] = {}
    for one in found:
        for key in _sides(one):
            best[key] = max(one.verdict, best.get(key, one.verdict))
    return best


def _mutual(one: Judged, best: dict[tuple[str, int], float]) -> bool:
    return all(best[key] == one.verdict for key in _sides(one))


def _sides(one: Judged) -> tuple[tuple[str, int], tuple[str, int]]:
    a, b = one.pair.a, one.pair.b
    return (a.passage, b.column), (b.passage, a.column)


def _reason(pair: Pair) -> str:
    """What both share, as the first of them writes it, weightiest first."""
    if pair.twin:
        return "the same words"
    a, b = pair.a, pair.b
    common = a.keys & b.keys
    if not common:
        return "close in meaning"
    shared = sorted(common, key=lambda key: (-min(a.weights[key], b.weights[key]), key))
    return "both have " + ", ".join(_in_order(a, b, shared[:_REASON_WORDS]))


def _in_order(a: Statement, b: Statement, keys: Sequence[str]) -> list[str]:
    """The words of those keys in the order of the first sentence, each once: as it has them, but of the runs
    of a script without spaces, which seldom stand whole in the other one, only what does."""
    wanted = set(keys)
    if all(map(str.isascii, keys)):
        return list(dict.fromkeys(word for key, word in a.written.items() if key in wanted))
    parts: dict[str, list[str]] = {}
    for key, word in a.written.items():
        parts.setdefault(word, []).append(key)
    found: list[str] = []
    for word, inside in parts.items():
        chosen = [key for key in inside if key in wanted]
        found += [word] if chosen and b.keys.issuperset(inside) else chosen
    return found
