"""From a hit to its passages: which, what text around, and what is lit."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.found import Hit
from index.model import Role
from index.search.highlights import Finder
from index.search.passages import SNIPPET, article_hits, note_hit, snippet
from index.search.query import parse
from tests.index.search.builders import Shelf, article, note


def hits(query: str, *paragraphs: str, title: str | None = None) -> list[Hit]:
    return article_hits(article("a1", *paragraphs, title=title), Finder(parse(query).query), "s1", 1.0)


def lit(hit: Hit) -> list[str]:
    return [hit.snippet[start:end] for start, end in hit.highlights]


def test_every_form_of_a_word_is_lit() -> None:
    found = hits("attack", "Attacks came. Nothing here. They attacked again; the attack failed.")
    assert [hit.passage for hit in found] == ["a1.1.0", "a1.1.2"]
    assert [lit(hit) for hit in found] == [["Attacks"], ["attacked", "attack"]]


def test_the_passage_with_most_of_the_words_comes_first() -> None:
    found = hits(
        "drone kremlin smoke", "A drone came.", "Smoke over the Kremlin after the drone.", "Kremlin smoke."
    )
    assert [hit.passage for hit in found] == ["a1.1.1", "a1.1.2"]


def test_a_phrase_is_lit_as_a_phrase_and_only_where_it_stands() -> None:
    found = hits(
        '"lost control"', "It had “lost control” of it. They lost all control.", "Who has lost\ncontrol?"
    )
    assert [lit(hit) for hit in found] == [["lost control"], ["lost control"]]


def test_a_phrase_across_two_sentences_lands_on_the_first() -> None:
    found = hits('"the end next day"', "This is the end. Next day it rained.")
    assert [(hit.passage, lit(hit)) for hit in found] == [("a1.1.0", ["the end."])]


def test_a_loose_phrase_lights_its_words() -> None:
    assert lit(hits('"lost it"~4', "They lost control of it.")[0]) == ["lost", "it"]


def test_title_prefix_exact_fuzzy_and_unspaced_matches() -> None:
    assert hits("title:drone", "A drone.", title="Drones")[0].passage == "a1.1.0"
    assert [lit(hit) for hit in hits("title:drone", "A drone.", title="Drones")] == [["Drones"]]
    assert lit(hits("kreml*", "The Kremlin’s Kremlinologists.")[0]) == ["Kremlin", "Kremlinologists"]
    assert lit(hits("=attack", "Attacks, attack.")[0]) == ["attack"]
    assert lit(hits("atack~", "An attack.")[0]) == ["attack"]
    assert lit(hits("full-scale", "A full-scale and fullscale war.")[0]) == ["full-scale", "fullscale"]
    assert lit(hits("姆林", "袭击克里姆林宫")[0]) == ["姆林"]
    assert lit(hits("宫", "袭击克里姆林宫")[0]) == ["宫"]
    assert lit(hits("zurich", "In Zürich.")[0]) == ["Zürich"]


def test_what_must_not_be_there_is_not_lit() -> None:
    assert lit(hits("drone -smoke", "Drone smoke.")[0]) == ["Drone"]


def test_an_article_found_by_its_outlet_shows_its_first_sentence() -> None:
    found = hits("outlet:sky", "First. Second.", title="Title")
    assert [(hit.passage, hit.snippet, hit.highlights) for hit in found] == [("a1.1.1", "First.", ())]


def test_a_title_hit_gives_the_title_passage() -> None:
    one = article("a1", "Body.", title="The drone")
    found = article_hits(one, Finder(parse("drone").query), None, 1.0)
    assert [p.role for p in one.passages if p.id == found[0].passage] == [Role.TITLE]


def test_a_long_sentence_is_cut_around_the_match() -> None:
    long = "word " * 100 + "drone " + "more " * 100
    (hit,) = hits("drone", long)
    assert lit(hit) == ["drone"]
    assert len(hit.snippet) <= SNIPPET + 2
    assert hit.snippet.startswith("…word")
    assert hit.snippet.endswith("more…")


def test_notes_show_the_line_that_matches() -> None:
    found = note_hit(
        note("n1", "First line\n\nthe drone line", title="T"), Finder(parse("drone").query), "s1", 2.0
    )
    assert (found.note, found.title, found.snippet, lit(found)) == ("n1", "T", "the drone line", ["drone"])
    assert (found.article, found.passage, found.story) == ("a1", "a1.1.0", "s1")
    empty = note_hit(note("n1", "", title=""), Finder(parse("tag:x").query), None, 2.0)
    assert empty.snippet == ""


@given(st.text(max_size=600), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 600)), max_size=6))
def test_snippets_hold_their_highlights(text: str, spans: list[tuple[int, int]]) -> None:
    spans = [(a, b) for a, b in spans if a < b <= len(text)]
    cut, highlights = snippet(text, spans)
    assert len(cut) <= SNIPPET + 2
    last = 0
    for start, end in highlights:
        assert last <= start < end <= len(cut)
        last = end
    if spans:
        assert highlights
    plain = cut.removeprefix("…").removesuffix("…")
    assert len(plain) <= len(text)


def test_an_answer_keeps_an_articles_hits_together_and_to_the_limit(shelf: Shelf) -> None:
    shelf.put(*(article(f"a{n}", *["A drone came."] * 5, title=f"T{n}") for n in range(10)))
    results = shelf.answer("drone", limit=8)
    assert results.total == 10
    assert len(results.hits) == 8
    articles = [hit.article for hit in results.hits]
    assert articles == sorted(articles, key=articles.index)
    assert max(articles.count(name) for name in articles) == 3
    assert results.query == results.parsed == "drone"
    assert [hit.story for hit in results.hits[:1]] == [f"s{str(articles[0])[1:]}"]
