"""Makes the pictures of docs/export.md: `python -m tests.export_shots FOLDER` (also `make shots`).

Needs Chromium; without it the pictures stay as they are.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.chromium import chromium, program
from tests.tui.scenes import library_with_a_note


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: the section of the page at its top, the window's size, and whether it is dark."""

    name: str
    section: str
    size: tuple[int, int]
    dark: bool = False


SHOTS = (
    Shot("export-page", "", (1200, 820)),
    Shot("export-rows", "rows", (1400, 900)),
    Shot("export-narrow", "figures", (420, 860), dark=True),
)


def main(folder: Path) -> None:
    """Make the pictures."""
    folder = folder.absolute()
    if program() is None:
        print("Chromium is not here: the pictures of docs/export.md are not made")
        return
    with tempfile.TemporaryDirectory() as scratch, library_with_a_note(Path(scratch), feeds=False) as library:
        file = Path(scratch) / "story.html"
        made = library.export_story(library.dossier(library.stories()[0].id), "html")
        file.write_text(made, encoding="utf-8")
        with chromium(Path(scratch) / "profile") as tab:
            for shot in SHOTS:
                tab.open(file, width=shot.size[0], height=shot.size[1], dark=shot.dark)
                place = f"document.getElementById('{shot.section}')"
                top = tab.value(f"scrollTo(0, {place} ? {place}.offsetTop - 8 : 0); scrollY")
                (folder / f"{shot.name}.png").write_bytes(tab.picture(top))
                print(shot.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
