"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel, AlignmentModels

SHIPPED = AlignmentModels(
    meaning=AlignmentModel(
        first=(2.4292, -6.3165, 1.5407, 10.7880, 3.2789, -0.4185, -1.3846, -1.0000, -3.3750),
        second=(0.7299, 0.1527, 0.1570, 2.1902, -0.2396),
        same=-0.62,
        partly=-0.82,
        alone=-1.93,
    ),
    lexical=AlignmentModel(
        first=(0.9114, 5.7744, 0.3414, 12.4410, 0.0000, -0.8859, -1.3142, -1.0000, -1.8169),
        second=(0.6670, 0.1640, 0.3355, 3.1655, -0.3390),
        same=-0.62,
        partly=-0.82,
        alone=-1.81,
    ),
)
