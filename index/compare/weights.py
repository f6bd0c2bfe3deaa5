"""Weights of the aligner, written by `python -m tests.bench.train_alignment`; not by hand."""

from __future__ import annotations

from index.compare.model import AlignmentModel, AlignmentModels

SHIPPED = AlignmentModels(
    meaning=AlignmentModel(
        first=(0.1302, -3.1577, 1.0890, 0.4176, 11.3633, 3.2205, -0.3803, -1.3838, -1.0000, -3.7279),
        second=(0.7274, 0.1373, 0.1357, 2.2808, -0.3543),
        same=-0.62,
        partly=-0.82,
        alone=-0.51,
    ),
    lexical=AlignmentModel(
        first=(-1.6273, 8.5390, -0.0969, 0.4582, 13.1055, 0.0000, -0.7572, -1.3007, -1.0000, -2.2642),
        second=(0.6325, 0.1502, 0.2992, 3.1410, -0.4801),
        same=-0.62,
        partly=-0.82,
        alone=-1.76,
    ),
)
