"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel, AlignmentModels

SHIPPED = AlignmentModels(
    meaning=AlignmentModel(
        first=(0.0161, 0.3534, 13.9129, 2.8526, -0.4202, 1.1930, 0.3693, -1.2685, -0.1752, -1.0000, -3.2048),
        second=(0.7387, 0.1039, 0.1747, 2.1423, -0.3085),
        same=-0.62,
        partly=-0.82,
        alone=-1.15,
    ),
    lexical=AlignmentModel(
        first=(1.3079, 0.2478, 18.2211, 0.0000, -0.6207, 0.0000, 0.3489, -1.2982, -0.1333, -1.0000, -2.7282),
        second=(0.7328, 0.1067, 0.2219, 2.3709, -0.2940),
        same=-0.62,
        partly=-0.82,
        alone=-1.73,
    ),
)
