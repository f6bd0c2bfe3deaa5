"""Changes written to the index, in batches, each one segment and one commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import CancelledError
from index.indexed import Indexed
from index.memory import give_back
from index.model import Cancelled, OnProgress, Progress
from index.notemodel import Note
from index.search import schema
from index.search.codec.naming import Named
from index.search.codec.plan import to_merge
from index.search.folder import IndexFolder
from index.search.trust import Manifest

if TYPE_CHECKING:
    from index.search.codec.build import Builder
    from index.search.codec.segment import Segment

BATCH_DOCUMENTS = 2_500
BATCH_OCCURRENCES = 3_000_000
"""A segment is written when either is reached; a million words take about 8 MB until then, 14 while it is."""

_TELL_EVERY = 50


@dataclass(frozen=True, slots=True)
class Changes:
    """What to index, the ids to forget, and the store's change number that this leads to.

    It need not be `lasting` where that number tells, after a power failure, that it has to be done again.
    """

    articles: Iterable[Indexed]
    notes: Iterable[Note]
    gone: Sequence[str]
    upto: int
    lasting: bool = True

    def documents(self) -> Iterator[schema.Document]:
        """The documents to add."""
        for article in self.articles:
            yield schema.document(article)
        for note in self.notes:
            yield schema.note_document(note)


@dataclass(frozen=True, slots=True)
class Built:
    """A segment in a folder of its own, and the ids of its documents."""

    folder: Path
    named: Named
    ids: tuple[str, ...]


Merging = Callable[[Path, Sequence[Named]], Built | None]
"""Merges segments of a folder into a folder of its own; None if it could not."""


class Writer:
    """One round of writing, by whoever holds the folder's lock, on top of a verified state."""

    def __init__(
        self,
        index: IndexFolder,
        manifest: Manifest | None,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
        opened: Iterable[Segment] = (),
        merging: Merging | None = None,
    ) -> None:
        """`opened` are segments of this state that somebody has open already.

        `merging` makes the merges, as far as it can; else this process does, which takes memory.
        """
        self._index = index
        self._open = {segment.named: segment for segment in opened}
        self._manifest = index.begin(manifest)
        self._schema = schema.schema()
        self._on_progress = on_progress
        self._cancelled = cancelled
        self._merging = merging

    def write(self, changes: Changes) -> int:
        """Write all changes; how many documents were added. Raises OSError, CancelledError, DamagedError."""
        # Imported here because who only searches needs no analysis.
        from index.search.codec.build import Builder

        documents = changes.documents()
        gone = changes.gone
        added = 0
        while True:
            give_back()  # before a batch takes the most memory of all
            builder = Builder(self._index.path, self._schema)
            finished = self._fill(builder, documents, added)
            added += len(builder)
            upto = changes.upto if finished else self._manifest.upto
            if len(builder) or gone or upto != self._manifest.upto:
                makers = [builder.finish] if len(builder) else []
                self._commit(makers, [*gone, *builder.ids], upto, lasting=changes.lasting)
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

    def adopt(self, built: Sequence[Built], upto: int) -> None:
        """Take over segments made elsewhere. Raises OSError, CancelledError, DamagedError."""

        gone = [name for one in built for name in one.ids]
        self._commit([partial(self._moved, one) for one in built], gone, upto)

    def _moved(self, one: Built) -> Named:
        for name in one.named.files:
            (one.folder / name).rename(self._index.path / name)
        return one.named

    def _commit(
        self, makers: Iterable[Callable[[], Named]], gone: Sequence[str], upto: int, *, lasting: bool = True
    ) -> None:
        """Delete what is `gone`, add the segments that `makers` write, and merge."""
        made: list[Named] = []
        try:
            segments = self._without(list(self._manifest.segments), gone, made)
            for make in makers:
                made.append(make())
                segments.append(made[-1])
            segments = self._merged(segments, made)
            self._open = {named: one for named, one in self._open.items() if named in segments}
            self._manifest = self._index.commit(self._manifest, segments, upto, lasting=lasting)
        except BaseException:
            self._index.forget(name for one in made for name in one.files)
            raise
        kept = {name for segment in segments for name in segment.files}
        self._index.forget(name for one in made for name in one.files if name not in kept)

    def _without(self, segments: Sequence[Named], ids: Sequence[str], made: list[Named]) -> list[Named]:
        """The segments with documents deleted; emptied ones are left out."""
        from index.search.codec.segment import encoded

        kept, wanted = [], encoded(ids)
        for named in segments:
            segment = self._opened(named)
            there = segment.live_among(wanted)
            if not len(there):
                kept.append(named)
                continue
            if len(there) < segment.live_count:
                made.append(segment.delete(self._index.path, there))
                kept.append(made[-1])
        return kept

    def _merged(self, segments: Sequence[Named], made: list[Named]) -> list[Named]:
        """The segments with some merged, when there are many."""
        opened = [self._opened(named) for named in segments]
        kept = list(segments)
        for some in to_merge([(one.doc_count, one.live_count) for one in opened]):
            joined = self._joined([opened[at] for at in some])
            kept = [named for named in kept if named not in [segments[at] for at in some]]
            if joined is not None:
                made.append(joined)
                kept.append(joined)
        return kept

    def _joined(self, segments: Sequence[Segment]) -> Named | None:
        """Several segments written as one; None when nothing in them is live."""
        from index.search.codec.merge import merge

        if self._merging is not None:
            made = self._merging(self._index.path, [segment.named for segment in segments])
            if made is not None:
                return self._moved(made)
        joined = merge(self._index.path, segments, self._cancelled)
        give_back()  # of what merging took
        return joined

    def _opened(self, named: Named) -> Segment:
        from index.search.codec.segment import Segment

        found = self._open.get(named)
        if found is None:
            found = self._open[named] = Segment(self._index.path, named)
        return found
