"""Servers that say no, bad certificates, cookies and credentials: cases 103 to 106 of the hostile ones."""

from __future__ import annotations

import asyncio
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.manners import LEAST_WAIT, LONGEST_WAIT
from index.fetch.model import Request, Response
from index.fetch.run import run
from tests.index.fetch.conftest import fetched, refused
from tests.index.fetch.servers import (
    Site,
    answer,
    closing,
    hang,
    redirect,
    server_tls,
    trusting,
)

# 103: asked to wait


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("header", "least", "most"),
    [
        ("3600", 3590, 3600),
        ("in two hours", 7000, 7200),
        ("-1", LEAST_WAIT, LEAST_WAIT),
        ("1000000000000", LONGEST_WAIT, LONGEST_WAIT),
    ],
)
def test_h103_retry_after_is_respected_and_other_hosts_go_on(
    site: Site, other: Site, status: int, header: str, least: float, most: float
) -> None:
    if header == "in two hours":
        header = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
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
