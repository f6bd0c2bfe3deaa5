"""Programs of the person's: given text, run as words and never through a shell. No widget."""

from __future__ import annotations

import os
import selectors
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.errors import BylinesError
from config.own_commands import PLACEHOLDER, OwnCommand
from index.model import Cancelled
from index.text import clean

MOST_OUTPUT = 256 * 1024
"""The bytes of output that are kept; a program that goes on writing is ended."""
_LOOK = 0.1
_COPY_SECONDS = 10.0


class ProgramError(BylinesError):
    """A program that will not be run, or did not start."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a program is given: `values` by placeholder but for `file`, `text` on its standard input."""

    values: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a program ended: its status (negative: by a signal), cleaned output, why it was ended if it was."""

    status: int
    output: str
    ended: str = ""


def words_of(command: OwnCommand, values: Mapping[str, str]) -> list[str]:
    """The words of a command with the values in place of its placeholders.

    Raises ProgramError for a placeholder whose value is empty, and when a value would make a word begin with
    `-`: text from outside must never become an option.
    """
    return [_filled(word, values) for word in shlex.split(command.line)]


def _filled(word: str, values: Mapping[str, str]) -> str:
    missing = next((name for name in PLACEHOLDER.findall(word) if not values.get(name)), None)
    if missing is not None:
        raise ProgramError(f"there is no {missing} here", where=word, do="the command was not run")
    filled = PLACEHOLDER.sub(lambda found: values[found.group(1)], word)
    if "\0" in filled or (filled.startswith("-") and not word.startswith("-")):
        raise ProgramError(
            "this would be taken for an option", where=repr(filled[:60]), do="the command was not run"
        )
    return filled


def run(command: OwnCommand, given: Given, cancelled: Cancelled) -> Outcome:
    """Run a command to its end, its time, or until `cancelled`; the text is its standard input.

    Raises ProgramError when it cannot be started.
    """
    with tempfile.TemporaryDirectory(prefix="bylines-") as folder:
        path = _text_file(Path(folder), given.text)
        words = words_of(command, {**given.values, "file": str(path)})
        with path.open("rb") as text:
            try:
                # A session of its own: what it starts can be ended with it, and none reaches the terminal.
                process = subprocess.Popen(  # noqa: S603 - the person's own command, as words
                    words,
                    stdin=text,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            except OSError as error:
                raise _not_started(words[0], error) from error
        with process:
            return _followed(process, command.seconds, cancelled)


def run_in_terminal(command: OwnCommand, given: Given) -> int:
    """Run a command that takes the terminal for itself; its status. Raises ProgramError."""
    with tempfile.TemporaryDirectory(prefix="bylines-") as folder:
        path = _text_file(Path(folder), given.text)
        words = words_of(command, {**given.values, "file": str(path)})
        try:
            return subprocess.run(words, check=False).returncode  # noqa: S603 - as above
        except OSError as error:
            raise _not_started(words[0], error) from error


def _text_file(folder: Path, text: str) -> Path:
    path = folder / "text.txt"
    path.write_text(text, encoding="utf-8", errors="replace")
    return path


def _not_started(program: str, error: OSError) -> ProgramError:
    reason = error.strerror or str(error)
    return ProgramError(f"did not start: {reason}", where=program, do="mend `commands` in the settings")


def _followed(process: subprocess.Popen[bytes], seconds: int, cancelled: Cancelled) -> Outcome:
    """Collect what a process writes until it has ended, or is ended."""
    until, raw, ended = time.monotonic() + seconds, bytearray(), ""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            ready = selector.select(_LOOK)
            part = os.read(process.stdout.fileno(), 65536) if ready else b""
            raw += part
            # What a program left in the background may hold its output open: its own end is the end.
            if (ready and not part) or (not ready and process.poll() is not None):
                break
            if time.monotonic() > until:
                ended = f"ended after {seconds} seconds"
            elif len(raw) > MOST_OUTPUT:
                ended = "ended: it wrote too much"
            elif cancelled():
                ended = "ended"
            if ended:
                _end(process)
                break
    status = _waited(process, max(0.0, until - time.monotonic()))
    if status is None:
        ended = f"ended after {seconds} seconds"
        _end(process)
        status = process.wait()
    return Outcome(status, clean(bytes(raw[:MOST_OUTPUT]).decode("utf-8", "replace")).strip("\n"), ended)


def _waited(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """The status of a process that has closed its output; None when it goes on all the same."""
    try:
        return process.wait(timeout=seconds + 1)
    except subprocess.TimeoutExpired:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


_COPIERS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("", ("pbcopy",)),
)


def clipboard_words(setting: str, env: Mapping[str, str]) -> list[str]:
    """The words of the command that takes what is copied; none when there is none, or none is wanted."""
    if setting == "none":
        return []
    if setting:
        return shlex.split(setting)
    for variable, words in _COPIERS:
        if (not variable or env.get(variable)) and shutil.which(words[0], path=env.get("PATH", "")):
            return list(words)
    return []


def copy_by_command(text: str, words: list[str]) -> None:
    """Give text to the clipboard's command. Raises ProgramError when that does not start or fails."""
    quiet = subprocess.DEVNULL
    do = "mend `clipboard` in the settings"
    try:
        done = subprocess.run(  # noqa: S603 - the person's own command, as words
            words,
            input=text.encode("utf-8", "replace"),
            stdout=quiet,
            stderr=quiet,
            timeout=_COPY_SECONDS,
            start_new_session=True,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ProgramError("did not take what was copied", where=words[0], do=do) from error
    except OSError as error:
        raise ProgramError(f"did not start: {error.strerror}", where=words[0], do=do) from error
    if done.returncode:
        raise ProgramError(f"ended with status {done.returncode}", where=words[0], do=do)
