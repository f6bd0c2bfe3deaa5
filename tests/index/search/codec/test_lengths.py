"""The lengths of documents are kept as Whoosh keeps them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np

from index.search.codec import lengths
from index.search.quiet import byte_to_length, length_to_byte


def test_lengths_are_whooshs() -> None:
    assert lengths.OF_BYTE.tolist() == [byte_to_length(byte) for byte in range(256)]
    asked = np.concatenate(
        [np.arange(3_000), np.arange(3_000, 120_000, 37), lengths.OF_BYTE, lengths.OF_BYTE + 1]
    )
    assert lengths.as_bytes(asked).tolist() == [length_to_byte(length) for length in asked.tolist()]


def test_a_process_that_makes_segments_needs_no_whoosh() -> None:
    code = "import sys, index.inverter; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not [name for name in run.stdout.split() if name.startswith(("whoosh", "urllib.request", "email"))]
