"""The command line's grammar and its help."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

DESCRIPTION = """\
Read stories told by several outlets side by side, in the terminal.
Without a command the reader opens."""
EPILOG = """\
environment:
  BYLINES_LIBRARY  the library's folder          BYLINES_CONFIG  the settings file
  NO_COLOR         no colours                    BYLINES_DEBUG   show where an internal error arose
  BYLINES_THEME and the like: any setting of `bylines config show`

exit status: 0 done, 1 could not, 2 wrong usage, 130 interrupted"""

COMPLETION = """\
bash: bylines completion bash > ~/.local/share/bash-completion/completions/bylines
zsh:  bylines completion zsh > "${fpath[1]}/_bylines"
fish: bylines completion fish > ~/.config/fish/completions/bylines.fish"""
SET = "set@"
"""How the destinations of `--set` begin: each parser has its own, as a later one would replace the first."""
_Subparsers = argparse._SubParsersAction


class Parser(argparse.ArgumentParser):
    """argparse, with whatever it echoes cleaned."""

    def _print_message(self, message: str, file: Any = None) -> None:
        from index.text import clean

        super()._print_message(clean(message), file)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            from config.kinds import nearest

            known = [str(choice) for choice in action.choices]
            hint = nearest(str(value), known) or f"known are {', '.join(known)}"
            raise argparse.ArgumentError(action, f"there is no `{value}` ({hint})")

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and how to get help; exit status 2."""
        self.exit(2, f"bylines: {message}\nTry `{self.prog} --help`.\n")


def build(words: Sequence[str] | None = None) -> Parser:
    """The parser of the whole command line; `command` is None for the bare call.

    For `words` that open the reader it knows no commands: to make these takes longer than all else of it.
    """
    parser = Parser(
        prog="bylines",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    _common(parser, default=None)
    parser.set_defaults(json=False, command=None)
    if words is not None and _is_bare(words):
        return parser
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    for add in (
        _demo,
        _add,
        _feeds,
        _stories,
        _show,
        _story_actions,
        _compare,
        _export,
        _search,
        _searches,
        _notes,
        _reindex,
        _check,
        _config,
        _doctor,
        _completion,
    ):
        add(commands)
    return parser


def _is_bare(words: Sequence[str]) -> bool:
    """Whether there is nothing but options that open the reader, each with its value."""
    options, values = words[::2], words[1::2]
    known = all(option in _OPTIONS for option in options)
    return known and len(options) == len(values) and not any(value.startswith("-") for value in values)


_OPTIONS = ("--library", "--config", "--set")


def _common(parser: argparse.ArgumentParser, *, default: str | None = argparse.SUPPRESS) -> None:
    """Options that stand before or after the command; only the outermost parser sets a default."""
    parser.add_argument("--library", metavar="DIR", default=default, help="the library's folder")
    parser.add_argument("--config", metavar="FILE", default=default, help="the settings file")
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        dest=f"{SET}{parser.prog}",
        default=[] if default is None else argparse.SUPPRESS,
        help="use a setting this once, such as theme=nord; may be repeated",
    )


def _command(
    commands: _Subparsers[Parser], name: str, help: str, *, json: bool = True, epilog: str | None = None
) -> Parser:
    parser = commands.add_parser(
        name,
        help=help,
        description=help[0].upper() + help[1:] + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _common(parser)
    if json:
        parser.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="print one JSON document"
        )
    return parser


def _demo(commands: _Subparsers[Parser]) -> None:
    _command(
        commands, "demo", "open the reader on the bundled seed story, in a library of its own", json=False
    )


def _add(commands: _Subparsers[Parser]) -> None:
    parser = _command(
        commands,
        "add",
        "add articles to the library",
        epilog="Adding the same again changes nothing; an edited article becomes a new revision.",
    )
    parser.add_argument(
        "source",
        nargs="+",
        metavar="SOURCE",
        help="a file (.txt .md .html .mhtml .eml .jsonl .warc ...), a folder, a glob, a web address, or -",
    )
    parser.add_argument("--outlet", metavar="NAME", help="the outlet, where the source does not name it")


def _feeds(commands: _Subparsers[Parser]) -> None:
    from tui.cmdline.feeds_parser import add

    add(commands)


def _stories(commands: _Subparsers[Parser]) -> None:
    parser = _command(commands, "stories", "list stories, newest first")
    parser.add_argument("query", nargs="*", metavar="QUERY", help="only stories with hits for this search")
    parser.add_argument(
        "--sort",
        metavar="ORDER",
        default="newest",
        help="newest, oldest, outlets, unread, disagreement, or a label of your outlets: lean:left, lean",
    )
    parser.add_argument("--unread", action="store_true", help="only stories with unread articles")
    parser.add_argument("--archived", action="store_true", help="the archived stories instead")
    parser.add_argument("--no-single", action="store_true", help="leave out stories of one outlet")
    _limit(parser, "list at most N stories", None)


def _story_actions(commands: _Subparsers[Parser]) -> None:
    from tui.cmdline.story_parser import add

    add(commands)


def _show(commands: _Subparsers[Parser]) -> None:
    parser = _command(
        commands, "show", "print a story, its outlets side by side, what says the same on one row"
    )
    _story(parser, "a story as everywhere, or the id of one article to print alone")
    parser.add_argument("--revision", type=_number(1), metavar="N", help="an article as it was; 1 is first")
    parser.add_argument("--outlets", metavar="A,B", help="only these outlets, in this order")
    parser.add_argument("--all", action="store_true", help="a column for each article, also for copies")
    parser.add_argument("--width", type=_number(40), metavar="N", help="the width to fill, in cells")


def _compare(commands: _Subparsers[Parser]) -> None:
    parser = _command(
        commands, "compare", "print what a story's outlets share, where they differ, and who is silent"
    )
    _story(parser)


def _export(commands: _Subparsers[Parser]) -> None:
    from tui.cmdline.export_parser import add

    add(commands)


def _search(commands: _Subparsers[Parser]) -> None:
    parser = _command(commands, "search", "search the text of all articles and notes")
    parser.add_argument("query", nargs="*", metavar="QUERY", help='words, "phrases", AND OR NOT, field:word')
    parser.add_argument("--saved", metavar="NAME", help="a saved search, narrowed by QUERY if there is one")
    parser.add_argument("--story", metavar="STORY", help="only inside this story")
    parser.add_argument("--newest", action="store_true", help="newest first instead of best first")
    parser.add_argument("--facets", action="store_true", help="count the articles by outlet, month and tag")
    parser.add_argument("--kwic", action="store_true", help="print every match with the text around it")
    parser.add_argument("--table", action="store_true", help="print how often each outlet has each term")
    _limit(parser, "print at most N hits", 50)


def _searches(commands: _Subparsers[Parser]) -> None:
    parser = _command(commands, "searches", "list, save and forget searches")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", parser_class=Parser)
    _command(actions, "list", "list the saved searches (also without an action)")
    save = _command(actions, "save", "keep a search under a name")
    save.add_argument("name", metavar="NAME", help="its name")
    save.add_argument("query", nargs="+", metavar="QUERY", help="what to search for")
    _command(actions, "forget", "forget a saved search").add_argument("name", metavar="NAME", help="its name")
    _command(actions, "history", "list the last searches, the newest first")
    _command(actions, "clear", "empty the history")


def _notes(commands: _Subparsers[Parser]) -> None:
    parser = _command(commands, "notes", "list, write and search personal notes")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", parser_class=Parser)
    found = _command(actions, "list", "list notes, last changed first (also without an action)")
    _note_filters(found)
    new = _command(actions, "new", "write a note, in your editor unless --text is given")
    new.add_argument("--story", metavar="STORY", help="the story it belongs to")
    new.add_argument("--passage", action="append", default=[], metavar="ID", help="a passage it holds on to")
    new.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag")
    _text(new)
    edit = _command(actions, "edit", "change a note, in your editor unless --text is given")
    edit.add_argument("note", metavar="NOTE", help="the note's id")
    _text(edit)
    search = _command(actions, "search", "list the notes that hold all the words")
    search.add_argument("query", nargs="+", metavar="WORD")
    export = _command(actions, "export", "print notes as one text, or write it to a file", json=False)
    export.add_argument(
        "--to", choices=("md", "json", "jsonld", "csv"), default="md", help="the form (default: md)"
    )
    export.add_argument("-o", "--output", metavar="FILE", help="the file to write")
    export.add_argument("--force", action="store_true", help="replace the file if it is there")
    _note_filters(export)
    taken = _command(actions, "import", "take in Markdown notes and web annotations (JSON-LD)")
    taken.add_argument("source", nargs="+", metavar="SOURCE", help="a .md or .json file, or a folder")
    _command(actions, "check", "say what is wrong with notes, their anchors and links")
    for name, help in (
        ("show", "print a note"),
        ("delete", "move a note to the trash"),
        ("restore", "bring a note back from the trash"),
    ):
        _command(actions, name, help).add_argument("note", metavar="NOTE", help="the note's id")


def _note_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--story", metavar="STORY", help="only the notes of this story")
    parser.add_argument("--tag", metavar="TAG", help="only with this tag, or one below it")
    parser.add_argument("--outlet", metavar="NAME", help="only on passages of this outlet")
    parser.add_argument("--since", metavar="DATE", help="only changed at or after this date (2023-05-07)")
    parser.add_argument("--orphans", action="store_true", help="only those whose passage is gone")


def _reindex(commands: _Subparsers[Parser]) -> None:
    _command(commands, "reindex", "make the search index anew")


def _check(commands: _Subparsers[Parser]) -> None:
    _command(commands, "check", "verify store, index and notes, and say what is wrong")


def _config(commands: _Subparsers[Parser]) -> None:
    parser = _command(commands, "config", "the settings: where they are, what they are, what is wrong")
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions", parser_class=Parser)
    _command(actions, "path", "print where the settings file and the library are")
    _command(actions, "show", "print the settings in use (also without an action)")
    _command(actions, "check", "say what is wrong with the settings file")
    _command(actions, "keys", "print every action of the reader with its keys")


def _doctor(commands: _Subparsers[Parser]) -> None:
    parser = _command(commands, "doctor", "look over terminal, versions, folders, settings and library")
    parser.add_argument("--full", action="store_true", help="also read the whole library, as `check` does")


def _completion(commands: _Subparsers[Parser]) -> None:
    parser = _command(
        commands,
        "completion",
        "print a script with which a shell completes commands, options and files",
        json=False,
        epilog=COMPLETION,
    )
    parser.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")


def _story(
    parser: argparse.ArgumentParser, help: str = "an id, the start of one, or words of the title"
) -> None:
    parser.add_argument("story", nargs="+", metavar="STORY", help=help)


def _limit(parser: argparse.ArgumentParser, help: str, default: int | None) -> None:
    parser.add_argument("--limit", type=_number(1), default=default, metavar="N", help=help)


def _text(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--title", metavar="TITLE", help="the note's title")
    parser.add_argument("--text", metavar="TEXT", help="the note's text, or - to read it from stdin")


def _number(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text) if text.isdecimal() and len(text) < 10 else least - 1
        if value < least:
            raise argparse.ArgumentTypeError(f"must be a whole number, at least {least}")
        return value

    return number
