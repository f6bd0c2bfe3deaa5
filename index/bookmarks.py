"""Places that the person marked with a letter: kept beside the database, found again by their words."""

from __future__ import annotations

import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from string import ascii_letters

from index import files
from index.errors import LibraryError, NotFoundError
from index.model import Story
from index.text import clean_line

LETTERS = ascii_letters
"""What a place can be marked with."""

_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A passage under a letter. `text` begins as the passage does; it finds it in a later revision."""

    letter: str
    story: str
    article: str
    passage: str
    text: str
    outlet: str
    title: str


class Bookmarks:
    """The file of a library's bookmarks. One that cannot be read is left as it is, and nothing is written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def all(self) -> list[Bookmark]:
        """The bookmarks by letter. Raises LibraryError when the file cannot be read."""
        try:
            raw = self._path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise self._error("read", error) from error
        try:
            found = [_bookmark(one) for one in json.loads(raw)]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise LibraryError(
                "is no file of bookmarks", where=str(self._path), do="mend the file, or move it away"
            ) from error
        return sorted(found, key=lambda one: LETTERS.index(one.letter))

    def put(self, bookmark: Bookmark) -> None:
        """Set a bookmark, in place of the one its letter had. Raises LibraryError."""
        if not _is_letter(bookmark.letter):
            raise LibraryError("a place is marked with a letter from a to z or A to Z", where=bookmark.letter)
        kept = replace(bookmark, text=bookmark.text[:_LONGEST], title=bookmark.title[:_LONGEST])
        with self._alone():
            self._write([*(one for one in self.all() if one.letter != kept.letter), kept])

    def drop(self, letter: str) -> None:
        """Forget a bookmark; one that is not there is let go. Raises LibraryError."""
        with self._alone():
            before = self.all()
            after = [one for one in before if one.letter != letter]
            if len(after) < len(before):
                self._write(after)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Let no other thread, and no other reader of the library, write between reading and writing."""
        with self._lock, files.locked(self._path.parent):
            yield

    def _write(self, bookmarks: Iterable[Bookmark]) -> None:
        text = json.dumps([asdict(one) for one in bookmarks], ensure_ascii=False, indent=1)
        try:
            files.replace_atomically(self._path, (text + "\n").encode())
        except OSError as error:
            raise self._error("written", error) from error

    def _error(self, what: str, error: OSError) -> LibraryError:
        return LibraryError(
            f"cannot be {what}: {error.strerror}",
            where=str(self._path),
            do="check the file's permissions and the disk's space",
        )


def _bookmark(values: dict[str, str]) -> Bookmark:
    """A bookmark from the file, its texts cleaned. Raises AttributeError, KeyError, TypeError, ValueError."""
    found = {one.name: clean_line(values[one.name])[:_LONGEST] for one in fields(Bookmark)}
    if not _is_letter(found["letter"]):
        raise ValueError(found["letter"])
    return Bookmark(**found)


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text in LETTERS


def passage_now(bookmark: Bookmark, story: Story) -> str:
    """The passage that a bookmark means in the story as it is: by its id, else by its words.

    Raises NotFoundError when the article is there no longer, or has not the words.
    """
    article = next((one for one in story.articles if one.id == bookmark.article), None)
    if article is not None:
        if any(passage.id == bookmark.passage for passage in article.passages):
            return bookmark.passage
        for passage in article.passages:
            if clean_line(passage.text)[:_LONGEST] == bookmark.text:
                return passage.id
    raise NotFoundError(
        "the marked passage is there no longer",
        where=f"{bookmark.letter}: {bookmark.outlet}, {bookmark.title}",
    )


class BookmarkDoor(ABC):
    """Methods of `Library` that concern bookmarks. All raise LibraryError when their file cannot be used."""

    _bookmarks: Bookmarks

    @abstractmethod
    def story(self, story_id: str) -> Story: ...

    @abstractmethod
    def story_of(self, article_id: str) -> str: ...

    def bookmarks(self) -> list[Bookmark]:
        """All bookmarks, by letter."""
        return self._bookmarks.all()

    def set_bookmark(self, bookmark: Bookmark) -> None:
        """Mark a passage with a letter; the one that had the letter is forgotten."""
        self._bookmarks.put(bookmark)

    def drop_bookmark(self, letter: str) -> None:
        """Forget a bookmark."""
        self._bookmarks.drop(letter)

    def bookmarked(self, letter: str) -> tuple[str, str]:
        """The (story, passage) that a letter marks now, also when its article went into another story.

        Raises NotFoundError when the letter marks nothing, or nothing that is still there.
        """
        found = next((one for one in self._bookmarks.all() if one.letter == letter), None)
        if found is None:
            raise NotFoundError(f"nothing is marked with {letter}")
        story = self.story(self.story_of(found.article))
        return story.card.id, passage_now(found, story)
