"""What is in a segment, in a form that tests can compare."""

from __future__ import annotations

from index.search.codec.places import PLACE_BITS
from index.search.codec.segment import Segment

Postings = dict[tuple[str, str], dict[str, tuple[int, list[int]]]]
"""For each field and term the ids of the documents that have it, with the weight and the positions there."""


def postings(segment: Segment) -> Postings:
    """Everything a segment says of its terms."""
    told: Postings = {}
    for name in segment.field_names:
        field = segment.field(name)
        for at in range(len(field)) if field is not None else ():
            assert field is not None
            docs, weights = field.postings(at)
            assert field.frequency(at) == len(docs)
            assert field.find(field[at]) == at
            if not len(docs):
                assert name.startswith("quote"), "only a word that is nowhere quoted is in no document"
                continue
            places: dict[int, list[int]] = {doc: [] for doc in docs.tolist()}
            for place in field.places(at).tolist() if field.has_places else ():
                places[place >> PLACE_BITS].append(place & ((1 << PLACE_BITS) - 1))
            rows = zip(docs.tolist(), weights.tolist(), strict=True)
            told[name, field[at].decode()] = {segment.ids[doc]: (weight, places[doc]) for doc, weight in rows}
    return told
