"""Whoosh's codec with posting blocks of our own: no pickle in them, and read and written whole.

Stock blocks are pickled tuples with one bytes object for each posting (which protocol 2 spells as a
call), two and a half times the size of the text. Here each list of small numbers is one UTF-8 string,
a character a number: Python encodes and decodes those in C, and common numbers take one byte.
Everything else (term dictionary, columns, segments, table of contents) is stock.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from hashlib import md5
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from index.search.quiet import (
    W3Codec,
    W3FieldWriter,
    W3LeafMatcher,
    W3PostingsWriter,
    W3TermInfo,
    byte_to_length,
    formats,
    length_to_byte,
)

BLOCK = 4096
_MAGIC = b"W3Bl"
LARGEST = 0x10FFFF
# count, last id, highest weight, shortest and longest length, whole weights?, compressed?, bytes of the
# unpacked ids, weights and counts (the positions are the rest)
_HEADER = struct.Struct("!IIfBBBBIII")
_LENGTH = struct.Struct("!i")
# Whoosh's records: a field's number before each term; the sizes of key and value; what `W3TermInfo`
# packs, with the place and length of the postings.
_FIELD = struct.Struct("!H")
_RECORD = struct.Struct("!ii")
_INFO = struct.Struct("!BfIBBfIIqi")
_SMALL = 96
_WRITTEN_AT_ONCE = 1024


def pack(numbers: Iterable[int]) -> bytes:
    """Numbers from 0 to 1,114,111 as UTF-8; larger ones become that."""
    try:
        return "".join(map(chr, numbers)).encode("utf-8", "surrogatepass")
    except (ValueError, OverflowError):
        return "".join(chr(min(number, LARGEST)) for number in numbers).encode("utf-8", "surrogatepass")


def unpack(data: bytes) -> str:
    """A string whose characters' code points are the numbers."""
    return data.decode("utf-8", "surrogatepass")


def encode(positions: Sequence[int]) -> str:
    """Ascending positions as the steps from one to the next, one character each."""
    if len(positions) == 1:
        return chr(min(positions[0], LARGEST))
    steps = [positions[0], *(b - a for a, b in pairwise(positions))]
    return "".join(map(chr, steps)) if max(steps) <= LARGEST else unpack(pack(steps))


def is_positioned(field: Any) -> bool:
    """Whether the postings of a Whoosh field hold positions."""
    return field.format is not None and bool(field.format.supports("positions"))


class Positions(formats.Positions):  # type: ignore[misc]
    """The format of a field with word positions, as `encode` writes them."""

    def encode(self, positions: Sequence[int]) -> str:
        """Ascending positions as one character each."""
        return encode(positions)

    def decode_positions(self, value: str) -> list[int]:
        """The positions again."""
        return list(accumulate(map(ord, value)))

    def decode_frequency(self, value: str) -> int:
        """How many positions there are."""
        return len(value)


@dataclass(frozen=True, slots=True)
class TermPostings:
    """The documents of a term in one segment, ascending; deleted ones included.

    `weights` go with `ids`; `values` are encoded positions, empty for a field without them.
    """

    ids: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    values: list[str] = field(default_factory=list)


class TermBlock(NamedTuple):
    """A term's whole posting list, of at most `BLOCK` documents, with whole weights: one block.

    Strings stand for lists of numbers, a character each: the documents as the steps from one to the
    next, weights, numbers of positions, and the positions in steps. Lengths are bytes already.
    """

    term: bytes
    size: int
    first: int
    last: int
    weight: int
    heaviest: int
    shortest: int
    longest: int
    ids: str
    weights: str
    counts: str
    positions: str


class BlockCodec(W3Codec):  # type: ignore[misc]
    """Whoosh's W3 codec with these blocks."""

    def field_writer(self, storage: Any, segment: Any) -> BlockFieldWriter:
        """The writer of a segment's terms."""
        return BlockFieldWriter(self, storage, segment)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> W3PostingsWriter:
        """The writer of one field's postings."""
        return BlockWriter(dbfile, blocklimit=BLOCK, byteids=byteids)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> W3LeafMatcher:
        """A matcher over one term's postings."""
        offset, length = terminfo.extent()
        return BlockMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class _Bucket:
    """Pairs of a key's hash and its place in the file, as Whoosh collects them, in twelve bytes each."""

    __slots__ = ("_hashes", "_places")

    def __init__(self) -> None:
        self._hashes = array("I")
        self._places = array("q")

    def __len__(self) -> int:
        return len(self._hashes)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._hashes, self._places, strict=True)

    def append(self, pair: tuple[int, int]) -> None:
        """Add a pair."""
        self._hashes.append(pair[0])
        self._places.append(pair[1])


class BlockFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Takes a term's postings all at once."""

    def __init__(self, codec: Any, storage: Any, segment: Any) -> None:
        super().__init__(codec, storage, segment)
        self._tindex.buckets = [_Bucket() for _ in self._tindex.buckets]

    def add_list(self, term: bytes, postings: TermPostings, lengths: Sequence[int]) -> None:
        """Write one term of the started field; `lengths` are the field's in every document."""
        self.start_term(term)
        self._postwriter.write_list(postings, lengths)
        self.finish_term()

    def add_blocks(self, blocks: Iterable[TermBlock]) -> None:
        """Write the terms of the started field, ascending: as `add_list` does, without its many calls."""
        table, postings = self._tindex, self._postfile
        buckets, positions = table.buckets, array("q", table.index)
        at, offset = table.dbfile.tell(), postings.tell()
        prefix = _FIELD.pack(self._fieldid)
        lists: list[bytes] = []
        records: list[bytes] = []
        for block in blocks:
            packed = _one_block(block)
            lists.append(packed)
            key = prefix + block.term
            value = _INFO.pack(
                0,  # the postings are not in here
                block.weight,
                block.size,
                block.shortest,
                block.longest,
                block.heaviest,
                block.first,
                block.last,
                offset,
                len(packed),
            )
            record = b"".join((_RECORD.pack(len(key), len(value)), key, value))
            records.append(record)
            positions.append(at)
            hashed = int.from_bytes(md5(key, usedforsecurity=False).digest()[-4:], "big")
            buckets[hashed & 255].append((hashed, at))
            table.lastkey = key
            at += len(record)
            offset += len(packed)
            if len(records) == _WRITTEN_AT_ONCE:
                postings.write(b"".join(lists))
                table.dbfile.write(b"".join(records))
                lists.clear()
                records.clear()
        postings.write(b"".join(lists))
        table.dbfile.write(b"".join(records))
        table.index.array = positions if at >= 2**31 else array("i", positions)


def _one_block(block: TermBlock) -> bytes:
    """A posting list of one block as `BlockWriter` writes it."""
    ids = block.ids.encode("utf-8", "surrogatepass")
    weights = block.weights.encode("utf-8", "surrogatepass")
    counts = block.counts.encode("utf-8", "surrogatepass")
    data = b"".join((ids, weights, counts, block.positions.encode("utf-8", "surrogatepass")))
    compressed = len(data) >= _SMALL
    header = _HEADER.pack(
        block.size,
        block.last,
        block.heaviest,
        block.shortest,
        block.longest,
        True,
        compressed,
        len(ids),
        len(weights),
        len(counts),
    )
    if compressed:
        data = zlib.compress(data, 1)
    return b"".join((_MAGIC, _LENGTH.pack(-len(header) - len(data)), header, data))


class BlockWriter(W3PostingsWriter):  # type: ignore[misc]
    """Writes a posting list as blocks of up to 4,096 documents."""

    def write_list(self, postings: TermPostings, lengths: Sequence[int]) -> None:
        """Write all postings of the started term."""
        self._postfile.write(_MAGIC)
        size = len(postings.ids)
        for start in range(0, size, BLOCK):
            end = min(start + BLOCK, size)
            self._blockcount += 1
            self._put(postings, lengths, start, end, last=end == size)

    def _put(self, postings: TermPostings, lengths: Sequence[int], start: int, end: int, last: bool) -> None:
        ids, weights = postings.ids[start:end], postings.weights[start:end]
        values = postings.values[start:end]
        sizes = [lengths[number] for number in ids]
        whole = all(map(float.is_integer, weights))
        packed_ids = pack([ids[0], *(b - a for a, b in pairwise(ids))])
        packed_weights = pack(map(int, weights)) if whole else array("f", weights).tobytes()
        packed_counts = pack(map(len, values))
        positions = "".join(values).encode("utf-8", "surrogatepass")
        data = b"".join((packed_ids, packed_weights, packed_counts, positions))
        compressed = len(data) >= _SMALL
        self._count(ids, weights, sizes)
        header = _HEADER.pack(
            len(ids),
            ids[-1],
            max(weights),
            length_to_byte(min(sizes)),
            length_to_byte(max(sizes)),
            whole,
            compressed,
            len(packed_ids),
            len(packed_weights),
            len(packed_counts),
        )
        block = header + (zlib.compress(data, 1) if compressed else data)
        self._postfile.write(_LENGTH.pack(-len(block) if last else len(block)) + block)

    def _count(self, ids: list[int], weights: list[float], sizes: list[int]) -> None:
        info: W3TermInfo = self._terminfo
        shortest, longest, heaviest = min(sizes), max(sizes), max(weights)
        info._weight += sum(weights)
        info._df += len(ids)
        info._minlength = shortest if info._minlength is None else min(info._minlength, shortest)
        info._maxlength = max(info._maxlength, longest)
        info._maxweight = max(info._maxweight, heaviest)
        if info._minid is None:
            info._minid = ids[0]
        info._maxid = ids[-1]


class BlockMatcher(W3LeafMatcher):  # type: ignore[misc]
    """Reads these blocks: one posting at a time for Whoosh's queries, or `read_all`."""

    def _read_header(self) -> None:
        if self._postfile.get(self._startoffset, len(_MAGIC)) != _MAGIC:
            raise ValueError("no posting list where one should be")
        self._baseoffset = self._startoffset + len(_MAGIC)

    def _goto(self, position: int) -> None:
        self._data: Any = None
        self._ids: Any = None
        self._weights: Any = None
        self._values: Any = None
        self._i = 0
        file = self._postfile
        (length,) = _LENGTH.unpack(file.get(position, _LENGTH.size))
        if length < 0:
            self._lastblock = True
            length = -length
        self._nextoffset = position + _LENGTH.size + length
        self._dataoffset = position + _LENGTH.size + _HEADER.size
        self._head = _HEADER.unpack(file.get(position + _LENGTH.size, _HEADER.size))
        self._blocklength, self._maxid, self._maxweight = self._head[:3]
        self._minlength, self._maxlength = byte_to_length(self._head[3]), byte_to_length(self._head[4])

    def _read_data(self) -> None:
        data = self._postfile.get(self._dataoffset, self._nextoffset - self._dataoffset)
        self._data = zlib.decompress(data) if self._head[6] else data

    def _part(self, first: int, last: int | None) -> bytes:
        if self._data is None:
            self._read_data()
        start = sum(self._head[7 : 7 + first])
        return bytes(self._data[start : None if last is None else start + self._head[7 + last]])

    def _read_ids(self) -> None:
        self._ids = list(accumulate(map(ord, unpack(self._part(0, 0)))))

    def _read_weights(self) -> None:
        data = self._part(1, 1)
        if self._head[5]:
            self._weights = list(map(float, map(ord, unpack(data))))
        else:
            self._weights = array("f", data).tolist()

    def _values_text(self) -> tuple[list[int], str]:
        """Where each posting's value ends in the text of all values."""
        ends = list(accumulate(map(ord, unpack(self._part(2, 2)))))
        return ends, unpack(self._part(3, None))

    def _read_values(self) -> None:
        ends, text = self._values_text()
        self._values = [text[start:end] for start, end in pairwise([0, *ends])]

    def read_all(self, *, values: bool = False) -> TermPostings:
        """All postings from here on, with or without the values."""
        found = TermPostings()
        while not self._atend:
            self._read_ids()
            self._read_weights()
            found.ids.extend(self._ids)
            found.weights.extend(self._weights)
            if values and self.format.supports("positions"):
                self._read_values()
                found.values.extend(self._values)
            self._next_block()
        return found

    def read_values_of(self, wanted: Set[int]) -> dict[int, str]:
        """The values of the wanted documents, from here on."""
        found: dict[int, str] = {}
        while not self._atend:
            self._read_ids()
            ends, text = self._values_text()
            start = 0
            for number, end in zip(self._ids, ends, strict=True):
                if number in wanted:
                    found[number] = text[start:end]
                start = end
            self._next_block()
        return found
