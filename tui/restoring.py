"""Keeps where the reader is, now and then and when it is left, and starts it there again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import BylinesError
from tui.screens.stories import StoriesScreen
from tui.session import Session, load, save

if TYPE_CHECKING:
    from tui.app import BylinesApp

EVERY_SECONDS = 30.0


class Restoring:
    """Belongs to the app. Without a file, nothing is restored and nothing kept."""

    def __init__(self, app: BylinesApp, path: Path | None) -> None:
        self._app, self._path = app, path
        self._kept: Session | None = None

    @property
    def _wanted(self) -> Path | None:
        return self._path if self._app.settings.restore else None

    def start(self) -> None:
        """Open the screens that were open, and look from now on where the reader is."""
        stories, session = StoriesScreen(), self._load()
        if session is not None:
            stories.restore(session)
        self._app.push_screen(stories)
        if session is not None:
            self._app.recent = session.recent
        if session is not None and session.story is not None:
            from tui.screens.story import StoryScreen

            self._app.arrangements[session.story] = session.arrangement.lasting()
            self._app.push_screen(StoryScreen(session.story, session.passage, rows=session.rows))
        if self._path is not None:
            self._app.set_interval(EVERY_SECONDS, self.keep)

    def _load(self) -> Session | None:
        if self._wanted is None:
            return None
        try:
            # A small file, read before anything is drawn: the first picture is that of where one was.
            self._kept = load(self._wanted)
        except BylinesError as error:
            self._app.notify(str(error), severity="warning", markup=False, timeout=10)
        return self._kept

    def keep(self) -> None:
        """Write where the reader is, in its turn, if it is elsewhere than what was written last."""
        path, session = self._wanted, self._session()
        if path is None or session is None or session == self._kept:
            return
        self._kept = session
        self._app.writes.start(lambda: save(path, session), lambda _: None, self._app.show_error)

    def _session(self) -> Session | None:
        stories = next((one for one in self._app.screen_stack if isinstance(one, StoriesScreen)), None)
        if stories is None or not stories.is_mounted:
            return None
        session = replace(stories.session(), recent=self._app.recent)
        story = self._app.wandering.open_story
        if story is None or story.story is None:
            return session
        passage = story.focused_passage
        return replace(
            session,
            story=story.story_id,
            passage=passage.id if passage else None,
            rows=story.in_rows,
            arrangement=story.arrangement.lasting(),
        )
