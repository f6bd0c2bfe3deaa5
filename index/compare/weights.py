"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel

SHIPPED = AlignmentModel(
    first=(2.3741, -4.1852, 1.4855, 18.8310, -1.5273, -1.0239, -5.7349),
    second=(0.7618, 0.1346, 0.2703, 1.9226, -0.0502),
    same=-0.64,
    partly=-0.84,
    alone=-0.47,
)
