"""Fixtures for all rooms. No test touches the person's own files or looks at their environment."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.paths import Paths
from config.paths import seeds as seeds_folder
from config.settings import declarations
from index.library import Library


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of the test's own, so that a forgotten path never reaches the person's."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for variable in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
        "BYLINES_LIBRARY",
        "BYLINES_CONFIG",
        "BYLINES_DEBUG",
        "NO_COLOR",
        "COLUMNS",
        "VISUAL",
        "EDITOR",
        *(one.variable for one in declarations()),
    ):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """The paths of an empty library."""
    return Paths(
        library=tmp_path / "library",
        config_file=tmp_path / "config.yaml",
        state=tmp_path / "state",
        cache=tmp_path / "cache",
    )


@pytest.fixture
def library(paths: Paths) -> Iterator[Library]:
    """An empty library."""
    opened = Library.open(paths)
    yield opened
    opened.close()


@pytest.fixture
def seeds() -> Path:
    """The folder of the seed articles."""
    return seeds_folder()


@pytest.fixture
def seeded(library: Library, seeds: Path) -> Library:
    """A library that holds the seeds."""
    library.add([str(seeds)])
    return library


@pytest.fixture(scope="session")
def _compared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library's folder with the seeds, whose story was compared already."""
    root = tmp_path_factory.mktemp("compared")
    library = Library.open(Paths(root / "library", root / "config.yaml", root / "state", root / "cache"))
    library.add([str(seeds_folder())])
    library.comparison(library.stories()[0].id)
    library.close()
    return root / "library"


@pytest.fixture
def compared(_compared_folder: Path, paths: Paths) -> Iterator[Library]:
    """A library of the test's own that holds the seeds, compared once for all tests that ask for it."""
    shutil.copytree(_compared_folder, paths.library)
    opened = Library.open(paths)
    yield opened
    opened.close()
