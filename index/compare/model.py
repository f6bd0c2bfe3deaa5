"""The weights by which evidence becomes a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp


def logistic(verdict: float) -> float:
    """The chance (0 to 1) that log odds stand for."""
    return 1.0 / (1.0 + exp(-verdict))


@dataclass(frozen=True, slots=True)
class AlignmentModel:
    """Two logistic readings and where their verdicts (log odds) begin to count.

    `first` weighs `pairs.Evidence`, `second` what `standing.standings` tells, each with its constant last.
    A pair says the same from `same` on; one that is each sentence's best says it in part from
    `partly` on; a sentence is told by one outlet alone when no pair's two verdicts add up to `alone`.
    """

    first: tuple[float, ...]
    second: tuple[float, ...]
    same: float
    partly: float
    alone: float


@dataclass(frozen=True, slots=True)
class AlignmentModels:
    """One model for stories whose words the table of meanings knows, and one that makes do without."""

    meaning: AlignmentModel
    lexical: AlignmentModel
