"""Thousands of random queries, answered by the engine and by stock Whoosh.

Where the two differ on purpose, and where stock is at fault, says `stock.Translation`. Besides, a phrase
counts its own occurrences here, and a prefix or a fuzzy word is one word in all its forms; in stock a phrase
scores as its words, and a prefix not at all. So their scores are held against a plain count of the texts.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from index.search import schema
from index.search.codec import reader, top
from index.search.lengths import LENGTHS, to_bytes
from index.search.query import Parsed, parse
from index.search.quiet import byte_to_length, length_to_byte, query
from tests.index.search.builders import Shelf, indexed, seeds
from tests.index.search.stock import Place, StockIndex, Translation, distance, places_of
from tests.index.search.trees import RAW, Trees, articles, notes

KINDS = (
    *("term", "exact", "keyword", "phrase", "prefix", "fuzzy", "dates", "among", "every", "null"),
    *("wildcard", "words", "numbers"),
    *("and", "or", "not", "constant", "best", "and not", "and maybe", "require"),
)
"""The leaves and joints that the engine answers."""

SCORED_OTHERWISE = ("phrase", "prefix", "fuzzy", "wildcard", "words", "best")
"""Of these the documents are compared alone; stock's DisjunctionMax takes scores of other documents, too."""

ASKED = 250
"""Queries of either sort for each state of the index."""

STATES = ("two segments", "deleted", "merged")

TOLERANCE = 2e-4
"""Relative: scores of the engine may be of single precision."""


class Both:
    """The same documents in the engine and in stock Whoosh."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.stock = StockIndex(shelf.folder / "stock")
        self.documents: dict[str, schema.Document] = {}
        self.places: dict[str, dict[str, list[Place]]] = {}

    def put(self, *some: Any, notes: Any = (), remove: Sequence[str] = ()) -> None:
        self.shelf.put(*some, notes=notes, remove=remove)
        documents = [*(schema.document(indexed(one)) for one in some), *map(schema.note_document, notes)]
        self.stock.put(documents, remove)
        for name in remove:
            self.documents.pop(name, None)
            self.places.pop(name, None)
        self.documents.update((document.id, document) for document in documents)
        self.places.update((document.id, places_of(document)) for document in documents)

    def ours(self, tree: Any, **options: Any) -> list[tuple[str, float]]:
        """Ids and scores as the engine gives them, in its order."""
        found = self.shelf.engine.search(Parsed("", tree, ""), **{"limit": 10_000, **options})
        return list(found.hits)


class States:
    """Both in each of some states, which no test changes: to fill stock Whoosh takes a while."""

    def __init__(self, make: Callable[[str], Both]) -> None:
        self._make = make
        self._known: dict[str, Both] = {}

    def __call__(self, state: str) -> Both:
        if state not in self._known:
            made = self._known[state] = self._make(state)
            _fill(made, state)
        return self._known[state]

    def close(self) -> None:
        for one in self._known.values():
            one.stock.close()
            one.shelf.engine.close()


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[States]:
    made = States(lambda state: Both(Shelf(tmp_path_factory.mktemp(state.replace(" ", "-")))))
    yield made
    made.close()


def _fill(both: Both, state: str) -> None:
    """Put documents into both; the states differ in segments and in what was deleted from them."""
    chance = random.Random(state)
    first = articles(chance, 150)
    own = [replace(one, id=f"seed{number}") for number, one in enumerate(seeds())]
    both.put(*own, *first[:60])
    both.put(*first[60:120], notes=notes(chance, 12))
    if state == "two segments":
        return
    both.put(*first[120:])
    both.put(*articles(chance, 30, first=20), remove=["a3", "a90", "a91", "n1"])  # replaced, and removed
    if state == "merged":
        for start in range(300, 360, 6):
            both.put(*articles(chance, 6, first=start), remove=[f"a{start - 250}", f"a{start - 160}"])
        both.stock.merge()


@pytest.mark.parametrize("state", STATES)
def test_the_same_documents(states: States, state: str) -> None:
    both = states(state)
    trees = Trees(random.Random(f"{state}, documents"), list(both.documents), KINDS)
    translation = Translation(both.stock, scored=False)
    for _ in range(ASKED):
        tree = trees.tree()
        assert dict(both.ours(tree)).keys() == both.stock.documents(translation.of(tree)), tree


# Merged, stock counts without the deleted documents, and ours with those not merged away yet.
@pytest.mark.parametrize("state", STATES[:2])
def test_the_same_documents_with_the_same_scores(states: States, state: str) -> None:
    both = states(state)
    kinds = [kind for kind in KINDS if kind not in SCORED_OTHERWISE]
    trees = Trees(random.Random(f"{state}, scores"), list(both.documents), kinds)
    translation = Translation(both.stock, scored=True)
    for _ in range(ASKED):
        tree = trees.tree()
        ours, theirs = dict(both.ours(tree)), both.stock.scores(translation.of(tree))
        assert ours == pytest.approx(theirs, rel=TOLERANCE, abs=1e-6), tree


@pytest.mark.parametrize("state", ["deleted", "merged"])
def test_the_best_are_the_first_of_all(states: States, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Else only of thousands some are left unscored, or the newest looked for at the end.
    monkeypatch.setattr(top, "MANY_TO_SCORE", 0)
    monkeypatch.setattr(reader, "END", 30)
    both = states(state)
    trees = Trees(random.Random(f"{state}, best"), list(both.documents), KINDS)
    names = list(both.documents)
    for _ in range(ASKED):
        tree = trees.tree()
        everything = both.ours(tree)
        assert [score for _, score in everything] == sorted((s for _, s in everything), reverse=True), tree
        best = both.ours(tree, limit=10)
        assert [name for name, _ in best] == [name for name, _ in everything[:10]], tree
        assert dict(best) == pytest.approx(dict(everything[:10]), rel=TOLERANCE), tree
        some = frozenset(trees.chance.sample(names, 60))
        inside = both.ours(tree, limit=10, article_ids=some)
        assert [name for name, _ in inside] == [name for name, _ in everything if name in some][:10], tree
        newest = both.ours(tree, limit=10, newest_first=True)
        times = sorted((both.documents[name].published for name, _ in everything), reverse=True)
        assert [both.documents[name].published for name, _ in newest] == times[:10], tree
        found = both.shelf.engine.search(Parsed("", tree, ""), limit=10)
        assert found.total == sum(name not in both.shelf.notes for name, _ in everything), tree
        assert both.shelf.engine.matching(tree) == dict(everything).keys(), tree


def test_the_first_ten_are_those_of_whoosh(states: States) -> None:
    """Of one word, and of two: in stock's first ten, or as good as its tenth, are 9.5 of 10 at least."""
    both, chance = states("two segments"), random.Random(10)
    common = []
    for _ in range(150):
        words = chance.choices(RAW, k=chance.randint(1, 2))
        tree = parse(chance.choice([" ", " OR "]).join(words), languages=["en"]).query
        stock = both.stock.scores(Translation(both.stock, scored=True).of(tree))
        if len(stock) >= 10:
            tenth = sorted(stock.values(), reverse=True)[9] * (1 - TOLERANCE)
            common.append(sum(stock[name] >= tenth for name, _ in both.ours(tree, limit=10)))
    assert len(common) > 50
    assert sum(common) / len(common) >= 9.5


def test_the_best_of_several_parts_counts(states: States) -> None:
    both = states("deleted")
    trees = Trees(random.Random(3), list(both.documents), KINDS)
    for _ in range(40):
        parts = [trees.tree(2) for _ in range(3)]
        best: dict[str, float] = {}
        for scores in map(both.ours, parts):
            best.update((name, max(score, best.get(name, 0.0))) for name, score in scores)
        assert dict(both.ours(query.DisjunctionMax(parts))) == pytest.approx(best, rel=TOLERANCE), parts


def test_lengths_are_whooshs() -> None:
    each = range(120_000)
    assert to_bytes(np.array(each)).tobytes() == bytes(map(length_to_byte, each))
    assert LENGTHS.tolist() == list(map(byte_to_length, range(256)))


# What phrases and words of several forms score, counted in the texts

Count = Callable[[Sequence[Place]], float]


def expected(both: Both, field: str, count: Count, idf: float) -> dict[str, float]:
    """BM25 of all documents for which there is something to count."""
    places = {name: own.get(field, []) for name, own in both.places.items()}
    average = sum(map(len, places.values())) / len(places)
    found = {}
    for name, own in places.items():
        weight, length = count(own), byte_to_length(length_to_byte(len(own)))
        if weight:
            found[name] = idf * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * length / average))
    return found


def idf(both: Both, field: str, term: str) -> float:
    holding = sum(any(term == one[0] for one in own.get(field, [])) for own in both.places.values())
    return math.log(len(both.documents) / (holding + 1)) + 1


def test_a_phrase_counts_where_it_ends(states: States) -> None:
    both, chance = states("two segments"), random.Random(5)
    for _ in range(60):
        words = chance.choices(["the", "of", "said", "to", "drone", "attack"], k=chance.randint(2, 3))
        slop = chance.choice([1, 2, 5])

        def ends(own: Sequence[Place], words: list[str] = words, slop: int = slop) -> float:
            places = {at for term, at, _ in own if term == words[0]}
            for word in words[1:]:
                following = {at for term, at, _ in own if term == word}
                places = {at for at in following if any(0 < at - before <= slop for before in places)}
            return len(places)

        weight = sum(idf(both, "text", word) for word in set(words))
        found = dict(both.ours(query.Phrase("text", words, slop=slop)))
        assert found == pytest.approx(expected(both, "text", ends, weight), rel=TOLERANCE), words


def test_a_beginning_and_a_fuzzy_word_are_one_word_in_all_their_forms(states: States) -> None:
    both = states("two segments")
    known = both.stock.terms("exact")
    tests = [
        (query.Prefix("exact", start), {term for term in known if term.startswith(start)})
        for start in ("att", "presid", "r", "offic", "zz")
    ]
    tests += [
        (query.FuzzyTerm("exact", word, maxdist=most), {t for t in known if distance(word, t) <= most})
        for word, most in (("atack", 1), ("contorl", 1), ("minstry", 2), ("nothinglikeit", 2))
    ]
    for tree, forms in tests:
        exact = [own.get("exact", []) for own in both.places.values()]
        holding = sum(any(term in forms for term, *_ in own) for own in exact)
        weight = math.log(len(exact) / (holding + 1)) + 1

        def count(own: Sequence[Place], forms: set[str] = forms) -> float:
            return sum(weight for term, _, weight in own if term in forms)

        assert dict(both.ours(tree)) == pytest.approx(expected(both, "exact", count, weight), rel=TOLERANCE)
