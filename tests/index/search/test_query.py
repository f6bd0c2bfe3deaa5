"""What a query is understood as, and that no string whatever gets past the parser but as an answer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.search.query import MAX_LENGTH, Parsed, parse

TODAY = date(2023, 5, 10)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("Attacks", "text:attack"),
        ("lost control", "(text:lost AND text:control)"),
        ("lost AND control", "(text:lost AND text:control)"),
        ("lost OR control", "(text:lost OR text:control)"),
        ("a OR b c", "(text:a OR (text:b AND text:c))"),
        ("(lost OR found) control", "((text:lost OR text:found) AND text:control)"),
        ("lost -control", "(text:lost AND NOT text:control)"),
        ("lost NOT control", "(text:lost AND NOT text:control)"),
        ("-control", "(None:* AND NOT text:control)"),
        ('"lost control"', 'text:"lost control"'),
        ("“lost control”", 'text:"lost control"'),
        ('"lost control', 'text:"lost control"'),
        ("full-scale", '(text:"full scale" OR text:fullscal)'),
        ("kreml*", "exact:kreml*"),
        ("=Attacks", "exact:attacks"),
        ("kremln~", "exact:kremln~2"),
        ("kremln~1", "exact:kremln~"),
        ("kremln~9", "exact:kremln~2"),
        ("title:drones", "title:drone"),
        ('outlet:"Latin Times"', 'outlet:"latin time"'),
        ("outlet:wash*", "outlet:wash*"),
        ("by:miller", "author:miller"),
        ("lang:en-GB", "lang:en"),
        ("tag:War-Crimes", "(tag:war crimes OR <tag:war crimes>)"),
        ("kind:notes", "kind:note"),
        ("the attack on the kremlin", "(text:attack AND text:kremlin)"),
        ("not the", "(text:not AND text:the)"),
        ("kremlin -the", "(text:kremlin AND NOT text:the)"),
        ("Kremlin: drones", "(text:kremlin AND text:drone)"),
        ("9:39", "(text:9 AND text:39)"),
        ("https://example.org/a", '(text:http AND text:"exampl org" AND text:a)'),
        ("克里姆林宫", 'text:"克里 里姆 姆林 林宫"'),
        ("宫", "exact:宫*"),
        ("drone &&& !!", "text:drone"),
        ("*", "None:*"),
        ("e-mail*", "exact:email*"),
    ],
)
def test_trees(text: str, tree: str) -> None:
    assert str(parse(text, today=TODAY).query) == tree


def dates(text: str) -> tuple[str | None, str | None]:
    node = parse(text, today=TODAY).query
    start, end = (None if when is None else f"{when:%Y-%m-%d}" for when in (node.startdate, node.enddate))
    return start, end


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("date:2023", ("2023-01-01", "2024-01-01")),
        ("date:2023-12", ("2023-12-01", "2024-01-01")),
        ("date:2023-02-28", ("2023-02-28", "2023-03-01")),
        ("date:2023/5/6", ("2023-05-06", "2023-05-07")),
        ("date:2023-04..2023-05", ("2023-04-01", "2023-06-01")),
        ("after:2023-05", ("2023-05-01", None)),
        ("before:2023-05", (None, "2023-05-01")),
        ("date:today", ("2023-05-10", "2023-05-11")),
        ("date:yesterday", ("2023-05-09", "2023-05-10")),
        ('date:"last week"', ("2023-05-01", "2023-05-08")),
        ("date:last_month", ("2023-04-01", "2023-05-01")),
        ("after:7d", ("2023-05-03", None)),
        ("since:1m", ("2023-04-10", None)),
    ],
)
def test_dates(text: str, span: tuple[str | None, str | None]) -> None:
    assert dates(text) == span


def test_a_month_back_from_the_31st_is_the_last_of_a_shorter_month() -> None:
    assert f"{parse('after:1m', today=date(2023, 3, 31)).query.startdate:%Y-%m-%d}" == "2023-02-28"


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "no word"),
        ("  ?! ", 0, "no word"),
        ("x" * 501, 500, "longer than 500"),
        ("(drone", 0, "never closed"),
        ("drone)", 5, "never opened"),
        ("()", 1, "nothing inside"),
        ("drone OR", 6, "both sides"),
        ("OR drone", 0, "both sides"),
        ("drone AND AND x", 6, "both sides"),
        ("a NOT", 2, "missing"),
        ("NOT NOT a", 0, "NOT of a NOT"),
        ("titel:x", 0, "did you mean title:"),
        ("zzz:x", 0, "no field zzz:"),
        ("title:", 6, "nothing after it"),
        ("title:?", 6, "nothing to search for"),
        ("a date:someday", 2, "not a date"),
        ("date:2023-13", 0, "not a date"),
        ("date:2023-06-31", 0, "not a date"),
        ("date:0000", 0, "not a date"),
        ("after:99999999d", 0, "not a date"),
        ("k*", 0, "two letters"),
        ("kind:cat", 0, "two kinds"),
        ("(" * 60 + "a" + ")" * 60, 40, "too many parentheses"),
    ],
)
def test_wrong_queries_say_where_and_what(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text, today=TODAY)
    assert raised.value.position == position
    assert says in str(raised.value)


@pytest.mark.parametrize(
    ("text", "understood"),
    [
        ("lost control", "lost and control"),
        ('"lost control" OR -drone', "“lost control” or not drone"),
        ("(a OR b) -c", "(a or b) and not c"),
        (
            "title:kreml* after:2023-05",
            "title: words that begin with “kreml” and published on 2023-05-01 or later",
        ),
        ('"a b"~5', "“a b” within 5 words"),
        ("=Attacks drnoe~", "exactly “Attacks” and words like “drnoe”"),
    ],
)
def test_what_was_understood(text: str, understood: str) -> None:
    assert parse(text, today=TODAY).understood == understood


OPERATORS = 'AND OR NOT ( ) " - + * ~ ~9 = : @ title: date: tag: lang: kind: outlet: x: .. “'
OPERANDS = "drone full-scale 1,500 2023-05 9999-12-31 0001 克里 宫 é 's [TO] w1~9"
CONTROLS = ["last week", " ", "\n", "\x1b[2J", "\ud800", "\x00", "\u202e", "\u200b"]
PIECES = st.sampled_from([*OPERATORS.split(" "), *OPERANDS.split(" "), *CONTROLS])
JUNK = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=30).map("".join),
    st.lists(PIECES, max_size=30).map(" ".join),
)


@settings(max_examples=1500, deadline=None)
@given(JUNK)
@example('"' * 101)
@example("(" * 500)
@example("-" * 500)
@example("NOT " * 120)
@example("a OR " * 99 + "a")
@example("date:" + "9" * 400)
def test_any_string_gives_a_query_or_a_query_error(text: str) -> None:
    try:
        parsed = parse(text, today=TODAY)
    except QueryError as error:
        assert error.position is not None
        assert 0 <= error.position <= max(len(text), MAX_LENGTH)
        assert error.what
        shown = str(error)
    else:
        assert isinstance(parsed, Parsed)
        assert parsed.understood
        shown = parsed.understood
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u202e\u2028" for char in shown)
    shown.encode()
