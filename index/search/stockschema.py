"""The fields of the index as Whoosh's schema, by which its readers can read a segment (see `codec.stock`).

The index is written without it, so that the processes that do nothing else need not import Whoosh.
"""

from __future__ import annotations

import struct

from index.search import schema
from index.search.quiet import columns, fields, formats

_POSITION = struct.Struct("<I")


class Positions(formats.Positions):  # type: ignore[misc]
    """The format of a field with word positions: four bytes for each, for Whoosh's own readers."""

    def decode_positions(self, value: bytes) -> list[int]:
        """The positions, ascending."""
        return [number for (number,) in _POSITION.iter_unpack(value)]

    def decode_frequency(self, value: bytes) -> int:
        """How many positions there are."""
        return len(value) // 4


class Words(fields.FieldType):  # type: ignore[misc]
    """A field whose terms this package makes itself; Whoosh only keeps them."""

    def __init__(self, *, positions: bool, scorable: bool) -> None:
        self.format = Positions() if positions else formats.Existence()
        self.scorable = scorable
        self.analyzer = None
        self.stored = self.unique = False
        self.vector = self.column_type = None


def whoosh_schema() -> fields.Schema:
    """The schema of this version."""
    found = {
        name: Words(positions=kind.positioned, scorable=kind.scorable)
        for name, kind in schema.schema().items()
    }
    found["id"].column_type = columns.VarBytesColumn()
    return fields.Schema(**found, published=fields.COLUMN(columns.NumericColumn("i", default=schema.UNDATED)))
