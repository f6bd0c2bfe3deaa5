"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel, AlignmentModels

SHIPPED = AlignmentModels(
    meaning=AlignmentModel(
        first=(1.1852, 0.3281, 12.8934, 2.9194, -0.4213, -1.4434, -0.2277, -1.0000, -2.1513),
        second=(0.7474, 0.0823, 0.1469, 2.2734, -0.4197),
        same=-0.62,
        partly=-0.82,
        alone=-1.57,
    ),
    lexical=AlignmentModel(
        first=(0.5648, 0.2846, 19.5217, 0.0000, -0.7455, -1.3523, -0.1548, -1.0000, -1.0714),
        second=(0.6381, 0.1226, 0.2412, 3.2274, -0.5887),
        same=-0.62,
        partly=-0.82,
        alone=-2.06,
    ),
)
