"""The grammar of `feeds` and its actions, and of `fetch`."""

from __future__ import annotations

from tui.cmdline import parser as grammar
from tui.cmdline.parser import Parser, _Subparsers

_FEED = "its id, its address, or words of its title"


def add(commands: _Subparsers[Parser]) -> None:
    """Add `feeds` and `fetch` to the commands."""
    feeds = grammar._command(commands, "feeds", "list, follow, import and export feeds")
    actions = feeds.add_subparsers(dest="action", metavar="ACTION", title="actions", parser_class=Parser)
    grammar._command(actions, "list", "list the feeds and how their last fetch went (also without an action)")
    added = grammar._command(
        actions,
        "add",
        "follow feeds; `bylines fetch` gets their articles",
        epilog="An address may be a feed's, or that of a page that names its feeds.",
    )
    added.add_argument("url", nargs="+", metavar="URL", help="a feed, or a page that names its feeds")
    added.add_argument("--outlet", metavar="NAME", help="the outlet, where it is not to be the feed's title")
    removed = grammar._command(actions, "remove", "follow a feed no longer; its articles stay")
    removed.add_argument("feed", nargs="+", metavar="FEED", help=_FEED)
    taken = grammar._command(actions, "import", "follow the feeds of an OPML file")
    taken.add_argument("file", metavar="FILE", help="the OPML file, as other readers export it")
    taken.add_argument(
        "--allow-private", action="store_true", help="also take feeds of hosts in a private network"
    )
    export = grammar._command(actions, "export", "print the feeds as OPML, or write it to a file", json=False)
    export.add_argument("-o", "--output", metavar="FILE", help="the file to write")
    export.add_argument("--force", action="store_true", help="replace the file if it is there")
    fetch = grammar._command(
        commands,
        "fetch",
        "fetch feeds, and add the articles that are new in them",
        epilog="Ctrl-C stops and keeps what is finished; the next run continues.",
    )
    fetch.add_argument("feed", nargs="*", metavar="FEED", help=f"only this feed: {_FEED}")
    fetch.add_argument("--force", action="store_true", help="also those that are to wait, and all they hold")
