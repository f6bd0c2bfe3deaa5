"""What the library answers of a query: sets of article and note ids for states, stories and outlets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from index.notemodel import Note
from index.overview import Overview
from index.search.conditions import Among, Condition, resolve
from index.search.quiet import query
from index.search.retarget import wanted_words
from index.search.schema import tag_key

Matching = Callable[[Any], frozenset[str]]
"""The ids of the articles and notes that a resolved tree matches."""


class Conditions:
    """Resolves the library's part of one query, at one moment of the store."""

    def __init__(self, overview: Overview, notes: Mapping[str, Note], matching: Matching) -> None:
        self._overview = overview
        self._notes = notes
        self._matching = matching

    def resolved(self, node: Any) -> Any:
        """The tree with nothing left in it but what the engine answers."""
        return resolve(node, self._answer, self._scope)

    def _answer(self, condition: Condition) -> frozenset[str]:
        kind, value = condition.kind, condition.value
        if kind == "is" and value in ("read", "unread"):
            wanted = value == "read"
            return frozenset(id for id, facts in self._overview.articles.items() if facts.read is wanted)
        if kind == "note":
            return self._noted(self._matching(condition.node))
        return self._in_stories(self._stories(kind, value))

    def _stories(self, kind: str, value: Any) -> set[str]:
        stories, outlets = self._overview.stories, self._overview.outlets
        if kind == "is":
            return {id for id, facts in stories.items() if facts.marked}
        if kind == "has" and value == "note":
            return {note.story for note in self._notes.values() if note.story in stories and note.story}
        if kind == "has":
            return {id for id, facts in stories.items() if facts.tags}
        if kind == "outlets":
            return {id for id in stories if value[0] <= len(outlets[id]) <= value[1]}
        if kind == "covered":
            keys = self._overview.outlet_keys
            names = {name for name, key in keys.items() if f" {value} " in f" {key} "}
            return {id for id in stories if not names.isdisjoint(outlets[id])}
        if kind == "tag":
            return {id for id, facts in stories.items() if any(_is_tag(tag, value) for tag in facts.tags)}
        wanted = frozenset(value.split())
        titled = {id for id, words in self._overview.title_keys.items() if wanted <= words}
        return titled | {id for id in stories if id.startswith(value)}

    def _in_stories(self, chosen: Iterable[str]) -> frozenset[str]:
        """All articles and notes of some stories."""
        chosen = set(chosen)
        articles = (id for story in chosen for id in self._overview.stories[story].articles)
        return frozenset((*articles, *(id for id, note in self._notes.items() if note.story in chosen)))

    def _noted(self, found: frozenset[str]) -> frozenset[str]:
        """Notes, and the articles that they hold on to: all of the story when they hold on to none."""
        ids = set(found)
        for name in found:
            note = self._notes.get(name)
            if note is None:
                continue
            ids.update(anchor.article for anchor in note.anchors)
            if not note.anchors and note.story in self._overview.stories:
                ids.update(self._overview.stories[note.story].articles)
        return frozenset(ids)

    # Several articles of one story

    def _scope(self, node: Any) -> Any:
        """The articles that have any of the words, of the stories that together have what is asked for."""
        among = Among(self._in_stories(self._holding(node)))
        words = wanted_words(node)
        return among if not words else query.And([among, query.Or(words)])

    def _holding(self, node: Any) -> set[str]:
        """The stories that match when each leaf may be matched by another article of theirs."""
        everything = set(self._overview.stories)
        if isinstance(node, query.Not):
            return everything - self._holding(node.query)
        if isinstance(node, query.And):
            return everything.intersection(*(self._holding(child) for child in node.subqueries))
        if isinstance(node, query.Or):
            return set().union(*(self._holding(child) for child in node.subqueries))
        found = node.ids if isinstance(node, Among) else self._matching(node)
        return everything.intersection(filter(None, map(self.story_of, found)))

    def story_of(self, name: str) -> str | None:
        """The story of an article or a note."""
        facts = self._overview.articles.get(name)
        if facts is not None:
            return facts.story
        note = self._notes.get(name)
        return None if note is None else note.story


def _is_tag(tag: str, value: str) -> bool:
    key = tag_key(tag)
    return key.startswith(value[:-1]) if value.endswith("*") else key == value
