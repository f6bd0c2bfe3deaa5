"""The pictures of the reader: each screen with the keys that lead to it. For snapshots and docs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest import mock

from textual.pilot import Pilot

from config.paths import Paths, seeds
from index.found import SearchResults
from index.library import Library
from tests.tui.driving import press, settled, write
from tui.app import BylinesApp

SIZES = ((80, 24), (120, 40), (200, 50))


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen: the keys that lead to it from the list of stories; `type:` types a text."""

    name: str
    steps: tuple[str, ...]


SCENES = (
    Scene("stories", ()),
    Scene("story", ("enter", "4", "j")),
    Scene("rows", ("enter", "5", "j", "v")),
    Scene("differences", ("enter", "D")),
    Scene("search", ("/", 'type:"lost control"')),
    Scene("context", ("/", "type:drone", "tab", "v")),
    Scene("notes", ("A",)),
    Scene("note", ("enter", "4", "j", "a", "type:Two outlets say Sunday, one says Thursday.")),
    Scene("help", ("enter", "?")),
)


@contextmanager
def library_with_a_note(folder: Path) -> Iterator[Library]:
    """The seeds and one note, the same on every machine and day."""
    here = Path()
    paths = Paths(
        library=here / "library", config_file=here / "c.yaml", state=here / "state", cache=here / "cache"
    )
    with chdir(folder):
        library = Library.open(paths)
        try:
            library.add([str(seeds())])
            _write_note(library)
            yield library
        finally:
            library.close()


def _write_note(library: Library) -> None:
    story = library.story(library.stories()[0].id)
    passage = next(p for a in story.articles for p in a.passages if "23 people died" in p.text)
    with (
        mock.patch("index.notes.notefile.now", return_value="2023-05-07T08:15:00Z"),
        mock.patch("index.notes.names.new_id", return_value="n0a1b2c3d"),
    ):
        library.new_note(
            story=story.card.id,
            passages=(passage.id,),
            title="Which count is it?",
            text="The governor's post is the only named source. Ask for the post itself.",
            tags=("kherson", "check"),
        )


def reader(library: Library) -> BylinesApp:
    """The reader, with what changes from run to run held still."""
    search = library.search

    def steady(*args: Any, **named: Any) -> SearchResults:
        return replace(search(*args, **named), took_ms=3.0)

    library.search = steady  # type: ignore[method-assign]
    return BylinesApp(library, env={"LANG": "C.UTF-8"})


async def play(pilot: Pilot[Any], scene: Scene) -> None:
    """Lead the reader to a scene."""
    await settled(pilot)
    for step in scene.steps:
        if step.startswith("type:"):
            await write(pilot, step.removeprefix("type:"))
        else:
            await press(pilot, step)
    for cursor in pilot.app.screen.query("Input, TextArea"):
        cursor.cursor_blink = False  # type: ignore[attr-defined]
    await settled(pilot)
