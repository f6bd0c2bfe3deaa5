"""From articles to stories: the same event told by several outlets, found from the text.

Method: cosine of damped tf-idf vectors over the headline (twice) and the first sentences, two-word
names as terms; pairs further apart than three days are not compared, and those days apart are less alike.
Articles that are connected make a piece (see `pieces`, which says how alike they must be), and
average-link agglomeration within a piece, down to the same bar, makes the stories. As idf is fixed, a
piece is always grouped anew as a whole, and what new articles make part of another piece is grouped anew
with them, the same articles give the same stories in whatever order and batches they come. (Of an
article without a date the connections are looked for among what shares some of its heaviest terms, see
`heaviest`, which loses next to none.) The exceptions are:

* pieces of more than `LIMIT` articles, which are cut at a higher bar: only the one around the new
  articles is grouped anew;
* crowds, where an article has more than half as many others nearly as it is (an agency's text at every
  outlet, a form filled in anew each hour): it goes where most are, and later ones are not held against it;
* stories that a person has touched, and stories loaded that were made with another tightness: their
  articles are grouped together with the new ones, but what they would have been otherwise is not
  looked at;
* the ids of stories: the grouping is the same, the founding article (the first to come) may not be.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence, Set

from index.model import Membership
from index.stories import linkage, naming, pieces
from index.stories.pieces import Piece
from index.stories.profile import Profile
from index.stories.shelf import Known, Shelf
from index.stories.vectors import BLOCK_DAYS, Vectors, reach

DEFAULT = 0.27
"""Tightness: the least average likeness (0 to 1) within a story."""

LIMIT = 250
_STEP = 0.03
# From this likeness on two articles are nearly the same to the grouper, and of more of them it needs none.
_CROWDED, _CROWD = 0.8, LIMIT // 2
_AT_ONCE = 256
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class Grouper:
    """Says where new articles belong. Not thread-safe.

    What a new article is compared with is read from the shelf when it comes: the articles of the days
    around it, those of their stories, and undated ones; for an article without a date those that share
    its heaviest terms. What was read is kept: `len` says how many articles that are.
    """

    def __init__(self, shelf: Shelf | None = None, *, tightness: float = DEFAULT) -> None:
        self.tightness = min(0.95, max(0.05, tightness))
        self._shelf = shelf
        self._vectors = Vectors()
        self._ids: list[str] = []
        self._number: dict[str, int] = {}
        self._story: dict[int, str] = {}
        self._fixed: set[int] = set()
        self._members: dict[str, set[int]] = {}
        self._edges: dict[int, dict[int, float]] = {}
        self._crowd: set[int] = set()
        # What was read whole: blocks of days, the undated (None: not asked yet), stories, the library.
        self._blocks: set[int] = set()
        self._undated: bool | None = None
        self._stories: set[str] = set()
        self._all = shelf is None

    def __len__(self) -> int:
        return len(self._ids)

    def load(self, rows: Iterable[tuple[str, str, Profile, bool]]) -> None:
        """Take in known articles: (article id, story id, profile, decided by the person).

        Should be called once, with the whole library, before `place`, when there is no shelf.
        """
        for article_id, story_id, profile, fixed in rows:
            self._know([Known(article_id, story_id, profile.vector, profile.day, fixed)])

    def place(self, new: Sequence[tuple[str, Profile]], again: Sequence[str] = ()) -> list[Membership]:
        """Memberships of the new articles, in their order, then of known ones whose story changed.

        An article already known (a new revision) is placed by its old text, or not at all if the
        person has fixed it. Never moves what the person has decided. `again` are ids of known
        articles to look at once more, as when the person takes back what they had said of them.
        With a shelf, the caller is to put what this gives there before the next call.
        """
        if self._shelf is not None and again:
            self._know(self._shelf.articles(again))
        numbers = [
            self._number[article_id]
            if article_id in self._number
            else self._add(article_id, profile.vector, profile.day)
            for article_id, profile in new
        ]
        added = [number for number in numbers if number not in self._story]
        fresh = added + sorted(self._number[article_id] for article_id in again if article_id in self._number)
        for start in range(0, len(fresh), _AT_ONCE):
            self._connect(fresh[start : start + _AT_ONCE])
        before: dict[int, str] = {}
        done: set[int] = set()
        changed: dict[int, Membership] = {}
        for number in [*fresh, *sorted(self._disturbed(set(added)))]:
            if number in done:
                continue
            joined = self._join_crowd(number)
            if joined is not None:
                changed[number] = joined
                continue
            found = self._pieces(number)
            for known in set().union(*(piece.members for piece in found)):
                done.add(known)
                if known in self._story:
                    before.setdefault(known, self._story[known])
            for membership in self._regroup(found):
                changed[self._number[membership.article]] = membership
        moved = [key for key in sorted(changed) if key in before and before[key] != changed[key].story]
        return [changed[key] for key in dict.fromkeys([*(n for n in numbers if n in changed), *moved])]

    def _add(self, article_id: str, vector: bytes, day: int | None) -> int:
        number = self._vectors.add(vector, day)
        self._ids.append(article_id)
        self._number[article_id] = number
        return number

    def _know(self, rows: Iterable[Known]) -> None:
        """Take in articles from the shelf that are not known yet."""
        for row in rows:
            if row.article not in self._number:
                crowded = len(self._members.get(row.story, ())) >= 2 * LIMIT
                number = self._add(row.article, row.vector, row.day)
                self._put(number, row.story)
                if crowded:
                    self._vectors.hide(number)
                if row.fixed:
                    self._fixed.add(number)

    def _read_around(self, number: int) -> None:
        """Take in all that an article may be like."""
        if self._all or self._shelf is None:
            return
        day = self._vectors.day(number)
        if day is None:
            self._read_sharing(number, undated=False)
            return
        if self._undated is None:
            undated = self._shelf.undated()
            self._undated = undated is not None
            self._know(undated or ())
        if not self._undated:
            self._read_sharing(number, undated=True)
        for block in reach(day):
            if block not in self._blocks:
                self._know(self._shelf.between(block * BLOCK_DAYS, block * BLOCK_DAYS + BLOCK_DAYS - 1))
                self._blocks.add(block)

    def _read_sharing(self, number: int, *, undated: bool) -> None:
        if self._shelf is not None:
            found = self._shelf.sharing(self._vectors.heaviest(number), undated=undated)
            unknown = [article_id for article_id in found if article_id not in self._number]
            if unknown:
                self._know(self._shelf.articles(unknown))

    def _read_stories(self, story_ids: Iterable[str]) -> None:
        """Take in all articles of these stories."""
        if self._all or self._shelf is None:
            return
        wanted = [story_id for story_id in story_ids if story_id not in self._stories]
        if wanted:
            self._know(self._shelf.of_stories(wanted))
            self._stories.update(wanted)

    def _put(self, number: int, story_id: str) -> None:
        old = self._story.get(number)
        if old is not None:
            self._members[old].discard(number)
        self._story[number] = story_id
        self._members.setdefault(story_id, set()).add(number)

    def _connect(self, numbers: Sequence[int]) -> pieces.Edges:
        """The neighbours of each article, at least of these; those of before learn of what is looked up."""
        fresh = [number for number in numbers if number not in self._edges]
        for number in fresh:
            self._read_around(number)
        quiet = {number: self._allows(pieces.QUIET, {number}) for number in fresh}
        bars = {number: pieces.least(self.tightness, quiet=quiet[number]) for number in fresh}
        for number, found in self._vectors.neighbours_of(bars).items():
            # Some may have been hidden since all of them were looked up.
            edges = {other: near for other, near in found.items() if not self._vectors.is_hidden(other)}
            self._edges[number] = edges
            self._tell(number, edges)
        return self._edges

    def _tell(self, number: int, edges: dict[int, float]) -> None:
        """Let the neighbours of an article know of it, unless it is one more of a crowd."""
        near = [other for other, likeness in edges.items() if likeness >= _CROWDED]
        if len(near) > _CROWD:
            self._crowd.add(number)
            if sum(other in self._edges or other in self._story for other in near) > _CROWD:
                # Held against each other, thousands of like texts would take the square of their number.
                self._vectors.hide(number)
                return
        for other, likeness in edges.items():
            if other in self._edges:
                self._edges[other][number] = likeness

    def _join_crowd(self, number: int) -> Membership | None:
        """Put an article of a crowd into the story that most of the others are in; None for any other."""
        if number not in self._crowd or number in self._story:
            return None
        edges = self._edges[number]
        near = sorted(edges, key=lambda other: (-edges[other], self._ids[other]))
        near = [other for other in near if edges[other] >= _CROWDED and other in self._story]
        if not near:
            return None
        held = Counter(self._story[other] for other in near)
        story_id = min(held, key=lambda name: (-held[name], name))
        inside = [other for other in near if self._story[other] == story_id]
        self._put(number, story_id)
        average = sum(edges[other] for other in inside) / len(inside)
        return Membership(self._ids[number], story_id, linkage.confidence(average, self.tightness))

    def _disturbed(self, added: set[int]) -> set[int]:
        """Known articles whose piece may be another one because of those added.

        What was a small piece may have become part of a larger one, of which more likeness is asked.
        """
        found: set[int] = set()
        near = {other for number in added for other in self._edges[number] if other not in added}
        near |= self._no_longer_quiet(added)
        self._connect(sorted(near))
        for number in sorted(near):
            if number not in found and number in self._story and self._vectors.day(number) is not None:
                was = pieces.small(self._connect, number, self.tightness, self._allows, added)
                found |= was.members if was is not None else set()
        return found

    def _no_longer_quiet(self, added: set[int]) -> set[int]:
        """The known articles of days that were quiet before these were added."""
        found: set[int] = set()
        for block, many in Counter(map(self._vectors.block_of, added)).items():
            members = self._vectors.members_of(block)
            if len(members) - many <= pieces.SPARSE < len(members):
                found.update(members)
        return found - added

    def _allows(self, level: pieces.Level, numbers: Set[int]) -> bool:
        """Whether the dates of these articles are all known, and they are what the level is for."""
        blocks = {self._vectors.block_of(number) for number in numbers}
        if None in blocks or level is not pieces.QUIET:
            return None not in blocks
        quiet = all(len(self._vectors.members_of(block)) <= pieces.SPARSE for block in blocks)
        return quiet and all(self._vectors.size(number) <= pieces.BRIEF for number in numbers)

    def _pieces(self, start: int) -> list[Piece]:
        """What to group anew because of an article: its piece, and those of all in a story with it."""
        found: list[Piece] = []
        inside: set[int] = set()
        touched: set[str] = set()
        crowds: set[int] = set()
        waiting = [start]
        while waiting:
            number = waiting.pop()
            if number in inside:
                continue
            few = len(inside) <= 2 * LIMIT
            found.append(self._piece(number) if few else Piece({number}, self.tightness))
            inside |= found[-1].members
            stories = {self._story[number] for number in found[-1].members if number in self._story}
            self._read_stories(stories - touched)
            for story_id in sorted(stories - touched):
                members = self._members[story_id]
                # A crowd is not grouped anew for each article that is like one of it.
                if len(members) > 2 * LIMIT:
                    crowds |= members - {start}
                else:
                    waiting += sorted(members - inside)
            touched |= stories
        ties = {number: self._story[number] for number in self._fixed & inside}
        whole = pieces.merged(found, ties)
        return [Piece(piece.members - crowds, piece.bar) for piece in whole] if crowds else whole

    def _piece(self, start: int) -> Piece:
        """The articles to group together with this one, and the likeness asked of them."""
        if start in self._crowd:
            return Piece(self._nearest(start), self.tightness)
        if not self._connect([start])[start]:
            return Piece({start}, self.tightness)
        few = pieces.small(self._connect, start, self.tightness, self._allows)
        if few is not None:
            return few
        bar = self.tightness
        reached = pieces.reach(self._connect, start, bar, LIMIT)
        while len(reached) > LIMIT:
            bar += _STEP
            reached = pieces.reach(self._connect, start, bar, LIMIT)
        return Piece(reached, self.tightness)

    def _nearest(self, start: int) -> set[int]:
        """The articles of a crowd that are likest to one of it, as many as are grouped at once."""
        edges = self._edges[start]
        ranked = sorted(edges, key=lambda other: (-edges[other], self._ids[other]))
        return {start, *(other for other in ranked[: LIMIT - 1] if edges[other] >= _CROWDED)}

    def _regroup(self, found: list[Piece]) -> list[Membership]:
        """Group pieces anew and give the memberships of all articles that the person left free."""
        groups: list[list[int]] = []
        sure: list[list[float]] = []
        for members, bar in found:
            piece = sorted(members, key=lambda number: self._ids[number])
            likeness = self._likeness(piece)
            tied = [self._story[number] if number in self._fixed else None for number in piece]
            for group in linkage.clusters(len(piece), likeness, bar, tied):
                groups.append([piece[i] for i in group])
                sure.append(linkage.confidences(group, likeness, self.tightness))
        stories = self._name(groups)
        for story_id, group in zip(stories, groups, strict=True):
            for number in group:
                self._put(number, story_id)
        return [
            Membership(self._ids[number], story_id, confidence)
            for story_id, group, those in zip(stories, groups, sure, strict=True)
            for number, confidence in zip(group, those, strict=True)
            if number not in self._fixed
        ]

    def _likeness(self, piece: list[int]) -> dict[tuple[int, int], float]:
        """How like the articles of a piece are, by pairs of places in it."""
        if len(piece) == 2 and piece[1] in (edges := self._connect(piece[:1])[piece[0]]):
            return {(0, 1): edges[piece[1]]}
        return self._vectors.similarities(piece)

    def _name(self, groups: list[list[int]]) -> list[str]:
        """An id for each group: that of a story its articles were in, else a new one."""
        chosen = naming.kept(groups, self._story, self._fixed, self._founder)
        taken = set(chosen.values())
        inside = {number for group in groups for number in group}
        for index, group in enumerate(groups):
            if index not in chosen:
                chosen[index] = self._new_id(group, taken, inside)
                taken.add(chosen[index])
        return [chosen[index] for index in range(len(groups))]

    def _founder(self, story_id: str) -> int | None:
        """The article that a story has its id from, if it is known."""
        return self._number.get("a" + story_id[1:])

    def _new_id(self, group: list[int], taken: set[str], inside: set[int]) -> str:
        """`s` and the letters of the first article that came, unless another story has that id."""

        def is_free(story_id: str) -> bool:
            self._read_stories([story_id])
            return story_id not in taken and not (self._members.get(story_id, set()) - inside)

        for number in sorted(group):
            story_id = "s" + self._ids[number][1:]
            if is_free(story_id):
                return story_id
        # Every article of the group has founded a story that lives on without it.
        attempt = 0
        while True:
            digest = hashlib.sha256(f"{self._ids[min(group)]}+{attempt}".encode()).digest()
            story_id = "s" + "".join(_ALPHABET[byte % 32] for byte in digest[:8])
            if is_free(story_id):
                return story_id
            attempt += 1
