"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel, AlignmentModels

SHIPPED = AlignmentModels(
    meaning=AlignmentModel(
        first=(1.1782, 0.2994, 13.8198, 2.9291, -0.4398, -1.4157, -0.2271, -1.0000, -2.1581),
        second=(0.7488, 0.0784, 0.1514, 2.3491, -0.4329),
        same=-0.62,
        partly=-0.82,
        alone=-1.66,
    ),
    lexical=AlignmentModel(
        first=(1.3786, 0.2244, 18.0681, 0.0000, -0.5948, -1.4316, -0.1589, -1.0000, -2.2352),
        second=(0.7314, 0.0848, 0.2080, 2.5428, -0.4090),
        same=-0.62,
        partly=-0.82,
        alone=-1.38,
    ),
)
