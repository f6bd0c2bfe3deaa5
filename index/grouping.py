"""Every article into a story: the grouper, fed from the store, its answers written back."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.files import locked
from index.model import Cancelled, Membership
from index.profiles import KeptProfile, PlacedArticle
from index.store import Store
from index.stories.grouper import DEFAULT, Grouper
from index.stories.heaviest import SHARED, heaviest
from index.stories.profile import Profile, forget, is_current, profile
from index.stories.shelf import Known

if TYPE_CHECKING:
    from config.settings import Settings

_CHUNK = 500
_SPAN = 28
"""Days: articles further apart are not placed at once, as the grouper reads all the days between."""
_MOST_IN_MEMORY = 5_000
"""So many articles the grouper keeps in memory, about 2.5 kB each, before it lets go of them all."""

_MOST_UNDATED = 500
"""So many undated articles are read at once; of more only those that share terms with a new one."""

_UNKNOWN = Profile("", None)
"""That of an article whose text is damaged."""

_in_this_process = threading.Lock()
_TIGHTNESS = {"tighter": 0.32, "normal": DEFAULT, "looser": 0.22}


def tightness(settings: Settings | None) -> float:
    """The least average likeness within a story, as the person set it: by name, or as a number."""
    wanted = settings.grouping if settings is not None else "normal"
    return _TIGHTNESS[wanted] if wanted in _TIGHTNESS else float(wanted)


class Grouping:
    """Groups what has no story yet. Keeps in memory what the grouper has read: one for each `add`.

    Processes take turns by a lock on a file beside the database, since what the grouper has in memory
    must be what the store holds.
    """

    def __init__(self, store: Store, tightness: float = DEFAULT) -> None:
        self._store = store
        self._tightness = tightness
        self._grouper: Grouper | None = None
        self._seen = -1

    def run(self, cancelled: Cancelled | None = None, *, least: int = 1) -> int:
        """Find a story for every article that has none; how many there were.

        Articles are taken by date, whatever the order they came in, so that those of the same days are
        read once: fewer than `least` are left to wait for more. When `cancelled` says so, the rest is
        left for the next run. Raises StoreError.
        """
        done = 0
        if self._store.count_ungrouped() < max(1, least):
            return done
        with turn(self._store.path):
            waiting = self._store.ungrouped()
            for start in range(0, len(waiting), _CHUNK):
                chunk = waiting[start : start + _CHUNK]
                new = [(article.id, profile(article)) for article in self._store.readable(chunk)]
                for near in _near(new):
                    self._place(near)
                # One whose text is damaged has to be listed all the same.
                if lost := {*chunk}.difference(name for name, _ in new):
                    self._store.place(Membership(name, f"s{name[1:]}", 1.0) for name in lost)
                done += len(chunk)
                if cancelled is not None and cancelled():
                    break
        return done

    def end(self) -> None:
        """Let go of all that is kept in memory; what comes after starts anew."""
        self._grouper = None
        forget()

    def again(self, article_ids: Sequence[str]) -> None:
        """Look once more at articles that the person has let go of. The caller holds the turn."""
        moved = self._up_to_date().place([], again=article_ids)
        with self._store.together():
            self._store.place(moved)
            self._seen = self._store.grouped()

    def _place(self, new: Sequence[tuple[str, Profile]]) -> None:
        memberships = self._up_to_date().place(new)
        placed = {membership.article for membership in memberships}
        # An article that the grouper knows nothing to say about still has to be listed.
        alone = [Membership(name, f"s{name[1:]}", 1.0) for name, _ in new if name not in placed]
        with self._store.together():
            self._store.place([*memberships, *alone])
            self._store.keep_profiles(_kept(name, telling) for name, telling in new)
            self._seen = self._store.grouped()

    def _up_to_date(self) -> Grouper:
        """The grouper, begun anew if another process, or the person, changed a story since."""
        grouper = self._grouper
        if grouper is None or self._seen != self._store.grouped() or len(grouper) > _MOST_IN_MEMORY:
            self._grouper = None
            self._complete()
            self._seen = self._store.grouped()
            grouper = self._grouper = Grouper(_StoreShelf(self._store), tightness=self._tightness)
        return grouper

    def _complete(self) -> None:
        """Keep the profiles that are missing: of revised articles, and of those an older bylines grouped."""
        missing = self._store.to_profile()
        for start in range(0, len(missing), _CHUNK):
            chunk = missing[start : start + _CHUNK]
            found = zip(chunk, profiles_of(self._store, chunk), strict=True)
            self._store.keep_profiles(_kept(name, telling) for name, telling in found)


class _StoreShelf:
    """The grouped articles as the grouper asks for them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def between(self, first: int, last: int) -> Iterator[Known]:
        return self._known(self._store.placed_between(first, last))

    def undated(self) -> Iterator[Known] | None:
        found = self._store.placed_undated(_MOST_UNDATED)
        return None if found is None else self._known(found)

    def sharing(self, terms: Sequence[int], *, undated: bool) -> list[str]:
        return self._store.sharing(terms, SHARED, undated=undated)

    def of_stories(self, story_ids: Sequence[str]) -> Iterator[Known]:
        return self._known(self._store.placed_in(story_ids))

    def articles(self, article_ids: Sequence[str]) -> Iterator[Known]:
        return self._known(self._store.placed_of(article_ids))

    def _known(self, placed: Iterable[PlacedArticle]) -> Iterator[Known]:
        for article, story, vector, day, by_person in placed:
            if vector is not None and is_current(vector):
                yield Known(article, story, vector, day, by_person)
            else:
                yield Known(article, story, profiles_of(self._store, [article])[0].vector, day, by_person)


def _near(new: Sequence[tuple[str, Profile]]) -> Iterator[list[tuple[str, Profile]]]:
    """Articles that come by date, in runs of at most `_SPAN` days; those without a date are one run."""
    found: list[tuple[str, Profile]] = []
    first: int | None = None
    for one in new:
        day = one[1].day
        if found and (day != first if day is None or first is None else day - first >= _SPAN):
            yield found
            found = []
        if not found:
            first = day
        found.append(one)
    if found:
        yield found


def _kept(article_id: str, telling: Profile) -> KeptProfile:
    vector = telling.vector
    return KeptProfile(article_id, telling.encode(), telling.day, vector, heaviest(vector))


def profiles_of(store: Store, article_ids: Sequence[str]) -> list[Profile]:
    """What the grouper keeps of these articles, in their order; made anew where it was not kept."""
    kept = store.profiles(article_ids)
    found = []
    for article_id in article_ids:
        try:
            found.append(Profile.decode(kept.get(article_id, "")))
        except ValueError:
            found += [profile(article) for article in store.readable([article_id])] or [_UNKNOWN]
    return found


@contextlib.contextmanager
def turn(database: Path) -> Iterator[None]:
    """Wait for this thread's and process's turn to change which article is in which story.

    Where files cannot be locked, threads alone wait.
    """
    path = database.with_name("grouping.lock")
    with _in_this_process, locked(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC):
        yield
