"""Files of the codec: what is written is read again, and whatever was changed is refused by name."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.search import schema
from index.search.codec import sections
from index.search.codec.build import Builder
from index.search.codec.deletions import read_deleted, write_deleted
from index.search.codec.naming import Named
from index.search.codec.sections import DamagedError, SectionFile, SectionWriter
from index.search.codec.segment import Segment
from tests.index.search.builders import article, indexed

KINDS = {"|u1": 255, "<u2": 65_535, "<u4": 2**32 - 1, "<u8": 2**64 - 1, "<i4": 2**31 - 1}


def written(path: Path) -> Path:
    writer = SectionWriter(path)
    writer.put("numbers", np.arange(7, dtype=np.uint16))
    writer.stream("nothing", "<u4")
    writer.put("bytes", np.frombuffer(b"abc", np.uint8))
    writer.finish({"documents": 3})
    return path


@given(
    st.lists(
        st.sampled_from(sorted(KINDS)).flatmap(
            lambda kind: st.tuples(
                st.just(kind), st.lists(st.lists(st.integers(0, KINDS[kind]), max_size=9), max_size=4)
            )
        ),
        max_size=5,
    )
)
@settings(max_examples=60, deadline=None)
def test_sections_written_piece_by_piece_are_read_whole(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[str, list[list[int]]]]
) -> None:
    path = tmp_path_factory.mktemp("sections") / "file"
    writer = SectionWriter(path)
    for number, (kind, pieces) in enumerate(found):
        stream = writer.stream(f"s{number}", kind)
        for piece in pieces:
            stream.append(np.array(piece, np.dtype(kind)))
    writer.finish({"n": len(found)})
    file = SectionFile(path)
    file.verify()
    assert file.meta == {"n": len(found)}
    for number, (kind, pieces) in enumerate(found):
        numbers = file.array(f"s{number}")
        assert numbers.dtype == np.dtype(kind)
        assert numbers.tolist() == [one for piece in pieces for one in piece]
        assert not numbers.flags.writeable


def test_large_sections_go_through_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sections, "_IN_MEMORY", 100)
    writer = SectionWriter(tmp_path / "file")
    stream = writer.stream("numbers", "<u4")
    for start in range(0, 1000, 100):
        stream.append(np.arange(start, start + 100))
    writer.finish({})
    assert SectionFile(tmp_path / "file").array("numbers").tolist() == list(range(1000))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def refused(path: Path) -> bool:
    try:
        SectionFile(path).verify()
    except DamagedError as error:
        return path.name in str(error)
    return False


def test_a_change_of_any_byte_is_refused_by_name(tmp_path: Path) -> None:
    path = written(tmp_path / "some.segment")
    data = path.read_bytes()
    assert not refused(path)
    for at in range(len(data)):
        path.write_bytes(data[:at] + bytes((data[at] ^ 1 << at % 8,)) + data[at + 1 :])
        assert refused(path), at


def test_a_file_cut_short_or_longer_anywhere_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "some.segment")
    data = path.read_bytes()
    for size in range(0, len(data), 3):
        path.write_bytes(data[:size])
        assert refused(path), size
    path.write_bytes(data + b"\0")
    assert refused(path)


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_other_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("other") / "file"
    path.write_bytes(data)
    assert refused(path)


def test_a_failure_while_writing_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        written(tmp_path / "file")
    assert not list(tmp_path.iterdir())


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    path = written(tmp_path / "file")
    with pytest.raises(FileExistsError):
        written(path)


@given(st.lists(st.booleans(), max_size=40))
@settings(max_examples=40, deadline=None)
def test_deletions_are_read_again_for_their_segment_alone(
    tmp_path_factory: pytest.TempPathFactory, flags: list[bool]
) -> None:
    path = tmp_path_factory.mktemp("deleted") / "file"
    write_deleted(path, "s1", np.array(flags, np.bool_))
    assert read_deleted(path, "s1", len(flags)).tolist() == flags
    for segment, documents in (("s2", len(flags)), ("s1", len(flags) + 8)):
        with pytest.raises(DamagedError, match="belong"):
            read_deleted(path, segment, documents)


def test_a_segment_with_any_section_changed_is_refused(tmp_path: Path) -> None:
    builder = Builder(tmp_path, schema.schema())
    for number in range(5):
        builder.add(schema.document(indexed(article(f"a{number}", f"The drone {number} flew.", title="It"))))
    named = builder.finish()
    path = tmp_path / named.file
    data = path.read_bytes()
    Segment(tmp_path, named, verify=True)
    for at in range(0, len(data), 31):
        path.write_bytes(data[:at] + bytes((data[at] ^ 4,)) + data[at + 1 :])
        with pytest.raises(DamagedError, match=named.file):
            Segment(tmp_path, named, verify=True)


def test_sections_that_do_not_fit_each_other_are_refused(tmp_path: Path) -> None:
    writer = SectionWriter(tmp_path / "s1.segment")
    for name, numbers in (("id", b"a1"), ("title/terms", b"drone"), ("title/weights", b"\1")):
        writer.put(name, np.frombuffer(numbers, np.uint8))
    for name, kind in (("id_ends", "<u4"), ("published", "<i4")):
        writer.put(name, np.array([2], kind))
    for name, kind in (("ends", "<u4"), ("starts", "<u4"), ("docs", "<u2"), ("dense", "<u4")):
        writer.put(f"title/{name}", np.array([], kind))
    writer.put("title/rows", np.array([], np.uint8))
    writer.put("title/dense_counts", np.array([], np.uint32))
    writer.finish({"documents": 1, "fields": {"title": {}}})
    with pytest.raises(DamagedError, match=r"s1\.segment"):
        Segment(tmp_path, Named("s1"), verify=True)
    segment = Segment(tmp_path, Named("s1"))
    with pytest.raises(DamagedError, match=r"s1\.segment"):
        segment.field("title")


def test_a_file_system_that_maps_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(19, "No such device")

    path = written(tmp_path / "file")
    monkeypatch.setattr("mmap.mmap", refuse)
    file = SectionFile(path)
    file.verify()
    assert file.array("numbers").tolist() == list(range(7))
