"""Every article into a story: the grouper, fed from the store, its answers written back."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.files import locked
from index.model import Cancelled, Membership
from index.store import Store
from index.stories.grouper import DEFAULT, Grouper
from index.stories.profile import Profile, profile

if TYPE_CHECKING:
    from config.settings import Settings

_CHUNK = 200
_in_this_process = threading.Lock()
_TIGHTNESS = {"tighter": 0.32, "normal": DEFAULT, "looser": 0.22}


def tightness(settings: Settings | None) -> float:
    """The least average likeness within a story, as the person set it: by name, or as a number."""
    wanted = settings.grouping if settings is not None else "normal"
    return _TIGHTNESS[wanted] if wanted in _TIGHTNESS else float(wanted)


class Grouping:
    """Groups what has no story yet. Keeps the grouper in memory: one for each `add`, then let go.

    Processes take turns by a lock on a file beside the database, since what the grouper has in memory
    must be what the store holds.
    """

    def __init__(self, store: Store, tightness: float = DEFAULT) -> None:
        self._store = store
        self._tightness = tightness
        self._grouper: Grouper | None = None
        self._seen = -1

    def run(self, cancelled: Cancelled | None = None) -> int:
        """Find a story for every article that has none; how many there were.

        When `cancelled` says so, the rest is left for the next run. Raises StoreError.
        """
        done = 0
        if not self._store.ungrouped(limit=1):
            return done
        with turn(self._store.path):
            while waiting := self._store.ungrouped(limit=_CHUNK):
                self._place(waiting)
                done += len(waiting)
                if cancelled is not None and cancelled():
                    break
        return done

    def again(self, article_ids: Sequence[str]) -> None:
        """Look once more at articles that the person has let go of. The caller holds the turn."""
        moved = self._up_to_date().place([], again=article_ids)
        with self._store.together():
            self._store.place(moved)
            self._seen = self._store.grouped()

    def _place(self, waiting: list[str]) -> None:
        grouper = self._up_to_date()
        new = [(article.id, profile(article)) for article in self._store.articles(waiting)]
        memberships = grouper.place(new)
        placed = {membership.article for membership in memberships}
        # An article that the grouper knows nothing to say about still has to be listed.
        alone = [Membership(name, f"s{name[1:]}", 1.0) for name in waiting if name not in placed]
        with self._store.together():
            self._store.place([*memberships, *alone])
            self._store.keep_profiles({name: telling.encode() for name, telling in new})
            self._seen = self._store.grouped()

    def _up_to_date(self) -> Grouper:
        """The grouper, loaded anew if another process, or the person, changed a story since."""
        if self._grouper is None or self._seen != self._store.grouped():
            self._grouper = Grouper(tightness=self._tightness)
            self._seen = self._store.grouped()
            self._grouper.load(list(self._known()))
        return self._grouper

    def _known(self) -> Iterator[tuple[str, str, Profile, bool]]:
        fresh: dict[str, str] = {}
        for article_id, story_id, text, by_person in self._store.placed():
            try:
                known = Profile.decode(text or "")
            except ValueError:
                known = profile(self._store.article(article_id))
                fresh[article_id] = known.encode()
            yield article_id, story_id, known, by_person
        self._store.keep_profiles(fresh)


def profiles_of(store: Store, article_ids: Sequence[str]) -> list[Profile]:
    """What the grouper keeps of these articles, in their order; made anew where it was not kept."""
    kept = store.profiles(article_ids)
    found = []
    for article_id in article_ids:
        try:
            found.append(Profile.decode(kept.get(article_id, "")))
        except ValueError:
            found.append(profile(store.article(article_id)))
    return found


@contextlib.contextmanager
def turn(database: Path) -> Iterator[None]:
    """Wait for this thread's and process's turn to change which article is in which story.

    Where files cannot be locked, threads alone wait.
    """
    path = database.with_name("grouping.lock")
    with _in_this_process, locked(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC):
        yield
