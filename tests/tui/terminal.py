"""A pseudo-terminal with a screen: runs a program, types at it, keeps every byte it wrote."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType

import pyte

PATIENCE = 30.0


class Terminal:
    """Starts `argv` in a pty of `columns` x `rows`; `written` is all that came out of it."""

    def __init__(
        self, argv: Sequence[str], *, env: Mapping[str, str], columns: int = 120, rows: int = 40
    ) -> None:
        self.columns, self.rows = columns, rows
        self.written = bytearray()
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {
            **os.environ,
            "BYLINES_RESTORE": "no",
            **env,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }
        environment.pop("NO_COLOR", None)
        self._process = subprocess.Popen(
            argv, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self.hang_up()

    def hang_up(self) -> None:
        """Take the terminal away. The program hears no signal of it, as this is not its controlling one."""
        if self._master >= 0:
            os.close(self._master)
        self._master = -1

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    def send(self, data: bytes | str) -> None:
        """Type."""
        os.write(self._master, data.encode() if isinstance(data, str) else data)

    def text(self) -> str:
        """What the screen shows, trailing spaces removed."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, what: str | Callable[[str], bool]) -> str:
        """Read until the screen shows a text (or fits a condition); the screen. Fails after a while."""
        fits = (lambda shown: what in shown) if isinstance(what, str) else what
        end = time.monotonic() + PATIENCE
        while not fits(self.text()):
            if time.monotonic() > end:
                raise AssertionError(f"the screen never showed {what!r}:\n{self.text()}")
            if not self._read(0.2) and self._process.poll() is not None and not fits(self.text()):
                raise AssertionError(f"ended with {self._process.returncode} before {what!r}:\n{self.text()}")
        return self.text()

    def settle(self, quiet: float = 0.3, most: float = PATIENCE) -> None:
        """Read until nothing has come for a moment, which must be shorter than a cursor's blink (0.5 s).

        After `most` seconds it is enough: what tells how far work is may change all the time.
        """
        end = time.monotonic() + most
        while self._read(quiet) and time.monotonic() < end:
            pass

    def end(self) -> int:
        """Wait for the program to end; its exit status."""
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < end:
            self._read(0.1) if self._master >= 0 else time.sleep(0.02)
        if self._master >= 0:
            self.settle(0.1)
        return self._process.wait(timeout=1)

    def _read(self, seconds: float) -> bool:
        if not select.select([self._master], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.written += data
        self._stream.feed(data)
        return bool(data)
