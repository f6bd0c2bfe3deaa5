"""A loopback site and a way to fetch from it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from index.fetch.client import Client
from index.fetch.errors import FetchError
from index.fetch.model import Request, Response
from index.fetch.run import run
from tests.index.fetch.servers import Site


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing may be logged that would end up on the reader's screen."""
    yield
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.fixture
def site() -> Iterator[Site]:
    """A server on the loopback address."""
    with Site() as opened:
        yield opened


@pytest.fixture
def other() -> Iterator[Site]:
    """A second one, with another port and so another origin."""
    with Site() as opened:
        yield opened


def fetched(url: str, *, client: dict[str, Any] | None = None, **request: Any) -> Response:
    """One GET of a typed address by a client of its own."""
    request.setdefault("typed", True)
    return run(
        lambda opened: opened.get(Request(url, **request)), None, client=lambda: Client(**(client or {}))
    )


def refused(url: str, *, client: dict[str, Any] | None = None, **request: Any) -> FetchError:
    """The error of such a GET."""
    with pytest.raises(FetchError) as caught:
        fetched(url, client=client, **request)
    return caught.value
