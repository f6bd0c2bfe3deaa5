"""`search` and `searches`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from index.errors import QueryError
from tui.cmdline import shapes
from tui.cmdline.call import OK, Call
from tui.cmdline.output import width
from tui.show import Parts, hit_lines
from tui.wording import count

if TYPE_CHECKING:
    from index.found import Facet, KwicLine, SearchResults, TermTable
    from index.library import Library

_OUTLET = 20


def search(call: Call) -> int:
    """Print hits by story and article; or matches in context, or a table of terms for a story."""
    with call.library() as library:
        query = _query(call, library)
        try:
            status = _search(call, library, query)
        except QueryError as error:
            _point(call, query, error)
            raise
        library.remember_search(query)
    return status


def searches(call: Call) -> int:
    """Saved searches and the history."""
    args = call.args
    with call.library() as library:
        action = args.action or "list"
        if action == "save":
            library.save_search(args.name, " ".join(args.query))
        elif action == "forget":
            library.forget_search(args.name)
        elif action == "clear":
            library.forget_search_history()
        if action in ("history", "clear"):
            history = library.search_history()
            if call.json:
                call.out.document(history)
            else:
                for query in history:
                    call.out.line(query)
            return OK
        saved = library.saved_searches()
    if call.json:
        call.out.document([{"name": one.name, "query": one.query} for one in saved])
    elif action == "list":
        for one in saved:
            call.out.line(f"{one.name}: {one.query}")
        if not saved:
            call.out.message("no saved searches: `bylines searches save NAME QUERY` keeps one")
    return OK


def _query(call: Call, library: Library) -> str:
    words = " ".join(call.args.query)
    if call.args.saved is None:
        return words
    saved = library.saved_search(call.args.saved)
    return f"({saved}) {words}" if words else saved


def _search(call: Call, library: Library, query: str) -> int:
    args = call.args
    story = library.resolve_story(args.story) if args.story else None
    found = library.search(query, limit=args.limit, story=story, newest=args.newest, facets=args.facets)
    lines = library.kwic(query, limit=args.limit, story=story, newest=args.newest) if args.kwic else []
    tables = [library.term_table(query, one) for one in _tabled(found, story)] if args.table else []
    if call.json:
        document = shapes.results(found)
        if args.kwic:
            document["kwic"] = [shapes.kwic(line) for line in lines]
        if args.table:
            document["tables"] = [shapes.term_table(table) for table in tables]
        call.out.document(document)
        return OK
    titles = {hit.story: library.card(hit.story).title for hit in found.hits if hit.story}
    if args.kwic:
        for parts in _kwic_lines(lines, width(call.env)):
            call.out.styled(parts)
    elif not args.table:
        for parts in hit_lines(found, titles):
            call.out.styled(parts)
    for table in tables:
        for line in _table_lines(table, titles.get(table.story, "")):
            call.out.line(line)
    for line in _facet_lines(found.facets):
        call.out.line(line)
    if not found.hits:
        call.out.message(f"no hits for {found.parsed or query}")
    if found.did_you_mean:
        call.out.message(f"did you mean: {found.did_you_mean}")
    return OK


def _tabled(found: SearchResults, story: str | None) -> list[str]:
    """The stories to make tables for: the one asked for, or those found."""
    if story is not None:
        return [story]
    return list(dict.fromkeys(hit.story for hit in found.hits if hit.story is not None))


def _kwic_lines(lines: list[KwicLine], wide: int) -> Iterator[Parts]:
    """The matches below each other in one column, the text to the left and right of them."""
    from tui.wrap import fit

    side = max(10, (wide - _OUTLET - 2) * 2 // 5)
    for line in lines:
        before = line.before[-side:]
        label = f"{fit(line.outlet, _OUTLET)}  {' ' * (side - len(before))}{before}"
        yield [(label, False), (line.match, True), (line.after[:side].rstrip(), False)]


def _table_lines(table: TermTable, title: str) -> Iterator[str]:
    """Terms downward, outlets across; a dash for never."""
    from tui.wrap import fit

    yield f"{table.story}  {title}".rstrip()
    across = " ".join(fit(name, _OUTLET) for name in table.outlets)
    yield f"  {fit('', _OUTLET)} {across}".rstrip()
    for words, counts in table.rows:
        cells = " ".join(fit(str(number or "—"), _OUTLET) for number in counts)
        yield f"  {fit(words, _OUTLET)} {cells}".rstrip()


def _facet_lines(facets: tuple[Facet, ...]) -> Iterator[str]:
    for kind, some in groupby(facets, key=lambda facet: facet.kind):
        yield ""
        yield f"by {kind}"
        for facet in some:
            yield f"  {count(facet.count, 'article'):14} {facet.value}"


def _point(call: Call, query: str, error: QueryError) -> None:
    """Show the query with a mark below the place that is wrong."""
    if error.position is not None and query and "\n" not in query:
        from tui.wrap import width_of

        call.out.message(f"{query}\n{' ' * (len('bylines: ') + width_of(query[: error.position]))}^")
