"""The tour: a lesson for each key worth knowing first, done by pressing it. Pure; no widget."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter

from index.files import replace_atomically
from tui.wrap import Span


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is told on a `screen`, and the `command` that shows it was understood.

    In `says`, `{key}` is the command's own key, another action's id in braces that action's key, and
    `{all}`, `{some}`, `{only}`, `{differs}` are the signs of the gutter.
    """

    command: str
    screen: str
    says: str


LESSONS = (
    Lesson(
        "stories.open",
        "stories",
        "Each line is a story: one event, told by one outlet or by many. {key} opens this one.",
    ),
    Lesson(
        "move.down",
        "story",
        "Outlets stand side by side, or in a narrow window one at a time. {key} goes down and all follow: "
        "what says the same stands on one row, in whatever order each put it.",
    ),
    Lesson(
        "story.next-column",
        "story",
        "{key} goes to the next outlet: to its passage that says the same, where it has one.",
    ),
    Lesson(
        "story.next-difference",
        "story",
        "Signs beside the text tell who says it: {all} all, {some} some, {only} this one alone. {differs} is "
        "a figure that others give differently: {key} goes to the next.",
    ),
    Lesson(
        "story.next-only",
        "story",
        "{key} goes to the next passage that one outlet alone has.",
    ),
    Lesson(
        "story.view",
        "story",
        "{key} makes rows of the columns: a row for each thing said, a gap where an outlet does not say it.",
    ),
    Lesson(
        "story.differences",
        "story",
        "{key} lists all that differs: figures, quotes word by word, what an outlet leaves out. "
        "{app.close} closes the list.",
    ),
    Lesson(
        "story.annotate",
        "story",
        "{key} writes a note on the passage you are at, in a Markdown file of your own.",
    ),
    Lesson(
        "app.search",
        "story",
        "{key} searches the text of all outlets and your notes, while you type. {app.close} comes back.",
    ),
    Lesson(
        "app.help",
        "story",
        "{key} shows all keys of a screen; {app.palette} finds any command by its name. That is all.",
    ),
)
LAST_WORDS = (
    "That was the tour. {app.palette} takes it up again: “Tour of the keys”. {app.back} goes back; "
    "{app.quit} leaves."
)
ELSEWHERE = {
    ("stories", "story"): "{stories.open} opens the story, where the tour goes on.",
    ("story", "stories"): "{app.back} goes back to the list of stories, where the tour goes on.",
}
BACK = "{app.close} goes back to where the tour goes on."


@dataclass(frozen=True, slots=True)
class Tour:
    """How far the tour is: the number of lessons done, and whether it is shown. Behind the last lesson it
    says its last words until it is closed."""

    done: int = 0
    shown: bool = False

    @property
    def finished(self) -> bool:
        """Whether every lesson was done."""
        return self.done >= len(LESSONS)

    @property
    def begun(self) -> bool:
        """Whether it was ever looked at; then it is not offered unasked again."""
        return self.done > 0 or self.shown

    def taken_up(self) -> Tour:
        """Shown, from where it was left; from the beginning when it was finished."""
        return Tour(0 if self.finished else self.done, shown=True)

    def closed(self) -> Tour:
        """Not shown, to be taken up again some day."""
        return replace(self, shown=False)

    def after(self, command: str) -> Tour:
        """A command was run: the lesson that asked for it is done."""
        if self.shown and not self.finished and LESSONS[self.done].command == command:
            return replace(self, done=self.done + 1)
        return self

    def belongs(self, screen: str) -> bool:
        """Whether the present lesson is one of a screen."""
        return self.finished or LESSONS[self.done].screen == screen

    def says(self, screen: str) -> str:
        """The template of what is said on a screen now."""
        if self.finished:
            return LAST_WORDS
        lesson = LESSONS[self.done]
        if lesson.screen == screen:
            return lesson.says.replace("{key}", f"{{{lesson.command}}}")
        return ELSEWHERE.get((screen, lesson.screen), BACK)


def filled(template: str, key: Callable[[str], str], signs: Mapping[str, str]) -> tuple[str, list[Span]]:
    """The text with each sign and each action's key, and the places of the keys."""
    text, places = "", list[Span]()
    for words, name, _, _ in Formatter().parse(template):
        text += words
        if name is not None and name in signs:
            text += signs[name]
        elif name is not None:
            start = len(text)
            text += key(name)
            places.append((start, len(text)))
    return text, places


def load(path: Path) -> Tour | None:
    """How far the tour was when the reader was left; None when it was never begun."""
    with suppress(OSError, ValueError, TypeError, AttributeError):
        done = json.loads(path.read_text(encoding="utf-8")).get("done")
        if isinstance(done, int):
            return Tour(min(max(done, 0), len(LESSONS)))
    return None


def save(path: Path, tour: Tour) -> None:
    """Remember it. A folder that cannot be written to forgets; that harms nobody."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_atomically(path, json.dumps({"done": tour.done}).encode())
