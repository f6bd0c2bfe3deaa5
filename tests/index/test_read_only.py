"""A library that may not be written: everything in it can be read, and changes are refused in words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.paths import Paths
from index.errors import StoreError
from index.library import Library

REPOSITORY = Path(__file__).resolve().parents[2]
NOBODY = 65534

READER = """
import os, sys
from pathlib import Path
library, state = Path(sys.argv[1]), Path(sys.argv[2])
from config.paths import Paths
import index.library
# Everything is imported while that is still allowed: the interpreter may be one person's own.
warm = index.library.Library.open(Paths(*[state / "warm"] * 4))
warm.add([sys.argv[3]])
warm.comparison(warm.stories()[0].id)
warm.search("kirby")
warm.close()
if os.geteuid() == 0:
    os.setgid({nobody}); os.setuid({nobody})
opened = index.library.Library.open(Paths(library, state / "c.yaml", state, state))
(card,) = opened.stories()
assert opened.read_only
assert len(opened.story(card.id).articles) == 5
assert opened.comparison(card.id).links
opened.set_position(card.id, "x")
assert opened.position(card.id) is None
print(opened.search("kirby").total)
try:
    opened.set_read([card.articles[0].id], True)
except index.library.LibraryError as error:
    print(error)
opened.close()
"""


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that others may enter: pytest closes its own to them whenever it starts."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def paths(public: Path) -> Paths:
    return Paths(public / "library", public / "config.yaml", public / "state", public / "cache")


@pytest.fixture
def locked(paths: Paths, seeds: Path) -> Iterator[Paths]:
    """A library of the seeds, closed and made read-only."""
    library = Library.open(paths)
    library.add([str(seeds)])
    library.close()
    for path in (*paths.library.rglob("*"), paths.library):
        path.chmod(path.stat().st_mode & ~0o222)
    yield paths
    for path in (paths.library, *paths.library.rglob("*")):
        path.chmod(path.stat().st_mode | 0o200)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize("index", ["kept", "missing"])
def test_another_person_can_read_it(locked: Paths, seeds: Path, index: str) -> None:
    if index == "missing":
        locked.library.chmod(0o755)
        for path in (locked.index, *locked.index.rglob("*")):
            path.chmod(0o755)
        shutil.rmtree(locked.index)
        locked.library.chmod(0o555)
    before = sorted(locked.library.rglob("*"))
    state = locked.state.parent / "others"
    (state / "tmp").mkdir(parents=True)
    for path in (state, state / "tmp"):
        path.chmod(0o777)
    done = subprocess.run(
        [sys.executable, "-c", READER.format(nobody=NOBODY), str(locked.library), str(state), str(seeds)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), "TMPDIR": str(state / "tmp")},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    total, refused = done.stdout.splitlines()
    assert int(total) > 0
    assert "read-only" in refused
    assert sorted(locked.library.rglob("*")) == before
    assert list((state / "tmp").iterdir()) == []


def test_an_older_schema_is_refused_in_words(locked: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    from index import migrations

    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(migrations, "VERSION", migrations.VERSION + 1)
    steps = migrations.STEPS
    monkeypatch.setattr(migrations, "STEPS", (*steps, "CREATE TABLE more (x);"))
    with pytest.raises(StoreError, match="older bylines"):
        Library.open(locked)
    monkeypatch.setattr(migrations, "STEPS", (*steps, ""))
    Library.open(locked).close()


def test_the_next_writer_sweeps_what_a_kill_left(paths: Paths, seeds: Path) -> None:
    library = Library.open(paths)
    library.add([str(seeds)])
    left = paths.index / ".bylines-killed.tmp"
    left.mkdir()
    (left / "pool").write_bytes(b"x")
    library.reindex()
    assert not left.exists()
    library.close()
