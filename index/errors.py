"""The library's exceptions, below the one root in `config.errors`."""

from __future__ import annotations

from config.errors import BylinesError


class LibraryError(BylinesError):
    """The library cannot do what was asked."""


class StoreError(LibraryError):
    """`library.db` cannot be read or written."""


class DamagedTextError(StoreError):
    """What is stored of one article is damaged; the others are as they were."""


class SourceError(LibraryError):
    """A source (file, folder, URL, archive) that cannot be read; it is skipped by name."""


class NotAFeedError(SourceError):
    """What was read is no feed, or one that is refused whole; articles stored before stay as they are."""


class ExtractionError(SourceError):
    """A page whose reading took too much time or memory, or ended the process that read it."""


class NotFoundError(LibraryError):
    """No such story, article, passage or note, or a name that fits several."""


class SearchError(LibraryError):
    """The search engine or its index failed."""


class QueryError(SearchError):
    """A query that cannot be understood.

    `position` is the offset in it, in characters, and `understood` says what was understood before it.
    """

    def __init__(
        self, what: str, *, where: str = "", do: str = "", position: int | None = None, understood: str = ""
    ) -> None:
        self.position = position
        self.understood = understood
        super().__init__(what, where=where, do=do)

    def __str__(self) -> str:
        place = f", at character {self.position + 1}" if self.position is not None else ""
        before = f"; understood: {self.understood}" if self.understood else ""
        advice = f" ({self.do})" if self.do else ""
        return f"{self.where + ': ' if self.where else ''}{self.what}{place}{advice}{before}"


class NoteError(LibraryError):
    """A note that cannot be read or saved."""


class NoteConflictError(NoteError):
    """The note's file was changed by somebody else since it was read; both versions are kept.

    `kept` is the id of the note that holds the version that was to be saved.
    """

    def __init__(self, what: str, *, where: str = "", do: str = "", kept: str = "") -> None:
        self.kept = kept
        super().__init__(what, where=where, do=do)


class CancelledError(LibraryError):
    """The work was stopped at the person's wish; what was finished is kept."""

    def __init__(self) -> None:
        super().__init__("stopped")
