"""The facade: the only door through which the terminal reaches articles, stories, search and notes."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from config.paths import Paths
from index.bookmarks import BookmarkDoor, Bookmarks
from index.errors import CancelledError, DamagedTextError, LibraryError, NotFoundError, SearchError
from index.exportdoor import ExportDoor
from index.feed_desk import FeedDesk
from index.locking import LockDoor
from index.lockmodel import Lock
from index.model import AddReport, Article, Cancelled, Copy, OnProgress, Problem, Story, StoryCard
from index.noting import NotesDoor
from index.searchdoor import SearchDoor
from index.spellings import Spellings
from index.store import Store
from index.story_desk import StoryDesk
from index.variants import Group

if TYPE_CHECKING:
    from config.settings import Settings
    from index.compared import Comparison
    from index.searching import Searching
    from index.since import Since


class Library(NotesDoor, StoryDesk, SearchDoor, FeedDesk, LockDoor, BookmarkDoor, ExportDoor):
    """One library: a store, a derived search index, and a folder of notes.

    Every method may be called from any thread. Methods raise LibraryError or one of its kinds:
    StoreError when the database fails, NotFoundError for unknown ids, and what is said at each.
    """

    def __init__(self, paths: Paths, settings: Settings | None = None) -> None:
        self.paths = paths
        self._settings = settings
        self._store = Store(paths.database)
        self._spellings = Spellings(paths.variants)
        self._bookmarks = Bookmarks(paths.bookmarks)
        self._lock = threading.RLock()
        self._searching: Searching | None = None
        self._notices: list[str] = []
        self._lost: frozenset[str] = frozenset()

    @classmethod
    def open(cls, paths: Paths, *, settings: Settings | None = None) -> Library:
        """Open a library, made when it does not exist yet. Cheap: neither search nor notes are loaded."""
        return cls(paths, settings)

    def close(self) -> None:
        """Let go of the files; later calls raise StoreError."""
        if self._searching is not None:
            self._searching.close()
        self._close_drafts()
        self._store.close()

    def use(self, settings: Settings) -> None:
        """Take up other settings; the folder of the notes stays until the library is opened anew."""
        folder = self._settings.notes_folder if self._settings is not None else ""
        self._settings = replace(settings, notes_folder=folder)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the person should know, from the opening on: what was damaged, and what was done about it.

        There may be more later; cheap to ask for.
        """
        if self._searching is not None:
            self._notices.extend(self._searching.notices())
        return (*self._store.notices, *self._notices)

    @property
    def read_only(self) -> bool:
        """Whether the library can be read but not changed; what changes it raises StoreError."""
        return self._store.read_only

    def version(self) -> int:
        """A number that changes whenever stored data changed, by any process; cheap to ask for."""
        return hash((self._store.version(), self.notes_version()))

    # Articles in

    def add(
        self,
        sources: Sequence[str],
        *,
        outlet: str | None = None,
        stdin: BinaryIO | None = None,
        on_progress: OnProgress | None = None,
        cancelled: Cancelled | None = None,
    ) -> AddReport:
        """Read sources, store their articles, group them into stories, and make them findable.

        Sources are files, folders, globs, or `-` for `stdin`. The same article again changes nothing, an
        edited one becomes a new revision. What cannot be read is skipped by name, in the report. When
        `cancelled` says so, what is finished is kept. Raises StoreError when the store fails.
        """
        from index.adding import add
        from index.grouping import Grouping, tightness
        from index.ingest.sources import drafts
        from index.memory import give_back, map_large_blocks

        found = drafts(sources, outlet=outlet, stdin=stdin, on_progress=on_progress, cancelled=cancelled)
        map_large_blocks()
        grouping = Grouping(self._store, tightness(self._settings))
        report = add(self._store, found, group=grouping.run, cancelled=cancelled)
        # What was needed up to here is free before the index needs memory.
        grouping.end()
        self._store.database.free_pages()
        give_back()
        # The articles are safe already; an index that lags behind is brought up by the next search.
        with suppress(SearchError, CancelledError):
            self._search().update(on_progress, cancelled)
        return report

    # Stories

    def stories(self, query: str | None = None, limit: int | None = None) -> list[StoryCard]:
        """The cards of all stories, or of those with hits of a search: newest first, undated last.

        Raises QueryError or SearchError for a query, as `search` does.
        """
        if query is None or not query.strip():
            return self._with_notes(self._store.cards(limit=limit))
        return self._with_notes(self._store.cards(keys=self._search().story_keys(query), limit=limit))

    def card(self, story_id: str) -> StoryCard:
        """One story's card; a story that was merged into another is found under its old id."""
        return self._with_notes([self._plain_card(story_id)])[0]

    def story(self, story_id: str) -> Story:
        """A story with its articles in full, at their newest revisions.

        Those whose stored text is damaged are left out, of the card, too, and told of in `notices`; where
        it is all of them, StoreError is raised.
        """
        card = self.card(story_id)
        ids = [article.id for article in card.articles]
        found = self._store.readable(ids) or self._store.articles(ids)
        self._keep_lost(card, {article.id for article in found})
        return Story(self._without_lost(card), tuple(found))

    def resolve_story(self, name: str) -> str:
        """The id of the story meant by an id, the start of an id, an article's id, or words of its title.

        Raises NotFoundError when nothing fits, or names the candidates when several do.
        """
        from index.naming import resolve

        return resolve(self._store, name)

    def story_of(self, article_id: str) -> str:
        """The id of the story an article is in."""
        found = self._store.membership(article_id)
        if found is None:
            self._store.article(article_id)  # says so when there is no such article
            raise NotFoundError(f"article {article_id} is in no story yet", do="run `bylines reindex`")
        return found.story

    def article(self, article_id: str, revision: int | None = None) -> Article:
        """An article at its newest revision, or at the one asked for."""
        return self._store.article(article_id, revision)

    def copies(self, story_id: str) -> list[Copy]:
        """The pairs of a story's articles that have the same text or share wording, each both ways."""
        return self._store.copies(self._store.current_id(story_id))

    def untitled(self) -> frozenset[str]:
        """The ids of the articles without a title of their own; cards show `untitled: …` for them."""
        return self._store.untitled()

    # Comparison

    def comparison(self, story_id: str, cancelled: Cancelled | None = None) -> Comparison:
        """A story's outlets held against each other; kept in the store until an article changes.

        Raises CancelledError when `cancelled` says so.
        """
        kept = self.cached_comparison(story_id)
        if kept is not None:
            return kept
        from index.compare.compare import compare

        story = self.story(story_id)
        locks, groups = self.locks(story.card.id), self._spellings.all()
        fingerprint = _fingerprint(story.card, locks, self._spellings.own())
        found = compare(story, cancelled, locks=locks, groups=groups)
        self._store.keep_comparison(found, fingerprint)
        return found

    def prepare_comparisons(self) -> None:
        """Load what the first comparison would wait for; slow, and only once."""
        from index.compare.compare import prepare

        prepare()

    def cached_comparison(self, story_id: str) -> Comparison | None:
        """The comparison if it was made before and still holds; fast."""
        card = self._without_lost(self.card(story_id))
        made_from = _fingerprint(card, self.locks(card.id), self._spellings.own())
        found = self._store.comparison(card.id, made_from)
        if found is not None and card.disagreements is None:
            # A story that changed and changed back: its articles are those compared, its count was let go.
            self._store.count_disagreements(found)
        return found

    # Reading state

    def set_read(self, article_ids: Sequence[str], read: bool) -> None:
        """Mark articles read or unread."""
        self._store.set_read(article_ids, read)

    def seen(self, story_id: str) -> dict[str, int]:
        """The revision at which each article of a story was read; all present ones if none was read yet.

        So nothing is new in a story that is opened for the first time.
        """
        card = self.card(story_id)
        return self._store.seen(card.id) or {article.id: article.revision for article in card.articles}

    def since(self, story: Story, seen: Mapping[str, int]) -> Since:
        """What came into a story since those revisions of its articles."""
        from index.since import since

        older = {}
        for article in story.articles:
            if seen.get(article.id, article.revision) < article.revision:
                with suppress(DamagedTextError):  # what has changed since is then not known
                    older[article.id] = self._store.article(article.id, seen[article.id])
        return since(story, seen, older)

    def set_marked(self, story_id: str, marked: bool) -> None:
        """Mark a story, or take its mark away."""
        self._store.set_marked(self._store.current_id(story_id), marked)

    def set_tags(self, story_id: str, tags: Sequence[str]) -> None:
        """Replace a story's tags."""
        self._store.set_tags(self._store.current_id(story_id), tags)

    def position(self, story_id: str) -> str | None:
        """The id of the passage where reading stopped, if any."""
        return self._store.position(self._store.current_id(story_id))

    def set_position(self, story_id: str, passage_id: str) -> None:
        """Remember where reading stopped; no view is told to refresh."""
        self._store.set_position(self._store.current_id(story_id), passage_id)

    # Health

    def counts(self) -> tuple[int, int]:
        """How many articles and stories there are."""
        return self._store.counts()

    def reindex(self, on_progress: OnProgress | None = None, cancelled: Cancelled | None = None) -> int:
        """Make the search index anew from the store; how many articles it holds then.

        Articles that an interrupted `add` left without a story get one first.
        """
        from index.adding import catch_up
        from index.grouping import Grouping, tightness

        catch_up(self._store, cancelled)
        Grouping(self._store, tightness(self._settings)).run(cancelled)
        return self._search().rebuild(on_progress, cancelled)

    def check(self, *, quick: bool = False) -> list[Problem]:
        """Everything that is wrong with store, index and notes; empty when all is well.

        A `quick` look takes no time that grows with the articles' text, and finds less.
        """
        from index.checking import check

        notes = self._notes() if self._has_notes() else None
        return [
            *check(self._store, self._search(), notes, quick=quick),
            *self._draft_problems(),
        ]

    # Inside

    def _search(self) -> Searching:
        with self._lock:
            if self._searching is None:
                from index.searching import Searching

                self._searching = Searching(self.paths, self._store, self._notes_by_id, self._spellings)
            return self._searching

    def _keep_lost(self, card: StoryCard, readable: Set[str]) -> None:
        """Remember which articles of a story cannot be read, and tell of each once."""
        lost = {article.id: article for article in card.articles if article.id not in readable}
        with self._lock:
            for name, article in lost.items():
                if name not in self._lost:
                    why = self._store.why_lost(name)
                    self._notices.append(
                        f"“{article.title}” ({article.outlet}, {name}) is left out, as {why}"
                    )
            self._lost = (self._lost - readable) | {*lost}

    def _without_lost(self, card: StoryCard) -> StoryCard:
        """The card of what can be read of a story, as far as that is known."""
        if self._lost.isdisjoint(article.id for article in card.articles):
            return card
        return replace(card, articles=tuple(one for one in card.articles if one.id not in self._lost))

    def _with_notes(self, cards: list[StoryCard]) -> list[StoryCard]:
        """The cards with their numbers of notes."""
        if not self._has_notes():
            return cards
        try:
            named = Counter(note.story for note in self._notes().ordered() if note.story is not None)
        except LibraryError:
            # A notes folder that cannot be read must not hide the stories; `notes` and `check` tell.
            return cards
        counts: Counter[str] = Counter()
        for story_id, home in self._store.homes(named).items():
            counts[home] += named[story_id]
        return [replace(card, notes=counts[card.id]) if card.id in counts else card for card in cards]


def _fingerprint(card: StoryCard, locks: Sequence[Lock], own: Sequence[Group]) -> str:
    """The key of a comparison: the method's version, the revisions it was made from, copies, and locks."""
    from index.compared import VERSION

    revisions = ",".join(f"{one.id}.{one.revision}={one.same_as or ''}" for one in card.articles)
    decided = "".join(f";{lock.a}={lock.b}={lock.kind}" for lock in locks)
    spelt = "".join(f";{'/'.join(group)}" for group in own)
    return f"{VERSION};{revisions}{decided}{spelt}"
