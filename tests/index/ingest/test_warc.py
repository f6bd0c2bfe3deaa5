"""Web archives: pages in, everything else passed over, damage said, memory bounded."""

from __future__ import annotations

import gzip
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ExtractionError
from index.ingest import packing, warc
from index.ingest.html.model import Page
from index.ingest.run import Run
from index.model import Draft, Role, Skipped, SourceKind
from tests.warcs import PAGE_TYPE, answer, page, record

BRIDGE = page("Bridge to close", "The council voted on Thursday to close the bridge.")
BATHS = page("Baths to close", "The council voted on Friday to close the baths.")


class Extractor:
    """Reads nothing, and tells what it was given."""

    def extract(self, raw: bytes, *, url: str | None, charset: str | None = None) -> Page:
        if b"broken" in raw:
            raise ExtractionError("took too long")
        return Page(blocks=((Role.BODY, f"{len(raw)} bytes, {charset}"),), url=url)


def read(raw: bytes, packed: str | None = None, run: Run | None = None) -> tuple[list[Draft], list[Skipped]]:
    run = run or Run(_extractor=Extractor())  # type: ignore[arg-type]
    steps = warc.read(
        packing.opened(io.BytesIO(raw), packed), "/crawls/x.warc", run, fallback_outlet="crawls"
    )
    items = [step() if callable(step) else step for step in steps]
    return [i for i in items if isinstance(i, Draft)], [i for i in items if isinstance(i, Skipped)]


def response(address: str | None, body: bytes, status: str = "200 OK", head: str = PAGE_TYPE) -> bytes:
    return record("response", address, answer(body, status, head))


def test_pages_come_out_and_the_rest_is_counted() -> None:
    chunked = b"%x;x=y\r\n" % len(BATHS) + BATHS + b"\r\n0\r\n\r\n"
    records = [
        record("warcinfo", None, b"software: x\r\n", type="application/warc-fields"),
        record("request", "http://e.example/a", b"GET / HTTP/1.1\r\n\r\n"),
        response("http://e.example/a", BRIDGE),
        response("http://e.example/a.png", b"\x89PNG", head="Content-Type: image/png\r\n"),
        response("http://e.example/gone", BRIDGE, "404 Not Found"),
        response("http://e.example/moved", b"", "301 Moved"),
        record("revisit", "http://e.example/a", answer(b"")),
        response(
            "<http://e.example/chunked>",
            chunked,
            head="Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n",
        ),
        response(
            "http://e.example/packed", gzip.compress(BATHS), head=PAGE_TYPE + "Content-Encoding: gzip\r\n"
        ),
        response("http://e.example/unpacked", BATHS, head=PAGE_TYPE + "Content-Encoding: gzip\r\n"),
        response("http://e.example/untyped", BATHS, head=""),
        response("http://e.example/script", b"alert(1)", head=""),
        record("resource", "http://e.example/resource", BATHS, type="text/html; charset=ISO-8859-1"),
        record("metadata", "http://e.example/a", b"x: y\r\n", type="application/warc-fields"),
        response("dns:e.example", BRIDGE),
        response(None, BRIDGE),
    ]
    for raw, packed in ((b"".join(records), None), (b"".join(map(gzip.compress, records)), "gz")):
        drafts, skipped = read(raw, packed)
        names = ("a", "chunked", "packed", "unpacked", "untyped", "resource")
        assert [draft.url for draft in drafts] == [f"http://e.example/{name}" for name in names]
        assert {draft.source.kind for draft in drafts} == {SourceKind.WARC}
        assert [draft.source.item for draft in drafts] == [draft.url for draft in drafts]
        said = [draft.texts(Role.BODY)[0] for draft in drafts]
        assert said[0] == f"{len(BRIDGE)} bytes, utf-8" and said[5] == f"{len(BATHS)} bytes, iso-8859-1"
        assert {text.split(" ")[0] for text in said[1:]} == {str(len(BATHS))}
        assert {(draft.published, draft.outlet) for draft in drafts} == {(None, "crawls")}
        assert [item.reason for item in skipped] == [
            "6 answers are no pages (pictures, redirects, errors ...); pages: 6"
        ]


def test_an_address_that_is_there_twice_has_two_places() -> None:
    address = "http://e.example/a"
    raw = response(address, BRIDGE) + record("response", address, answer(BATHS), date="2024-02-02T00:00:00Z")
    drafts, _ = read(raw)
    assert [draft.source.item for draft in drafts] == [address, f"{address} 2024-02-02T00:00:00Z"]


def test_one_bad_page_costs_one_page() -> None:
    drafts, skipped = read(
        response("http://e.example/b", b"<html>broken") + response("http://e.example/a", BRIDGE)
    )
    assert len(drafts) == 1
    assert [(item.source, item.reason) for item in skipped] == [
        ("/crawls/x.warc: http://e.example/b", "took too long")
    ]


WHOLE = b"".join(response(f"http://e.example/{n}", BRIDGE) for n in range(5))


@pytest.mark.parametrize(
    ("raw", "packed", "pages", "said"),
    [
        (WHOLE[:-200], None, 4, "damaged after record 4 (the next one is cut off)"),
        (WHOLE[: len(WHOLE) * 2 // 5 + 40], None, 2, "damaged after record 2"),
        (gzip.compress(WHOLE)[:-30], "gz", 4, "damaged after record"),
        (gzip.compress(WHOLE) + b"garbage", "gz", 5, "damaged after record 5"),
        (WHOLE + b"garbage\r\n" * 100, None, 5, "damaged after record 5 (what follows is no record)"),
        (b"garbage" * 1000, None, 0, "damaged after record 0"),
        (b"garbage" * 1000, "gz", 0, "damaged after record 0"),
        (WHOLE + b"WARC/1.0\r\nX: " + b"y" * 3_000_000, None, 5, "a header longer than 1 MiB"),
        (WHOLE + b"WARC/1.0\r\nWARC-Type: response\r\n\r\nx", None, 5, "a record without a length"),
        (WHOLE + b"WARC/1.0\r\nContent-Length: -5\r\n\r\nx", None, 5, "a record without a length"),
        (WHOLE + b"WARC/1.0\r\nContent-Length: 99999999999999\r\n\r\nx", None, 5, "cut off"),
        (b"", None, 0, "holds no pages"),
    ],
    ids=range(12),
)
def test_g95_cut_and_garbage(raw: bytes, packed: str | None, pages: int, said: str) -> None:
    drafts, skipped = read(raw, packed)
    assert len(drafts) <= pages if packed == "gz" and pages == 4 else len(drafts) == pages
    assert any(said in item.reason for item in skipped)
    assert {item.source for item in skipped} == {"/crawls/x.warc"}


def _zeros(millions: int) -> bytes:
    """A gzip of one answer of so many million zeros, never whole in memory."""
    import zlib

    size = millions * 1_000_000
    head = answer(b"")
    named = record("response", "http://e.example/z", head).replace(
        f"Content-Length: {len(head)}".encode(), f"Content-Length: {len(head) + size}".encode()
    )
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(named[:-4])]
    parts += [packer.compress(bytes(1_000_000)) for _ in range(millions)]
    return b"".join([*parts, packer.compress(b"\r\n\r\n"), packer.flush()])


def test_g95_300_mb_of_zeros_in_300_kb() -> None:
    bomb = _zeros(300)
    assert len(bomb) < 320_000
    sent_packed = response("http://e.example/y", bomb, head=PAGE_TYPE + "Content-Encoding: gzip\r\n")
    chunk = b"7fffffff\r\n" + bytes(20_000_000)
    chunked = response("http://e.example/x", chunk, head=PAGE_TYPE + "Transfer-Encoding: chunked\r\n")
    raw = bomb + gzip.compress(sent_packed + chunked + response("http://e.example/a", BRIDGE))
    tracemalloc.start()
    try:
        drafts, skipped = read(raw, "gz")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [draft.url for draft in drafts] == ["http://e.example/a"]
    assert [item.source.rsplit("/", 1)[1] for item in skipped] == ["z", "y", "x"]
    assert {item.reason for item in skipped} == {"larger than 15 MiB"}
    assert peak < 120 * 2**20


def test_nothing_is_written_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    read(WHOLE + b"\x1b]0;x\x07 garbage")
    read(gzip.compress(WHOLE)[:-30], "gz")
    read(response("http://e.example/a b", BRIDGE))
    assert capsys.readouterr() == ("", "")


def test_stopping() -> None:
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 6

    drafts, _ = read(WHOLE, run=Run(cancelled=cancelled, _extractor=Extractor()))  # type: ignore[arg-type]
    assert len(drafts) < 5


_WORDS = [
    *(
        b"WARC/1.0\r\n",
        b"WARC/1.1\n",
        b"\r\n",
        b"\r\n\r\n",
        b"WARC-Type: response\r\n",
        b"Content-Length: 5\r\n",
    ),
    *(
        b"Content-Length: 0\r\n",
        b"Content-Length: x\r\n",
        b"WARC-Target-URI: http://a.example/\r\n",
        b"hello",
        b"\x00",
    ),
    *(
        b"HTTP/1.1 200 OK\r\n",
        b"Content-Type: text/html\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"5\r\n",
        b" x\r\n",
    ),
    *(
        b"Content-Encoding: gzip\r\n",
        b"<html>",
        b"\xff",
        b"WARC-Type: resource\r\n",
        response("http://a.example/", b"x"),
    ),
]


@given(st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(_WORDS), max_size=30).map(b"".join)))
def test_any_bytes_are_survived(raw: bytes) -> None:
    for packed in (None, "gz"):
        drafts, skipped = read(raw, packed)
        assert drafts or skipped
        assert not any("parser failed" in item.reason for item in skipped)
