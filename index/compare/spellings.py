"""Names that outlets of a story spell in different ways."""

from __future__ import annotations

from collections.abc import Sequence

from index.compare.names import BUILT_IN_NAMES, Names
from index.compare.statements import names_in
from index.compare.stopping import watched
from index.compared import Spelling, SpellingUse
from index.model import Article, Cancelled, Role

_READ = frozenset({Role.TITLE, Role.DECK, Role.BODY})


def spellings(
    articles: Sequence[Article], names: Names = BUILT_IN_NAMES, cancelled: Cancelled | None = None
) -> tuple[Spelling, ...]:
    """The names that stand in two spellings or more, with the first use of each by each outlet.

    Only names: spellings of common words (`centre`, `center`) tell no reader anything. Small letters
    are other words (`us`, `turkey`). In the order in which the names are met. CancelledError when asked
    to stop.
    """
    uses: dict[str, dict[tuple[str, str], SpellingUse]] = {}
    for article in watched(articles, cancelled, 1):
        for passage in article.passages:
            if passage.role not in _READ:
                continue
            for word, form in names_in(passage.text, names):
                use = SpellingUse(form, article.outlet_name, passage.id)
                uses.setdefault(word, {}).setdefault((form, article.outlet_name), use)
    return tuple(
        Spelling(tuple(dict.fromkeys(use.form for use in found.values())), tuple(found.values()))
        for found in uses.values()
        if len({use.form for use in found.values()}) > 1
    )
