"""`stories`, `show`, `compare`."""

from __future__ import annotations

from dataclasses import replace

from config.errors import BylinesError
from index.errors import NotFoundError
from index.library import Library
from index.model import Article, Story
from index.text import clean_line
from index.words import fold
from tui.cmdline import shapes
from tui.cmdline.call import OK, Call
from tui.cmdline.output import width
from tui.folding import folded
from tui.marks import signs_for
from tui.show import comparison as comparison_lines
from tui.show import one_article, side_by_side, story_line


def stories(call: Call) -> int:
    """List stories, newest first unless another order is asked for."""
    args = call.args
    query = " ".join(args.query)
    with call.library() as library:
        cards = library.listing(
            query or None,
            sort=args.sort,
            archived=args.archived,
            single=not args.no_single,
            unread=args.unread,
            limit=args.limit,
        )
        if call.json:
            untitled = library.untitled()
            call.out.document([shapes.story(card, untitled) for card in cards])
            return OK
        if not cards:
            call.out.message(_no_stories(call, library))
    for card in cards:
        call.out.line(story_line(card, width(call.env) if call.out.terminal else None))
    return OK


def _no_stories(call: Call, library: Library) -> str:
    args = call.args
    if args.query or args.unread or args.archived or args.no_single:
        return "no such story"
    if library.order(archived=True, limit=1).ids:
        return "all stories are archived: `bylines stories --archived` lists them"
    return "no stories yet: `bylines add SOURCE` adds articles"


def show(call: Call) -> int:
    """Print a story side by side, or one article, at an old revision if one is asked for."""
    with call.library() as library:
        article = _article(call, library)
        if article is not None:
            return _show_article(call, library, article)
        story = _story(call, library)
        chosen = named_articles(story, call.args.outlets)
        if call.args.revision is not None:
            return _show_article(call, library, _revised(library, chosen, call.args.revision))
        if call.json:
            call.out.document(shapes.full_story(replace(story, articles=chosen)))
            return OK
        comparison = library.comparison(story.card.id)
    # Whoever is asked for by name is shown.
    unfold = call.args.all or call.args.outlets is not None
    chosen, also = (chosen, {}) if unfold else folded(story.card, chosen)
    cells = call.args.width or width(call.env)
    for line in side_by_side(story.card, chosen, comparison, cells, signs_for(call.env), also):
        call.out.line(line)
    return OK


def _article(call: Call, library: Library) -> Article | None:
    """The article whose id was given, at the revision asked for; None when the words are no article's id."""
    name = " ".join(call.args.story).strip()
    try:
        newest = library.article(name)
    except NotFoundError:
        return None
    revision = call.args.revision
    return newest if revision in (None, newest.revision) else library.article(name, revision)


def _revised(library: Library, articles: tuple[Article, ...], revision: int) -> Article:
    """The one article at a revision; of several none is meant more than another."""
    if len(articles) == 1:
        return library.article(articles[0].id, revision)
    revised = [one for one in articles if one.revisions > 1]
    raise BylinesError(
        "each article has revisions of its own" if revised else "no article of this story was revised",
        do="give the id of one: " + ", ".join(f"{one.id} ({one.outlet_name})" for one in revised or articles),
    )


def _show_article(call: Call, library: Library, article: Article) -> int:
    if call.json:
        card = library.card(library.story_of(article.id))
        call.out.document(shapes.full_story(Story(card, (article,))))
        return OK
    for line in one_article(article, call.args.width or width(call.env)):
        call.out.line(line)
    return OK


def compare(call: Call) -> int:
    """Print a story's comparison."""
    with call.library() as library:
        story = _story(call, library)
        comparison = library.comparison(story.card.id)
    if call.json:
        call.out.document(shapes.comparison(story, comparison))
        return OK
    for line in comparison_lines(story, comparison, width(call.env), signs_for(call.env)):
        call.out.line(line)
    return OK


def _story(call: Call, library: Library) -> Story:
    return library.story(library.resolve_story(" ".join(call.args.story)))


def named_articles(story: Story, outlets: str | None) -> tuple[Article, ...]:
    """The articles of the outlets named, in that order; a name may be the start of one, in any case.

    Raises NotFoundError for a name that fits no outlet, or several, of the story.
    """
    if outlets is None:
        return story.articles
    names = story.card.outlets
    chosen: list[str] = []
    for wanted in filter(None, (clean_line(part) for part in outlets.split(","))):
        fitting = [name for name in names if fold(name) == fold(wanted)]
        fitting = fitting or [name for name in names if fold(wanted) in fold(name)]
        if len(fitting) != 1:
            what = f"“{wanted}” fits no outlet" if not fitting else f"“{wanted}” fits several outlets"
            raise NotFoundError(f"{what} of this story", do=f"there are {', '.join(names)}")
        chosen.append(fitting[0])
    if not chosen:
        raise BylinesError("no outlet is named", do=f"there are {', '.join(names)}")
    return tuple(
        article for name in dict.fromkeys(chosen) for article in story.articles if article.outlet_name == name
    )
