"""Makes the pictures that the pages show: `python -m tests.tui.shots FOLDER` (also `make shots`).

With `--all` behind it those of all scenes at all sizes, to be looked at.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from tests.tui.scenes import FIRST_SCENES, SCENES, SIZES, Scene, library_of, play, reader

ROOT = Path(__file__).parents[2]
FONT = "DejaVu Sans Mono"
FONT_FOLDERS = ["/usr/share/fonts", "/Library/Fonts"]


async def shoot(scene: Scene, size: tuple[int, int], folder: Path) -> str:
    """The SVG of one scene, as Textual draws it."""
    with library_of(scene, folder) as library:
        app = reader(library, demo=scene.demo)
        async with app.run_test(size=size) as pilot:
            await play(pilot, scene)
            return app.export_screenshot(title="bylines")


def to_png(svg: str) -> bytes:
    """A picture of an SVG, in a font that is there."""
    import resvg_py

    plain = svg.replace("Fira Code", FONT)
    return bytes(resvg_py.svg_to_bytes(svg_string=plain, font_dirs=FONT_FOLDERS))


def shown() -> frozenset[str]:
    """The names of the pictures that README and docs/ show."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    return frozenset(name for page in pages for name in re.findall(r"shots/([\w-]+)\.png", page.read_text()))


def main(folder: Path, *, everything: bool) -> None:
    """Shoot the scenes that the pages show, or all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = shown()
    for scene in (*FIRST_SCENES, *SCENES):
        for size in SIZES:
            name = f"{scene.name}-{size[0]}x{size[1]}"
            if not everything and name not in wanted:
                continue
            with tempfile.TemporaryDirectory() as scratch:
                svg = asyncio.run(shoot(scene, size, Path(scratch)))
            (folder / f"{name}.png").write_bytes(to_png(svg))
            print(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), everything="--all" in sys.argv)
