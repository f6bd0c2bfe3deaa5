"""A terminal that goes away without a signal ends the reader, which keeps what was open."""

from __future__ import annotations

import asyncio
import os
import pty
from pathlib import Path

import pytest

from tui import hangup


@pytest.mark.parametrize("told", [True, False])
def test_a_hang_up_is_told_once_and_nothing_else_is(told: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not told:
        monkeypatch.delattr("select.epoll", raising=False)
        monkeypatch.setattr(hangup, "_LOOK_EVERY", 0.01)
    master, slave = pty.openpty()
    calls: list[str] = []

    async def scene() -> None:
        hangup.watch(slave, lambda: calls.append("gone"))
        os.write(master, b"typed\n")
        await asyncio.sleep(0.05)
        assert calls == []
        os.close(master)
        for _ in range(200):
            await asyncio.sleep(0.01)
            if calls:
                break
        await asyncio.sleep(0.05)

    try:
        asyncio.run(scene())
    finally:
        os.close(slave)
    assert calls == ["gone"]


def test_what_is_no_terminal_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    handle = os.open(tmp_path / "file", os.O_RDONLY)

    async def scene() -> None:
        hangup.watch(handle, lambda: pytest.fail("it never hangs up"))
        await asyncio.sleep(0.02)

    try:
        asyncio.run(scene())
    finally:
        os.close(handle)


def test_output_to_a_terminal_that_is_gone_fails_nobody() -> None:
    master, slave = pty.openpty()
    stream = os.fdopen(slave, "w")
    output = hangup.Enduring(stream)
    output.write("there")
    output.flush()
    assert os.read(master, 10) == b"there"
    os.close(master)
    output.write("gone")
    output.flush()
    assert output.isatty() is False
    hangup.detach(output.fileno())
    stream.close()
