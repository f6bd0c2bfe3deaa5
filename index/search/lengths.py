"""How long a document is in one byte, as Whoosh has it: in steps of one word, then of 3 %."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

LENGTHS = np.array([round((1.033**byte - 1) * 27) for byte in range(256)], np.int64)
"""The length that each byte stands for."""


def to_bytes(lengths: NDArray[Any]) -> NDArray[np.uint8]:
    """Lengths in words as bytes: each that of the first length that is not below it, or the last."""
    return np.minimum(LENGTHS.searchsorted(lengths), 255).astype(np.uint8)
