"""An event loop for the time of one piece of work, which stops at once when it is told to (case 107)."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Awaitable, Callable

import pytest

from index.errors import CancelledError
from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.model import Request
from index.fetch.run import run
from index.fetch.threads import in_thread
from tests.index.fetch.servers import Site, answer, drip, endless, hang, slow

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"

# The promise is a second; the machine of a test may be slow.
SOON = 3.0


def stopped(
    work: Callable[[Client], Awaitable[object]], ready: Callable[[], bool], client: Callable[[], Client]
) -> float:
    """The seconds that `run` took to end after `cancelled` said so, which it did once `ready`."""
    told: list[float] = []
    gave_up = time.monotonic() + 20

    def cancelled() -> bool:
        if not told and (ready() or time.monotonic() > gave_up):
            told.append(time.monotonic())
        return bool(told)

    with pytest.raises(CancelledError):
        run(work, cancelled, client=client)
    assert ready()
    return time.monotonic() - told[0]


def all_of(urls: list[str]) -> Callable[[Client], Awaitable[object]]:
    """Work that asks for all of them at once."""

    async def work(client: Client) -> None:
        async with asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(client.get(Request(url, typed=True)))

    return work


def wide() -> Client:
    """A client without limits that matter."""
    return Client(per_host=200, at_once=200, deadline=60)


def test_h107_150_hanging_connections_end_at_once(site: Site) -> None:
    site.route("/", hang)
    assert stopped(all_of([site.at()] * 150), lambda: len(site.asked) == 150, wide) < SOON


def test_h107_150_hanging_tls_handshakes_end_at_once(site: Site) -> None:
    url = site.at().replace("http:", "https:")
    assert stopped(all_of([url] * 150), lambda: site.connections == 150, wide) < SOON


def test_h107_200_feeds_of_which_150_hang_leave_the_others_alone_and_end_at_once(site: Site) -> None:
    site.route("/hang", hang)
    site.route("/good", answer(b"x"))
    got: list[int] = []

    async def one(client: Client, path: str) -> None:
        got.append((await client.get(Request(site.at(path), typed=True))).status)

    async def work(client: Client) -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(200):
                group.create_task(one(client, "/good" if number % 4 == 0 else "/hang"))

    assert stopped(work, lambda: len(got) == 50, wide) < SOON
    assert got == [200] * 50


@pytest.mark.parametrize(
    "script",
    [drip(HEAD + b"x" * 9_999, 0.05), drip(HEAD[:-2] + b"X: y" * 999, 0.05), endless(HEAD, b"x" * 100)],
)
def test_h107_cancelling_slow_and_endless_answers_ends_at_once(site: Site, script: object) -> None:
    site.route("/", script)  # type: ignore[arg-type]
    cap = 2**40
    assert (
        stopped(all_of([site.at()] * 4), lambda: len(site.asked) == 2, lambda: Client(deadline=60, cap=cap))
        < SOON
    )


def test_h107_hanging_name_servers_end_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()
    asked: list[str] = []

    def getaddrinfo(host: str, *_: object, **__: object) -> list[object]:
        asked.append(host)
        hanging.wait(30)
        raise socket.gaierror(socket.EAI_AGAIN, "too late")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    urls = [f"http://feed{number}.example/" for number in range(150)]
    try:
        assert stopped(all_of(urls), lambda: len(asked) == 150, wide) < SOON
    finally:
        hanging.set()


def test_waiting_for_a_place_is_cancelled_as_well(site: Site) -> None:
    site.route("/", hang)
    assert stopped(all_of([site.at()] * 50), lambda: len(site.asked) == 2, Client) < SOON
    assert len(site.asked) == 2


def test_work_that_was_cancelled_already_does_not_begin(site: Site) -> None:
    with pytest.raises(CancelledError):
        run(all_of([site.at()]), lambda: True)
    assert site.asked == []


def test_it_runs_in_any_thread_and_gives_what_work_gives(site: Site) -> None:
    site.route("/", slow(answer(b"x"), 0.05))
    found: list[bytes] = []

    async def work(client: Client) -> bytes:
        return (await client.get(Request(site.at(), typed=True))).body

    thread = threading.Thread(target=lambda: found.append(run(work, lambda: False)))
    thread.start()
    thread.join(10)
    assert found == [b"x"]


def test_what_work_raises_comes_through_and_other_tasks_end(site: Site) -> None:
    ended: list[bool] = []

    async def aside() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.append(True)

    async def work(client: Client) -> None:
        task = asyncio.ensure_future(aside())
        await asyncio.sleep(0)
        assert not task.done()
        await client.get(Request(site.at("/missing"), typed=True))

    with pytest.raises(FetchError):
        run(work)
    assert ended == [True]


def test_work_may_make_something_of_being_cancelled() -> None:
    async def work(client: Client) -> str:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            return "what there was"
        return "all"

    polls = iter([False, False])
    assert run(work, lambda: next(polls, True)) == "what there was"


def test_a_blocking_call_in_a_thread_holds_nobody_up() -> None:
    released = threading.Event()

    async def work(client: Client) -> tuple[int, str]:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await in_thread(released.wait, 30)
        with pytest.raises(ZeroDivisionError):
            await in_thread(lambda: 1 // 0)
        return await in_thread(lambda: 42), "done"

    try:
        assert run(work) == (42, "done")
    finally:
        released.set()


# A shell that starts the tests in the background has them ignore the interrupt, and their children, too.
INTERRUPTED = """
import signal
import sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from index.fetch.model import Request
from index.fetch.run import run
print("ready", flush=True)
try:
    run(lambda client: client.get(Request(sys.argv[1], typed=True)))
except KeyboardInterrupt:
    print("interrupted")
"""


def test_ctrl_c_ends_it_without_noise(site: Site) -> None:
    site.route("/", hang)
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-c", INTERRUPTED, site.at()],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as child:
        until = time.monotonic() + 20
        while not site.asked and time.monotonic() < until:
            time.sleep(0.02)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=20)
    assert (out, err) == ("ready\ninterrupted\n", "")
