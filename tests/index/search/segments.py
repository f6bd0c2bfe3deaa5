"""What is in a segment, in a form that tests can compare."""

from __future__ import annotations

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
            places: list[list[int]] = [[] for _ in docs]
            if field.has_places:
                flagged = field.flagged_places(at, at + 1)
                posting = -1
                firsts = field.first_places(flagged).tolist()
                for first, place in zip(firsts, field.without_flags(flagged).tolist(), strict=True):
                    posting += first
                    places[posting].append(place)
            rows = zip(docs.tolist(), weights.tolist(), places, strict=True)
            told[name, field[at].decode()] = {
                segment.ids[doc]: (weight, place) for doc, weight, place in rows
            }
            assert field.frequency(at) == len(docs)
            assert field.find(field[at]) == at
    return told
