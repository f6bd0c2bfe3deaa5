"""The story a person means by what they typed."""

from __future__ import annotations

from index.errors import NotFoundError
from index.store import Store
from index.words import fold, tokens

_NAMED = 5


def resolve(store: Store, name: str) -> str:
    """The id of a story by its id, the start of it, an article's id, or words of its title.

    Raises NotFoundError, naming the candidates when several stories fit.
    """
    wanted = name.strip()
    if not wanted:
        raise NotFoundError("no story is named", do="give an id or words of its title")
    if wanted[0] in "sa" and wanted[1:].isalnum():
        found = _by_id(store, wanted)
        if found is not None:
            return found
    return _by_words(store, wanted)


def _by_id(store: Store, wanted: str) -> str | None:
    if wanted[0] == "a":
        membership = store.membership(wanted)
        return membership.story if membership else None
    fitting = store.story_ids(wanted)
    if wanted in fitting:
        return wanted
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1 and not _titles(store, wanted):
        raise _several(wanted, [f"{card.id} ({card.title})" for card in store.cards(ids=fitting)])
    return store.home(wanted)


def _by_words(store: Store, wanted: str) -> str:
    fitting = _titles(store, wanted)
    exact = [pair for pair in fitting if fold(pair[1]) == fold(wanted)]
    for choice in (exact, fitting):
        if len(choice) == 1:
            return choice[0][0]
    if fitting:
        raise _several(wanted, [f"{story_id} ({title})" for story_id, title in fitting])
    raise NotFoundError(f"no story “{wanted}”", do="`bylines stories` lists ids and titles")


def _titles(store: Store, wanted: str) -> list[tuple[str, str]]:
    """The stories whose title holds all words of `wanted`, the last one perhaps only begun."""
    words = tokens(wanted)
    if not words:
        return []
    *whole, last = words
    found = []
    for story_id, title in store.titles():
        has = set(tokens(title))
        if has.issuperset(whole) and any(word.startswith(last) for word in has):
            found.append((story_id, title))
    return found


def _several(wanted: str, candidates: list[str]) -> NotFoundError:
    shown = ", ".join(candidates[:_NAMED])
    more = f" and {len(candidates) - _NAMED} more" if len(candidates) > _NAMED else ""
    return NotFoundError(f"“{wanted}” fits several stories: {shown}{more}", do="give an id")
