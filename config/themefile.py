"""The person's own themes: `themes/NAME.yaml` beside the settings file, each a few colours."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from config.errors import ConfigError

if TYPE_CHECKING:
    from config.yamlsafe import Marked

COLOURS = (
    *("primary", "secondary", "accent", "warning", "error", "success"),
    *("foreground", "background", "surface", "panel"),
)
KEYS = ("base", "dark", "contrast", *COLOURS)
DEFAULT_BASE = "bylines-dark"
LEAST_CONTRAST, MOST_CONTRAST = 4.5, 12.0
_LARGEST_FILE = 64 * 1024
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)")
_YES, _NO = ("yes", "true", "on"), ("no", "false", "off")


@dataclass(frozen=True, slots=True)
class ThemeFile:
    """A theme as its file gives it: what it does not name is that of its base.

    `colours` are `#rrggbb`; `contrast` is the least ratio of text to its ground, None for the base's.
    `where` is where the base is named, or the file.
    """

    name: str
    base: str = DEFAULT_BASE
    dark: bool | None = None
    contrast: float | None = None
    colours: dict[str, str] = field(default_factory=dict)
    where: str = ""


def load_all(folder: Path) -> tuple[list[ThemeFile], list[ConfigError]]:
    """The themes in a folder, by name, and everything that is wrong with them.

    A missing folder means none. What is wrong in a file is left out, and the rest of it used; a file that
    is no theme is left out whole. Nothing is raised.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except FileNotFoundError:
        return [], []
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return [], [ConfigError(f"cannot be read: {reason}", where=str(folder), do="check the folder")]
    found: dict[str, ThemeFile] = {}
    problems: list[ConfigError] = []
    for path in files:
        theme, wrong = load(path)
        problems += wrong
        if theme is not None and theme.name in found:
            what = f"there are two themes called `{theme.name}`"
            problems.append(ConfigError(what, where=str(path), do="rename one of the two files"))
        elif theme is not None:
            found[theme.name] = theme
    return list(found.values()), problems


def load(path: Path) -> tuple[ThemeFile | None, list[ConfigError]]:
    """The theme of a file, None if it is none, and everything that is wrong with it. Nothing is raised."""
    if not _NAME.fullmatch(path.stem):
        what = f"a theme cannot be called `{path.stem[:60]}`"
        do = "name the file with small letters, digits, - and _"
        return None, [ConfigError(what, where=str(path), do=do)]
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return None, [ConfigError(f"cannot be read: {reason}", where=str(path), do="check the file")]
    if len(raw) > _LARGEST_FILE:
        return None, [ConfigError("is larger than 64 kB", where=str(path), do="this is hardly a theme")]
    # Imported here because most people have no such file, and YAML is slow to import.
    from config.yamlcompose import read_all

    marked, problems, _ = read_all(raw.decode("utf-8", errors="replace"), where=str(path))
    reader = _Reader(marked, [*problems])
    return reader.theme(path.stem), reader.problems


class _Reader:
    """Takes a file's keys one by one and collects what is wrong."""

    def __init__(self, marked: Marked, problems: list[ConfigError]) -> None:
        self._marked, self.problems = marked, problems

    def theme(self, name: str) -> ThemeFile:
        """The theme, of what can be used."""
        data = self._marked.data
        for key in data:
            if key not in KEYS:
                near = get_close_matches(key, KEYS, n=1)
                hint = f"did you mean `{near[0]}`?" if near else f"known are {', '.join(KEYS)}"
                self._wrong(key, f"unknown key `{key[:60]}`", hint)
        colours = {key: self._colour(key, data[key]) for key in COLOURS if key in data}
        return ThemeFile(
            name,
            base=self._base(),
            dark=self._dark(),
            contrast=self._contrast(),
            colours={key: colour for key, colour in colours.items() if colour is not None},
            where=self._marked.place("base"),
        )

    def _wrong(self, key: str, what: str, do: str) -> None:
        self.problems.append(ConfigError(what, where=self._marked.place(key), do=do))

    def _base(self) -> str:
        base = self._marked.data.get("base", DEFAULT_BASE)
        if isinstance(base, str) and base.strip():
            return base.strip()
        self._wrong("base", "`base` must be the name of a theme", f"{DEFAULT_BASE} is used")
        return DEFAULT_BASE

    def _dark(self) -> bool | None:
        value = self._marked.data.get("dark")
        if value is None or value in _YES:
            return None if value is None else True
        if value in _NO:
            return False
        self._wrong("dark", "`dark` must be yes or no", "that of the base is used")
        return None

    def _contrast(self) -> float | None:
        value = self._marked.data.get("contrast")
        if value is None:
            return None
        if isinstance(value, str) and re.fullmatch(r"\d{1,2}(\.\d{1,3})?", value):
            number = float(value)
            if LEAST_CONTRAST <= number <= MOST_CONTRAST:
                return number
        what = f"`contrast` must be a number from {LEAST_CONTRAST} to {MOST_CONTRAST:.0f}"
        self._wrong("contrast", what, "that of the base is used")
        return None

    def _colour(self, key: str, value: object) -> str | None:
        colour = parse_colour(value) if isinstance(value, str) else None
        if colour is None:
            hint = (
                'YAML takes # for the start of a comment: write it in quotes, "#7fb4e0"'
                if value == ""
                else "that of the base is used"
            )
            self._wrong(key, f'`{key}` must be a colour: "#rgb", "#rrggbb" or rgb(r, g, b)', hint)
        return colour


def parse_colour(text: str) -> str | None:
    """A colour as `#rrggbb`; None for what is none."""
    text = text.strip()
    if _HEX.fullmatch(text):
        digits = text[1:] if len(text) == 7 else "".join(digit * 2 for digit in text[1:])
        return f"#{digits.lower()}"
    found = _RGB.fullmatch(text)
    if found and all(int(part) <= 255 for part in found.groups()):
        return "#" + "".join(f"{int(part):02x}" for part in found.groups())
    return None
