"""Names that outlets of a story spell in different ways."""

from __future__ import annotations

from collections.abc import Sequence

from index.compare.names import BUILT_IN_NAMES, Names
from index.compare.stopping import watched
from index.compared import Spelling, SpellingUse
from index.model import Article, Cancelled, Role
from index.words import words

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
            written = words(passage.text)
            for name in names.words(written):
                if name.form and name.form[0].isupper() and written[name.start][0].isupper():
                    use = SpellingUse(name.form, article.outlet_name, passage.id)
                    uses.setdefault(name.word, {}).setdefault((name.form, article.outlet_name), use)
    return tuple(
        Spelling(tuple(dict.fromkeys(use.form for use in found.values())), tuple(found.values()))
        for found in uses.values()
        if len({use.form for use in found.values()}) > 1
    )
