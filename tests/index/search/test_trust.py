"""Files that are not ours are never opened; what is wrong is set aside, said, and built again."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import SearchError
from index.search import trust
from index.search.codec.evaluate import Evaluation
from index.search.codec.naming import SEGMENT
from index.search.folder import ASIDE, MADE_BY
from tests.index.search.builders import Shelf, article

ARTICLES = [article("a1", "The drone flew."), article("a2", "The drone fell.")]


def segment(shelf: Shelf) -> Path:
    return next(shelf.index.glob(f"*{SEGMENT}"))


def reopened(shelf: Shelf) -> Shelf:
    shelf.engine.close()
    shelf.engine = shelf.open()
    return shelf


def assert_rebuilds(shelf: Shelf) -> None:
    """Nothing is found, the person is told, the old files are aside; and indexing again is all it takes."""
    reopened(shelf)
    assert shelf.engine.high_water() == 0
    assert shelf.ids("drone") == []
    notices = shelf.engine.notices()
    assert len(notices) == 1
    assert "built again" in notices[0]
    assert any((shelf.index / ASIDE).iterdir())
    shelf.put(*ARTICLES)
    assert set(shelf.ids("drone")) == {"a1", "a2"}
    assert reopened(shelf).engine.high_water() == shelf.upto
    assert shelf.engine.check() == []
    assert shelf.engine.notices() == []


def test_a_foreign_segment_is_not_read(shelf: Shelf) -> None:
    shelf.put(*ARTICLES)
    other = Shelf(shelf.folder / "other")
    other.put(article("b1", "drone"))
    shutil.copy(segment(other), shelf.index / f"sforeign{SEGMENT}")
    (shelf.index / "_MAIN_9.toc").write_bytes(b"what an older version left")
    assert set(reopened(shelf).ids("drone")) == {"a1", "a2"}
    shelf.put(article("a3", "drone"))
    assert set(shelf.ids("drone")) == {"a1", "a2", "a3"}
    assert not (shelf.index / f"sforeign{SEGMENT}").exists()
    assert not (shelf.index / "_MAIN_9.toc").exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda shelf: segment(shelf).unlink(),
        lambda shelf: segment(shelf).write_bytes(b""),
        lambda shelf: segment(shelf).write_bytes(b"\xff" + segment(shelf).read_bytes()[1:]),
        lambda shelf: (shelf.index / trust.MANIFEST).unlink(),
        lambda shelf: (shelf.index / trust.MANIFEST).write_bytes(b"[" * 100_000),
        lambda shelf: (shelf.index / trust.MANIFEST).write_bytes(b'{"body": {}, "mac": "0"}'),
        lambda shelf: (shelf.index / trust.MANIFEST).write_bytes(b"\x80\x04"),
        lambda shelf: shelf.key.write_bytes(bytes(32)),
        lambda shelf: shelf.key.unlink(),
        lambda shelf: shelf.key.write_bytes(b"short"),
    ],
)
def test_whatever_is_damaged_is_set_aside_and_rebuilt(
    shelf: Shelf, damage: Callable[[Shelf], object]
) -> None:
    shelf.put(*ARTICLES)
    damage(shelf)
    assert_rebuilds(shelf)


def test_a_manifest_changed_by_hand_is_not_believed(shelf: Shelf) -> None:
    shelf.put(*ARTICLES)
    manifest = shelf.index / trust.MANIFEST
    manifest.write_text(manifest.read_text().replace('"upto": 1', '"upto": 7'))
    assert_rebuilds(shelf)


def test_a_link_in_place_of_a_file_is_not_followed(shelf: Shelf) -> None:
    shelf.put(*ARTICLES)
    elsewhere = shelf.folder / "elsewhere"
    segment(shelf).rename(elsewhere)
    (shelf.index / elsewhere.name).unlink(missing_ok=True)
    name = next(
        mark for mark in trust.read(shelf.index, trust.load_key(shelf.key)).files if mark.endswith(SEGMENT)
    )  # type: ignore[union-attr]
    (shelf.index / name).symlink_to(elsewhere)
    assert_rebuilds(shelf)
    assert elsewhere.exists()


def test_damage_with_the_old_times_is_found_when_it_is_met(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotten disk changes bytes and no times: what is then read in vain is set aside and built again."""
    shelf.put(*ARTICLES)
    monkeypatch.setattr(trust, "verify", lambda folder, manifest, thorough=False: manifest)
    path = segment(shelf)
    path.write_bytes(bytes(len(path.read_bytes())))
    assert_rebuilds(shelf)


def test_damage_that_reading_stumbles_over_is_found_by_hashing(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(*ARTICLES)
    path = segment(shelf)
    data = bytearray(path.read_bytes())
    data[20] ^= 1  # in a section, and so behind no checksum that opening looks at
    verify = trust.verify

    def quick(folder: Path, manifest: trust.Manifest, *, thorough: bool) -> trust.Manifest:
        return verify(folder, manifest, thorough=True) if thorough else manifest

    with monkeypatch.context() as patch:
        patch.setattr(trust, "verify", quick)
        patch.setattr(Evaluation, "match", stumble)
        path.write_bytes(bytes(data))
        with pytest.raises(SearchError, match="damaged"):
            reopened(shelf).ids("drone")
    assert "was changed" in shelf.engine.notices()[0]
    assert shelf.engine.high_water() == 0


def stumble(*_: object) -> None:
    raise IndexError


def test_a_copied_or_restored_library_keeps_its_index(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf.put(*ARTICLES)
    copy = Shelf(shelf.folder)
    copy.index = shelf.folder / "copy" / "index"
    shutil.copytree(shelf.index, copy.index)  # other inodes and times, the same content
    copy.engine = copy.open()
    assert copy.engine.high_water() == 1
    assert set(copy.ids("drone")) == {"a1", "a2"}
    assert copy.engine.notices() == []
    monkeypatch.setattr(trust, "mark", lambda path: pytest.fail("hashed again"))
    assert reopened(copy).engine.high_water() == 1
    copy.engine.close()


def test_the_index_of_another_library_or_version_is_not_used(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(*ARTICLES)
    other = shelf.open(library="another")
    assert other.high_water() == 0
    assert "another library" in other.notices()[0]
    other.close()
    monkeypatch.setattr("index.search.folder.MADE_BY", MADE_BY + "x")
    shelf.engine = shelf.open(library="another")
    assert shelf.engine.high_water() == 0
    assert "another version" in shelf.engine.notices()[0]


def test_an_index_of_ours_of_another_version_is_not_kept(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.put(*ARTICLES)
    old = segment(shelf)
    monkeypatch.setattr("index.search.folder.MADE_BY", MADE_BY + "x")
    assert reopened(shelf).engine.high_water() == 0
    assert "another version" in shelf.engine.notices()[0]
    assert not old.exists()
    assert not (shelf.index / ASIDE).exists()


def test_the_key_is_private_and_outside_the_library(shelf: Shelf) -> None:
    shelf.put(*ARTICLES)
    assert stat.S_IMODE(shelf.key.stat().st_mode) == 0o600
    assert len(shelf.key.read_bytes()) == 32
    assert shelf.index not in shelf.key.parents
    shelf.key.chmod(0o644)
    assert_rebuilds(shelf)


def test_a_key_that_cannot_be_kept_is_an_error_with_advice(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where a folder should be")
    with pytest.raises(SearchError, match="key of the search index"):
        Shelf(tmp_path).engine.high_water()


def test_check_hashes_everything(shelf: Shelf) -> None:
    shelf.put(*ARTICLES)
    assert shelf.engine.check() == []
    path = segment(shelf)
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "was changed" in shelf.engine.check()[0].what
