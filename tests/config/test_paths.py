from __future__ import annotations

import tomllib
from pathlib import Path

from config import paths
from config.version import VERSION


def test_xdg_folders_are_used() -> None:
    env = {"HOME": "/home/x", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s"}
    found = paths.resolve(None, None, env)
    assert found.library == Path("/d/bylines/library")
    assert found.config_file == Path("/c/bylines/config.yaml")
    assert found.state == Path("/s/bylines")
    assert found.cache == Path("/home/x/.cache/bylines")
    assert found.database == Path("/d/bylines/library/library.db")
    assert {found.index.parent, found.notes.parent, found.drafts.parent} == {found.library}


def test_a_relative_xdg_folder_is_ignored() -> None:
    found = paths.resolve(None, None, {"HOME": "/home/x", "XDG_DATA_HOME": "data"})
    assert found.library == Path("/home/x/.local/share/bylines/library")


def test_a_flag_outweighs_the_environment() -> None:
    env = {"HOME": "/home/x", "BYLINES_LIBRARY": "/env", "BYLINES_CONFIG": "/env.yaml"}
    assert paths.resolve(None, None, env).library == Path("/env")
    assert paths.resolve(None, None, env).config_file == Path("/env.yaml")
    assert paths.resolve("/flag", "/flag.yaml", env).library == Path("/flag")
    assert paths.resolve("/flag", "/flag.yaml", env).config_file == Path("/flag.yaml")


def test_what_is_given_becomes_absolute_and_the_home_is_expanded() -> None:
    env = {"HOME": "/home/x"}
    assert paths.resolve("~/news", None, env).library == Path("/home/x/news")
    assert paths.resolve("news", None, env).library == Path.cwd() / "news"


def test_without_a_home_the_platform_is_asked() -> None:
    assert paths.resolve(None, None, {}).library.is_absolute()


def test_the_demo_has_a_library_of_its_own() -> None:
    env = {"HOME": "/home/x"}
    assert paths.demo(env) != paths.resolve(None, None, env).library
    assert paths.demo(env).parent == paths.resolve(None, None, env).library.parent


def test_the_seeds_are_there() -> None:
    assert len(list(paths.seeds().glob("*.txt"))) == 5
    assert (paths.seeds() / "outlets.yaml").is_file()


def test_the_version_is_that_of_the_distribution() -> None:
    project = tomllib.loads((paths.seeds().parent / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION
