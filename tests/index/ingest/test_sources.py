"""Files, folders, globs and standard input: everything is read or skipped by name."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import pytest

from config.paths import seeds
from index.ingest import assemble, onefile
from index.ingest.sources import drafts
from index.model import Draft, Progress, Role, Skipped, SourceKind
from index.text import digest

STORY = (
    "A title of some kind\n\nBy Jane Roe\n\nThe mayor said on Friday that the bridge would open in spring.\n"
)


def run(*names: object, **options: object) -> tuple[list[Draft], dict[str, str]]:
    items = list(drafts([str(name) for name in names], **options))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, Draft)], {
        i.source: i.reason for i in items if isinstance(i, Skipped)
    }


def test_the_seeds() -> None:
    found, skipped = run(seeds())
    assert skipped == {}
    assert [draft.outlet for draft in found] == [
        "Euro Weekly News",
        "Latin Times",
        "The News International",
        "Vision Times",
        "Washington Post (reprint)",
    ]
    for draft in found:
        assert draft.digest == digest(Path(draft.source.location).read_bytes())
        assert draft.language == "en" and draft.texts(Role.BODY)
    assert run(seeds() / "latin-times.txt")[0][0].outlet == "Latin Times"
    assert {draft.outlet for draft in run(seeds(), outlet="Mine")[0]} == {"Mine"}


def test_which_outlet_wins(tmp_path: Path) -> None:
    for folder in ("herald", "sidecar/deep", "2023/05"):
        (tmp_path / folder).mkdir(parents=True)
    copyrighted = STORY + "\n© 2023 Town Gazette. All rights reserved.\n"
    (tmp_path / "herald" / "plain.txt").write_text(STORY)
    (tmp_path / "herald" / "named.txt").write_text(copyrighted)
    (tmp_path / "herald" / "matter.txt").write_text(f"---\noutlet: Front Matter\n---\n{copyrighted}")
    (tmp_path / "sidecar" / "outlets.yaml").write_text(
        "default: Sidecar News\noutlets:\n  deep/two.txt: Deep News\n"
    )
    (tmp_path / "sidecar" / "one.txt").write_text(f"---\noutlet: Front Matter\n---\n{STORY}")
    (tmp_path / "sidecar" / "deep" / "two.txt").write_text(STORY)
    (tmp_path / "sidecar" / "deep" / "three.txt").write_text(STORY)
    (tmp_path / "2023" / "05" / "dated.txt").write_text(STORY)
    (tmp_path / "top.txt").write_text(STORY)
    found, skipped = run(tmp_path)
    assert skipped == {}
    assert {Path(draft.source.location).name: draft.outlet for draft in found} == {
        "plain.txt": "herald",
        "named.txt": "Town Gazette",
        "matter.txt": "Front Matter",
        "one.txt": "Sidecar News",
        "two.txt": "Deep News",
        "three.txt": "Sidecar News",
        "dated.txt": None,
        "top.txt": None,
    }
    assert run(tmp_path / "herald" / "plain.txt")[0][0].outlet is None
    assert run(tmp_path / "*" / "plain.txt")[0][0].outlet == "herald"


def test_a_broken_sidecar_is_reported_and_the_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "outlets.yaml").write_text("outlets: [")
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.txt").write_text(STORY)
    found, skipped = run(tmp_path)
    assert len(found) == 2
    assert list(skipped) == [f"{tmp_path / 'outlets.yaml'}:1:11"]


def test_hostile_folder(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    (inside / "sub").mkdir(parents=True)
    (outside / "secret.txt").write_text(STORY)
    (inside / "a.txt").write_text(STORY)
    (inside / "sub" / "b.md").write_text("# A heading of the story\n\nThe mayor said that it was fine.\n")
    (inside / ".hidden.txt").write_text(STORY)
    (inside / "empty.txt").write_bytes(b" \n ")
    (inside / "nul.txt").write_bytes(b"\0" * 1000)
    (inside / "png.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (inside / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    (inside / "loop").symlink_to(inside)
    (inside / "out").symlink_to(outside)
    (inside / "out.txt").symlink_to(outside / "secret.txt")
    (inside / "zero.txt").symlink_to("/dev/zero")
    (inside / "gone.txt").symlink_to(inside / "nothing")
    os.mkfifo(inside / "pipe.txt")
    with (inside / "sparse.txt").open("wb") as file:
        file.truncate(3 << 30)
    Path(os.fsdecode(os.fsencode(inside) + b"/bad\xff\x1b]0;t\x07.txt")).write_text(STORY)
    found, skipped = run(inside)
    assert [Path(draft.source.location).name for draft in found] == ["a.txt", "b.md"]
    reasons = {Path(source).name: reason for source, reason in skipped.items()}
    assert set(reasons) == {
        *("empty.txt", "nul.txt", "png.txt", "photo.jpg", "loop", "out", "out.txt", "zero.txt", "gone.txt"),
        *("pipe.txt", "sparse.txt", "bad\ufffd.txt"),
    }
    assert (
        "larger" in reasons["sparse.txt"]
        and "regular" in reasons["pipe.txt"]
        and "UTF-8" in reasons["bad\ufffd.txt"]
    )
    assert (
        "binary" in reasons["nul.txt"] and "binary" in reasons["png.txt"] and reasons["empty.txt"] == "empty"
    )


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0)
    assert "permission" in run(path)[1][str(path)]


def test_what_is_not_there(tmp_path: Path) -> None:
    _, skipped = run(tmp_path / "no.txt", tmp_path / "*.txt", "ftp://example.org/a", "\0")
    assert "no such file" in skipped[str(tmp_path / "no.txt")]
    assert "pattern" in skipped[str(tmp_path / "*.txt")]
    assert "not fetched" in skipped["ftp://example.org/a"]
    assert len(skipped) == 4


def test_a_file_named_by_the_person_needs_no_suffix(tmp_path: Path) -> None:
    path = tmp_path / "story"
    path.write_text(STORY)
    assert run(path)[0][0].title == "A title of some kind"
    assert "not a kind" in run(tmp_path)[1][str(path)]


def test_standard_input() -> None:
    [draft], _ = run("-", stdin=io.BytesIO(STORY.encode()))
    assert (draft.source.kind, draft.source.location, draft.authors) == (SourceKind.STDIN, "-", ("Jane Roe",))
    lines = b"".join(
        json.dumps({"id": n, "text": f"Text {n} " + "x" * 500 + "."}).encode() + b"\n" for n in range(300)
    )
    found, _ = run("-", stdin=io.BytesIO(lines), outlet="Piped")
    assert [draft.source_id for draft in found] == [str(n) for n in range(300)]
    assert {draft.outlet for draft in found} == {"Piped"}
    assert "-" in run("-")[1] and "-" in run("-", stdin=io.BytesIO(b""))[1]


def test_progress_and_cancelling(tmp_path: Path) -> None:
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(STORY)
    steps: list[Progress] = []
    found, _ = run(tmp_path, on_progress=steps.append, cancelled=lambda: len(steps) >= 3)
    assert len(found) == 3 and [step.done for step in steps] == [1, 2, 3]
    assert steps[0].current == str(tmp_path / "0.txt")


@pytest.mark.parametrize("error", [IndexError("list index"), RecursionError(), ValueError("\x1b]0;x\x07")])
def test_a_mistake_of_the_parser_costs_one_article(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text(STORY + name)
    (tmp_path / "d.jsonl").write_text('{"text": "One."}\n{"text": "Two b.txt."}\n{"text": "Three."}\n')
    real = assemble.blocks

    def broken(title: str | None, lines: Any, language: str | None) -> Any:
        lines = list(lines)
        if any("b.txt" in text for _, text in lines):
            raise error
        return real(title, lines, language)

    monkeypatch.setattr(assemble, "blocks", broken)
    found, skipped = run(tmp_path)
    assert len(found) == 4
    assert set(skipped) == {str(tmp_path / "b.txt"), f"{tmp_path / 'd.jsonl'}:2"}
    assert "\x1b" not in "".join(skipped.values())


def test_large_texts_are_whole(tmp_path: Path) -> None:
    (tmp_path / "line.txt").write_text("The mayor said so. " * 55_000)
    (tmp_path / "lines.txt").write_text("The mayor said on Friday that it would rain.\n" * 100_000)
    found, _ = run(tmp_path)
    assert [len(draft.blocks) for draft in found] == [1, 100_000]


def test_unreadable_says_why() -> None:
    assert onefile.unreadable("Москва, Кремль".encode("utf-16")) is None
    assert onefile.unreadable("Москва и Кремль тут".encode("utf-16-le")) is None
    assert onefile.unreadable(b"\x1b]0;x\x07 text with escapes") is None
    assert onefile.unreadable(bytes(range(256)) * 8) is not None


def test_progress_says_how_much_of_all_was_read(tmp_path: Path) -> None:
    dump = tmp_path / "dump.jsonl"
    dump.write_text(
        "".join(f'{{"id": {n}, "text": "Notice number {n} of the harbour."}}\n' for n in range(9999))
    )
    (tmp_path / "one.txt").write_text("A title\n\nA bridge was closed on Friday after cracks were found.\n")
    told: list[Progress] = []
    assert (
        sum(isinstance(one, Draft) for one in drafts([str(tmp_path), "/nosuch"], on_progress=told.append))
        == 10_000
    )
    shares = [step.share or 0.0 for step in told]
    assert shares == sorted(shares)
    assert shares[0] < 0.2
    assert 0.4 < shares[5_000] < 0.7
    assert shares[-1] == 1.0
    drafted = list(drafts(["-"], stdin=io.BytesIO(b"A bridge was closed."), on_progress=told.append))
    assert len(drafted) == 1
    assert told[-1].share is None
