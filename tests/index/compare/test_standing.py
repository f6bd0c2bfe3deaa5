"""How pairs stand among all, against the plain definition, and which of them become links."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.compare.align import Judged, Judgement, chosen
from index.compare.model import AlignmentModel, logistic
from index.compare.pairs import FAINT, FLOOR, Evidence, Pair
from index.compare.standing import standings
from index.compare.statements import Statement
from index.compared import LinkKind

NOTHING = Evidence(*[0.0] * len(Evidence._fields))


def sentence(number: int) -> Statement:
    """Of four articles with three sentences each."""
    name = str(number)
    return Statement(name, number, number // 3, 0.0, 0.0, 3, False, 1, name, frozenset(), {}, {})


def pair(a: int, b: int) -> Pair:
    return Pair(sentence(a), sentence(b), NOTHING, False)


ENDS = [(a, b) for a in range(12) for b in range(a + 1, 12) if a // 3 != b // 3]
VERDICTS = st.floats(-12, 6) | st.sampled_from([FLOOR, FAINT, 0.0, 2.0])


def plainly(told: dict[tuple[int, int], float]) -> list[list[float]]:
    """Each pair by looking through all others."""
    both = {**told, **{(b, a): verdict for (a, b), verdict in told.items()}}

    def rival(mine: int, other: int) -> float:
        of_other = [v for (a, b), v in both.items() if a == mine and b // 3 == other // 3 and b != other]
        return max([FLOOR, *of_other])

    made = []
    for (a, b), verdict in told.items():
        leads = sorted(min(0.0, verdict - rival(*ends)) for ends in ((a, b), (b, a)))
        thirds = [c for c in range(12) if c // 3 not in (a // 3, b // 3)]
        chances = [min(both.get((a, c), FLOOR), both.get((b, c), FLOOR)) for c in thirds]
        support = max([0.0, *(logistic(one) for one in chances if one > FAINT)])
        made.append([verdict, *leads, support])
    return made


@given(st.dictionaries(st.sampled_from(ENDS), VERDICTS, max_size=30))
def test_standings_are_what_looking_through_all_pairs_finds(verdicts: dict[tuple[int, int], float]) -> None:
    found = standings([pair(a, b) for a, b in verdicts], list(verdicts.values()))
    assert found.tolist() == plainly({ends: max(FLOOR, verdict) for ends, verdict in verdicts.items()})


def test_support_is_looked_for_only_where_there_is_hope() -> None:
    pairs = [pair(0, 3), pair(0, 6), pair(3, 6), pair(1, 4)]
    found = standings(pairs, [1.0, 2.0, 2.0, 0.0], None, lambda verdict, ahead, weaker: verdict < 2)
    assert found[:, 3].tolist() == [logistic(2.0), 0.0, 0.0, 0.0]


def test_what_is_said_in_part_links_only_where_both_have_no_better() -> None:
    model = AlignmentModel((), (), same=1.0, partly=0.0, alone=0.0)
    told = {(0, 3): 0.5, (0, 4): 0.4, (1, 4): 2.0, (1, 5): 0.5, (2, 5): 0.2}
    judged = Judgement([Judged(pair(*ends), 0.0, verdict) for ends, verdict in told.items()], model)
    found = {(int(link.a), int(link.b)): link.kind for link in chosen(judged)}
    assert found == {(1, 4): LinkKind.SAME, (0, 3): LinkKind.PARTLY}
