"""Answers held against a plain scan of the texts, and against Whoosh's own matchers and BM25."""

from __future__ import annotations

import random
from typing import Any

import pytest

from index.model import Article
from index.search import analyzer
from index.search.codec import stock
from index.search.query import Parsed
from index.search.quiet import query
from index.search.schema import schema
from tests.index.search.builders import Shelf, article

WORDS = [
    "drone",
    "kremlin",
    "attack",
    "attacks",
    "russia",
    "full-scale",
    "lost",
    "control",
    "the",
    "u.s.",
    "x9",
]
DOCUMENTS = 120


def corpus(seed: int) -> list[Article]:
    chance = random.Random(seed)
    found = []
    for number in range(DOCUMENTS):
        texts = [
            " ".join(chance.choices(WORDS, k=chance.randint(1, 25))) for _ in range(chance.randint(1, 3))
        ]
        title = " ".join(chance.choices(WORDS, k=3)) if chance.random() < 0.7 else None
        found.append(article(f"a{number}", *texts, title=title))
    return found


def random_tree(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.choice(
        ["term", "term", "phrase", "prefix", "exact", "title"] + ["and", "or", "not"] * (depth < 3)
    )
    words = [token.term for word in WORDS for token in analyzer.tokens(word)]
    if kind == "term":
        return query.Term("text", chance.choice(words), boost=chance.choice([1.0, 2.0]))
    if kind == "title":
        return query.Term("title", chance.choice(words))
    if kind == "exact":
        return query.Term("exact", chance.choice(["attack", "attacks", "fullscale", "nowhere"]))
    if kind == "phrase":
        return query.Phrase(
            "text", chance.choices(words, k=chance.randint(2, 3)), slop=chance.choice([1, 1, 2, 4])
        )
    if kind == "prefix":
        return query.Prefix("exact", chance.choice(["att", "r", "fu", "zz"]))
    children = [random_tree(chance, depth + 1) for _ in range(chance.randint(1, 3))]
    if kind == "or":
        return query.Or(children)
    if kind == "not":
        return query.And([random_tree(chance, depth + 1), query.Not(children[0])])
    return query.And(children)


class Scan:
    """The same question answered by reading every text."""

    def __init__(self, one: Article) -> None:
        texts = [(block.text, block.role.value) for block in one.blocks]
        self.blocks = [list(analyzer.tokens(text)) for text, _ in texts]
        self.title = [token for text, role in texts if role == "title" for token in analyzer.tokens(text)]

    def matches(self, node: Any) -> bool:
        if isinstance(node, query.And):
            return all(self.matches(child) for child in node.subqueries)
        if isinstance(node, query.Or):
            return any(self.matches(child) for child in node.subqueries)
        if isinstance(node, query.Not):
            return not self.matches(node.query)
        if isinstance(node, query.Prefix):
            return any(token.exact.startswith(node.text) for tokens in self.blocks for token in tokens)
        if isinstance(node, query.Phrase):
            return any(self.phrase(node, tokens) for tokens in self.blocks)
        if node.fieldname == "title":
            return any(token.term == node.text for token in self.title)
        if node.fieldname == "exact":
            return any(token.exact == node.text for tokens in self.blocks for token in tokens)
        return any(token.term == node.text for tokens in self.blocks for token in tokens)

    def phrase(self, node: Any, tokens: list[analyzer.Token]) -> bool:
        ends = {token.position for token in tokens if token.term == node.words[0]}
        for word in node.words[1:]:
            places = {token.position for token in tokens if token.term == word}
            ends = {place for place in places if any(0 < place - end <= node.slop for end in ends)}
        return bool(ends)


@pytest.mark.parametrize("seed", range(4))
def test_the_same_articles_as_a_plain_scan(shelf: Shelf, seed: int) -> None:
    articles = corpus(seed)
    for start in range(0, DOCUMENTS, 30):  # four segments
        shelf.put(*articles[start : start + 30])
    shelf.put(*articles[10:20], remove=["a3", "a50"])  # replaced and removed ones leave deleted documents
    chance = random.Random(seed)
    scans = {name: Scan(one) for name, one in shelf.articles.items()}
    for _ in range(150):
        tree = random_tree(chance)
        found = shelf.engine.search(Parsed("", tree, ""), limit=1000)
        assert {name for name, _ in found.hits} == {
            name for name, scan in scans.items() if scan.matches(tree)
        }, tree
        assert found.total == len(found.hits)


def stock_searcher(shelf: Shelf) -> Any:
    from whoosh.reading import MultiReader
    from whoosh.searching import Searcher

    readers = [stock.reader(segment) for segment in shelf.engine._reader.segments]
    return Searcher(readers[0] if len(readers) == 1 else MultiReader(readers))


@pytest.mark.parametrize("seed", range(2))
def test_the_same_scores_as_whoosh(shelf: Shelf, seed: int) -> None:
    articles = corpus(seed)
    for start in range(0, DOCUMENTS, 60):
        shelf.put(*articles[start : start + 60])
    shelf.ids("drone")  # opens what was written last
    searcher = stock_searcher(shelf)
    names = [name for segment in shelf.engine._reader.segments for name in segment.ids]
    chance = random.Random(seed)
    compared = 0
    for _ in range(200):
        tree = random_tree(chance)
        if any(isinstance(leaf, query.Prefix | query.Phrase) for leaf in leaves(tree)):
            continue  # scored by design as one word, and by occurrences of the whole
        found = dict(shelf.engine.search(Parsed("", tree, ""), limit=1000).hits)
        stock = {names[hit.docnum]: hit.score for hit in searcher.search(tree, limit=None, optimize=False)}
        assert found.keys() == stock.keys(), tree
        if "Not(" in repr(tree):
            continue  # Whoosh counts what is not there as one point more
        for name, score in stock.items():
            assert found[name] == pytest.approx(score, rel=1e-4), tree
        compared += 1
    assert compared > 50
    searcher.close()


def leaves(node: Any) -> list[Any]:
    children = getattr(node, "subqueries", None) or ([node.query] if isinstance(node, query.Not) else [])
    return [leaf for child in children for leaf in leaves(child)] if children else [node]


def test_the_positioned_fields_are_those_with_phrases() -> None:
    assert {name for name, field in schema().items() if field.positioned} == {
        "text",
        "title",
        "outlet",
        "author",
        "quote",
        "beside",
    }
