"""JSON Lines: good lines come out, bad ones are reported by number."""

from __future__ import annotations

import gzip
import io
import json
import lzma
import tracemalloc
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from index.ingest import jsonl
from index.model import Draft, Role, Skipped, SourceKind
from index.text import clean_line, digest


def read(raw: bytes, outlet: str | None = None) -> tuple[list[Draft], list[Skipped]]:
    items = list(jsonl.read(io.BytesIO(raw), "x.jsonl", outlet=outlet))
    return [i for i in items if isinstance(i, Draft)], [i for i in items if isinstance(i, Skipped)]


FULL = {
    "id": "n1",
    "url": "https://example.org/a",
    "outlet": "Example",
    "title": "A \u202etitle",
    "authors": ["Jane Roe", "Web Desk"],
    "published": "2023-05-06T09:39:00Z",
    "language": "en",
    "text": "First paragraph here.\n\nPhoto: Someone / AFP\nSecond [drones] paragraph.\u2028Third.",
}


def test_all_fields() -> None:
    line = json.dumps(FULL).encode()
    [draft], skipped = read(line + b"\n")
    assert skipped == []
    assert draft.source.kind is SourceKind.JSONL
    assert (draft.source.location, draft.source.item, draft.source_id) == ("x.jsonl", "n1", "n1")
    assert draft.digest == digest(line)
    assert (draft.url, draft.outlet, draft.title, draft.language) == (
        "https://example.org/a",
        "Example",
        "A title",
        "en",
    )
    assert (draft.authors, draft.author_kind) == (("Jane Roe", "Web Desk"), "person")
    assert str(draft.published) == "2023-05-06T09:39+00:00"
    assert draft.blocks[0].role is Role.TITLE
    assert draft.texts(Role.BODY) == ("First paragraph here.", "Second [drones] paragraph.", "Third.")
    assert draft.texts(Role.CAPTION) == ("Photo: Someone / AFP",)
    assert read(line, outlet="Mine")[0][0].outlet == "Mine"


def test_only_text_is_needed() -> None:
    [draft], _ = read(b'{"text": "Just this, said the mayor of the town."}')
    assert (
        draft.title is None and draft.outlet is None and draft.published is None and draft.source_id is None
    )
    assert draft.source.item == "1"


def test_wrong_types_are_nothing() -> None:
    data = {
        "text": "Body.",
        "title": 3,
        "authors": {"a": 1},
        "published": [1],
        "url": "javascript:x",
        "id": True,
        "outlet": [],
    }
    [draft], _ = read(json.dumps(data).encode())
    assert (draft.title, draft.authors, draft.published, draft.url, draft.source_id, draft.outlet) == (
        *(None, (), None),
        *(None, None, None),
    )
    [draft], _ = read(
        b'{"text": "Body.", "id": 17, "authors": "Jane Roe and John Doe", "published": "06/05/2023"}'
    )
    assert (draft.source_id, draft.authors, draft.published) == ("17", ("Jane Roe", "John Doe"), None)


def test_g91_bad_lines_are_reported_by_number_and_the_rest_is_kept() -> None:
    good = b'{"id": "%d", "text": "Good text."}'
    lines = [
        b"\xef\xbb\xbf" + good % 1,
        b"",
        b"{broken",
        b"[" * 100_000,
        b'{"text": "x", "n": NaN}',
        b'{"text": "x", "n": ' + b"9" * 5000 + b"}",
        b'{"text": "x", "text": "y"}',
        b'["text"]',
        b'{"html": "<p>x</p>"}',
        b'{"text": "  "}',
        b'{"text": 5}',
        b'{"text": "a\\ud800b."}',
        good % 2 + b"\r",
        b"{" + b'"a":{' * 50_000,
    ]
    drafts, skipped = read(b"\n".join(lines) + b"\n\n" + good % 3)
    assert [draft.source_id for draft in drafts] == ["1", None, "2", "3"]
    assert drafts[1].texts(Role.BODY) == ("a\ufffdb.",)
    assert [item.source for item in skipped] == [f"x.jsonl:{n}" for n in (3, 4, 5, 6, 7, 8, 9, 10, 11, 14)]
    reasons = {item.source.rsplit(":", 1)[1]: item.reason for item in skipped}
    assert (
        "NaN" in reasons["5"]
        and "twice" in reasons["7"]
        and "object" in reasons["8"]
        and "no article" in reasons["9"]
    )
    assert all(len(item.reason) < 300 for item in skipped)


def test_a_line_too_long_is_skipped_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "MAX_LINE", 1000)
    drafts, skipped = read(b'{"text": "' + b"x" * 5000 + b'"}\n{"text": "Fine."}\n')
    assert [draft.texts(Role.BODY) for draft in drafts] == [("Fine.",)]
    assert [item.source for item in skipped] == ["x.jsonl:1"]


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [
        (".jsonl", bytes),
        (".jsonl.gz", gzip.compress),
        (".jsonl.xz", lzma.compress),
        (".jsonl.zst", zstandard.compress),
    ],
)
def test_compressed(tmp_path: Path, suffix: str, pack: type[bytes]) -> None:
    path = tmp_path / f"a{suffix}"
    path.write_bytes(pack(json.dumps(FULL).encode() + b"\n"))
    [draft] = jsonl.read_file(path)
    assert isinstance(draft, Draft) and draft.source_id == "n1"


@pytest.mark.parametrize(
    ("suffix", "pack"),
    [(".jsonl.gz", gzip.compress), (".jsonl.xz", lzma.compress), (".jsonl.zst", zstandard.compress)],
)
def test_damaged_archives_give_what_came_before(tmp_path: Path, suffix: str, pack: type[bytes]) -> None:
    path = tmp_path / f"a{suffix}"
    whole = pack(b"".join(json.dumps({**FULL, "id": str(n)}).encode() + b"\n" for n in range(2000)))
    for raw in (whole[: len(whole) // 2], b"not an archive", b""):
        path.write_bytes(raw)
        items = list(jsonl.read_file(path))
        if raw:
            assert isinstance(items[-1], Skipped) and "damaged" in items[-1].reason
        assert all(isinstance(item, Draft) for item in items[:-1])


def test_cancelling_stops_after_what_is_finished() -> None:
    raw = b'{"text": "Body."}\n' * 10
    seen: list[object] = []
    for item in jsonl.read(io.BytesIO(raw), "x", cancelled=lambda: len(seen) >= 3):
        seen.append(item)
    assert len(seen) == 3


def test_frames_of_zstandard_one_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.zst"
    lines = [json.dumps({**FULL, "id": str(n)}).encode() + b"\n" for n in range(3000)]
    path.write_bytes(
        b"".join(zstandard.compress(b"".join(lines[at : at + 700])) for at in range(0, 3000, 700))
    )
    found = [item for item in jsonl.read_file(path) if isinstance(item, Draft)]
    assert [draft.source_id for draft in found] == [str(n) for n in range(3000)]


def test_zstandard_that_asks_for_too_much_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.zst"
    wide = zstandard.ZstdCompressionParameters.from_level(3, window_log=30, enable_ldm=True)
    packer = zstandard.ZstdCompressor(compression_params=wide).compressobj()
    path.write_bytes(packer.compress(b'{"text": "Body."}\n') + packer.flush())
    [item] = jsonl.read_file(path)
    assert isinstance(item, Skipped) and item.reason.startswith("damaged: ")


def test_g91_a_line_of_200_mb(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.zst"
    packer = zstandard.ZstdCompressor().compressobj()
    parts = [packer.compress(b'{"text": "')]
    parts += [packer.compress(b"x" * 1_000_000) for _ in range(200)]
    parts += [packer.compress(b'"}\n{"text": "Fine."}\n'), packer.flush()]
    path.write_bytes(b"".join(parts))
    tracemalloc.start()
    try:
        skipped, draft = jsonl.read_file(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (
        isinstance(skipped, Skipped)
        and skipped.source == f"{path}:1"
        and "longer than 20 MB" in skipped.reason
    )
    assert isinstance(draft, Draft) and draft.texts(Role.BODY) == ("Fine.",)
    assert peak < 100 * 2**20


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("no", "expecting value at character 1"),
        ('{"text": "a', "unterminated string starting at character 10"),
        ('{"text": "a\x01"}', "invalid control character at character 12"),
        ('{"text": "a"} b', "extra data at character 15"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_in_place(line: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "Body."}}\n{line}\n')
    _, item = jsonl.read_file(path)
    assert item == Skipped(f"{path}:2", f"broken JSON: {reason}")


VALUES = st.recursive(
    st.sampled_from([None, True, 7, -1e9, "Two drones fell."]) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=5,
)
LINES = st.one_of(
    st.dictionaries(st.sampled_from([*FULL, "x"]), VALUES, max_size=6).map(json.dumps),
    VALUES.map(json.dumps),
    st.text(max_size=30),
).map(lambda line: " ".join(line.replace("\ufeff", "").split()))


@settings(max_examples=120, deadline=None)
@given(st.lists(LINES, max_size=6))
def test_every_line_is_an_article_or_is_named_as_skipped(lines: list[str]) -> None:
    items = list(jsonl.read(io.BytesIO("\n".join(lines).encode("utf-8", "replace")), "x.jsonl"))
    numbers = [number for number, line in enumerate(lines, 1) if line]
    assert len(items) == len(numbers)
    for number, item in zip(numbers, items, strict=True):
        if isinstance(item, Skipped):
            assert item.source == f"x.jsonl:{number}"
            assert item.reason
        else:
            assert item.blocks
            assert all(block.text == clean_line(block.text) != "" for block in item.blocks)
