"""Files and folders that hang, vanish, loop or lie; see also `test_hostile_folder` in test_sources."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.ingest import onefile
from index.ingest.sources import drafts
from index.library import Library
from index.model import Draft, Role, Skipped

STORY = (
    "A title of some kind\n\nBy Jane Roe\n\nThe mayor said on Friday that the bridge would open in spring.\n"
)
PAGE = f"<html><head><title>A title</title></head><body><article><p>{STORY * 4}</p></article></body></html>"


def run(*names: object) -> tuple[list[str], dict[str, str]]:
    items = list(drafts([str(name) for name in names]))
    return [Path(i.source.location).name for i in items if isinstance(i, Draft)], {
        Path(i.source).name: i.reason for i in items if isinstance(i, Skipped)
    }


@pytest.mark.parametrize(
    "name", ["x.html", "x.eml", "x.mhtml", "x.warc", "x.warc.gz", "x.jsonl", "x.jsonl.zst"]
)
def test_i109_no_kind_of_file_hangs_or_ends_the_run(tmp_path: Path, name: str) -> None:
    """A pipe, a device, a link in a ring, a huge hole, and bytes of another kind, under each suffix."""
    _, _, suffix = name.partition(".")
    os.mkfifo(tmp_path / f"a-pipe.{suffix}")
    (tmp_path / f"b-ring.{suffix}").symlink_to(tmp_path / f"b-ring.{suffix}")
    (tmp_path / f"c-zero.{suffix}").symlink_to("/dev/zero")
    with (tmp_path / f"d-hole.{suffix}").open("wb") as file:
        file.truncate(100 << 20 if suffix == "jsonl" else 3 << 30)  # a dump's long line is read over
    (tmp_path / f"e-picture.{suffix}").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (tmp_path / f"f-empty.{suffix}").write_bytes(b"")
    (tmp_path / "z.txt").write_text(STORY)
    found, skipped = run(tmp_path)
    assert found == ["z.txt"]
    for part in ("a-pipe", "b-ring", "c-zero", "d-hole", "e-picture"):
        # What is wrong with a line of a dump is told by its number.
        assert any(source.startswith(f"{part}.{suffix}") for source in skipped), part
    assert "regular file" in skipped[f"a-pipe.{suffix}"]
    assert "symbolic link" in skipped[f"b-ring.{suffix}"] and "symbolic link" in skipped[f"c-zero.{suffix}"]


def test_i109_a_named_pipe_device_and_link_are_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.html")
    (tmp_path / "ring").symlink_to(tmp_path / "ring")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "a.txt").write_text(STORY)
    found, skipped = run(tmp_path / "pipe.html", tmp_path / "ring", "/dev/zero", tmp_path / "loop")
    assert found == ["a.txt"]  # a link to a folder that the person names is followed, the one in it is not
    assert {"pipe.html", "ring", "zero"} <= set(skipped)
    assert skipped["pipe.html"] == skipped["zero"] == "not a regular file"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied"), "no permission to read it; `chmod u+r` gives it"),
        (
            FileNotFoundError(2, "No such file"),
            "there is no such file or folder; see whether its name is spelt right",
        ),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error"),
    ],
)
def test_i109_a_file_that_cannot_be_opened_or_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    for name in ("a.txt", "b.txt", "b.html", "b.eml", "b.jsonl", "b.warc", "c.txt"):
        (tmp_path / name).write_text(STORY)
    opened = onefile._open

    def failing(path: Path) -> Any:
        if path.stem == "b":
            raise error
        return opened(path)

    monkeypatch.setattr(onefile, "_open", failing)
    found, skipped = run(tmp_path)
    assert found == ["a.txt", "c.txt"]
    assert skipped == dict.fromkeys(("b.txt", "b.html", "b.eml", "b.jsonl", "b.warc"), said)


def test_i109_a_folder_that_goes_while_it_is_read(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(STORY + name)
        (tmp_path / name / "2.html").write_text(PAGE)
    items: Iterator[Draft | Skipped] = drafts([str(tmp_path)])
    assert isinstance(next(items), Draft)
    shutil.rmtree(tmp_path / "b")
    rest = list(items)
    gone = [item.source for item in rest if isinstance(item, Skipped)]
    assert gone == [str(tmp_path / "b" / "1.txt"), str(tmp_path / "b" / "2.html")]
    assert [Path(i.source.location).parent.name for i in rest if isinstance(i, Draft)] == ["a", "c", "c"]


def test_i109_names_that_are_not_utf8(tmp_path: Path) -> None:
    for suffix in ("html", "eml", "warc", "jsonl"):
        Path(os.fsdecode(os.fsencode(tmp_path) + f"/bad\xff.{suffix}".encode("latin-1"))).write_bytes(b"x")
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/fol\xffder"))
    folder.mkdir()
    (folder / "a.txt").write_text(STORY)
    found, skipped = run(tmp_path)
    assert found == [] and len(skipped) == 5
    assert all("\ufffd" in source or source == "a.txt" for source in skipped)
    assert set(skipped.values()) == {"its name is not UTF-8; rename it"}


def test_i109_many_files_take_work_in_step_with_their_number(tmp_path: Path) -> None:
    for number in range(50):
        folder = tmp_path / f"{number:02}"
        folder.mkdir()
        for part in range(100):
            (folder / f"{part:02}.jpg").write_bytes(b"")
        (folder / "a.txt").write_text(STORY + str(number))
    began = time.process_time()
    found, skipped = [], 0
    for item in drafts([str(tmp_path)]):
        found += [item] if isinstance(item, Draft) else []
        skipped += isinstance(item, Skipped)
    assert (len(found), skipped) == (50, 5000)
    assert time.process_time() - began < 30


def test_i111_one_article_under_two_names_edited_once(library: Library, tmp_path: Path) -> None:
    for name, content in (
        ("a.txt", STORY),
        ("b.html", PAGE),
        ("c.eml", f"Subject: A letter\nFrom: A <a@b.example>\n\n{STORY}"),
    ):
        first, second = tmp_path / name, tmp_path / f"copy-{name}"
        first.write_text(content)
        second.write_text(content)
        os.utime(first, (4e9, 4e9))  # the time of a file means nothing here, be it in the future
        report = library.add([str(first), str(second)])
        assert (report.added, report.updated, report.unchanged) == (1, 0, 1), name
        first.write_text(content.replace("in spring", "in autumn"))
        os.utime(first, (1e9, 1e9))
        report = library.add([str(first)])
        assert (report.added, report.updated, report.unchanged) == (0, 1, 0), name
        [article] = (library.article(id) for id in report.articles)
        assert article.revision == 2 and "in autumn" in " ".join(article.texts(Role.BODY))
        report = library.add([str(first)])
        assert (report.added, report.updated, report.unchanged) == (0, 0, 1), name
        assert article.published is None or article.published.when.year < 2027


def test_i109_a_hole_in_a_dump_is_not_read_through(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    with dump.open("wb") as file:
        file.write(b'{"id": "a", "text": "Cracks were found in two arches of the bridge."}\n')
        file.truncate(1 << 40)
    first, second = drafts([str(dump)])
    assert isinstance(first, Draft)
    assert isinstance(second, Skipped)
    assert second.source == f"{dump}:2"
    assert second.reason == "a binary file, or damaged from here on; what came before was read"
