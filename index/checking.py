"""Everything that can be wrong with a library, and what to do about it."""

from __future__ import annotations

from index.damage import START_ANEW
from index.errors import LibraryError
from index.model import Problem
from index.notes.notebook import Notebook
from index.searching import Searching
from index.store import Store


def check(
    store: Store, searching: Searching, notebook: Notebook | None, *, quick: bool = False
) -> list[Problem]:
    """The problems of store, index and notes, in this order; `notebook` is None when there is none.

    A `quick` look reads neither the whole database nor changes the index.
    """
    problems = _waiting(store) if quick else _store(store)
    try:
        problems += searching.check(quick=quick)
    except LibraryError as error:
        problems.append(Problem(error.where, error.what, error.do or "run `bylines reindex`"))
    if notebook is not None:
        try:
            problems += notebook.problems()
        except LibraryError as error:
            problems.append(Problem(error.where, error.what, error.do))
    return problems


def _store(store: Store) -> list[Problem]:
    where = str(store.path)
    fix = START_ANEW
    try:
        unsound = store.integrity()
        problems = [Problem(where, what, fix) for what in unsound]
        for article, newest in store.damaged_bodies():
            text = "text" if newest else "earlier text"
            what = f"the {text} of “{article.name}” ({article.id}, from {article.place}) is damaged"
            alone = "add it again" if newest else "its newest text is whole"
            problems.append(Problem(where, what, fix if unsound else alone))
    except LibraryError as error:
        return [Problem(where, error.what, fix)]
    return problems + _waiting(store)


def _waiting(store: Store) -> list[Problem]:
    """Whether the database answers, and whether an addition was left unfinished."""
    where, problems = str(store.path), list[Problem]()
    try:
        waiting = store.count_ungrouped()
    except LibraryError as error:
        return [Problem(where, error.what, error.do)]
    if waiting:
        what = f"{waiting:,} articles are in no story, as adding them was interrupted"
        problems.append(Problem(where, what, "run `bylines reindex`"))
    return problems
