"""Servers that mean harm, or are broken: group H of the hostile cases, over loopback servers."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import time
import traceback
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.fetch.addresses import is_public
from index.fetch.client import Client
from index.fetch.connecting import resolve, session
from index.fetch.errors import FetchError
from index.fetch.manners import LEAST_WAIT, LONGEST_WAIT
from index.fetch.model import Request, Response
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
    server_tls,
    trusting,
)

HEAD = b"HTTP/1.1 200 OK\r\n"


def names(**hosts: str) -> Any:
    """A look-up of names under `.example`, all others failing."""

    async def look_up(host: str, port: int) -> list[str]:
        return hosts[host.removesuffix(".example")].split()

    return look_up


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
    assert time.monotonic() - began < 5


def test_h98_the_deadline_counts_redirects_together(site: Site) -> None:
    for hop in range(5):
        site.route(f"/{hop}", drip(redirect(f"/{hop + 1}"), 0.005))
    began = time.monotonic()
    assert refused(site.at("/0"), client={"deadline": 0.8}).kind == "timeout"
    assert time.monotonic() - began < 5


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


# 100: redirects


def test_h100_a_loop_and_a_long_chain_end_after_five_redirects(site: Site) -> None:
    assert refused(site.route("/loop", redirect("/loop"))).kind == "redirects"
    assert len(site.asked) == 6
    for hop in range(30):
        site.route(f"/{hop}", redirect(f"/{hop + 1}"))
    assert refused(site.at("/0")).kind == "redirects"
    site.route("/30", answer(b"x"))
    assert fetched(site.at("/25")).body == b"x"
    assert refused(site.at("/24")).kind == "redirects"


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "gopher://127.0.0.1/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[::1",
        "http://127.0.0.1:99999/",
        "http://a\\@127.0.0.1/",
    ],
)
def test_h100_redirects_to_other_schemes_and_to_nonsense_are_refused(site: Site, target: str) -> None:
    error = refused(site.route("/", redirect(target)))
    assert error.kind == "refused"
    assert "redirected to" in str(error)


# 101: private addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "127.1",
        "0.0.0.0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_h101_an_address_nobody_typed_may_not_be_private(site: Site, host: str) -> None:
    site.route("/", answer(b"inside"))
    error = refused(site.at(host=host), typed=False)
    assert error.kind == "refused"
    assert "private or local" in str(error)
    assert site.connections == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "169.254.169.254", "2130706433", "[::ffff:127.0.0.1]", "10.0.0.1"]
)
def test_h101_a_public_site_may_not_redirect_inside(site: Site, other: Site, host: str) -> None:
    other.route("/secret", answer(b"inside"))
    site.route("/", redirect(other.at("/secret", host=host)))
    seen: list[str] = []

    def first_only(address: Any) -> bool:
        # The site itself counts as public: it is what the name led to.
        seen.append(str(address))
        return len(seen) <= 2

    error = refused(
        site.at(host="public.example"),
        typed=False,
        client={"resolve": names(public="127.0.0.1"), "public": first_only},
    )
    assert error.kind == "refused"
    assert len(site.asked) == 1
    assert other.connections == 0


def test_h101_a_public_name_is_fetched_by_the_address_it_leads_to(site: Site) -> None:
    site.route("/", answer(b"outside"))
    client = {"resolve": names(public="127.0.0.1"), "public": lambda address: True}
    assert fetched(site.at(host="public.example"), typed=False, client=client).body == b"outside"
    assert site.headers("host") == [f"public.example:{site.port}"]


def test_h101_a_name_that_leads_inside_is_refused_where_it_would_be_connected_to(site: Site) -> None:
    site.route("/", answer(b"inside"))
    for inside in ("10.0.0.1", "127.0.0.1", "::1", "64:ff9b::7f00:1", "127.0.0.1 10.0.0.1", "fe80::1%lo"):
        error = refused(
            site.at(host="inside.example"),
            typed=False,
            client={"resolve": names(inside=inside), "deadline": 5},
        )
        assert error.kind in ("refused", "network")
    assert site.connections == 0


def test_h101_rebinding_finds_only_checked_addresses_connected_to(site: Site) -> None:
    """A name that is public at the first look and private at the next is never connected to inside."""
    site.route("/", answer(b"outside", headers={"Connection": "close"}))
    answers = [["10.0.0.1", "127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"]]
    looked: list[str] = []
    judged: list[str] = []

    async def rebinding(host: str, port: int) -> list[str]:
        looked.append(host)
        return answers.pop(0)

    def allowed(address: Any) -> bool:
        judged.append(str(address))
        return str(address) == "127.0.0.1"

    async def work(client: Client) -> Response:
        found = await client.get(Request(site.at(host="rebinding.example")))
        for _ in range(2):
            with pytest.raises(FetchError, match="private or local"):
                await client.get(Request(site.at(host="rebinding.example")))
        return found

    assert run(work, client=lambda: Client(resolve=rebinding, public=allowed)).body == b"outside"
    # One look-up for each connection; what it gave is judged there, and again where the socket is made.
    assert looked == ["rebinding.example"] * 3
    assert judged == ["10.0.0.1", "127.0.0.1", "127.0.0.1", "10.0.0.1", "169.254.169.254"]
    assert site.connections == 1


def test_h101_a_typed_name_that_led_outside_may_not_turn_inside(site: Site) -> None:
    answers = [["127.0.0.1", "10.0.0.1"], ["10.0.0.1"]]
    site.route("/", redirect("/again", headers={"Connection": "close"}))

    async def rebinding(host: str, port: int) -> list[str]:
        return answers.pop(0)

    client = {"resolve": rebinding, "public": lambda address: str(address) == "127.0.0.1"}
    error = refused(site.at(host="rebinding.example"), client=client)
    assert error.kind == "refused"
    assert answers == []
    assert len(site.asked) == 1


def test_h101_the_socket_itself_is_guarded(site: Site) -> None:
    """Were an address to slip past the other checks, no socket would be made for it."""

    async def work() -> None:
        async with session(resolve, is_public, private=False, user_agent="x", tls=None) as opened:
            with pytest.raises(aiohttp.ClientConnectorError):
                await opened.get(site.at())

    asyncio.run(work())
    assert site.connections == 0


def test_h101_a_typed_host_may_be_private_and_redirect_to_itself(site: Site, other: Site) -> None:
    other.route("/new", answer(b"mine"))
    site.route("/", redirect("/next"))
    site.route("/next", redirect(other.at("/new")))
    # Another port of the same host is the same host.
    assert fetched(site.at()).body == b"mine"


@pytest.mark.parametrize("host", ["127.0.0.2", "localhost", "[::1]", "169.254.169.254", "inside.example"])
def test_h101_a_typed_host_may_not_redirect_to_another_private_one(site: Site, host: str) -> None:
    site.route("/", redirect(site.at("/x", host=host)))
    site.route("/x", answer(b"inside"))
    error = refused(site.at(), client={"resolve": names(inside="127.0.0.1", localhost="127.0.0.1")})
    assert error.kind == "refused"
    assert len(site.asked) == 1


def test_h101_a_kept_connection_to_a_typed_host_serves_no_other_request(site: Site) -> None:
    site.route("/", answer(b"x"))

    async def work(client: Client) -> None:
        await client.get(Request(site.at(), typed=True))
        with pytest.raises(FetchError):
            await client.get(Request(site.at(), typed=False))

    run(work)
    assert len(site.asked) == 1


# 103: asked to wait


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("3600", 3590, 3600),
        (format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True), 7000, 7200),
        ("-1", LEAST_WAIT, LEAST_WAIT),
        ("1000000000000", LONGEST_WAIT, LONGEST_WAIT),
    ],
)
def test_h103_retry_after_is_respected_and_other_hosts_go_on(
    site: Site, other: Site, status: int, header: str, least: float, most: float
) -> None:
    site.route("/", answer(status=status, headers={"Retry-After": header}))
    other.route("/", answer(b"x"))

    async def work(client: Client) -> tuple[list[FetchError], Response]:
        errors = []
        for path in ("/", "/another"):
            with pytest.raises(FetchError) as caught:
                await client.get(Request(site.at(path), typed=True))
            errors.append(caught.value)
        return errors, await client.get(Request(other.at(), typed=True))

    errors, found = run(work)
    assert found.body == b"x"
    assert [asked.path for asked in site.asked] == ["/"]
    for error in errors:
        assert error.kind == "status"
        assert error.retry_after is not None
        assert least - 5 <= error.retry_after <= most
        assert str(status) in str(error)
    assert site.at("/another") in str(errors[1])


def test_h103_a_429_without_a_time_holds_the_host_back_and_a_503_does_not(site: Site) -> None:
    async def work(client: Client) -> list[float | None]:
        waits = []
        for path in ("/", "/other"):
            with pytest.raises(FetchError) as caught:
                await client.get(Request(site.at(path), typed=True))
            waits.append(caught.value.retry_after)
        return waits

    site.route("/", answer(status=429))
    assert run(work) == [None, None]
    assert len(site.asked) == 1
    site.route("/", answer(status=503, headers={"Retry-After": "soon"}))
    assert run(work) == [None, None]
    assert len(site.asked) == 3


# 104: what the server says


def test_h104_the_reason_is_said_in_words(site: Site) -> None:
    gone = refused(site.route("/gone", answer(status=410)))
    assert gone.gone
    assert "gone for good" in str(gone)
    assert "name and password" in str(refused(site.route("/login", answer(status=401))))
    assert "refuses access" in str(refused(site.route("/no", answer(status=403))))
    challenge = answer(b"<html>", 403, {"cf-mitigated": "challenge"})
    error = refused(site.route("/cf", challenge))
    assert "Cloudflare" in str(error)
    assert not error.gone


def test_h104_a_move_to_another_host_gives_the_new_address_when_it_is_permanent(
    site: Site, other: Site
) -> None:
    other.route("/feed", answer(b"x"))
    assert fetched(site.route("/a", redirect(other.at("/feed"), 301))).permanent == other.at("/feed")
    assert fetched(site.route("/b", redirect(other.at("/feed"), 302))).permanent is None
    other.route("/feed", answer(status=500))
    assert refused(site.route("/a", redirect(other.at("/feed"), 301))).kind == "status"


# 105: TLS


@pytest.mark.parametrize(
    ("certificate", "trusted", "host", "words"),
    [
        ("local", None, "localhost", "self-signed"),
        ("expired", "expired", "localhost", "expired"),
        ("elsewhere", "elsewhere", "localhost", "another host name"),
        ("elsewhere", "elsewhere", "127.0.0.1", "another host name"),
    ],
)
def test_h105_a_bad_certificate_is_refused_in_plain_words(
    certificate: str, trusted: str | None, host: str, words: str
) -> None:
    with Site(tls=server_tls(certificate)) as site:
        site.route("/", answer(b"x"))
        client = {"tls": trusting(trusted)} if trusted else {}
        error = refused(site.at(host=host), client=client)
    assert error.kind == "tls"
    assert words in str(error)
    assert site.asked == []


def test_h105_a_good_certificate_is_taken() -> None:
    with Site(tls=server_tls()) as site:
        site.route("/", answer(b"safe"))
        assert fetched(site.at(host="localhost"), client={"tls": trusting()}).body == b"safe"


def test_h105_no_redirect_leads_from_https_to_http(site: Site) -> None:
    site.route("/", answer(b"x"))
    with Site(tls=server_tls()) as safe:
        safe.route("/", redirect(site.at()))
        error = refused(safe.at(), client={"tls": trusting()})
        assert error.kind == "refused"
        assert "insecure" in str(error)
        assert site.asked == []
        safe.route("/ok", answer(b"safe"))
        site.route("/up", redirect(safe.at("/ok")))
        assert fetched(site.at("/up"), client={"tls": trusting()}).body == b"safe"


def test_h105_a_server_that_speaks_no_tls_is_refused_in_plain_words(site: Site) -> None:
    site.route("/", answer(b"x"))
    with Site() as plain:
        plain._connection = closing_at_once  # type: ignore[method-assign]
        error = refused(plain.at().replace("http:", "https:"))
    assert error.kind in ("tls", "network")


async def closing_at_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
    writer.close()


# 106: cookies and credentials


def test_h106_no_cookie_is_ever_sent(site: Site, other: Site) -> None:
    cookie = {"Set-Cookie": "id=1; Path=/; Domain=127.0.0.1"}
    site.route("/", redirect(other.at(), headers=cookie))
    other.route("/", redirect(site.at("/end"), headers=cookie))
    site.route("/end", answer(b"x", headers=cookie))

    async def twice(client: Client) -> None:
        for _ in range(2):
            await client.get(Request(site.at(), typed=True))

    run(twice)
    assert set(site.headers("cookie")) | set(other.headers("cookie")) == {None}
    assert set(site.headers("referer")) | set(other.headers("referer")) == {None}


def test_h106_credentials_go_to_their_own_origin_only(site: Site, other: Site) -> None:
    site.route("/", redirect("/again"))
    site.route("/again", redirect(other.at()))
    other.route("/", redirect(site.at("/end").replace("http://", "http://eve:x@")))
    site.route("/end", redirect(other.at("/evil").replace("http://", "http://eve:x@")))
    other.route("/evil", answer(b"x"))
    fetched(site.at().replace("http://", "http://jane:p%40ss@"))
    mine = "Basic amFuZTpwQHNz"
    assert site.headers("authorization") == [mine, mine, mine]
    assert other.headers("authorization") == [None, None]


# Messages

SECRET = st.text(alphabet="abcXYZ019-._~!@:/?#&= \u00e9\n", min_size=6, max_size=20).map(
    lambda s: f"S3CR3T{s}"
)
WAYS = ("refuse", "hang", "status", "redirect", "loop", "broken", "unreachable")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(secret=SECRET, way=st.sampled_from(WAYS), place=st.sampled_from(("user", "password", "query", "bare")))
def test_no_error_ever_shows_a_secret(site: Site, secret: str, way: str, place: str) -> None:
    coded = quote(secret, safe="")
    path = f"/{way}"
    site.route("/refuse", redirect("http://10.0.0.1/"))
    site.route("/hang", hang)
    site.route("/status", answer(status=403))
    site.route("/redirect", redirect(f"file:///x?token={coded}"))
    site.route("/loop", redirect(f"/loop?token={coded}"))
    site.route("/broken", closing(b"S3CR3T\r\n\r\n"))
    url = site.at(path) if way != "unreachable" else "http://127.0.0.1:1/"
    url = {
        "user": url.replace("//", f"//{coded}@"),
        "password": url.replace("//", f"//u:{coded}@"),
        "bare": url.replace("//", f"//u:{secret}@"),
        "query": f"{url}?a=1&api_key={coded}",
    }[place]
    error = refused(url, client={"deadline": 0.05 if way == "hang" else 5})
    text = str(error) + repr(error) + "".join(traceback.format_exception(error, limit=0))
    assert "S3CR3T" not in text
