"""Trees taken apart: the same words looked for in another field, or the words without the rest."""

from __future__ import annotations

from typing import Any

from index.search.quiet import query

_TEXT = ("text", "title", "exact", "quote", "quoteexact")


def retarget(node: Any, field: str) -> Any:
    """The tree with its words looked for in `quote` or `title`; None when it has no words."""
    changed = _changed(node, field)
    return changed if any_words(changed) else None


def with_beside(node: Any) -> Any:
    """The tree with its words looked for in what notes quote and in their tags, too."""
    if isinstance(node, query.Not):
        return query.Not(with_beside(node.query))
    if isinstance(node, query.And | query.Or):
        return type(node)([with_beside(child) for child in node.subqueries])
    return query.Or([node, _changed(node, "beside")]) if is_words(node) else node


def _changed(node: Any, field: str) -> Any:
    if isinstance(node, query.Not):
        return query.Not(_changed(node.query, field))
    if isinstance(node, query.And | query.Or):
        return type(node)([_changed(child, field) for child in node.subqueries])
    if not is_words(node):
        return node
    if node.fieldname in ("exact", "quoteexact"):
        # These fields have no unstemmed one beside them; the beginning of a word is looked for in its stems.
        target = "quoteexact" if field == "quote" else field
    else:
        target = field
    if isinstance(node, query.Phrase):
        return query.Phrase(target, node.words, slop=node.slop)
    if isinstance(node, query.Prefix):
        return query.Prefix(target, node.text)
    if isinstance(node, query.FuzzyTerm):
        return query.FuzzyTerm(target, node.text, maxdist=node.maxdist, prefixlength=node.prefixlength)
    return query.Term(target, node.text)


def is_words(node: Any) -> bool:
    """Whether a leaf looks for words of a text."""
    leaf = isinstance(node, query.Term | query.Phrase | query.Prefix | query.FuzzyTerm)
    return leaf and node.fieldname in _TEXT


def any_words(node: Any) -> bool:
    """Whether a tree looks for words of a text anywhere."""
    if isinstance(node, query.Not):
        return any_words(node.query)
    if isinstance(node, query.And | query.Or):
        return any(any_words(child) for child in node.subqueries)
    return is_words(node)


def only_words(node: Any) -> Any:
    """The tree without what is not about words wanted: dates, outlets, ids, NOTs; None if all goes."""
    if isinstance(node, query.And | query.Or):
        children = [kept for child in node.subqueries if (kept := only_words(child)) is not None]
        if not children:
            return None
        return children[0] if len(children) == 1 else type(node)(children)
    return node if is_words(node) else None


def wanted_words(node: Any) -> list[Any]:
    """The leaves of `only_words`, each once, in order."""
    if isinstance(node, query.And | query.Or):
        return list(dict.fromkeys(leaf for child in node.subqueries for leaf in wanted_words(child)))
    return [node] if is_words(node) else []
