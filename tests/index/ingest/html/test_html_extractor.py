"""The worker processes: limits, an end for the slow and the greedy, no network, no orphans."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.errors import ExtractionError
from index.ingest.html import worker
from index.ingest.html.extractor import Extractor
from index.ingest.html.page import read_page
from index.model import Draft, Role, Skipped, Source, SourceKind
from tests.index.ingest.html_pages import FIRST, PARAGRAPHS, document

ROOT = Path(__file__).resolve().parents[4]
GOOD = document(f"<article><h1>Drones fall on palace</h1>{PARAGRAPHS}</article>")
HUGE = document(f"<article>{'<p>a<b>b</b>' * 600_000}</article>")


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    with Extractor(workers=2) as made:
        yield made


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def _pids(extractor: Extractor) -> list[int]:
    return [child._process.pid for child in extractor._children]


def test_a_page_crosses_whole(extractor: Extractor) -> None:
    page = extractor.extract(GOOD, url="https://x.example/a")
    assert page.title == "Drones fall on palace"
    assert page.blocks[0] == (Role.BODY, FIRST)
    assert page.url == "https://x.example/a"


def test_no_process_before_the_first_page() -> None:
    with Extractor() as made:
        assert _pids(made) == []


def test_two_threads_are_served_at_once(extractor: Extractor) -> None:
    with ThreadPoolExecutor(4) as pool:
        pages = list(pool.map(lambda _: extractor.extract(GOOD, url=None), range(12)))
    assert {page.title for page in pages} == {"Drones fall on palace"}
    assert len(_pids(extractor)) <= 2


def test_e63_what_takes_too_long_is_ended_and_the_next_is_read() -> None:
    with Extractor(workers=1, seconds=5) as made:
        made.extract(GOOD, url=None)
        before = _pids(made)
        made.seconds = 0.2
        with pytest.raises(ExtractionError, match="longer than"):
            made.extract(HUGE, url=None)
        made.seconds = 30
        assert made.extract(GOOD, url=None).blocks
        assert not _alive(before[0])


def test_e63_what_needs_too_much_memory_costs_that_page_alone() -> None:
    with Extractor(workers=1, seconds=60, memory=256 * 2**20) as made:
        made.extract(GOOD, url=None)
        with pytest.raises(ExtractionError, match=r"MB|crash|failed"):
            made.extract(HUGE * 3, url=None)
        assert made.extract(GOOD, url=None).blocks


def test_e58_deep_pages_end_in_time(extractor: Extractor) -> None:
    for deep in ("<span>" * 5000, "<div>" * 50_000):
        began = time.monotonic()
        assert extractor.extract(document(deep + PARAGRAPHS), url=None).blocks
        assert time.monotonic() - began < 10


def test_close_ends_a_page_that_is_being_read() -> None:
    made = Extractor(workers=1, seconds=60)
    made.extract(GOOD, url=None)
    pids = _pids(made)
    errors: list[Exception] = []

    def work() -> None:
        try:
            while True:
                made.extract(HUGE, url=None)
        except ExtractionError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    time.sleep(0.1)
    made.close()
    thread.join(10)
    assert not thread.is_alive()
    assert "stopped" in str(errors[0])
    assert not any(_alive(pid) for pid in pids)
    with pytest.raises(ExtractionError, match="stopped"):
        made.extract(GOOD, url=None)


def _said(code: str) -> str:
    """What a program prints in a process of its own, which may end as it will."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-c", code]
    return subprocess.run(call, capture_output=True, cwd=ROOT, env=environment, timeout=60).stdout.decode()


def test_children_end_with_their_parent() -> None:
    code = (
        "import os, sys; from index.ingest.html.extractor import Extractor; made = Extractor(workers=1);"
        "made.extract(b'<p>x', url=None); print(next(iter(made._children))._process.pid, "
        "flush=True); os._exit(9)"
    )
    pid = int(_said(code))
    until = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive(pid)


def test_modules_of_the_working_folder_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('ran')")
    (tmp_path / "index").mkdir()
    monkeypatch.chdir(tmp_path)
    with Extractor(workers=1) as made:
        assert made.extract(GOOD, url=None).blocks


def test_h108_nothing_connects_from_a_worker() -> None:
    code = (
        "import sys; from index.ingest.html import worker; worker.block_network()\n"
        "import socket, urllib.request, http.client\n"
        "for work in (lambda: socket.socket(), lambda: socket.create_connection(('127.0.0.1', 9)),\n"
        "             lambda: socket.getaddrinfo('example.org', 80), lambda: socket.socketpair(),\n"
        "             lambda: http.client.HTTPConnection('127.0.0.1', 9).request('GET', '/'),\n"
        "             lambda: __import__('trafilatura').fetch_url('http://127.0.0.1:9/')):\n"
        "    try: result = work()\n"
        "    except OSError as error: result = None; print(type(error).__name__)\n"
        "    else: print('gave', result)\n"
    )
    lines = _said(code).split("\n")
    assert lines[:5] == ["NoNetworkError"] * 5
    assert lines[5] in ("NoNetworkError", "gave None")


def test_the_processor_time_of_each_page_is_bounded() -> None:
    code = (
        "from index.ingest.html import worker; import resource\n"
        "worker.limit_time(1); worker.limit_memory(1 << 30)\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0], resource.getrlimit(resource.RLIMIT_AS)[0])\n"
    )
    seconds, memory = map(int, _said(code).split())
    assert 3 <= seconds <= 10
    assert memory == 1 << 30


def test_a_worker_that_does_not_start_is_told() -> None:
    with (
        Extractor(workers=1, memory=40 * 2**20) as made,
        pytest.raises(ExtractionError, match="does not start"),
    ):
        made.extract(GOOD, url=None)


SOURCE = Source(SourceKind.FILE, "/news/a.html")


def test_read_page_makes_a_draft(extractor: Extractor) -> None:
    draft = read_page(GOOD, SOURCE, extractor=extractor, url="https://x.example/a", fallback_outlet="Folder")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.outlet, draft.url) == (
        "Drones fall on palace",
        "Folder",
        "https://x.example/a",
    )
    assert draft.blocks[0].role is Role.TITLE
    assert draft.texts(Role.BODY)[0] == FIRST
    assert draft.language == "en"


def test_which_outlet(extractor: Extractor) -> None:
    raw = GOOD.replace(b"<title>", b"<meta property='og:site_name' content='The Example'><title>")
    for given, outlet in ((None, "The Example"), ("Mine", "Mine")):
        draft = read_page(raw, SOURCE, extractor=extractor, outlet=given, fallback_outlet="Folder")
        assert isinstance(draft, Draft)
        assert draft.outlet == outlet


def test_e64_a_wall_is_partial(extractor: Extractor) -> None:
    raw = b"<html><title>404 Not Found</title><body><h1>Not Found</h1><p>The page could not be found.</p>"
    skipped = read_page(raw, SOURCE, extractor=extractor)
    assert isinstance(skipped, Skipped)
    assert skipped.source == "/news/a.html"
    assert skipped.reason.startswith("partial: an error page")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 99, "a binary file"),
        (b"%PDF-1.7 x", "a binary file"),
        (b"\x1f\x8b\x08" + b"x" * 99, "a binary file"),
        (b"\0" * 1000, "a binary file"),
        (b"RIFF\x24\x10\x00\x00WEBPVP8 " + bytes(range(256)) * 8, "a binary file"),
        (b"PK\x03\x04" + b"x" * 99, "a binary file"),
        (b"<p>" + b"x" * 20_000_001, "larger than 20 MB"),
        (b"<html><body></body></html>", "holds no article text"),
    ],
    ids=["empty", "blank", "png", "pdf", "gzip", "zeros", "webp", "zip", "large", "nothing"],
)
def test_e65_other_kinds_are_refused(extractor: Extractor, raw: bytes, reason: str) -> None:
    skipped = read_page(raw, SOURCE, extractor=extractor)
    assert isinstance(skipped, Skipped)
    assert reason in skipped.reason


def test_frames_are_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "frames"
    path.write_bytes(worker.LENGTH.pack(3) + b"abc" + worker.LENGTH.pack(9) + b"cut")
    with path.open("rb") as stream:
        assert worker._frame(stream) == b"abc"
        assert worker._frame(stream) is None
