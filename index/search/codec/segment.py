"""A segment: at most 65,536 documents in one file, in order of date.

Beside the fields' sections (see `inverted`, `written`, `quoted`) there are `id` and `id_ends`, the ids one
after another, and `published`, the minutes of each document, ascending, so that a date range is a slice of
the documents and the newest are the last. Documents of the same minute are in falling order of their ids:
read backwards, a segment gives the newest first and equals by id.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.search.codec import pairs, quoted, written
from index.search.codec.deletions import read_deleted, write_deleted
from index.search.codec.inverted import Field, FieldWriter
from index.search.codec.naming import SEGMENT, Named
from index.search.codec.pairs import Pairs
from index.search.codec.quoted import Quoted, Quotes
from index.search.codec.sections import Array, DamagedError, SectionFile, SectionWriter
from index.search.codec.terms import TermList
from index.search.codec.written import Stems, WordsWriter, Written
from index.search.lengths import LENGTHS

DERIVED = {"text": "", "exact": "", "quote": "text", "quoteexact": "exact"}
"""The fields made of `words`, and which others those of what is quoted are parts of."""

Terms = Field | Stems | Written | Quoted
"""A field as a search sees it."""


class SegmentWriter:
    """Writes one segment. `close` it in the end, also after an error."""

    def __init__(self, folder: Path, name: str, ids: Sequence[str], published: Array) -> None:
        """`ids` and `published` (i32 minutes) are the documents' in the order of the segment."""
        self._name = name
        self._documents = len(ids)
        self._open: list[FieldWriter] = []
        self._quotes: Quotes | None = None
        self._writer = SectionWriter(folder / (name + SEGMENT))
        self._meta: dict[str, Any] = {"documents": len(ids), "fields": {}}
        encoded = [one.encode() for one in ids]
        self._writer.put("id", np.frombuffer(b"".join(encoded), np.uint8))
        self._writer.put("id_ends", np.cumsum(list(map(len, encoded)), dtype=np.int64).astype(np.uint32))
        self._writer.put("published", published.astype(np.int32))

    def field(self, name: str, *, positioned: bool) -> FieldWriter:
        """The writer of a field's terms; `words` is the one that running text is in."""
        self._meta["fields"].setdefault(name, {})
        if name == written.NAME:
            quoting = self._quotes.has if self._quotes is not None else None
            fields: FieldWriter = WordsWriter(self._writer, self._documents, quoting)
        else:
            fields = FieldWriter(self._writer, name, self._documents, positioned=positioned)
        self._open.append(fields)
        return fields

    def quotes(self, quotes: Quotes) -> None:
        """The quotations. To be told before `words` is written."""
        self._quotes = quotes
        quoted.write(self._writer, quotes)

    def pairs(self, stems: Sequence[bytes]) -> FieldWriter:
        """The writer of the pairs of some stems."""
        self._meta["pairs"] = [stem.decode() for stem in stems]
        return self.field(pairs.NAME, positioned=True)

    def lengths(self, name: str, as_bytes: NDArray[np.uint8], total: int) -> None:
        """The lengths of a field that is scored, in Whoosh's one-byte form, and their exact sum."""
        self._meta["fields"].setdefault(name, {})["total"] = total
        self._writer.put(f"{name}/lengths", as_bytes)

    def finish(self) -> str:
        """Write the file durably; the segment's name. Raises OSError."""
        for fields in self._open:
            fields.finish()
        self._writer.finish(self._meta)
        return self._name

    def close(self) -> None:
        """Forget what was not finished."""
        self._writer.close()


class Segment:
    """A segment open for reading. Its file may be removed by others meanwhile."""

    def __init__(self, folder: Path, named: Named, *, verify: bool = False) -> None:
        """Raises OSError, and DamagedError for files that are wrong; `verify` reads them whole for that."""
        self.name = named.name
        self.named = named
        self._file = SectionFile(folder / (named.file))
        if verify:
            self._file.verify()
        meta = self._file.meta
        try:
            self.doc_count = int(meta["documents"])
            self._totals = {name: int(one.get("total", 0)) for name, one in meta["fields"].items()}
            self._paired = [stem.encode() for stem in meta.get("pairs", ())]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DamagedError(f"{self._file.path.name} does not say what it holds") from error
        self.published: Array = self._file.array("published")
        if len(self.published) != self.doc_count or len(self._file.array("id_ends")) != self.doc_count:
            raise DamagedError(f"{self._file.path.name} has another number of documents")
        self._fields: dict[str, Terms | None] = {}
        self._stored: dict[str, Field | None] = {}
        deletions = named.deletions
        self.deleted: NDArray[np.bool_] | None = (
            read_deleted(folder / deletions, named.name, self.doc_count) if deletions else None
        )
        if verify:
            for name in (*self._totals, *DERIVED):
                self.field(name)
                self.lengths(name)
                stored = self.stored(name)
                if stored is not None and stored.positions is not None:
                    stored.positions.verify()

    def let_go(self) -> None:
        """Have the system take back the memory of what was read of the file; it can be read again."""
        self._file.let_go()

    @property
    def field_names(self) -> list[str]:
        """The fields that a search can ask for: those that have terms or lengths."""
        names = [name for name in self._totals if name not in (written.NAME, pairs.NAME)]
        return list(dict.fromkeys((*names, *(DERIVED if written.NAME in self._totals else ()))))

    @property
    def stored_names(self) -> list[str]:
        """The fields that the file holds terms or lengths of."""
        return list(self._totals)

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which documents are not deleted."""
        return np.ones(self.doc_count, np.bool_) if self.deleted is None else ~self.deleted

    @cached_property
    def live_count(self) -> int:
        """How many documents are not deleted."""
        return int(np.count_nonzero(self.live))

    def field(self, name: str) -> Terms | None:
        """A field's terms and postings; None when no document has any. Raises DamagedError."""
        if name not in self._fields:
            self._fields[name] = self._derived(name) if name in DERIVED else self.stored(name)
        return self._fields[name]

    def stored(self, name: str) -> Field | None:
        """The same of one that the file holds; `words` is the one that running text is in."""
        if name not in self._stored:
            there = f"{name}/terms" in self._file
            self._stored[name] = Field(self._file, name, self.doc_count) if there else None
        return self._stored[name]

    @cached_property
    def pairs(self) -> Pairs | None:
        """The most frequent words next to each other; None in a small segment. Raises DamagedError."""
        found = self.stored(pairs.NAME) if self._paired else None
        return None if found is None else Pairs(found, self._paired)

    def has_term(self, name: str, term: bytes) -> bool:
        """Whether a field that the file holds has a term; its postings are not looked at."""
        return f"{name}/terms" in self._file and TermList(self._file, name).find(term) >= 0

    def _derived(self, name: str) -> Terms | None:
        words = self.stored(written.NAME)
        if words is None:
            return None
        if name == "text":
            return Stems(self._file, words, self.stored("title"))
        if name == "exact":
            return Written(self._file, words)
        whole = self.field(DERIVED[name])
        quotes = self.quotes
        if quotes is None or not isinstance(whole, Stems | Written):
            return None
        return Quoted(whole, quotes, self.doc_count)

    @cached_property
    def quotes(self) -> Quotes | None:
        """The quotations; None when no document has any. Raises DamagedError."""
        return quoted.read(self._file, self.doc_count)

    def lengths(self, name: str) -> NDArray[np.uint8] | None:
        """The length of a field in each document, in Whoosh's one-byte form; None if it is not scored."""
        section = f"{name}/lengths"
        if section not in self._file:
            return None
        found = self._file.array(section)
        if len(found) != self.doc_count:
            raise DamagedError(f"{self._file.path.name} has another number of lengths of {name}")
        return found

    def field_length(self, name: str) -> int:
        """The number of words of a field over all documents."""
        return self._totals.get(name, 0)

    def live_length(self, name: str) -> int:
        """The same over the documents not deleted: less what their lengths are in one byte."""
        lengths, total = self.lengths(name), self.field_length(name)
        if self.deleted is None or lengths is None:
            return total
        return max(0, total - int(LENGTHS[lengths[self.deleted]].sum()))

    def id(self, document: int) -> str:
        """The id of a document."""
        ends = self._id_ends
        return str(self._id_text[ends[document - 1] if document else 0 : ends[document]], "utf-8")

    @cached_property
    def _id_ends(self) -> memoryview:
        return memoryview(self._file.array("id_ends").data)

    @cached_property
    def _id_text(self) -> memoryview:
        return memoryview(self._file.array("id").data)

    @cached_property
    def ids(self) -> list[str]:
        """The id of each document."""
        text, found, before = str(self._id_text, "utf-8"), [], 0
        if len(text) != len(self._id_text):
            return [self.id(document) for document in range(self.doc_count)]
        for end in self._id_ends.tolist():
            found.append(text[before:end])
            before = end
        return found

    @cached_property
    def in_id_order(self) -> tuple[Array, Array]:
        """The ids in order, as fixed-width bytes, and the document of each (of two the live one)."""
        field = self.stored("id")
        if field is None:
            return np.empty(0, "S1"), np.empty(0, np.int64)
        documents = field.stretch(0, len(field)).docs.astype(np.int64)
        if len(documents) != len(field):
            postings = (field.postings(term)[0] for term in range(len(field)))
            documents = np.array([max(docs, key=self.live.__getitem__) for docs in postings], np.int64)
        return field.fixed_width(), documents

    def live_among(self, wanted: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """The documents not deleted that have one of some ids, which are `encoded`."""
        known, documents = self.in_id_order
        if not len(wanted) or not len(known):
            return np.empty(0, np.int64)
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        found: NDArray[np.int64] = documents[at[known[at] == wanted]]
        return found[self.live[found]]

    def delete(self, folder: Path, documents: Sequence[int] | NDArray[np.int64]) -> Named:
        """Write down that documents are deleted, and how the segment is called then. Raises OSError."""
        deleted = ~self.live
        deleted[documents] = True
        named = Named(self.name, self.named.next_deletions())
        write_deleted(folder / str(named.deletions), self.name, deleted)
        return named

    def minute(self, document: int) -> int:
        """When a document was published."""
        return self._minutes[document]

    @cached_property
    def _minutes(self) -> memoryview:
        return memoryview(self.published.data)

    def dated(self, low: int, high: int) -> slice:
        """The documents published from minute `low` to before minute `high`."""
        first, last = np.searchsorted(self.published, (low, high))
        return slice(int(first), int(last))


def encoded(ids: Collection[str]) -> NDArray[np.bytes_]:
    """Ids as an array of bytes of one width."""
    return np.array([one.encode() for one in ids], np.bytes_)
