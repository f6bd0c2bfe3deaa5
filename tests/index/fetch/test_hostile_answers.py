"""Servers whose answers are bombs, slow, endless or broken: cases 96 to 99 of the hostile ones."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import time
import zlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.model import Request
from index.fetch.run import run
from tests.index.fetch.conftest import fetched, refused
from tests.index.fetch.servers import (
    Script,
    Site,
    answer,
    closing,
    drip,
    endless,
    hang,
    redirect,
)

HEAD = b"HTTP/1.1 200 OK\r\n"


# 96, 97: bombs


def _bomb(layers: int) -> Script:
    """Endless zeros, compressed so many times."""
    packers = [zlib.compressobj(9, wbits=31) for _ in range(layers)]
    zeros = bytes(2**20)

    def piece() -> bytes:
        data = zeros
        for packer in packers:
            data = packer.compress(data)
        return data

    encodings = ", ".join(["gzip"] * layers)
    return endless(HEAD + f"Content-Encoding: {encodings}\r\n\r\n".encode(), piece)


PEAK = """
import sys
from index.fetch.errors import FetchError
from index.fetch.model import Request
from index.fetch.run import run
try:
    run(lambda client: client.get(Request(sys.argv[1], typed=True)))
except FetchError as error:
    print(error.kind)
# Not ru_maxrss, which a child inherits from its parent.
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
@pytest.mark.parametrize(("layers", "kind"), [(1, "too large"), (2, "refused")])
def test_h96_h97_gzip_bombs_end_at_the_cap_in_little_memory(site: Site, layers: int, kind: str) -> None:
    url = site.route("/bomb", _bomb(layers))
    done = subprocess.run(
        [sys.executable, "-c", PEAK, url], capture_output=True, text=True, timeout=60, check=True
    )
    said, kilobytes = done.stdout.split("\n")[:2]
    assert said == kind
    assert int(kilobytes) < 150_000


def test_h97_stacked_encodings_are_refused_however_they_are_written(site: Site) -> None:
    twice = gzip.compress(gzip.compress(b"x" * 1_000))
    url = site.route("/", HEAD + b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n" + twice)
    assert refused(url).kind == "refused"


def test_h96_a_bomb_does_not_hold_up_other_work(site: Site) -> None:
    url = site.route("/bomb", _bomb(1))

    async def work(client: Client) -> float:
        task = asyncio.ensure_future(client.get(Request(url, typed=True)))
        longest, last = 0.0, time.monotonic()
        while not task.done():
            await asyncio.sleep(0.001)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        with pytest.raises(FetchError):
            await task
        return longest

    assert run(work) < 1.0


# 98: slow servers

SLOW = {"deadline": 0.5}


@pytest.mark.parametrize(
    "script",
    [
        hang,
        drip(HEAD + b"Content-Length: 100\r\n\r\n" + b"x" * 100, 0.05),
        drip(answer(b"x" * 100, headers={"Content-Encoding": "gzip"}), 0.05),
        drip(HEAD + b"X: y\r\n" * 100, 0.05),
        endless(HEAD, b"X: y\r\n"),
        endless(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_h98_a_slow_server_is_left_at_the_deadline(site: Site, script: Script) -> None:
    began = time.monotonic()
    error = refused(site.route("/slow", script), client=SLOW)
    assert error.kind in ("timeout", "network")
    assert time.monotonic() - began < 20


def test_h98_the_deadline_counts_redirects_together(site: Site) -> None:
    for hop in range(5):
        site.route(f"/{hop}", drip(redirect(f"/{hop + 1}"), 0.005))
    began = time.monotonic()
    assert refused(site.at("/0"), client={"deadline": 0.8}).kind == "timeout"
    assert time.monotonic() - began < 20


def test_h98_a_name_server_that_does_not_answer_ends_at_the_deadline() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.sleep(3600)
        return []

    assert refused("http://slow.example/", client={"resolve": never, **SLOW}).kind == "timeout"


# 99: broken answers


@pytest.mark.parametrize(
    ("script", "kinds"),
    [
        (endless(HEAD + b"\r\n", b"x" * 65_536), ("too large",)),
        (
            endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"10000\r\n" + b"x" * 65_536 + b"\r\n"),
            ("too large",),
        ),
        (closing(HEAD + b"X: " + b"y" * 10_000_000 + b"\r\n\r\nx"), ("network",)),
        (closing(HEAD + b"".join(b"X%d: y\r\n" % n for n in range(1_000)) + b"\r\nx"), ("network",)),
        (closing(HEAD + b"Content-Length: 100\r\n\r\nshort"), ("network",)),
        (closing(HEAD + b"Transfer-Encoding: chunked\r\n\r\n64\r\nshort"), ("network",)),
        (closing(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nshort\r\n"), ("network",)),
        (closing(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nshort\r\n0\r\n\r\n"), ("network",)),
        (closing(HEAD + b"Content-Length: -5\r\n\r\nshort"), ("network",)),
        (closing(HEAD + b"Content-Length: 5, 6\r\n\r\nshort!"), ("network",)),
        (closing(HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nshort!"), ("network",)),
        (closing(HEAD + b"Content-Length: 99999999999999999999999\r\n\r\nx"), ("network", "too large")),
        (closing(HEAD + b"Content-Length: 999999999999\r\n\r\nx"), ("too large",)),
        (closing(HEAD + b"Content-Length: 4\r\n\r\nlonger than it says"), ("network",)),
        (closing(b"nothing like HTTP at all\r\n\r\n"), ("network",)),
        (closing(b"HTTP/9.9 200 OK\r\n\r\nx"), ("network",)),
        (closing(b"HTTP/1.1 20x OK\r\n\r\nx"), ("network",)),
        (closing(HEAD + b"Bad\x00Name: x\r\n\r\nx"), ("network",)),
        (
            closing(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"),
            ("status", "network"),
        ),
        (closing(b""), ("network",)),
    ],
)
def test_h99_a_broken_or_endless_answer_is_an_error(
    site: Site, script: Script, kinds: tuple[str, ...]
) -> None:
    error = refused(site.route("/", script), client={"deadline": 10, "cap": 2**20})
    assert error.kind in kinds


def test_h99_endless_chunk_extensions_end_at_the_deadline(site: Site) -> None:
    piece = b"1;" + b"e" * 4_000 + b"\r\nx\r\n"
    url = site.route("/", endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", piece))
    assert refused(url, client=SLOW).kind in ("timeout", "too large", "network")


PIECES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.0 301 Moved\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 304 Not Modified\r\n",
        b"Location: /\xff\xfe x\r\n",
        b"Location: http://[\r\n",
        b"Location: //\xe2\x80\xae.example:x/\r\n",
        b"Location: http://1e1000/\r\n",
        b"Content-Length: 3\r\n",
        b"Content-Length: +3\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Transfer-Encoding: gzip, chunked\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: deflate\r\n",
        b"Content-Type: text/html; charset=\xff\r\n",
        b"Set-Cookie: \x01=\xff; expires=x\r\n",
        b"Retry-After: \xc2\xb2\r\n",
        b"ETag: \xff\r\n",
        b"Connection: upgrade\r\nUpgrade: h2c\r\n",
        b"\r\n",
        b"\r\n\r\n",
        b"3\r\nabc\r\n0\r\n\r\n",
        b"ffffffffffffffffff\r\n",
        b"\x1f\x8b\x08\x00",
        b"\x78\x9c",
        b" folded\r\n",
        b"\x00",
        b"abc",
    ]
)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(PIECES | st.binary(max_size=8), max_size=12).map(b"".join))
def test_h99_whatever_is_sent_is_an_answer_or_an_error_in_words(site: Site, raw: bytes) -> None:
    site.route("/", closing(raw), closing(b"HTTP/1.1 200 OK\r\n" + raw), closing(raw))
    for _ in range(2):
        try:
            found = fetched(site.at(), client={"deadline": 5})
        except FetchError as error:
            assert str(error).isprintable()
            assert error.where
        else:
            assert 200 <= found.status < 300
