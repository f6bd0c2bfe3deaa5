"""The parent's side of extraction: killable child processes that read one page at a time."""

from __future__ import annotations

from types import TracebackType

from index.errors import ExtractionError
from index.ingest.html.model import Page

__all__ = ["Extractor", "Page"]


class Extractor:
    """Reads pages in up to `workers` child processes, started at the first page; a context manager.

    Each page may take `seconds` and `memory` bytes; what takes more costs that page alone. Thread-safe.
    """

    def __init__(self, *, workers: int = 2, seconds: float = 10.0, memory: int = 512 * 2**20) -> None:
        self.workers = workers
        self.seconds = seconds
        self.memory = memory

    def extract(self, raw: bytes, *, url: str | None, charset: str | None = None) -> Page:
        """The article of a page. `charset` is the one of the HTTP header. Blocks. Raises ExtractionError."""
        raise ExtractionError(f"pages are not read yet ({len(raw)} bytes, {charset})", where=url or "")

    def close(self) -> None:
        """End the children at once; a page that is being read raises ExtractionError."""

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
