"""The door to full-text search: only a `whoosh.query` tree goes through it, to `index.search.codec`.

The index is derived from the library: whatever is wrong with it on disk, it is set aside unopened
and the caller indexes again from `high_water` 0.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.errors import SearchError
from index.found import SearchResults
from index.indexed import Indexed
from index.model import Cancelled, OnProgress, Problem
from index.notemodel import Note
from index.notices import Notices
from index.search import folder, passages, trust
from index.search.codec.reader import Reader, SegmentMatches
from index.search.codec.sections import DamagedError
from index.search.codec.segment import Segment
from index.search.codec.top import best, newest
from index.search.highlights import Finder
from index.search.query import Parsed
from index.search.quiet import query
from index.search.trust import Manifest, OutdatedError, UntrustedError
from index.search.writer import Built, Changes, Merging, Writer

_READER_WAIT = 1.0
_MISTAKE = "ask in other words, and report it: this is a mistake of bylines"
# What reading damaged bytes can raise in NumPy and this package.
_DAMAGE = (
    DamagedError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    EOFError,
    MemoryError,
    RecursionError,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ranked:
    """Ids with scores, best (or newest) first; `notes` says which are notes; `total` counts articles."""

    hits: tuple[tuple[str, float], ...]
    notes: frozenset[str]
    total: int


class SearchEngine:
    """The index of one library. Every method may be called from any thread."""

    def __init__(self, path: Path, key_file: Path, *, library: str = "", wait: float = 10.0) -> None:
        """`path` is the index folder, `key_file` is outside the library, `library` identifies it.

        `wait` is how many seconds a writer waits for another one. Opens nothing yet.
        """
        self.path = path
        self._key_file = key_file
        self._library = library
        self._wait = wait
        self._lock = threading.RLock()
        self._folder: folder.IndexFolder | None = None
        self._stamp: tuple[int, int, int] | None = None
        self._manifest: Manifest | None = None
        self._reader = Reader([])
        self._notices = Notices()

    def close(self) -> None:
        """Close all files."""
        with self._lock:
            self._reader = Reader([])
            self._stamp = None

    def notices(self) -> list[str]:
        """What the person should know since the last call: an index set aside, and why."""
        return self._notices.take()

    def high_water(self) -> int:
        """The store's change number up to which the index is complete; 0 when all is to be indexed.

        Raises SearchError when the folder or the key cannot be used.
        """
        with self._lock:
            self._refresh()
            return self._manifest.upto if self._manifest else 0

    def state(self) -> tuple[int, int, int]:
        """What changes with every commit, by any process; cheap. Raises SearchError."""
        return self._index().stamp()

    def document_count(self) -> int:
        """How many articles and notes are in the index. Raises SearchError."""
        with self._lock:
            self._refresh()
            return sum(segment.live_count for segment in self._reader.segments)

    def apply(
        self,
        changed: Iterable[Indexed],
        removed: Iterable[str],
        notes: Iterable[Note],
        removed_notes: Iterable[str],
        upto: int,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> int:
        """Bring the index to the store's change number `upto`; returns how many documents were added.

        Articles and notes replace those of the same id. Large amounts are committed in batches, and
        `upto` is recorded with the last. Raises CancelledError (what was committed stays, and the high
        water does not move), SearchError when another process keeps the index, or it cannot be written.
        """
        index = self._index()
        try:
            with index.locked(self._wait, cancelled):
                with self._lock:
                    self._refresh(holding=True)
                    opened = self._reader.segments
                forgotten = tuple(removed_notes)
                lasting = bool(notes) or bool(forgotten)  # the store keeps no number of notes
                changes = Changes(changed, notes, (*removed, *forgotten), upto, lasting)
                return Writer(index, self._manifest, on_progress, cancelled, opened).write(changes)
        except OSError as error:
            raise self._failed("cannot be written", error) from error

    @contextlib.contextmanager
    def workplace(self) -> Iterator[Path]:
        """A folder where segments for `adopt` are made. Raises SearchError."""
        try:
            with self._index().private() as folder:
                yield folder
        except OSError as error:
            raise self._failed("cannot be written", error) from error

    def adopt(
        self,
        built: Sequence[Built],
        upto: int,
        cancelled: Cancelled | None = None,
        merging: Merging | None = None,
    ) -> None:
        """Make segments from the workplace part of the index, in place of their documents' older versions.

        The index is then complete to the store's change number `upto`. `merging` may make the merges
        elsewhere. Raises as `apply` does.
        """
        index = self._index()
        try:
            with index.locked(self._wait, cancelled):
                with self._lock:
                    self._refresh(holding=True)
                    opened = self._reader.segments
                Writer(index, self._manifest, None, cancelled, opened, merging).adopt(built, upto)
        except OSError as error:
            raise self._failed("cannot be written", error) from error

    def reset(self) -> None:
        """Empty the index, so that everything is to be indexed again. Raises SearchError."""
        index = self._index()
        try:
            with index.locked(self._wait):
                index.empty()
        except OSError as error:
            raise self._failed("cannot be emptied", error) from error
        with self._lock:
            self._refresh()

    def check(self) -> list[Problem]:
        """Hash every file of the index again, and say what is wrong."""
        try:
            manifest = self._index().read(thorough=True)
            with self._lock:
                self._refresh()
                for named in manifest.segments if manifest else ():
                    Segment(self.path, named, verify=True)
        except (UntrustedError, DamagedError, OSError, SearchError) as error:
            return [Problem(str(self.path), f"the search index cannot be used: {error}", "bylines reindex")]
        return []

    def search(
        self,
        parsed: Parsed,
        *,
        limit: int,
        article_ids: Set[str] | None = None,
        newest_first: bool = False,
        cancelled: Cancelled | None = None,
    ) -> Ranked:
        """The best `limit` articles and notes, or the newest; only those in `article_ids`, if given.

        Raises SearchError, CancelledError.
        """

        def search(reader: Reader) -> Ranked:
            found = reader.within(reader.matching(parsed.query, cancelled), article_ids)
            first = (newest if newest_first else best)(reader, parsed.query, found, limit)
            hits = tuple([(reader.id(document), score) for document, score in first])
            notes = reader.notes()
            if notes is None:
                return Ranked(hits, frozenset(), found.count)
            own = (name for (name, _), (document, _) in zip(hits, first, strict=True) if notes[document])
            return Ranked(hits, frozenset(own), found.count - found.within(notes).count)

        return self._reading(search)

    def matching(self, node: query.Query, cancelled: Cancelled | None = None) -> frozenset[str]:
        """The ids of all articles and notes that a tree matches. Raises SearchError, CancelledError."""

        def match(reader: Reader) -> frozenset[str]:
            return frozenset(reader.ids(reader.matching(node, cancelled)))

        return self._reading(match)

    def having(
        self, node: query.Query, ids: Collection[str], cancelled: Cancelled | None = None
    ) -> frozenset[str]:
        """Which of some articles and notes a tree matches. Raises SearchError, CancelledError."""

        def match(reader: Reader) -> frozenset[str]:
            return frozenset(reader.ids(reader.within(reader.matching(node, cancelled), ids)))

        return self._reading(match)

    def found(
        self,
        node: query.Query,
        article_ids: Set[str] | None = None,
        cancelled: Cancelled | None = None,
    ) -> list[SegmentMatches]:
        """All documents that a tree matches, by segment, for who counts them.

        Only those in `article_ids`, if given. Raises SearchError, CancelledError.
        """

        def find(reader: Reader) -> list[SegmentMatches]:
            return reader.by_segment(reader.within(reader.matching(node, cancelled), article_ids))

        return self._reading(find)

    def segments(self) -> list[Segment]:
        """The segments of the newest state. Raises SearchError."""
        return self._reading(lambda reader: list(reader.segments))

    def languages(self) -> tuple[str, ...]:
        """The codes of the languages that articles of the index are in. Raises SearchError."""
        return tuple(sorted(word for word, _ in self.vocabulary("lang", "")))

    def vocabulary(self, field: str, start: str) -> tuple[tuple[str, int], ...]:
        """The words of a field that begin with `start`, and in how many documents each is, at least.

        Of a large vocabulary only a part. Raises SearchError.
        """
        return self._reading(lambda reader: reader.vocabulary(field, start))

    def _reading(self, work: Callable[[Reader], T]) -> T:
        """Do some reading of the newest state, once more if that was replaced meanwhile."""
        with self._lock:
            for attempt in (1, 2):
                self._refresh()
                try:
                    found = work(self._reader)
                except OSError as error:
                    # Another process may have merged away a segment whose columns were not open yet.
                    self._stamp = None
                    if attempt == 2:
                        raise self._failed("cannot be read", error) from error
                except _DAMAGE as error:
                    if not isinstance(error, DamagedError) and self._index().is_whole(self._manifest):
                        raise self._failed("is whole, but asking it failed", error, _MISTAKE) from error
                    self._distrust(error, wait=_READER_WAIT, thorough=True)
                    raise self._failed("is damaged", error) from error
                else:
                    self._reader.stay_small()
                    return found
        raise AssertionError  # not reached: the second attempt returns or raises

    def answer(
        self,
        parsed: Parsed,
        sources: passages.Sources,
        limit: int,
        *,
        article_ids: Set[str] | None = None,
        newest_first: bool = False,
        cancelled: Cancelled | None = None,
    ) -> SearchResults:
        """At most `limit` passages that match, those of one article together, the best article first.

        Raises SearchError, CancelledError.
        """
        began = time.perf_counter()
        found = self.search(
            parsed,
            limit=limit,
            article_ids=article_ids,
            newest_first=newest_first,
            cancelled=cancelled,
        )
        hits = passages.hits(found.hits, found.notes, Finder(parsed.query), sources, limit, cancelled)
        took = (time.perf_counter() - began) * 1000
        return SearchResults(parsed.text, parsed.understood, found.total, took, tuple(hits))

    # Reading: everything below is called with the lock held.

    def _refresh(self, *, holding: bool = False) -> None:
        """Open the latest committed state, if it changed; `holding` says the folder is locked already."""
        index = self._index()
        for _ in range(20):
            stamp = index.stamp()
            if stamp == self._stamp:
                return
            try:
                manifest = index.read()
                self._open(manifest)
                if manifest is not None and not holding and self._stamp is None:
                    index.keep_marks(manifest)
                    stamp = index.stamp()
                self._stamp = stamp
                return
            except (UntrustedError, *_DAMAGE) as error:
                if index.stamp() == stamp and not self._distrust(error, wait=_READER_WAIT, holding=holding):
                    return
            except OSError as error:
                if index.stamp() == stamp:  # otherwise a commit went on meanwhile
                    raise self._failed("cannot be read", error) from error
        raise SearchError("the search index keeps changing", where=str(self.path), do="try again")

    def _open(self, manifest: Manifest | None) -> None:
        older = {segment.named: segment for segment in self._reader.segments}
        names = manifest.segments if manifest else ()
        segments = [older.get(named) or Segment(self.path, named) for named in names]
        self._reader = Reader(segments, self._reader)
        self._manifest = manifest

    def _distrust(
        self, error: Exception, *, wait: float, holding: bool = False, thorough: bool = False
    ) -> bool:
        """Set the index aside, unless another process put it right; False while one is about to."""
        index = self._index()
        self._reader = Reader([])
        self._manifest = None
        self._stamp = None
        try:
            with contextlib.nullcontext() if holding else index.locked(wait):
                self._set_aside_if_bad(index, error, thorough)
        except OSError as failure:
            raise self._failed("cannot be set aside", failure) from error
        except SearchError:
            return False
        return True

    def _set_aside_if_bad(self, index: folder.IndexFolder, error: Exception, thorough: bool) -> None:
        reason: Exception
        aside = None
        try:
            manifest = index.read(thorough=thorough)
            for named in manifest.segments if manifest else ():
                Segment(self.path, named, verify=thorough)
            return
        except UntrustedError as untrusted:
            reason = untrusted
        except DamagedError as damage:
            reason = damage
        except _DAMAGE:
            reason = UntrustedError(f"it is damaged ({type(error).__name__})")
        if not isinstance(reason, OutdatedError):
            aside = index.set_aside()
        index.begin(None)
        self._notices.leave(
            f"the search index was not used, as {reason}: it is built again"
            + (f" (the old files are in {aside})" if aside else "")
        )

    def _index(self) -> folder.IndexFolder:
        with self._lock:
            if self._folder is None:
                key = trust.load_key(self._key_file)
                self._folder = folder.IndexFolder(self.path, key, self._library)
            return self._folder

    def _failed(
        self, what: str, error: Exception, do: str = "bylines reindex builds it again"
    ) -> SearchError:
        return SearchError(f"the search index {what}: {error}", where=str(self.path), do=do)
