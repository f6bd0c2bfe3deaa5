"""The wheel: built, looked into, installed into a clean environment, and run."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from importlib.metadata import Distribution, PathDistribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tui.terminal import Terminal

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return next(out.glob("*.whl"))


def test_it_holds_the_three_packages_and_the_seeds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert {top for top in tops if not top.endswith(".data")} == {"config", "index", "tui", "seeds"}
    assert [name for name in names if name.endswith(".data/data/share/man/man1/bylines.1")]
    assert "index/export/page.css" in names
    assert sorted(name for name in names if name.startswith("seeds/")) == sorted(
        f"seeds/{path.name}" for path in (ROOT / "seeds").iterdir()
    )
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def _needed(requirements: Iterable[str]) -> dict[str, Distribution]:
    """The distributions that requirements ask for, and those that these ask for; each must fit."""
    found: dict[str, Distribution] = {}
    known: set[tuple[str, str]] = set()
    asked = [(line, "") for line in requirements]
    while asked:
        line, extra = asked.pop()
        if (line, extra) in known:
            continue
        known.add((line, extra))
        wanted = Requirement(line)
        if wanted.marker and not wanted.marker.evaluate({"extra": extra}):
            continue
        here = distribution(wanted.name)
        assert here.version in wanted.specifier, f"{wanted} is not met by {here.version}"
        found[canonicalize_name(wanted.name)] = here
        asked += [(each, extra) for each in here.requires or () for extra in ("", *wanted.extras)]
    return found


def _install(venv: Path, wheel: Path) -> None:
    """Install the wheel, and link what it declares to depend on, and nothing else, from this environment."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True, timeout=120)
    pip = [sys.executable, "-m", "pip", "--python", str(venv / "bin" / "python"), "install", "--quiet"]
    offline = ["--disable-pip-version-check", "--no-deps", "--no-index", "--no-compile"]
    subprocess.run([*pip, *offline, str(wheel)], check=True, capture_output=True, timeout=120)
    (own,) = venv.glob("lib/python*/site-packages")
    (said,) = own.glob("bylines-*.dist-info")
    for needed in _needed(PathDistribution(said).requires or ()).values():
        tops = {file.parts[0] for file in needed.files or ()} - {"..", "__pycache__"}
        for top in tops:
            if not (own / top).exists():
                (own / top).symlink_to(needed.locate_file(top))


def test_it_installs_and_the_demo_starts_and_quits(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    _install(venv, wheel)
    home = tmp_path / "home"
    home.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL"))}
    env |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    version = subprocess.run(
        [str(venv / "bin" / "bylines"), "--version"],
        capture_output=True,
        env=env,
        cwd=home,
        timeout=60,
        check=True,
    )
    assert version.stdout.decode().startswith("bylines ")
    with Terminal([str(venv / "bin" / "bylines"), "demo"], env={**env, "PYTHONPATH": ""}) as terminal:
        terminal.wait_for("5 outlets")
        terminal.send("\r")
        terminal.wait_for("columns")
        terminal.send("\x11")
        assert terminal.end() == 0
