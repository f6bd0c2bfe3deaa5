"""The wheel: built, looked into, installed into a clean environment, and run."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

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
    assert tops == {"config", "index", "tui", "seeds"}
    assert "index/export/page.css" in names
    assert sorted(name for name in names if name.startswith("seeds/")) == sorted(
        f"seeds/{path.name}" for path in (ROOT / "seeds").iterdir()
    )
    assert not [name for name in names if "__pycache__" in name or name.startswith("tests/")]


def _install(python: Path, wheel: Path) -> None:
    """Install with all dependencies; where no registry answers, take those of this environment."""
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    with contextlib.suppress(subprocess.TimeoutExpired):
        patient = ["--timeout", "10", "--retries", "1"]
        if not subprocess.run(
            [*pip, *patient, str(wheel)], capture_output=True, timeout=120, check=False
        ).returncode:
            return
    subprocess.run(
        [*pip, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True, timeout=120
    )
    (own,) = python.parent.parent.glob("lib/python*/site-packages")
    here = sysconfig.get_path("purelib")
    (own / "dependencies.pth").write_text(here + "\n")


def test_it_installs_and_the_demo_starts_and_quits(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True, timeout=120)
    python = venv / "bin" / "python"
    _install(python, wheel)
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
