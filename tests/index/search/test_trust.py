"""Files that are not ours are never opened; what is wrong is set aside, said, and built again."""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import SearchError
from index.search import trust
from index.search.folder import ASIDE, MADE_BY
from tests.index.search.builders import Shelf, article

ARTICLES = [article("a1", "The drone flew."), article("a2", "The drone fell.")]


class Evil:
    """A pickle that makes a file when it is opened."""

    def __init__(self, proof: Path) -> None:
        self.proof = proof

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (str(self.proof),)


def crafted_toc(proof: Path) -> bytes:
    """A table of contents as Whoosh reads it, with that pickle for the schema and for the segments."""
    import struct

    from index.search.quiet import TOC

    payload = pickle.dumps(Evil(proof), 2)
    head = bytes((4, 8, 4)) + struct.pack("!i", -12345) + struct.pack("!i", TOC(None, [], 0).version)
    head += bytes((2, 7, 4)) + bytes((len(payload),)) + payload
    return head + struct.pack("!i", 1) + struct.pack("!i", 0) + payload


def toc(shelf: Shelf) -> Path:
    return next(shelf.index.glob("_MAIN_*.toc"))


def postings(shelf: Shelf) -> Path:
    return next(shelf.index.glob("*.pst"))


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


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_a_crafted_table_of_contents_does_run_when_opened_by_whoosh(tmp_path: Path) -> None:
    """The attack of the next tests is real: Whoosh's own way to open it runs the command."""
    from index.search.build import INDEX_NAME
    from index.search.quiet import TOC, FileStorage

    (tmp_path / "_MAIN_1.toc").write_bytes(crafted_toc(tmp_path / "proof"))
    with pytest.raises(Exception):  # noqa: B017 (what Whoosh raises afterwards is not the point)
        TOC.read(FileStorage(str(tmp_path)), INDEX_NAME)
    gc.collect()  # Whoosh leaves its file open
    assert (tmp_path / "proof").exists()


@pytest.mark.parametrize("foreign", ["alone", "with our manifest", "newer beside ours"])
def test_a_crafted_table_of_contents_is_not_run(shelf: Shelf, foreign: str) -> None:
    proof = shelf.folder / "proof"
    shelf.put(*ARTICLES)
    evil = crafted_toc(proof)
    if foreign == "alone":
        shutil.rmtree(shelf.index)
        shelf.index.mkdir()
        (shelf.index / "_MAIN_1.toc").write_bytes(evil)
        assert_rebuilds(shelf)
    elif foreign == "with our manifest":
        toc(shelf).write_bytes(evil)
        assert_rebuilds(shelf)
    else:
        (shelf.index / "_MAIN_99.toc").write_bytes(evil)
        assert set(reopened(shelf).ids("drone")) == {"a1", "a2"}
        shelf.put(article("a3", "drone"))
        assert not (shelf.index / "_MAIN_99.toc").exists()
    assert not proof.exists()


def test_a_foreign_stored_column_is_not_read(shelf: Shelf) -> None:
    shelf.put(*ARTICLES)
    proof = shelf.folder / "proof"
    name = postings(shelf).name.replace(".pst", ".title.col")
    (shelf.index / name).write_bytes(pickle.dumps(Evil(proof)))
    assert set(reopened(shelf).ids("title:drone OR drone")) == {"a1", "a2"}
    assert not proof.exists()


@pytest.mark.parametrize(
    "damage",
    [
        lambda shelf: toc(shelf).write_bytes(toc(shelf).read_bytes()[:20]),
        lambda shelf: toc(shelf).unlink(),
        lambda shelf: postings(shelf).unlink(),
        lambda shelf: postings(shelf).write_bytes(b""),
        lambda shelf: postings(shelf).write_bytes(b"\xff" + postings(shelf).read_bytes()[1:]),
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
    postings(shelf).rename(elsewhere)
    (shelf.index / elsewhere.name).unlink(missing_ok=True)
    name = next(
        mark for mark in trust.read(shelf.index, trust.load_key(shelf.key)).files if mark.endswith(".pst")
    )  # type: ignore[union-attr]
    (shelf.index / name).symlink_to(elsewhere)
    assert_rebuilds(shelf)
    assert elsewhere.exists()


def test_damage_with_the_old_times_is_found_when_it_is_met(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotten disk changes bytes and no times: the search says so, and the index is built again."""
    shelf.put(*[article(f"a{n}", " ".join(f"drone{n} w{i}" for i in range(n))) for n in range(60)])
    monkeypatch.setattr(
        trust, "verify", lambda folder, manifest, thorough: rotten() if thorough else manifest
    )
    path = postings(shelf)
    path.write_bytes(bytes(len(path.read_bytes())))

    def rotten() -> None:
        raise trust.UntrustedError(f"{path.name} was changed")

    reopened(shelf)
    with pytest.raises(SearchError, match="damaged"):
        for number in range(60):
            shelf.ids(f"w{number}")
    monkeypatch.undo()
    assert shelf.engine.high_water() == 0


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
    path = postings(shelf)
    status = path.stat()
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert "was changed" in shelf.engine.check()[0].what
