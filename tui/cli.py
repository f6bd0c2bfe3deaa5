"""The entry point: reads the arguments, runs one command, turns every failure into a clean message.

Nothing heavy is imported here, nor on the way to `--version`; each command imports what it uses.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.cmdline.call import Call

_PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; its exit status: 0 done, 1 could not, 2 wrong usage, 130 interrupted.

    `argv` defaults to the process's own arguments.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:
        return _version()
    if argv is None:
        _install_hooks()
    try:
        return _run(words, os.environ)
    except BrokenPipeError:
        return _let_go_of_stdout()
    except KeyboardInterrupt:
        return 130


def _version() -> int:
    from config.version import VERSION

    sys.stdout.write(f"bylines {VERSION}\n")
    return 0


def _run(words: Sequence[str], env: Mapping[str, str]) -> int:
    from config.errors import BylinesError
    from tui.cmdline.parser import build

    try:
        args = build(words).parse_args(words)
    except SystemExit as ending:
        return int(ending.code or 0)
    if args.version:
        return _version()

    from config.paths import resolve
    from tui.cmdline.call import USAGE, Call
    from tui.cmdline.output import Output

    out = Output(env)
    try:
        call = Call(args, env, resolve(args.library, args.config, env), out)
        if wrong := call.wrong_flags():
            out.message("\n".join(map(str, wrong)))
            return USAGE
        status = _dispatch(call)
        out.flush()
    except BylinesError as error:
        out.message(str(error))
        return 1
    except (BrokenPipeError, KeyboardInterrupt):
        raise
    except Exception as error:  # noqa: BLE001 (the last resort: nobody should be shown a raw traceback)
        _report(type(error), error, error.__traceback__)
        return 1
    return status


def _dispatch(call: Call) -> int:
    """Run the command; each branch imports only its own modules."""
    command = call.args.command
    if command in ("search", "searches"):
        from tui.cmdline import searching

        return int(getattr(searching, command)(call))
    if command in ("stories", "show", "compare"):
        from tui.cmdline import reading

        return int(getattr(reading, command)(call))
    if command == "export":
        from tui.cmdline import export

        return export.export(call)
    if command in ("feeds", "fetch"):
        from tui.cmdline import feeds

        return int(getattr(feeds, command)(call))
    if command == "story":
        from tui.cmdline import story

        return story.run(call)
    if command == "notes":
        from tui.cmdline import notes

        return notes.run(call)
    if command == "config":
        from tui.cmdline import settings

        return settings.run(call)
    if command == "completion":
        from tui.cmdline.completion import completion

        return completion(call)
    if command == "doctor":
        from tui.cmdline.doctor import doctor

        return doctor(call)
    from tui.cmdline import keeping

    return int(getattr(keeping, command or "reader")(call))


def _let_go_of_stdout() -> int:
    """The reader of our pipe has gone: end quietly, without Python's own complaint at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return _PIPE_CLOSED


def _install_hooks() -> None:
    """Whatever leaves the program as an exception is shown cleaned, from other threads too."""
    import threading

    sys.excepthook = _report
    threading.excepthook = lambda args: _report(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def _report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """A failure nobody foresaw: short, or with BYLINES_DEBUG=1 in full; its text may be hostile."""
    from index.text import clean, clean_line

    if issubclass(kind, KeyboardInterrupt):
        return
    if os.environ.get("BYLINES_DEBUG"):
        import traceback

        sys.stderr.write(clean("".join(traceback.format_exception(kind, error, trace))))
        return
    what = clean_line(str(error))
    sys.stderr.write(
        f"bylines: internal error: {kind.__name__}{': ' + what if what else ''}\n"
        "bylines: run it again with BYLINES_DEBUG=1 to see where\n"
    )


if __name__ == "__main__":
    sys.exit(main())
