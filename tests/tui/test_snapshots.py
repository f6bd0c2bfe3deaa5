"""Each screen at three sizes looks as it did. After a wanted change: `make snapshots`, and look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from index.library import Library
from tests.conftest import CopySeeds
from tests.tui.quick import draw_nothing
from tests.tui.scenes import FIRST_SCENES, SCENES, SIZES, Scene, library_of, library_with_a_note, play, reader


@pytest.fixture(autouse=True)
def _one_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual._compositor.Compositor.render_update", draw_nothing)


@pytest.fixture
def noted(tmp_path: Path, copy_seeds: CopySeeds) -> Iterator[Library]:
    copy_seeds(tmp_path / "library", tmp_path / "state")
    with library_with_a_note(tmp_path) as library:
        yield library


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_looks_as_it_did(snap_compare: Any, noted: Library, scene: Scene, size: tuple[int, int]) -> None:
    async def lead(pilot: Pilot[Any]) -> None:
        await play(pilot, scene)

    assert snap_compare(reader(noted), terminal_size=size, run_before=lead)


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}x{size[1]}")
def test_no_feeds_look_as_they_did(
    snap_compare: Any, tmp_path: Path, copy_seeds: CopySeeds, size: tuple[int, int]
) -> None:
    copy_seeds(tmp_path / "library", tmp_path / "state")

    async def lead(pilot: Pilot[Any]) -> None:
        await play(pilot, Scene("no-feeds", ("F",)))

    with library_with_a_note(tmp_path, feeds=False) as library:
        assert snap_compare(reader(library), terminal_size=size, run_before=lead)


@pytest.mark.parametrize(("width", "height"), [(40, 12), (120, 40)])
@pytest.mark.parametrize("scene", FIRST_SCENES, ids=lambda scene: scene.name)
def test_the_first_minutes_look_as_they_did(
    snap_compare: Any, tmp_path: Path, copy_seeds: CopySeeds, scene: Scene, width: int, height: int
) -> None:
    if not scene.empty:
        copy_seeds(tmp_path / "library", tmp_path / "state")

    async def lead(pilot: Pilot[Any]) -> None:
        await play(pilot, scene)

    with library_of(scene, tmp_path) as library:
        app = reader(library, demo=scene.demo)
        assert snap_compare(app, terminal_size=(width, height), run_before=lead)
