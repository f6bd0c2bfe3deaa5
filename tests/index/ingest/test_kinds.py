"""Every kind of source: told by its name or by how it begins, read from files, folders and standard input."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import shutil
import zipfile
from pathlib import Path

import pytest
import zstandard

from index.ingest import kinds
from index.ingest.html import saved
from index.ingest.kinds import Kind
from index.ingest.sources import drafts
from index.library import Library
from index.model import Draft, Progress, Role, Skipped, SourceKind

KINDS = Path(__file__).parents[2] / "fixtures" / "kinds"
WANTED = {
    "baths.md": ("Upper Tarn loses its baths", "Tarn Courier", "2023-05-06"),
    "bridge.txt": ("Swing bridge at Marlow Ferry to close", None, "2023-05-05"),
    "cannery.warc.gz": ("North Quay closes the fish cannery", "Kinds Gazette", None),
    "chapel.jsonl.zst": ("Brackwater closes the mill chapel", "Lines Daily", "2023-05-09"),
    "depot.mhtml": ("Tram depot of Kestrel Hill to close", "Kinds Gazette", None),
    "library.jsonl.gz": ("Sandby closes the reading room", "Lines Daily", "2023-05-09"),
    "market.eml": ("Night market at Linden Cross to close", "The Linden Post", "2023-05-08T06:30+02:00"),
    "observatory.jsonl": ("Cold Fell closes the small observatory", "Lines Daily", "2023-05-09"),
    "pier.jsonl.xz": ("Holmsea closes the west pier", "Lines Daily", "2023-05-09"),
    "quarry.warc": ("Stonebeck closes the lower quarry", "Kinds Gazette", None),
    "railway.html": ("Harbour railway at Port Ellery to go", "Kinds Gazette", "2023-05-07T08:15+01:00"),
}


def run(*names: object, **options: object) -> tuple[list[Draft], dict[str, str]]:
    items = list(drafts([str(name) for name in names], **options))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, Draft)], {
        i.source: i.reason for i in items if isinstance(i, Skipped)
    }


def said(draft: Draft) -> tuple[str | None, str | None, str | None]:
    return draft.title, draft.outlet, str(draft.published) if draft.published else None


def test_one_of_each_kind_in_a_folder() -> None:
    found, skipped = run(KINDS)
    assert skipped == {}
    assert {Path(draft.source.location).name: said(draft) for draft in found} == WANTED
    assert all(len(draft.texts(Role.BODY)) == 4 for draft in found)
    assert {draft.url for draft in found if draft.source.kind is SourceKind.FILE} == {
        *(None, "https://ellery.example/news/railway", "https://kestrel.example/depot"),
        "https://linden.example/letters/12",
    }


def test_one_of_each_kind_is_added(library: Library) -> None:
    first = library.add([str(KINDS / name) for name in WANTED])
    again = library.add([str(KINDS)])
    assert (first.added, first.skipped) == (len(WANTED), ())
    assert (again.added, again.updated, again.unchanged, again.skipped) == (0, 0, len(WANTED), ())
    assert {library.article(id).title for id in first.articles} == {title for title, _, _ in WANTED.values()}


@pytest.mark.parametrize("name", sorted(WANTED))
def test_a_named_file_and_standard_input_are_told_by_how_they_begin(name: str, tmp_path: Path) -> None:
    raw = (KINDS / name).read_bytes()
    path = tmp_path / "story"
    path.write_bytes(raw)
    [named], _ = run(path)
    [piped], _ = run("-", stdin=io.BytesIO(raw))
    assert said(named) == said(piped) == WANTED[name]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b'\xef\xbb\xbf \n{"text": 1}', Kind.LINES),
        (b"WARC/1.1\r\n", Kind.WARC),
        (b"<!DOCTYPE html>", Kind.HTML),
        (b"\n<HTML lang=en>", Kind.HTML),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x">', Kind.HTML),
        (b"<!-- saved --><!-- x -->\n<html>", Kind.HTML),
        (b"Received: from x\n\tby y\nFrom: a@b.example\nSubject: x\n\nbody", Kind.MAIL),
        (b"From x\nMessage-ID: <1>\r\nDate: today\r\n\r\nbody", Kind.MAIL),
        (b"From: Example Herald\nSubject: A headline\n\nA text that was copied.", None),
        (b"A headline\n\nReceived: nothing", None),
        (b"Note: <html> is a tag", None),
        (b"<rss version='2.0'>", None),
        (b"<!--" * 10_000, None),
        (b"", None),
    ],
    ids=range(14),
)
def test_how_kinds_begin(head: bytes, kind: Kind | None) -> None:
    assert kinds.by_content(head) is kind


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, zstandard.compress])
def test_packed_input_is_unpacked(pack: type[bytes]) -> None:
    line = json.dumps({"text": "The mayor said so.", "title": "T"}).encode()
    assert [draft.title for draft in run("-", stdin=io.BytesIO(pack(line)))[0]] == ["T"]
    text = b"A title of some kind\n\nThe mayor said on Friday that the bridge would open in spring.\n"
    assert [draft.title for draft in run("-", stdin=io.BytesIO(pack(text)))[0]] == ["A title of some kind"]
    assert "damaged" in run("-", stdin=io.BytesIO(pack(line)[:-6]))[1]["-"]


def test_where_a_saved_page_came_from() -> None:
    single = b"<!DOCTYPE html> <html><!--\n Page saved with SingleFile \n url: https://a.example/x?y \n-->"
    assert saved.address(single) == "https://a.example/x?y"
    assert saved.address(b"<!-- saved from url=(0014)about:internet -->") is None
    assert saved.address(b"<!-- saved from url=(0022)javascript:alert(1) -->") is None
    assert saved.address(b"<html>") is None


def test_the_folder_of_a_saved_page_is_not_read(tmp_path: Path) -> None:
    page = (KINDS / "railway.html").read_text()
    for name in ("Die Seite_files", "Seite-Dateien", "other_files", "alone_files"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "frame.html").write_text(page.replace("</h1>", "</h1><p>One line more.</p>"))
    for name in ("Die Seite.html", "Seite.htm", "other.txt"):
        (tmp_path / name).write_text(
            page if "htm" in name else "A title of some kind\n\nThe mayor said no, he said."
        )
    found, _ = run(tmp_path)
    assert [Path(draft.source.location).relative_to(tmp_path).as_posix() for draft in found] == [
        *("Die Seite.html", "Seite.htm", "alone_files/frame.html", "other.txt", "other_files/frame.html"),
    ]


def test_i110_archives_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("../../evil.txt", "x")
    shutil.copy(tmp_path / "a.zip", tmp_path / "report.txt")
    for name in ("b.tar", "c.tar.gz", "d.tgz", "e.7z"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "f").write_bytes(b"../x".ljust(257, b"\0") + b"ustar\x0000".ljust(300, b"\0"))
    packed_tar = gzip.compress((tmp_path / "f").read_bytes())
    found, skipped = run(tmp_path, tmp_path / "f", *(tmp_path / name for name in ("a.zip", "d.tgz")))
    assert found == []
    reasons = {Path(source).name: reason for source, reason in skipped.items()}
    assert set(reasons) == {"a.zip", "report.txt", "b.tar", "c.tar.gz", "d.tgz", "e.7z", "f"}
    assert {reason for name, reason in reasons.items()} == {kinds.ARCHIVE}
    assert run("-", stdin=io.BytesIO(packed_tar))[1] == {"-": kinds.ARCHIVE}
    assert sorted(path.name for path in tmp_path.parent.iterdir() if path.name == "evil.txt") == []


def test_many_pages_come_in_order_and_stop_when_asked(tmp_path: Path) -> None:
    page = (KINDS / "railway.html").read_text()
    for number in range(30):
        (tmp_path / f"{number:02}.html").write_text(page.replace("Port Ellery", f"Port Ellery {number}"))
    found, skipped = run(tmp_path)
    assert skipped == {}
    assert [Path(draft.source.location).stem for draft in found] == [f"{number:02}" for number in range(30)]
    steps: list[Progress] = []
    found, _ = run(tmp_path, on_progress=steps.append, cancelled=lambda: len(steps) >= 3)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("raw", "garbled"),
    [
        (b"\x00\x01\x02\xff\xfe\x03abc", True),
        (b"\xde\xad\xbe\xef\x80\x81\x00\x01\x02", True),
        (bytes(range(1, 10)), True),
        (b"", False),
        (b"No.\x00", False),
        (b"\x1b[31mred\x1b[0m \x07", False),
        ("🎉".encode(), False),
        (b"caf\xe9", False),
        ("Kyjev".encode("utf-16"), False),
        ("新聞".encode("shift-jis"), False),
    ],
)
def test_a_short_file_of_another_kind_is_told_from_a_short_text(raw: bytes, garbled: bool) -> None:
    assert kinds.is_garbled(raw) is garbled
