"""The facade's part for stories: the person's corrections, why articles are together, lists and filters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from index.errors import LibraryError, NotFoundError
from index.model import Cancelled, StoryCard
from index.store import Store
from index.storymodel import Belonging, Change, Listed, Outlet, Why

if TYPE_CHECKING:
    from config.settings import Settings
    from index.corrections import Corrections
    from index.listing import Choice, SavedFilter
    from index.searching import Searching


class StoryDesk(ABC):
    """Methods of `Library` that concern stories as the person keeps them.

    Every correction ties the stories it names: no regrouping undoes it, new articles may still join.
    All raise NotFoundError for unknown ids, LibraryError for what makes no sense, StoreError.
    """

    _store: Store
    _settings: Settings | None
    _last_found: tuple[str, int, frozenset[int]] | None = None
    _known_outlets: tuple[int, dict[str, int]] | None = None

    def merge_stories(self, into: str, others: Sequence[str]) -> Change:
        """Put the articles of other stories into one. Their notes, marks, tags and ids lead there too."""
        with self._corrections() as corrections:
            return corrections.merge(
                self._store.current_id(into), [self._store.current_id(other) for other in others]
            )

    def split_story(self, story_id: str, article_ids: Sequence[str]) -> Change:
        """Make a story of its own of some of a story's articles; `Change.story` is the new one."""
        with self._corrections() as corrections:
            return corrections.split(self._store.current_id(story_id), article_ids)

    def move_article(self, article_id: str, story_id: str) -> Change:
        """Put one article into another story."""
        with self._corrections() as corrections:
            return corrections.move(article_id, self._store.current_id(story_id))

    def rename_story(self, story_id: str, title: str) -> Change:
        """Give a story a title of one's own; an empty one gives back the automatic title."""
        with self._corrections() as corrections:
            return corrections.rename(self._store.current_id(story_id), title)

    def pin_story(self, story_id: str, pinned: bool = True) -> Change:
        """Keep a story at the top of lists, or no longer."""
        with self._corrections() as corrections:
            return corrections.pin(self._store.current_id(story_id), pinned)

    def archive_story(self, story_id: str, archived: bool = True) -> Change:
        """Leave a story out of lists, or no longer; it is still found by search."""
        with self._corrections() as corrections:
            return corrections.archive(self._store.current_id(story_id), archived)

    def undo_story_change(self) -> Change:
        """Take back the newest of these corrections that still stands; the change says which it was.

        Its articles, and those that came into their stories since, are grouped anew. Raises
        NotFoundError when there is nothing to undo.
        """
        from index.grouping import Grouping, tightness

        with self._corrections() as corrections:
            change, articles = corrections.undo()
            Grouping(self._store, tightness(self._settings)).again(articles)
        return change

    def story_changes(self, limit: int = 50) -> list[Change]:
        """The person's corrections with their times, newest first, also those undone."""
        from index.corrections import Corrections

        return Corrections(self._store).history(limit)

    def undo(self) -> Change:
        """Take back the newest thing the person did, to stories or to reading state.

        Raises NotFoundError when there is nothing to undo.
        """
        from index import changes

        with self._store.database.reading() as connection:
            kind = changes.newest_kind(connection)
        return self.undo_story_change() if kind == changes.STORY else self.undo_state()

    def undo_state(self) -> Change:
        """Take back the newest change of read, mark or tags; NotFoundError when there is none."""
        return self._store.undo_state()

    def why(self, story_id: str) -> Why:
        """Why the articles of a story are together: shared names and words, and each one's confidence."""
        from index.grouping import profiles_of, tightness
        from index.stories.why import reasons

        card = self._plain_card(story_id)
        ids = [article.id for article in card.articles]
        by_person = self._store.decided_by_person(ids)
        common, each = reasons(profiles_of(self._store, ids), tightness(self._settings))
        members = tuple(
            Belonging(article.id, article.outlet, article.title, confidence, shared, article.id in by_person)
            for article, (confidence, shared) in zip(card.articles, each, strict=True)
        )
        names = tuple(term for term in common if " " in term)
        words = tuple(term for term in common if " " not in term)
        return Why(card.id, card.title, names[:6], words[:10], members)

    # The list

    def listing(
        self,
        query: str | None = None,
        *,
        sort: str = "newest",
        archived: bool = False,
        single: bool = True,
        unread: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[StoryCard]:
        """The cards of the stories to list, pinned ones first: a page of `limit` from `offset` on.

        `sort` is newest, oldest, outlets, unread or disagreement, or a label of the person's: `lean:left`
        puts first what most outlets with it tell, `lean` what is told most one-sidedly. `archived` lists
        the archived stories alone; `single=False` leaves out stories of one outlet; `unread=True` those read.
        `query` is in the search language, and may have the person's own labels of outlets as terms:
        `lean:left -lean:right country:UK`, and feeds as `feed:"its title"`. Raises QueryError or
        SearchError for a query as `search` does, NotFoundError for an unknown feed, LibraryError for an
        unknown order.
        """
        from index import listing

        choice = self._choice(query, archived=archived, single=single, unread=unread, sort=sort)
        with self._store.database.snapshot() as connection:
            ids = listing.chosen(connection, choice, limit=limit, offset=offset)
        return self.cards(ids)

    def order(
        self,
        query: str | None = None,
        *,
        sort: str = "newest",
        archived: bool = False,
        single: bool = True,
        unread: bool = False,
        limit: int | None = None,
        days: bool = False,
    ) -> Listed:
        """What `listing` gives, but of each story only its id and whether it is unread, for any length.

        The cards come by `cards`, for the part that is looked at; `days` asks for the stories' days. Raises
        as `listing` does.
        """
        from index import listing

        choice = self._choice(query, archived=archived, single=single, unread=unread, sort=sort)
        with self._store.database.snapshot() as connection:
            return listing.order(connection, choice, limit=limit, days=days)

    def cards(self, story_ids: Sequence[str]) -> list[StoryCard]:
        """The cards of these stories, in this order; those that are gone are left out."""
        by_id = {card.id: card for card in self._with_notes(self._store.cards(ids=story_ids))}
        return [by_id[story_id] for story_id in story_ids if story_id in by_id]

    def timelines(self, story_ids: Sequence[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """For each story its articles by day, `(2023-05-06, 3)`, without gaps: for a sparkline."""
        from index import listing

        with self._store.database.snapshot() as connection:
            return listing.timelines(connection, story_ids)

    def outlets(self) -> tuple[Outlet, ...]:
        """Each outlet, most articles first, with what the person says of it."""
        from index import listing
        from index.outlets import outlets

        change = self._store.last_change()
        known = self._known_outlets
        if known is None or known[0] != change:
            with self._store.database.snapshot() as connection:
                known = self._known_outlets = change, listing.outlets(connection)
        return outlets(known[1], self._settings.outlets if self._settings else ())

    def saved_filters(self) -> list[SavedFilter]:
        """The filters that the person named, in their order."""
        from index import listing

        with self._store.database.snapshot() as connection:
            return listing.saved(connection)

    def expect_filter(self, cancelled: Cancelled | None = None) -> None:
        """Get the search index ready, as a filter is about to be asked for.

        Raises SearchError, CancelledError.
        """
        self._search().get_ready(cancelled)

    def save_filter(self, name: str, query: str, sort: str = "newest") -> None:
        """Keep a filter, in place of one of the same name. LibraryError without a name or a known order."""
        from index import listing
        from index.outlets import said
        from index.rows import plain

        name = plain(" ".join(name.split()))[:60]
        if not name:
            raise LibraryError("a filter needs a name")
        if sort not in listing.SORTS:
            _known(sort, said(self.outlets(), sort))
        with self._store.database.writing() as connection:
            listing.save(connection, listing.SavedFilter(name, plain(query.strip()), sort))

    def delete_filter(self, name: str) -> None:
        """Forget a saved filter. Raises NotFoundError when there is none of that name."""
        from index import listing

        with self._store.database.writing() as connection:
            if not listing.forget(connection, name):
                raise NotFoundError(f"no saved filter “{name}”")

    def _choice(self, query: str | None, *, archived: bool, single: bool, unread: bool, sort: str) -> Choice:
        """What a list asks for; the search language's part of a query is asked of the search index."""
        from index.listing import SORTS, Choice
        from index.listterms import Terms, split_terms
        from index.outlets import covering, said, split_feeds, split_query

        rest, terms, labels = (query or "").strip(), Terms(""), list[tuple[bool, tuple[str, ...]]]()
        feeds = list[tuple[bool, str]]()
        outlets = self.outlets() if ":" in rest or sort not in SORTS else ()
        if ":" in rest:
            rest, feeds = split_feeds(rest)
            feeds = [(wanted, self._store.feeds.resolve(name)) for wanted, name in feeds]
            rest, labels = split_query(rest, outlets)
            terms = split_terms(rest)
            rest = terms.rest
            labels += [(wanted, covering(outlets, name)) for wanted, name in terms.covered]
        return Choice(
            among=self._found(rest) if rest else None,
            where=terms.where,
            archived=archived,
            single=single,
            unread=unread,
            covered=tuple(names for wanted, names in labels if wanted),
            uncovered=tuple(names for wanted, names in labels if not wanted),
            fed=tuple(feed for wanted, feed in feeds if wanted),
            unfed=tuple(feed for wanted, feed in feeds if not wanted),
            sort=sort,
            said=() if sort in SORTS else _known(sort, said(outlets, sort)),
        )

    def _found(self, query: str) -> frozenset[int]:
        """The keys of the stories that a search finds; kept, as a list is asked for in two steps."""
        version = self._store.version()
        if self._last_found is None or self._last_found[:2] != (query, version):
            self._last_found = query, version, self._search().story_keys(query)
        return self._last_found[2]

    @abstractmethod
    def _with_notes(self, cards: list[StoryCard]) -> list[StoryCard]: ...

    @abstractmethod
    def _search(self) -> Searching: ...

    @contextmanager
    def _corrections(self) -> Iterator[Corrections]:
        """What a person may do to stories, while nothing is grouped."""
        from index.corrections import Corrections
        from index.grouping import turn

        with turn(self._store.path):
            yield Corrections(self._store)

    def _plain_card(self, story_id: str) -> StoryCard:
        """A card without its count of notes."""
        cards = self._store.cards(ids=[self._store.current_id(story_id)])
        if not cards:
            raise NotFoundError(f"no story {story_id}", do="`bylines stories` lists them")
        return cards[0]


def _known(sort: str, said: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What the person says of outlets, for an order by it; LibraryError when that is nothing."""
    if not said:
        from index.listing import SORTS

        raise LibraryError(
            f"there is no order “{sort}”",
            do=f"there are {', '.join(SORTS)}, and labels of your outlets such as lean or lean:left",
        )
    return tuple(said)
