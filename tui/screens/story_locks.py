"""Locking pairs of passages by hand: one is taken up, then the other chosen in its column."""

from __future__ import annotations

from index.compared import BY_YOU
from index.lockmodel import LockKind
from index.model import Role
from tui.screens.story_parts import StoryParts

DONE = {
    LockKind.SAME: "Locked: they say the same. Once more on both keeps them apart.",
    LockKind.NEVER: "Kept apart. Once more on both leaves it to the comparison again.",
    None: "Left to the comparison again.",
}
UNDONE = {
    LockKind.SAME: "The two are locked again.",
    LockKind.NEVER: "The two are kept apart again.",
    None: DONE[None],
}
FOLLOWING = {None: LockKind.SAME, LockKind.SAME: LockKind.NEVER, LockKind.NEVER: None}
QUOTED = 60


class StoryLocks(StoryParts):
    """The part of the story's screen that takes the person's word for what says the same."""

    _taken_up: str | None = None
    _decided: tuple[tuple[str, str, LockKind | None], ...] = ()
    """The pairs decided on this screen, the last one first, and what each was before."""

    def compare(self) -> None:
        """Ask for the comparison anew."""
        raise NotImplementedError

    def lock_pair(self) -> None:
        """Take up the focused passage, or lock it to the one taken up; on the same one, let it go."""
        passage = self.focused_passage
        if passage is None or self.comparison is None:
            self.say("The comparison is not ready yet.")
        elif passage.role is not Role.BODY:
            self.say("Only sentences of the text can be locked.")
        elif passage.id == self._taken_up:
            self._taken_up = None
        elif self._taken_up is None or self._taken_up.partition(".")[0] == passage.article:
            self._taken_up = passage.id
        else:
            self._decide(self._taken_up, passage.id)
            self._taken_up = None

    def _decide(self, a: str, b: str) -> None:
        """From nothing to locked, from locked to kept apart, and from there back to nothing."""
        library, story_id = self.library, self.story_id

        def write() -> LockKind | None:
            known = next((lock for lock in library.locks(story_id) if {lock.a, lock.b} == {a, b}), None)
            before = known.kind if known else None
            library.lock_pair(a, b, FOLLOWING[before])
            return before

        def done(before: LockKind | None) -> None:
            self._decided = ((a, b, before), *self._decided)
            self.say(f"{DONE[FOLLOWING[before]]} {self.reader.key_for('story.undo')} undoes it.")
            self.compare()

        self.change(write, done)

    def undo_lock(self) -> None:
        """Put the pair decided last, on this screen, back to what it was."""
        if not self._decided:
            self.say("Nothing to undo here: no pair was locked since the story was opened.")
            return
        (a, b, before), *older = self._decided
        self._decided = tuple(older)
        library = self.library

        def done(_: None) -> None:
            self.say(f"Undone. {UNDONE[before]}")
            self.compare()

        self.change(lambda: library.lock_pair(a, b, before), done)

    def drop_lost_locks(self) -> None:
        """Tell once of locks whose passages are gone."""
        library, story_id = self.library, self.story_id

        def done(lost: tuple[tuple[str, str], ...]) -> None:
            for a, b in lost:
                texts = f"“{a[:QUOTED]}” and “{b[:QUOTED]}”"
                self.warn(f"A lock was dropped, as a passage of it has changed: {texts}.")

        if not library.read_only:
            self.change(lambda: library.drop_lost_locks(story_id), done)

    def lock_words(self) -> str:
        """What the footer says while a passage is taken up."""
        return "L on its partner in another column locks them; L here lets go" if self._taken_up else ""

    def locked_passages(self) -> frozenset[str]:
        """The passages of locked pairs."""
        links = self.comparison.links if self.comparison else ()
        return frozenset(name for link in links if link.reason == BY_YOU for name in (link.a, link.b))
