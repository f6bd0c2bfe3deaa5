"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel, AlignmentModels

SHIPPED = AlignmentModels(
    meaning=AlignmentModel(
        first=(0.0439, 0.3534, 13.9178, 2.8562, -0.4176, 1.1673, 0.3700, -1.2588, -0.1754, -1.0000, -3.1985),
        second=(0.7389, 0.1038, 0.1710, 2.1294, -0.3114),
        same=-0.62,
        partly=-0.82,
        alone=-1.08,
    ),
    lexical=AlignmentModel(
        first=(1.3098, 0.2508, 18.1913, 0.0000, -0.6197, 0.0000, 0.3483, -1.2817, -0.1331, -1.0000, -2.7344),
        second=(0.7325, 0.1071, 0.2184, 2.3625, -0.2947),
        same=-0.62,
        partly=-0.82,
        alone=-1.71,
    ),
)
