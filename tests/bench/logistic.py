"""Logistic regression by Newton's method (iteratively reweighted least squares), with halved steps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

_Floats = NDArray[np.float64]


def fit(
    rows: ArrayLike, targets: ArrayLike, weights: ArrayLike, ridge: float = 1.0, offset: ArrayLike = 0.0
) -> tuple[float, ...]:
    """Weights of the columns and the constant last, for rows as given (not standardised).

    Targets are chances from 0 to 1; `offset` (one number, or one a row) is added to the log odds as it
    is. The ridge penalty is on standardised columns, not the constant.
    """
    table = np.asarray(rows, float)
    wanted, counted = np.asarray(targets, float), np.asarray(weights, float)
    given = np.broadcast_to(np.asarray(offset, float), wanted.shape)
    means, spreads = table.mean(axis=0), table.std(axis=0)
    spreads = np.where(spreads > 0, spreads, 1.0)
    scaled = np.column_stack(((table - means) / spreads, np.ones(len(table))))
    solution = _newton(scaled, wanted, counted, ridge, given)
    plain = solution[:-1] / spreads
    return (*map(float, plain), float(solution[-1] - plain @ means))


def predict(weights: ArrayLike, rows: ArrayLike, offset: ArrayLike = 0.0) -> _Floats:
    """Log odds of each row."""
    values = np.asarray(weights, float)
    return np.asarray(np.asarray(rows, float) @ values[:-1] + values[-1] + np.asarray(offset, float))


def _loss(odds: _Floats, targets: _Floats, weights: _Floats, penalty: float) -> float:
    return float(weights @ (np.logaddexp(0.0, odds) - targets * odds)) + penalty


def _newton(rows: _Floats, targets: _Floats, weights: _Floats, ridge: float, offset: _Floats) -> _Floats:
    solution: Any = np.zeros(rows.shape[1])
    bend = np.full(rows.shape[1], ridge)
    bend[-1] = 0.0
    lost = _loss(offset, targets, weights, 0.0)
    for _ in range(100):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ solution + offset, -30.0, 30.0)))
        gradient = rows.T @ (weights * (targets - chance)) - bend * solution
        curve = (rows * (weights * chance * (1.0 - chance))[:, None]).T @ rows + np.diag(bend + 1e-9)
        step = np.linalg.solve(curve, gradient)
        size = 1.0
        while size > 1e-6:
            tried = solution + size * step
            now = _loss(rows @ tried + offset, targets, weights, float(bend @ tried**2) / 2)
            if now <= lost:
                break
            size /= 2
        else:
            break
        change = float(np.abs(tried - solution).max())
        solution, lost = tried, now
        if change < 1e-7:
            break
    return np.asarray(solution)
