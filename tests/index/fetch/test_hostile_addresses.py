"""Redirects and names that lead where nobody may go: cases 100 and 101 of the hostile ones."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from index.fetch.addresses import is_public
from index.fetch.client import Client
from index.fetch.connecting import resolve, session
from index.fetch.errors import FetchError
from index.fetch.model import Request, Response
from index.fetch.run import run
from tests.index.fetch.conftest import fetched, refused
from tests.index.fetch.servers import (
    Site,
    answer,
    redirect,
)


def names(**hosts: str) -> Any:
    """A look-up of names under `.example`, all others failing."""

    async def look_up(host: str, port: int) -> list[str]:
        return hosts[host.removesuffix(".example")].split()

    return look_up


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
