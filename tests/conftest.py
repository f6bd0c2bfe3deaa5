"""Fixtures for all rooms. No test touches the person's own files or looks at their environment."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import hypothesis
import pytest

from config.paths import Paths
from config.paths import seeds as seeds_folder
from config.settings import declarations
from index.library import Library

CopySeeds = Callable[[Path, Path], None]
"""Called with the folders of a library and of its state."""

# A busy machine fails no property: how long an example takes says nothing about it.
hypothesis.settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any-machine")


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


def _paths(folder: Path) -> Paths:
    return Paths(
        library=folder / "library",
        config_file=folder / "config.yaml",
        state=folder / "state",
        cache=folder / "cache",
    )


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """The paths of an empty library."""
    return _paths(tmp_path)


@pytest.fixture(scope="session")
def seeds_library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a library (`library`, `state`) that holds the seeds: made once, never opened again."""
    folder = tmp_path_factory.mktemp("seeds-library")
    with closing(Library.open(_paths(folder))) as opened:
        opened.add([str(seeds_folder())])
    return folder


@pytest.fixture
def copy_seeds(seeds_library: Path) -> CopySeeds:
    """Makes a library that holds the seeds, which takes much less than to add them."""

    def copied(library: Path, state: Path) -> None:
        shutil.copytree(seeds_library / "library", library)
        shutil.copytree(seeds_library / "state", state, dirs_exist_ok=True)

    return copied


@pytest.fixture
def library(paths: Paths, request: pytest.FixtureRequest) -> Iterator[Library]:
    """An empty library, unless the test asks for `seeded`."""
    if "seeded" in request.fixturenames:
        copy: CopySeeds = request.getfixturevalue("copy_seeds")
        copy(paths.library, paths.state)
    opened = Library.open(paths)
    yield opened
    opened.close()


@pytest.fixture
def seeds() -> Path:
    """The folder of the seed articles."""
    return seeds_folder()


@pytest.fixture
def seeded(library: Library) -> Library:
    """A library that holds the seeds."""
    return library


@pytest.fixture(scope="session")
def _compared_folder(tmp_path_factory: pytest.TempPathFactory, seeds_library: Path) -> Path:
    """A library's folder with the seeds, whose story was compared already."""
    folder = tmp_path_factory.mktemp("compared") / "of"
    shutil.copytree(seeds_library, folder)
    with closing(Library.open(_paths(folder))) as opened:
        opened.comparison(opened.stories()[0].id)
    return folder / "library"


@pytest.fixture
def compared(_compared_folder: Path, paths: Paths) -> Iterator[Library]:
    """A library of the test's own that holds the seeds, compared once for all tests that ask for it."""
    shutil.copytree(_compared_folder, paths.library)
    opened = Library.open(paths)
    yield opened
    opened.close()
