"""Changes written to the index, in batches, each one segment and one commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import CancelledError
from index.memory import give_back
from index.model import Article, Cancelled, OnProgress, Progress
from index.notemodel import Note
from index.search import build, schema
from index.search.folder import IndexFolder, IndexStorage
from index.search.quiet import W3Segment
from index.search.segments import Segment
from index.search.trust import Manifest

if TYPE_CHECKING:
    from index.search.inversion import Builder

BATCH_DOCUMENTS = 2_500
BATCH_OCCURRENCES = 4_000_000
"""A segment is written when either is reached; a million words take about 25 MB until then."""

SMALL_SEGMENT = 1_000
MOST_SMALL = 8
"""When more segments than this have fewer than SMALL_SEGMENT documents, they are merged into one."""

_TELL_EVERY = 50


@dataclass(frozen=True, slots=True)
class Changes:
    """What to index, the ids to forget, and the store's change number that this leads to."""

    articles: Iterable[Article]
    notes: Iterable[Note]
    gone: Sequence[str]
    upto: int

    def documents(self) -> Iterator[schema.Document]:
        """The documents to add."""
        for article in self.articles:
            yield schema.article_document(article)
        for note in self.notes:
            yield schema.note_document(note)


class Writer:
    """One round of writing, by whoever holds the folder's lock, on top of a verified state."""

    def __init__(
        self,
        index: IndexFolder,
        manifest: Manifest | None,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        self._index = index
        self._manifest = index.begin(manifest)
        self._on_progress = on_progress
        self._cancelled = cancelled

    def write(self, changes: Changes) -> int:
        """Write all changes; how many documents were added. Raises OSError, CancelledError."""
        # Imported here because who only searches needs no numpy.
        from index.search.inversion import Builder

        documents = changes.documents()
        gone = changes.gone
        added = 0
        while True:
            give_back()  # before a batch takes the most memory of all
            storage = IndexStorage(self._index.path, list(self._manifest.files))
            builder = Builder(storage, self._index.schema)
            finished = self._fill(builder, documents, added)
            added += len(builder)
            upto = changes.upto if finished else self._manifest.upto
            if len(builder) or gone or upto != self._manifest.upto:
                self._commit(storage, builder, gone, upto)
            if finished:
                return added
            gone = ()

    def _fill(self, builder: Builder, documents: Iterator[schema.Document], before: int) -> bool:
        """Add documents until the batch is full; True when there are no more."""
        for document in documents:
            builder.add(document)
            done = before + len(builder)
            if self._on_progress is not None and done % _TELL_EVERY == 0:
                self._on_progress(Progress("indexing", done))
            if self._cancelled is not None and self._cancelled():
                raise CancelledError
            if len(builder) >= BATCH_DOCUMENTS or builder.size >= BATCH_OCCURRENCES:
                return False
        return True

    def _commit(self, storage: IndexStorage, builder: Builder, gone: Sequence[str], upto: int) -> None:
        try:
            segments = self._index.segments(self._manifest)
            self._delete(storage, segments, [*gone, *builder.ids])
            if len(builder):
                segments.append(builder.finish())
            segments = self._merged(storage, segments)
            self._manifest = self._index.commit(self._manifest, storage, segments, upto)
        finally:
            for name in storage.created:  # empty after a commit
                (self._index.path / name).unlink(missing_ok=True)
            storage.discard_temp()

    def _delete(self, storage: IndexStorage, segments: Sequence[W3Segment], ids: Iterable[str]) -> None:
        wanted = dict.fromkeys(ids)
        for info in segments:
            segment = Segment(storage, info, self._index.schema)
            try:
                for name in wanted:
                    for number in segment.postings("id", name.encode()).ids:
                        info.delete_document(number)
            finally:
                segment.close()

    def _merged(self, storage: IndexStorage, segments: list[W3Segment]) -> list[W3Segment]:
        """The segments with the small ones merged when there are many, and emptied ones left out."""
        segments = [info for info in segments if _live(info)]
        small = [info for info in segments if _live(info) < max(SMALL_SEGMENT, info.doc_count_all() // 2)]
        if len(small) <= MOST_SMALL:
            return segments
        opened = [Segment(storage, info, self._index.schema) for info in small]
        try:
            joined = build.merge(storage, self._index.schema, opened)
        finally:
            for segment in opened:
                segment.close()
        kept = [info for info in segments if info not in small]
        return kept if joined is None else [*kept, joined]


def _live(info: W3Segment) -> int:
    return int(info.doc_count_all() - info.deleted_count())
