"""What the help says: the keys of a screen in groups, narrowed by what is typed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tui.commands.base import AnyCommand

GROUPS = {
    "stories": "Stories",
    "beginning": "Bringing something to read",
    "story": "The story",
    "comparing": "Comparing",
    "arranging": "Columns",
    "searching": "Search",
    "noting": "Notes",
    "feeds": "Feeds",
    "moving": "Moving about",
    "everywhere": "Everywhere",
}
WITHOUT = "Without a key: in the command palette"
COUNTED = " (n)"

Text = tuple[str, str]
"""A line and the name of its style; what stands before a tab hangs at the left."""


@dataclass(frozen=True, slots=True)
class KeyLine:
    """An action as the help lists it: its keys as they are bound now, and what it does."""

    keys: tuple[str, ...]
    title: str
    help: str
    id: str
    group: str
    counted: bool = False

    def fits(self, word: str) -> bool:
        """Whether a word that was typed means this line: by one of its keys, or by what it says."""
        if any(word == key for key in self.keys):
            return True
        if len(word) == 1:
            return any(key.startswith(word) for key in self.keys if len(key) < 4)
        text = f"{self.title} {self.help} {self.id} {self.group} {' '.join(self.keys)}"
        return word.casefold() in text.casefold()


def key_line(command: AnyCommand, keys: Sequence[str]) -> KeyLine:
    """A command's line."""
    room = command.__module__.rpartition(".")[2]
    return KeyLine(
        tuple(keys), command.title, command.help(), command.id, GROUPS.get(room, room), command.counted
    )


def texts(lines: Iterable[KeyLine], card: Sequence[Text], query: str, *, preset: str) -> list[Text]:
    """The help's text: groups of keys, those without, how keys are written, and the screen's card.

    With a query only what has all its words; headings stay with what they head.
    """
    words = query.split()
    fitting = [line for line in lines if all(line.fits(word) for word in words)]
    found: list[Text] = []
    for group in dict.fromkeys(line.group for line in fitting):
        bound = [line for line in fitting if line.group == group and line.keys]
        found += _section(group, (_shown(line) for line in bound))
    found += _section(WITHOUT, (f"—\t{line.title}. {line.help}" for line in fitting if not line.keys))
    found += _section("How keys work", _matching(_about(preset), words))
    found += _card(card, words)
    return found[1:] if found else [(f"Nothing here is called “{query}”.", "muted")]


def _shown(line: KeyLine) -> str:
    return f"{' '.join(line.keys)}\t{line.title}{COUNTED if line.counted else ''}. {line.help}"


def _section(title: str, lines: Iterable[str]) -> list[Text]:
    body: list[Text] = [(line, "") for line in lines]
    return [("", ""), (title, "outlet"), *body] if body else []


def _about(preset: str) -> list[str]:
    return [
        "5j\ta number before a key marked (n) goes with it: five down",
        "gg\ttwo keys, one after the other; the footer shows what may follow",
        f"keymap\tthese are the keys `{preset}`, and your own; the settings choose others",
    ]


def _matching(lines: Iterable[str], words: Sequence[str]) -> list[str]:
    return [line for line in lines if all(word.casefold() in line.casefold() for word in words)]


def _card(card: Sequence[Text], words: Sequence[str]) -> list[Text]:
    """The lines of the card that fit; a heading (with a style) stays with and speaks for its lines."""
    if not words:
        return list(card)
    found: list[Text] = []
    heading: list[Text] = []
    title = ""
    for text, style in card:
        if style:
            title, heading = text, [("", ""), (text, style)]
        elif text and _matching([f"{title} {text}"], words):
            found += [*heading, (text, style)]
            heading = []
    return found
