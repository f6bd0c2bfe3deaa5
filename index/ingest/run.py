"""One run over sources: what the person asked for, and what its parts share."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from index.model import Cancelled, Draft, Skipped

if TYPE_CHECKING:
    from index.ingest.html.extractor import Extractor

Item = Draft | Skipped
Step = Item | Callable[[], Item]
"""An article, a reason, or a call that gives one of them and may be made in another thread."""


@dataclass
class Run:
    """What is asked for, the sidecars read so far, and the extractor of pages once one was needed.

    `size` is how many bytes all sources have, as far as that is known, `read` how many those have that are
    done with, and `position` tells how far the stream is that is being read.
    """

    outlet: str | None = None
    stdin: BinaryIO | None = None
    cancelled: Cancelled | None = None
    size: int | None = None
    read: int = 0
    position: Callable[[], int] | None = None
    sidecars: dict[Path, dict[str, str]] = field(default_factory=dict)
    _extractor: Extractor | None = None
    _closed: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self) -> bool:
        """Whether the person wants the run to end."""
        return self.cancelled is not None and self.cancelled()

    def share(self) -> float | None:
        """How much of all sources was read, 0 to 1; None when that is not known."""
        if not self.size:
            return None
        return min(1.0, (self.read + (self.position() if self.position is not None else 0)) / self.size)

    def extractor(self) -> Extractor:
        """The extractor of the run, the same one in every thread. Raises SourceError after `close`."""
        from index.errors import SourceError
        from index.ingest.html.extractor import Extractor

        with self._lock:
            if self._closed:
                raise SourceError("the run has ended")
            if self._extractor is None:
                self._extractor = Extractor()
            return self._extractor

    def close(self) -> None:
        """End the children that read pages, at once."""
        with self._lock:
            self._closed = True
            if self._extractor is not None:
                self._extractor.close()
