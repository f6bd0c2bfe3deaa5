"""What is asked for and what comes back, over a loopback server."""

from __future__ import annotations

import asyncio
import gzip
import socket
import zlib

import pytest

from config.version import VERSION
from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.model import PAGE, Request
from index.fetch.run import run
from tests.index.fetch.conftest import fetched, refused
from tests.index.fetch.servers import Site, answer, closing, hang, redirect, slow


def test_an_answer_comes_with_what_its_headers_say(site: Site) -> None:
    url = site.route(
        "/feed",
        answer(
            b"<rss/>",
            headers={
                "Content-Type": 'Application/RSS+XML; charset="ISO-8859-1"',
                "ETag": 'W/"1"',
                "Last-Modified": "Sun, 22 Nov 2026 03:00:00 GMT",
            },
        ),
    )
    found = fetched(f"{url}?page=2#top")
    assert found.url == f"{url}?page=2"
    assert (found.status, found.body) == (200, b"<rss/>")
    assert (found.content_type, found.charset) == ("application/rss+xml; charset=iso-8859-1", "iso-8859-1")
    assert (found.etag, found.modified) == ('W/"1"', "Sun, 22 Nov 2026 03:00:00 GMT")
    assert found.permanent is None


def test_headers_that_make_no_sense_are_left_out(site: Site) -> None:
    url = site.route(
        "/",
        answer(
            b"x",
            headers={"Content-Type": "nonsense", "ETag": "é" * 3},
        ),
    )
    found = fetched(url)
    assert found.content_type is found.charset is found.etag is None


def test_the_request_says_honestly_who_asks_and_for_what(site: Site) -> None:
    fetched(site.route("/", answer(b"x")), accept=PAGE)
    headers = site.asked[0].headers
    assert headers["user-agent"].startswith(f"bylines/{VERSION} (")
    assert headers["accept"] == PAGE
    assert headers["accept-encoding"] == "gzip, deflate"
    assert not {"cookie", "referer", "authorization", "if-none-match", "if-modified-since"} & set(headers)


def test_a_conditional_request_gives_the_validators_and_takes_a_304(site: Site) -> None:
    url = site.route("/feed", answer(status=304, headers={"ETag": '"2"'}))
    found = fetched(url, etag='W/"1"', modified="Sun, 22 Nov 2026 03:00:00 GMT")
    assert (found.status, found.body, found.etag) == (304, b"", '"2"')
    assert site.headers("if-none-match") == ['W/"1"']
    assert site.headers("if-modified-since") == ["Sun, 22 Nov 2026 03:00:00 GMT"]


def test_validators_that_could_break_a_request_are_not_sent(site: Site) -> None:
    fetched(site.route("/", answer(b"x")), etag='"a"\r\nX-Evil: 1', modified="é" * 2_000)
    assert "x-evil" not in site.asked[0].headers
    assert site.headers("if-none-match") == [None]


def test_h102_a_304_that_nobody_asked_for_is_an_error(site: Site) -> None:
    error = refused(site.route("/feed", answer(status=304)))
    assert error.kind == "status"
    assert "304" in str(error)


def test_h102_the_same_etag_with_a_200_is_a_whole_answer(site: Site) -> None:
    url = site.route("/feed", answer(b"new", headers={"ETag": 'W/"1"', "Expires": "0"}))
    found = fetched(url, etag='W/"1"')
    assert (found.status, found.body, found.etag) == (200, b"new", 'W/"1"')


RAW = b"<rss>" + b"a word and another " * 2_000 + b"</rss>"


def _name(value: object) -> str:
    """The same in every process, which compressed bytes are not: they hold the time."""
    return value if isinstance(value, str) else "bytes"


def _raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", gzip.compress(RAW)),
        ("X-GZIP", gzip.compress(RAW)),
        ("gzip", gzip.compress(RAW[:99]) + gzip.compress(RAW[99:])),
        ("gzip", gzip.compress(RAW) + b"\0" * 100),
        ("deflate", zlib.compress(RAW)),
        ("deflate", _raw_deflate(RAW)),
        ("identity", RAW),
        ("identity, gzip", gzip.compress(RAW)),
        ("", RAW),
    ],
    ids=_name,
)
def test_compressed_bodies_are_decoded(site: Site, encoding: str, sent: bytes) -> None:
    url = site.route("/", answer(sent, headers={"Content-Encoding": encoding}))
    assert fetched(url).body == RAW


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br", "deflate, gzip", "utf-8"])
def test_other_encodings_are_refused(site: Site, encoding: str) -> None:
    url = site.route("/", answer(RAW, headers={"Content-Encoding": encoding}))
    assert refused(url).kind == "refused"


@pytest.mark.parametrize(
    ("encoding", "sent"),
    [
        ("gzip", gzip.compress(RAW)[:-20]),
        ("gzip", gzip.compress(RAW)[:-8] + b"\0" * 8),
        ("gzip", b"plain text"),
        ("gzip", gzip.compress(b"") * 1_500),
        ("deflate", b"plain text"),
        ("deflate", zlib.compress(RAW)[:-10]),
    ],
    ids=_name,
)
def test_damaged_compression_is_an_error(site: Site, encoding: str, sent: bytes) -> None:
    url = site.route("/", answer(sent, headers={"Content-Encoding": encoding}))
    assert refused(url).kind == "network"


def test_an_empty_body_and_one_without_a_length(site: Site) -> None:
    assert fetched(site.route("/empty", answer(headers={"Content-Encoding": "gzip"}))).body == b""
    assert fetched(site.route("/open", closing(answer(b"to the end", length=False)))).body == b"to the end"
    chunked = b"5\r\nhello\r\n0\r\n\r\n"
    raw = answer(chunked, headers={"Transfer-Encoding": "chunked"}, length=False)
    assert fetched(site.route("/chunked", raw)).body == b"hello"


def test_a_body_at_the_cap_is_taken_and_one_beyond_it_is_not(site: Site) -> None:
    client = {"cap": 100_000}
    assert len(fetched(site.route("/at", answer(b"x" * 100_000)), client=client).body) == 100_000
    for path, raw in (
        ("/declared", answer(b"x" * 100_001)),
        ("/open", answer(b"x" * 100_001, length=False)),
        ("/packed", answer(gzip.compress(b"x" * 100_001), headers={"Content-Encoding": "gzip"})),
    ):
        assert refused(site.route(path, closing(raw)), client=client).kind == "too large"


def test_redirects_are_followed_and_only_wholly_permanent_ones_give_a_new_address(site: Site) -> None:
    site.route("/new", answer(b"here"))
    site.route("/there", redirect("/new", 308))
    site.route("/for-now", redirect("/new", 302))
    assert fetched(site.route("/a", redirect("there", 301))).permanent == site.at("/new")
    for status in (302, 303, 307):
        found = fetched(site.route("/b", redirect("/new", status)))
        assert (found.url, found.body, found.permanent) == (site.at("/new"), b"here", None)
    assert fetched(site.route("/c", redirect("/for-now", 301))).permanent is None
    assert fetched(site.at("/new")).permanent is None


def test_a_new_address_keeps_the_credentials_of_its_own_origin_only(site: Site, other: Site) -> None:
    site.route("/new", answer(b"x"))
    other.route("/new", answer(b"x"))
    named = site.at("/old").replace("http://", "http://jane:pw@")
    site.route("/old", redirect("/new", 301))
    found = fetched(named)
    assert found.permanent == site.at("/new").replace("http://", "http://jane:pw@")
    assert found.url == site.at("/new")
    site.route("/old", redirect(other.at("/new"), 301))
    assert fetched(named).permanent == other.at("/new")


@pytest.mark.parametrize("status", [300, 301, 305, 306, 404, 416, 500, 502, 599, 999])
def test_a_status_without_a_body_of_use_is_an_error(site: Site, status: int) -> None:
    error = refused(site.route("/", answer(b"<rss/>", status)))
    assert error.kind == "status"
    assert str(status) in str(error)
    assert not error.gone


def test_a_part_of_a_document_is_not_taken_for_it(site: Site) -> None:
    assert refused(site.route("/", answer(b"<rss", 206))).kind == "status"


@pytest.mark.parametrize(("per_host", "at_once", "most"), [(2, 16, 2), (6, 3, 3)])
def test_only_so_many_requests_are_under_way_at_a_host_and_altogether(
    site: Site, per_host: int, at_once: int, most: int
) -> None:
    site.route("/", slow(answer(b"x"), 0.2))

    async def many(client: Client) -> None:
        await asyncio.gather(*(client.get(Request(site.at(), typed=True)) for _ in range(6)))

    run(many, client=lambda: Client(per_host=per_host, at_once=at_once))
    assert len(site.asked) == 6
    assert site.most == most


def test_a_host_that_hangs_takes_no_place_of_the_others(site: Site, other: Site) -> None:
    site.route("/", hang)
    other.route("/", answer(b"x"))

    async def work(client: Client) -> int:
        hanging = [asyncio.ensure_future(client.get(Request(site.at(), typed=True))) for _ in range(10)]
        found = [(await client.get(Request(other.at(), typed=True))).status for _ in range(5)]
        assert not any(task.done() for task in hanging)
        return len(found)

    assert run(work, client=lambda: Client(per_host=2, at_once=3)) == 5


def test_waiting_for_a_place_takes_nothing_of_the_deadline(site: Site) -> None:
    site.route("/", slow(answer(b"x"), 0.3))

    async def many(client: Client) -> int:
        found = await asyncio.gather(*(client.get(Request(site.at(), typed=True)) for _ in range(6)))
        return len(found)

    # Six after each other take 1.8 s, each of them 0.3 s.
    assert run(many, client=lambda: Client(per_host=1, deadline=1.5)) == 6


def test_an_address_goes_over_the_wire_as_it_was_written(site: Site) -> None:
    site.route("/a%2Fb", redirect("/c d/\u00fc?q=a+b&x=[1|2]&y=%26#top"))
    site.route("/c%20d/%C3%BC", answer(b"x"))
    assert fetched(site.at("/a%2Fb?x=%2F&y=a+b&&z=\u00e4")).status == 200
    assert [asked.target for asked in site.asked] == [
        "/a%2Fb?x=%2F&y=a+b&&z=%C3%A4",
        "/c%20d/%C3%BC?q=a+b&x=[1|2]&y=%26",
    ]


def test_connections_are_used_again(site: Site) -> None:
    site.route("/", answer(b"x"))

    async def twice(client: Client) -> None:
        for _ in range(3):
            await client.get(Request(site.at(), typed=True))

    run(twice)
    assert len(site.asked) == 3
    assert site.connections == 1


def test_a_host_that_does_not_exist_and_one_that_does_not_listen() -> None:
    async def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "secret")

    error = refused("http://nowhere.example/", client={"resolve": nowhere})
    assert (error.kind, "no such host" in str(error), "secret" in str(error)) == ("network", True, False)
    with Site() as gone:
        url = gone.at()
    error = refused(url)
    assert (error.kind, "refused" in str(error)) == ("network", True)


def test_every_error_names_the_address_and_what_to_do(site: Site) -> None:
    error = refused(site.route("/x", answer(status=404)) + "?token=abc")
    assert isinstance(error, FetchError)
    assert (
        str(error)
        == f"{site.at('/x')}?token=***: there is nothing at this address (404 Not Found) (check the address)"
    )
