"""Logistic regression by Newton's method (iteratively reweighted least squares), in plain Python."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, sqrt

Row = Sequence[float]


def fit(
    rows: Sequence[Row], targets: Sequence[float], weights: Sequence[float], ridge: float = 1.0
) -> tuple[float, ...]:
    """Weights of the columns and the constant last, for rows as given (not standardised).

    Targets are chances from 0 to 1. The ridge penalty is on standardised columns, not the constant.
    """
    means, spreads = _scale(rows)
    scaled = [
        [(value - mean) / spread for value, mean, spread in zip(row, means, spreads, strict=True)] + [1.0]
        for row in rows
    ]
    solution = _newton(scaled, targets, weights, ridge)
    plain = [weight / spread for weight, spread in zip(solution, spreads, strict=False)]
    constant = solution[-1] - sum(weight * mean for weight, mean in zip(plain, means, strict=True))
    return (*plain, constant)


def predict(weights: Sequence[float], row: Row) -> float:
    """Log odds of one row."""
    return sum((weight * value for weight, value in zip(weights, row, strict=False)), weights[-1])


def _scale(rows: Sequence[Row]) -> tuple[list[float], list[float]]:
    columns = list(zip(*rows, strict=True))
    means = [sum(column) / len(rows) for column in columns]
    spreads = [
        sqrt(sum((value - mean) ** 2 for value in column) / len(rows)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    return means, spreads


def _newton(
    rows: Sequence[Row], targets: Sequence[float], weights: Sequence[float], ridge: float
) -> list[float]:
    size = len(rows[0])
    solution = [0.0] * size
    for _ in range(50):
        gradient = [-ridge * value for value in solution[:-1]] + [0.0]
        curve = [[ridge * (i == j and i < size - 1) for j in range(size)] for i in range(size)]
        for row, target, weight in zip(rows, targets, weights, strict=True):
            odds = sum(a * b for a, b in zip(solution, row, strict=True))
            chance = 1.0 / (1.0 + exp(-max(-30.0, min(30.0, odds))))
            pull, bend = weight * (target - chance), weight * chance * (1.0 - chance)
            for i, value in enumerate(row):
                gradient[i] += pull * value
                line, scaled = curve[i], bend * value
                for j in range(i + 1):
                    line[j] += scaled * row[j]
        for i in range(size):
            for j in range(i):
                curve[j][i] = curve[i][j]
        step = _solve(curve, gradient)
        solution = [value + change for value, change in zip(solution, step, strict=True)]
        if max(map(abs, step)) < 1e-7:
            break
    return solution


def _solve(matrix: list[list[float]], right: Sequence[float]) -> list[float]:
    """Gauss with partial pivots."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for k in range(size):
        pivot = max(range(k, size), key=lambda i: abs(rows[i][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        for i in range(k + 1, size):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [value - factor * above for value, above in zip(rows[i], rows[k], strict=True)]
    found = [0.0] * size
    for k in reversed(range(size)):
        found[k] = (rows[k][-1] - sum(rows[k][j] * found[j] for j in range(k + 1, size))) / rows[k][k]
    return found
