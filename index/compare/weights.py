"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel, AlignmentModels

SHIPPED = AlignmentModels(
    meaning=AlignmentModel(
        first=(1.1893, 0.2963, 13.7472, 2.9071, -0.4473, -1.4137, -0.2263, -1.0000, -2.1606),
        second=(0.7453, 0.0828, 0.1475, 2.3774, -0.4281),
        same=-0.62,
        partly=-0.82,
        alone=-1.62,
    ),
    lexical=AlignmentModel(
        first=(1.3921, 0.2226, 17.9023, 0.0000, -0.6038, -1.4277, -0.1592, -1.0000, -2.2399),
        second=(0.7287, 0.0891, 0.2023, 2.5760, -0.4063),
        same=-0.62,
        partly=-0.82,
        alone=-1.35,
    ),
)
