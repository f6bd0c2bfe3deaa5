"""What a query is understood as, and that no string whatever gets past the parser but as an answer."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.library import Library
from index.search.query import MAX_LENGTH, as_typed, parse, terms
from index.variants import Variants

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


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("in:quotes lost control", "(quote:lost AND quote:control)"),
        ("(in:quotes =lost OR contr*) kyiv", "((quoteexact:lost OR quoteexact:contr*) AND text:kyiv)"),
        ('in:title "lost control"', 'title:"lost control"'),
        ("scope:story lost -control", "<in one story: (text:lost AND NOT text:control)>"),
        ("is:unread", "<is:unread>"),
        ("drone -is:read", "(text:drone AND NOT <is:read>)"),
        ("has:notes", "<has:note>"),
        ("outlets:>=3", "<outlets:(3, 10000)>"),
        ("outlets:<3", "<outlets:(0, 2)>"),
        ("outlets:2..4", "<outlets:(2, 4)>"),
        ("outlets:3", "<outlets:(3, 3)>"),
        ('covered:"Latin Times" -covered:sky', "(<covered:latin times> AND NOT <covered:sky>)"),
        ("note:checks", "<note:text:check>"),
        ('story:"Kremlin drones"', "<story:kremlin drones>"),
    ],
)
def test_what_the_library_is_to_decide(text: str, tree: str) -> None:
    parsed = parse(text, today=TODAY)
    assert str(parsed.query) == tree
    assert parsed.conditional == ("<" in tree)


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("in:quotes", 0, "nothing to look for"),
        ("in:quotes is:read", 0, "needs a word"),
        ("kyiv in:headline", 5, "in:quotes or in:title"),
        ("scope:article x", 0, "scope:story"),
        ("x -in:quotes", 2, "turned round"),
        ("is:red", 0, "is:unread or is:read"),
        ("outlets:many", 0, "not a number"),
        ("a OR in:quotes", 5, "both sides"),
    ],
)
def test_wrong_conditions(text: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse(text, today=TODAY)
    assert (raised.value.position, says in str(raised.value)) == (position, True)


def test_a_wrong_query_says_what_was_understood_before() -> None:
    with pytest.raises(QueryError) as raised:
        parse('drone "lost control" titel:x')
    assert raised.value.understood == "drone and “lost control”"
    assert "at character 22 (did you mean title:?); understood: drone" in str(raised.value)


def test_words_are_stemmed_by_the_rules_of_every_language_there_is() -> None:
    assert str(parse("Angriffen", languages=("de", "en")).query) == "(text:angriff OR text:angriffen)"
    assert str(parse("Angriffen lang:de").query) == "(text:angriff AND lang:de)"
    assert str(parse('"neuen Angriffen"', languages=("de",)).query) == 'text:"neu angriff"'


def test_spellings_are_looked_for_besides() -> None:
    known = Variants()
    assert str(parse("Kiev", variants=known).query) == "(text:kiev OR text:kyiv)"
    assert parse("Kiev", variants=known).understood == "Kiev (also Kyiv)"
    assert str(parse("us", variants=known).query) == "text:us"
    assert str(parse("US", variants=known).query) == '(text:us OR text:usa. OR text:"unit state")'
    assert "text:us." in str(parse("united states drone", variants=known).query)
    assert str(parse("=Kiev", variants=known).query) == "exact:kiev"
    assert str(parse('"in Kiev"', variants=known).query) == '(text:"in kiev" OR text:"in kyiv")'


def test_the_terms_of_a_query() -> None:
    found = terms('drone "lost control" (kyiv OR odesa) -smoke -(a OR b) outlet:sky title:x')
    assert [words for words, _ in found] == ["drone", '"lost control"', "kyiv", "odesa", "title:x"]


OPERATORS = 'AND OR NOT ( ) " - + * ~ ~9 = : @ title: date: tag: lang: kind: outlet: x: .. “ '
OPERATORS += "in:quotes in:title scope:story is:unread has:note outlets:>=3 covered: story: note: is: <"
OPERANDS = "drone full-scale 1,500 2023-05 9999-12-31 0001 克里 宫 é 's [TO] w1~9 US U.S. united states Kiev"
STRANGE = [" ", "\n", "\x1b[2J", "\ud800", "\x00", "\u202e", "\u200b", "last week", "\U0001f600"]
PIECES = [*OPERATORS.split(" "), *OPERANDS.split(" "), *STRANGE]


def near_query(chance: random.Random) -> str:
    """A string of pieces of queries, joined as by a person in a hurry, or of any characters."""
    if chance.random() < 0.3:
        size = chance.randint(0, 120)
        return "".join(chr(chance.randrange(chance.choice([0x80, 0x3000, 0x110000]))) for _ in range(size))
    joint = chance.choice(["", " "])
    return joint.join(chance.choices(PIECES, k=chance.randint(0, 30)))


def answered(text: str) -> bool:
    """Whether a string is a query; if it is not, that it is an error a person can use."""
    try:
        parsed = parse(text, today=TODAY, languages=("en", "de", "fr"), variants=VARIANTS)
    except QueryError as error:
        assert error.position is not None
        assert 0 <= error.position <= max(len(text), MAX_LENGTH)
        assert error.what
        shown = str(error)
    else:
        assert parsed.understood
        shown = parsed.understood
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char in "\u202e\u2028" for char in shown)
    shown.encode()
    return "parsed" in locals()


VARIANTS = Variants()


def test_ten_thousand_strings_each_give_a_query_or_a_query_error() -> None:
    chance = random.Random(2023)
    understood = sum(answered(near_query(chance)) for _ in range(10_000))
    assert 1_000 < understood < 9_000, "both kinds are among them"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=120), st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)))
@example('"' * 101)
@example("a" * 100_000)
@example("*")
@example("w1~9")
@example("[TO]")
@example("(" * 500)
@example("-" * 500)
@example("NOT " * 120)
@example("a OR " * 99 + "a")
@example("date:" + "9" * 400)
@example("in:quotes " * 50)
@example("scope:story (" * 38 + "a" + ")" * 38)
def test_any_string_gives_a_query_or_a_query_error(text: str) -> None:
    answered(text)


def test_a_thousand_strings_are_answered_by_a_library(seeded: Library) -> None:
    """What is understood is answered, whatever it is."""
    chance = random.Random(7)
    answers = 0
    for _ in range(1_000):
        text = near_query(chance)
        try:
            answers += seeded.search(text, limit=3, facets=True).total >= 0
        except QueryError:
            continue
    assert answers > 100


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("supreme cour", "supreme (cour OR cour*)"),
        ("cou", "(cou OR cou*)"),
        ("co", "co"),
        ("supreme ", "supreme "),
        ('"supreme cou', '"supreme cou'),
        ("outlet:lat", "outlet:lat"),
        ("-supr", "-(supr OR supr*)"),
        ("a OR supr", "a OR (supr OR supr*)"),
        ("supr*", "supr*"),
        ("(", "("),
    ],
)
def test_the_last_word_may_be_the_beginning_of_one_while_it_is_typed(typed: str, asked: str) -> None:
    assert as_typed(typed) == asked
