"""Makes the pictures of docs/: `python -m tests.tui.shots FOLDER` (also `make shots`)."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from tests.tui.scenes import SCENES, SIZES, Scene, library_with_a_note, play, reader

FONT = "DejaVu Sans Mono"
FONT_FOLDERS = ["/usr/share/fonts", "/Library/Fonts"]


async def shoot(scene: Scene, size: tuple[int, int], folder: Path) -> str:
    """The SVG of one scene, as Textual draws it."""
    with library_with_a_note(folder) as library:
        app = reader(library)
        async with app.run_test(size=size) as pilot:
            await play(pilot, scene)
            return app.export_screenshot(title="bylines")


def to_png(svg: str) -> bytes:
    """A picture of an SVG, in a font that is there."""
    import resvg_py

    plain = svg.replace("Fira Code", FONT)
    return bytes(resvg_py.svg_to_bytes(svg_string=plain, font_dirs=FONT_FOLDERS))


def main(folder: Path) -> None:
    """Shoot all scenes at all sizes."""
    folder.mkdir(parents=True, exist_ok=True)
    for scene in SCENES:
        for size in SIZES:
            with tempfile.TemporaryDirectory() as scratch:
                svg = asyncio.run(shoot(scene, size, Path(scratch)))
            name = f"{scene.name}-{size[0]}x{size[1]}"
            (folder / f"{name}.svg").write_text(svg, encoding="utf-8")
            (folder / f"{name}.png").write_bytes(to_png(svg))
            print(name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
