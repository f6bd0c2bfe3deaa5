"""Which documents of a segment are deleted: a small file of its own, written anew with every deletion."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.search.codec.sections import DamagedError, SectionFile, SectionWriter


def write_deleted(path: Path, segment: str, deleted: NDArray[np.bool_]) -> None:
    """Write the deletions of a segment, one flag a document, durably. Raises OSError."""
    writer = SectionWriter(path)
    writer.put("deleted", np.packbits(deleted))
    writer.finish({"segment": segment, "documents": len(deleted)})


def read_deleted(path: Path, segment: str, documents: int) -> NDArray[np.bool_]:
    """The flags again. Raises OSError; DamagedError when the file is wrong, or another segment's."""
    file = SectionFile(path)
    file.verify()
    if file.meta.get("segment") != segment or file.meta.get("documents") != documents:
        raise DamagedError(f"{path.name} does not belong to {segment}")
    packed = file.array("deleted")
    if len(packed) != -(-documents // 8):
        raise DamagedError(f"{path.name} has another length")
    return np.unpackbits(packed, count=documents).astype(np.bool_)
