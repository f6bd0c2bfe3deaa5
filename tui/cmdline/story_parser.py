"""The grammar of `story` and its actions."""

from __future__ import annotations

from tui.cmdline import parser as grammar
from tui.cmdline.parser import Parser, _Subparsers


def add(commands: _Subparsers[Parser]) -> None:
    """Add `story` to the commands."""
    story = grammar._command(
        commands,
        "story",
        "correct stories: your word is final, whatever is added later, and can be undone",
        epilog="STORY is an id, the start of one, or words of the title (in quotes where others follow).",
    )
    actions = story.add_subparsers(
        dest="action", metavar="ACTION", title="actions", parser_class=Parser, required=True
    )
    merge = grammar._command(actions, "merge", "put the articles of other stories into the first")
    merge.add_argument("stories", nargs="+", metavar="STORY", help="the story that stays, then the others")
    split = grammar._command(actions, "split", "make a story of its own of some of a story's articles")
    split.add_argument("story", metavar="STORY")
    split.add_argument("article", nargs="+", metavar="ARTICLE", help="the ids of the articles that leave")
    move = grammar._command(actions, "move", "put one article into another story")
    move.add_argument("article", metavar="ARTICLE", help="the article's id")
    move.add_argument("story", nargs="+", metavar="STORY")
    rename = grammar._command(
        actions, "rename", "give a story a title of yours; none gives back the automatic"
    )
    rename.add_argument("story", metavar="STORY")
    rename.add_argument("title", nargs="*", metavar="TITLE")
    for name, help in (
        ("pin", "keep a story at the top of lists"),
        ("archive", "leave a story out of lists"),
    ):
        parser = grammar._command(actions, name, help)
        parser.add_argument("story", nargs="+", metavar="STORY")
        parser.add_argument("--off", action="store_true", help="no longer")
    grammar._command(actions, "undo", "take back the last of these corrections")
    log = grammar._command(actions, "log", "list the corrections with their times, newest first")
    grammar._limit(log, "list at most N", 50)
    why = grammar._command(actions, "why", "say why a story's articles are together")
    why.add_argument("story", nargs="+", metavar="STORY")
