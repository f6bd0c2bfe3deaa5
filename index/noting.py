"""The facade's part on notes: find, write, link, keep drafts, export and import."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from config.paths import Paths, expanded
from index.errors import NoteError, NotFoundError
from index.model import Article, Cancelled, Problem, StoryCard
from index.store import Store

if TYPE_CHECKING:
    from config.settings import Settings
    from index.notemodel import ImportReport, Note, NoteDraft
    from index.notes.drafts import Drafts
    from index.notes.linking import Links, NoteLink
    from index.notes.notebook import Notebook
    from index.notes.places import Places
    from index.searching import Searching


class NotesDoor:
    """Everything of `Library` that is about notes; see there for what all methods have in common.

    Methods raise NoteError when the folder of notes cannot be read or written.
    """

    paths: Paths
    _settings: Settings | None
    _store: Store
    _lock: threading.RLock
    card: Callable[[str], StoryCard]
    story_of: Callable[[str], str]
    _search: Callable[[], Searching]

    _notebook: Notebook | None = None
    _kept_places: Places | None = None
    _kept_drafts: Drafts | None = None
    _kept_links: tuple[tuple[Note, ...], int, Links] | None = None

    # Finding

    def notes(
        self,
        *,
        story: str | None = None,
        query: str | None = None,
        tag: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        orphans: bool = False,
        places: bool = True,
    ) -> list[Note]:
        """The notes, last changed first, that meet all that is given.

        `story` is a story's id, `query` a query of the search's language that a note must match (in
        title, text, tags or quotes; QueryError, SearchError), `tag` a tag or the first
        parts of one, `outlet` a name or part of one that a note's passages are from, `since` the
        begin of a date (`2023-05`) the note was changed at or after. `orphans` leaves those whose
        passage is gone. Without `places` the notes come without `passages` where that is quicker.
        """
        from index.notes import finding

        if not self._has_notes():
            return []
        everything = self._notes().ordered()
        found = everything if places else self._places().judged(everything)
        if story is not None:
            wanted = self.card(story).id
            homes = self._store.homes(note.story for note in found if note.story is not None)
            found = [note for note in found if note.story is not None and homes.get(note.story) == wanted]
        found = finding.chosen(found, tag=tag, outlet=outlet, since=since)
        if query is not None and query.strip():
            having = self._search().notes(query)
            found = [note for note in found if note.id in having]
        if places:
            found = self._places().resolved(found)
        return [note for note in found if note.status == "orphan"] if orphans else list(found)

    def note(self, note_id: str) -> Note:
        """One note, as its file is now."""
        return self._resolved(self._notes().get(note_id))

    def notes_version(self) -> int:
        """A number that changes with every change of a note, also from outside; cheap to ask every second."""
        return self._notes().version() if self._has_notes() else 0

    # Links

    def links(self, note: Note) -> tuple[NoteLink, ...]:
        """What the `[[links]]` of a note lead to, in their order."""
        return self._links().of(note)

    def backlinks(self, target_id: str) -> list[Note]:
        """The notes that link to a note or a story, by its id; last changed first, without `passages`."""
        if not self._has_notes():
            return []
        linking = {note.id for note in self._links().to(self._store.current_id(target_id))}
        return [note for note in self.notes(places=False) if note.id in linking] if linking else []

    # Writing

    def new_note(
        self,
        *,
        story: str | None,
        passages: Sequence[str] = (),
        title: str = "",
        text: str = "",
        tags: Sequence[str] = (),
    ) -> Note:
        """Write a new note on a story, on passages, or on neither; its text ends with a line end.

        Raises NoteError when it cannot be written.
        """
        from index.notes.anchors import anchors

        articles = [self._revision_of(passage) for passage in passages]
        if story is None and articles:
            story = self.story_of(articles[0].id)
        note = self._notes().create(
            story=None if story is None else self.card(story).id,
            anchors=anchors(articles, passages),
            title=title,
            text=text if not text or text.endswith("\n") else f"{text}\n",
            tags=tags,
        )
        return self._resolved(note)

    def save_note(
        self, note: Note, *, text: str, title: str | None = None, tags: Sequence[str] | None = None
    ) -> Note:
        """Write a note's new text, and its title and tags if given.

        Raises NoteConflictError when the file was changed since `note` was read (both versions are
        then kept), NoteError when it cannot be written.
        """
        return self._resolved(self._notes().save(note, text=text, title=title, tags=tags))

    def delete_note(self, note_id: str) -> None:
        """Move a note to the trash."""
        self._notes().delete(note_id)
        self._places().forget([note_id])

    def restore_note(self, note_id: str) -> Note:
        """Bring a note back from the trash."""
        return self._resolved(self._notes().restore(note_id))

    # Drafts

    def keep_draft(
        self,
        key: str,
        *,
        text: str,
        title: str = "",
        note: Note | None = None,
        story: str | None = None,
        passages: Sequence[str] = (),
    ) -> None:
        """Keep what is being written against a crash, in place of what was kept under this key.

        Cheap when nothing changed. Call `drop_draft` when it is saved or given up; an empty one drops
        itself. Raises NoteError when it cannot be kept.
        """
        from index.notemodel import NoteDraft
        from index.notes.notefile import now

        draft = NoteDraft(
            key=key,
            title=title,
            text=text,
            note=note.id if note else None,
            stamp=note.stamp if note else "",
            story=story,
            passages=tuple(passages),
            saved=now(),
        )
        self._drafts().keep(draft)

    def drop_draft(self, key: str) -> None:
        """Forget a draft."""
        self._drafts().drop(key)

    def drafts(self) -> list[NoteDraft]:
        """What was being written when a reader ended without saving, newest first.

        Each draft is given to one reader alone, and again to the same one until it is dropped or kept
        anew. One whose text did get saved is dropped here.
        """
        if not self.paths.drafts.is_dir():
            return []
        found = []
        for draft in self._drafts().left():
            if self._was_saved(draft):
                self._drafts().drop(draft.key)
            else:
                found.append(draft)
        return found

    # Out, in, health

    def export_notes(self, notes: Sequence[Note], form: str) -> str:
        """The notes as one text: `md`, `json`, `jsonld` (W3C Web Annotation) or `csv`."""
        from index.notes.export import export

        named = {note.story for note in notes if note.story is not None}
        titles = {story: title for story, title in self._store.titles() if story in named}
        for story, home in self._store.homes(named - titles.keys()).items():
            titles[story] = self.card(home).title
        return export(notes, titles, form)

    def import_notes(self, sources: Sequence[str], cancelled: Cancelled | None = None) -> ImportReport:
        """Take in Markdown notes and web annotations from files and folders; nothing there is overwritten.

        The same again changes nothing. What cannot be read is skipped by name, in the report.
        """
        from index.notes.importing import Importer

        return Importer(self._notes(), self._article_named, self._store.story_of).run(sources, cancelled)

    def check_notes(self) -> list[Problem]:
        """What is wrong with the notes and drafts: files, anchors whose passage is gone, dead links."""
        if not self._has_notes():
            return self._draft_problems()
        from index.notes.finding import orphan_problems

        problems = self._notes().problems() + self._draft_problems()
        problems += orphan_problems(self.notes(orphans=True, places=False))
        return problems + self._links().problems()

    # Inside

    @property
    def _notes_folder(self) -> Path:
        given = self._settings.notes_folder if self._settings else ""
        return expanded(given) if given else self.paths.notes

    def _has_notes(self) -> bool:
        # Asked before the notes' room, whose YAML is slow to import, is opened for nothing.
        return self._notes_folder.is_dir()

    def _notes(self) -> Notebook:
        with self._lock:
            if self._notebook is None:
                from index.notes.notebook import Notebook

                self._notebook = Notebook(self._notes_folder, self.paths.trash, self.paths.cache / "notes")
            return self._notebook

    def _places(self) -> Places:
        with self._lock:
            if self._kept_places is None:
                from index.notes.places import Places

                self._kept_places = Places(self._store)
            return self._kept_places

    def _drafts(self) -> Drafts:
        with self._lock:
            if self._kept_drafts is None:
                from index.notes.drafts import Drafts

                self._kept_drafts = Drafts(self.paths.drafts)
            return self._kept_drafts

    def _close_drafts(self) -> None:
        if self._kept_drafts is not None:
            self._kept_drafts.close()

    def _draft_problems(self) -> list[Problem]:
        return self._drafts().problems() if self.paths.drafts.is_dir() else []

    def _links(self) -> Links:
        from index.notes.linking import Links

        notes = self._notes().ordered() if self._has_notes() else ()
        version = self._store.version()
        with self._lock:
            kept = self._kept_links
            if kept is None or kept[0] is not notes or kept[1] != version:
                kept = notes, version, Links(notes, self._store.titles, self._store.home)
                self._kept_links = kept
            return kept[2]

    def _notes_by_id(self) -> Mapping[str, Note]:
        """The notes as they are written; their passages are not looked up."""
        return self._notes().by_id() if self._has_notes() else {}

    def _resolved(self, note: Note) -> Note:
        return self._places().resolved([note])[0]

    def _article_named(self, name: str) -> Article | None:
        """The article with this id or address, if the library holds it."""
        home = self._store.article_at(name) if "://" in name else name
        return next(iter(self._store.articles([home])), None) if home else None

    def _revision_of(self, passage_id: str) -> Article:
        """The article at the revision that a passage id names."""
        article_id, _, rest = passage_id.partition(".")
        revision = rest.partition(".")[0]
        if not revision.isdecimal():
            raise NotFoundError(f"no passage {passage_id}")
        return self._store.article(article_id, int(revision))

    def _was_saved(self, draft: NoteDraft) -> bool:
        """Whether a note has what the draft has: the reader ended between saving and dropping it."""
        if not self._has_notes():
            return False

        def has(note: Note) -> bool:
            same = note.text.rstrip("\n") == draft.text.rstrip("\n")
            return same and (not draft.title or note.title == draft.title)

        if draft.note is not None:
            try:
                return has(self._notes().get(draft.note))
            except (NoteError, NotFoundError):
                return False
        notes = self._notes().ordered()
        return any(has(note) for note in notes if note.created >= draft.saved or note.updated >= draft.saved)
