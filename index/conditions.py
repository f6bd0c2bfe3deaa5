"""What the library answers of a query: what is read, in stories of some kind, or noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

import numpy as np

from index.listterms import TAGGED
from index.notemodel import Note
from index.numbering import Keys, Mask, Numbering
from index.search.codec.reader import SegmentMatches
from index.search.conditions import Among, Condition, resolve
from index.search.quiet import query
from index.search.retarget import wanted_words
from index.search.schema import tag_key
from index.store import Store

Matching = Callable[[Any], Sequence[SegmentMatches]]
"""The documents that a resolved tree matches."""


class Conditions:
    """Resolves the library's part of one query. Stories are told by their keys."""

    def __init__(
        self, store: Store, numbering: Numbering, notes: Mapping[str, Note], matching: Matching
    ) -> None:
        self._store = store
        self._numbering = numbering
        self._notes = notes
        self._matching = matching

    def resolved(self, node: Any) -> Any:
        """The tree with nothing left in it but what the engine answers."""
        return resolve(node, self._answer, self._scope)

    def _answer(self, condition: Condition) -> Among:
        kind, value = condition.kind, condition.value
        if kind == "is" and value in ("read", "unread"):
            return Among((), partial(self._numbering.read, wanted=value == "read"))
        if kind == "note":
            return self._noted(self._matching(condition.node))
        return self._in_stories(self._stories(kind, value))

    def _stories(self, kind: str, value: Any) -> Keys:
        if kind == "covered":
            return self._numbering.covered(lambda name: f" {value} " in f" {tag_key(name)} ")
        if kind == "has" and value == "note":
            return _keys(frozenset(self._stories_of_notes.values()))
        if kind == "is":
            return _keys(self._store.keys_where("marked"))
        if kind == "has":
            return _keys(self._store.keys_where(TAGGED))
        if kind == "outlets":
            return _keys(self._store.keys_where("outlets BETWEEN ? AND ?", value))
        if kind == "tag":
            return _keys(key for key, tag in self._store.tags() if _is_tag(tag, value))
        return _keys(self._store.keys_named(value))

    def _in_stories(self, stories: Keys) -> Among:
        """All articles and notes of some stories."""
        there = frozenset(stories.tolist())
        return Among(
            frozenset(name for name, key in self._stories_of_notes.items() if key in there),
            lambda segment: self._numbering.in_stories(segment, stories),
        )

    @cached_property
    def _stories_of_notes(self) -> dict[str, int]:
        """The key of the story of each note that is in one, also if that was merged since."""
        homes = self._store.homes(note.story for note in self._notes.values() if note.story)
        keys = self._store.keys_of_stories(list(homes.values()))
        found = {name: keys.get(homes.get(note.story or "", "")) for name, note in self._notes.items()}
        return {name: key for name, key in found.items() if key is not None}

    def _noted(self, found: Sequence[SegmentMatches]) -> Among:
        """Notes, and the articles that they hold on to: all of the story when they hold on to none."""
        names = [name for one in found for name in one.ids() if name in self._notes]
        ids = set(names)
        ids.update(anchor.article for name in names for anchor in self._notes[name].anchors)
        stories = _keys(self._keys_of([name for name in names if not self._notes[name].anchors]))
        return Among(frozenset(ids), lambda segment: self._numbering.in_stories(segment, stories))

    # Several articles of one story

    def _scope(self, node: Any) -> Any:
        """The articles that have any of the words, of the stories that together have what is asked for."""
        everything = _mask(_keys(self._store.keys_where("1")))
        among = self._in_stories(np.flatnonzero(self._holding(node, everything)).astype(np.int32))
        words = wanted_words(node)
        return among if not words else query.And([among, query.Or(words)])

    def _holding(self, node: Any, everything: Mask) -> Mask:
        """At each story's key whether it matches when each leaf may be matched by another article of it."""
        if isinstance(node, query.Not):
            return everything & ~self._holding(node.query, everything)
        found: Mask
        if isinstance(node, query.And | query.Or):
            each = [self._holding(child, everything) for child in node.subqueries]
            join = np.logical_and if isinstance(node, query.And) else np.logical_or
            found = join.reduce(each)
            return found
        keys = _keys(self.story_keys(self._matching(node)))
        found = np.zeros_like(everything)
        found[keys[keys < len(found)]] = True
        return found & everything

    def story_keys(self, found: Sequence[SegmentMatches]) -> frozenset[int]:
        """The keys of the stories of what matches: of articles, and of notes."""
        keys, others = self._numbering.stories(found)
        return frozenset(keys.tolist()) | self._keys_of(others)

    def _keys_of(self, notes: Sequence[str]) -> frozenset[int]:
        """The keys of the stories of some notes."""
        of = self._stories_of_notes if notes else {}
        return frozenset(of[name] for name in notes if name in of)


def _keys(keys: Iterable[int]) -> Keys:
    return np.fromiter(keys, np.int32)


def _mask(keys: Keys) -> Mask:
    found = np.zeros(int(keys.max(initial=-1)) + 1, np.bool_)
    found[keys] = True
    return found


def _is_tag(tag: str, value: str) -> bool:
    key = tag_key(tag)
    return key.startswith(value[:-1]) if value.endswith("*") else key == value
