"""One call of the command line: its arguments, environment, streams and library."""

from __future__ import annotations

import argparse
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from config.errors import BylinesError, ConfigError
from config.paths import Paths
from tui.cmdline.output import Output
from tui.cmdline.parser import SET

if TYPE_CHECKING:
    from config.loading import Loaded, Sources
    from config.settings import Settings
    from index.library import Library

OK, COULD_NOT, USAGE, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True)
class Call:
    """What every command is given."""

    args: argparse.Namespace
    env: Mapping[str, str]
    paths: Paths
    out: Output

    @property
    def json(self) -> bool:
        """Whether one JSON document is wanted instead of text."""
        return bool(self.args.json)

    @property
    def flags(self) -> list[str]:
        """The `NAME=VALUE` of every `--set`, before and after the command."""
        given = sorted(item for item in vars(self.args).items() if item[0].startswith(SET))
        return [one for _, several in given for one in several]

    def wrong_flags(self) -> list[ConfigError]:
        """What is wrong with the `--set`; the settings are not read where there are none."""
        from config.loading import FLAG

        return [one for one in self.loaded.problems if one.where.startswith(FLAG)] if self.flags else []

    @cached_property
    def sources(self) -> Sources:
        """Where the settings come from."""
        from config.loading import Sources

        return Sources(self.paths.config_file, self.env, tuple(self.flags))

    @cached_property
    def loaded(self) -> Loaded:
        """The settings with their problems and origins."""
        return self.sources.load()

    @cached_property
    def settings(self) -> Settings:
        """The settings; what is wrong with them goes to stderr once."""
        for problem in self.loaded.problems:
            self.out.message(str(problem))
        return self.loaded.settings

    @contextmanager
    def library(self, *, create: bool = False, told: bool = False) -> Iterator[Library]:
        """The open library; what the person should know goes to stderr, or, `told`, is left to the reader.

        Without `create`, a library that was named and is not there is an error: likely a mistyped name.
        """
        from index.library import Library

        named = self.args.library or self.env.get("BYLINES_LIBRARY")
        if named and not (create or self._is_there()):
            raise BylinesError(
                "there is no library here",
                where=str(self.paths.library),
                do="check --library and BYLINES_LIBRARY, or make one with `bylines add SOURCE`",
            )
        settings = self.settings if not told else self.loaded.settings
        library = Library.open(self.paths, settings=settings)
        before = library.notices
        try:
            for notice in () if told else before:
                self.out.message(notice)
            yield library
        finally:
            # Also of a command that failed: often they say why.
            for notice in () if told else library.notices[len(before) :]:
                self.out.message(notice)
            library.close()

    def _is_there(self) -> bool:
        """Whether the library is. Raises BylinesError when its folder cannot be looked into."""
        try:
            return self.paths.database.exists() or self.paths.notes.is_dir()
        except OSError as error:
            reason = error.strerror or str(error)
            raise BylinesError(f"cannot be looked into: {reason}", where=str(self.paths.library)) from error


class Stop:
    """Asked by slow work: True after the first Ctrl-C. The second one interrupts at once."""

    def __init__(self) -> None:
        self.asked = False

    def __call__(self) -> bool:
        return self.asked

    def _on_signal(self, *_: object) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Turn Ctrl-C into a wish to stop, so that work ends at a good place and keeps what it has done."""
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, stop._on_signal)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
