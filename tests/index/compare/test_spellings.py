"""Names in several spellings: listed, and one name when figures and quotes are compared."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index import comparison_rows
from index.compare.compare import compare
from index.compare.figures import figures
from index.compare.names import BUILT_IN_NAMES, names
from index.compare.quotes import quotes
from index.compare.spellings import spellings
from index.compared import Comparison
from index.variants import BUILT_IN
from index.words import words as cut
from tests.index.compare.telling import article
from tests.index.compare.test_compare import story


def forms(*texts: str) -> list[tuple[str, ...]]:
    articles = [article(name, [text]) for name, text in zip("abcd", texts, strict=False)]
    return [one.forms for one in spellings(articles)]


def test_names_in_two_spellings_are_told_and_those_in_one_are_not() -> None:
    assert forms("Zelensky was in Kyiv.", "Mr Zelenskiy left Kiev.", "Lviv was quiet.") == [
        ("Zelensky", "Zelenskiy"),
        ("Kyiv", "Kiev"),
    ]
    assert forms("The U.S. denied it.", "The United States denied it.") == [("US", "United States")]


def test_small_letters_and_common_words_are_no_names() -> None:
    assert forms("It told us so.", "The United States did.") == []
    assert forms("The defence ministry said.", "The defense ministry said.") == []


def test_each_outlet_has_the_passage_of_its_first_use() -> None:
    a, b = article("a", ["Kyiv slept. Kyiv woke."]), article("b", ["Kiev slept."])
    (one,) = spellings([a, b])
    assert [(use.form, use.passage) for use in one.uses] == [
        ("Kyiv", a.passages[0].id),
        ("Kiev", b.passages[0].id),
    ]


def test_a_person_s_own_group_counts_and_survives_the_store() -> None:
    told = story(article("a", ["Smithtown burnt."]), article("b", ["Smitton burnt."]))
    found = compare(told, groups=[("Smithtown", "Smitton")])
    assert [one.forms for one in found.spellings] == [("Smithtown", "Smitton")]
    assert comparison_rows.unpack(comparison_rows.pack(found)) == found
    assert compare(told).spellings == ()
    assert Comparison("s").spellings == ()


def test_a_quote_in_another_spelling_is_word_for_word() -> None:
    a = article("a", ["“We will hold Kyiv tonight,” said Mayor Vitali Klitschko."])
    b = article("b", ["“We will hold Kiev tonight,” said Mayor Vitali Klitschko."])
    assert quotes([a, b], ()) == ()
    (spelt,) = quotes([a, b], (), None, BUILT_IN_NAMES)
    assert {variant.kind for variant in spelt.variants} == {"identical"}


def test_figures_near_another_spelling_are_of_one_thing() -> None:
    a = article("a", ["The strike near Kharkiv and Luhansk killed 12 soldiers."])
    b = article("b", ["A raid by Kharkov and Lugansk killed 15 soldiers."])
    assert figures([a, b], ()) == ()
    assert [one.verdict for one in figures([a, b], (), None, BUILT_IN_NAMES)] == ["clash"]


def test_names_of_several_words_are_one_word_inside_quotes_and_figures() -> None:
    said = "“The {} had no role in the strike at all,” said John Kirby."
    texts = [said.format(name) for name in ("United States", "U.S.", "US", "USA")]
    quoted = [article(name, [text]) for name, text in zip("abcd", texts, strict=True)]
    (one,) = quotes(quoted, (), None, BUILT_IN_NAMES)
    assert [variant.kind for variant in one.variants] == ["identical"] * 4
    a = article("a", ["The crash near the Ivory Coast and in the United States killed 12 tourists."])
    b = article("b", ["A crash in the U.S. and near the Côte d'Ivoire killed 15 tourists."])
    assert [one.verdict for one in figures([a, b], (), None, BUILT_IN_NAMES)] == ["clash"]


def words(text: str, *groups: tuple[str, ...]) -> list[str]:
    return names((*groups, *BUILT_IN)).folded(text.split())


def test_initials_are_not_the_pronoun_and_nato_may_be_written_small() -> None:
    assert words("It told us of the US's plan") == ["it", "told", "us", "of", "the", "usa", "plan"]
    assert words("Nato NATO us U.S.")[::2] == [words("NATO")[0], "us"]
    assert words("Us too") == ["us", "too"]
    assert words("united states of mind") == ["united", "states", "of", "mind"]


def test_a_spelling_with_points_or_signs_is_found_as_texts_are_cut() -> None:
    known = names((("St. Petersburg", "Saint Petersburg"), ("AT&T", "American Telephone")))
    assert len({tuple(known.folded(cut(text))) for text in ("St. Petersburg’s", "Saint Petersburg")}) == 1
    assert len({tuple(known.folded(cut(text))) for text in ("AT&T", "American Telephone")}) == 1


def test_of_two_names_that_begin_alike_the_longer_is_read() -> None:
    known = names((("UNX", "United Nations", "United Nations Extra"),))
    assert known.folded(["United", "Nations", "Extra"]) == known.folded(["United", "Nations"]) == ["unx"]


def test_one_spelling_in_two_outlets_is_no_difference() -> None:
    assert forms("Kyiv was quiet.", "It rained in Kyiv.") == []


def test_a_speaker_in_another_spelling_is_the_same() -> None:
    said = "“Nothing in this harbour was built for such a winter,” {} said."
    a, b = article("a", [said.format("Boris Johnson")]), article("b", [said.format("BoJo")])
    assert quotes((a, b), [], spelt=BUILT_IN_NAMES) == ()
    assert len(quotes((a, b), [], spelt=names((("BoJo", "Boris Johnson"),)))) == 1


def test_groups_that_share_a_form_are_one_name() -> None:
    own = ("Kyjiw", "Kiev")
    assert len(set(words("Kyiv Kiev KYJIW", own))) == 1


FORMS = [
    "", "Kyiv", "KIEV", "U.S.", "US's", "us", "United", "States", "united", "Ivory", "Coast",
    "Côte", "d'Ivoire",
]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(FORMS), st.text(max_size=6)), max_size=12))
def test_every_word_stands_in_one_name_or_alone(written: list[str]) -> None:
    folded, found = BUILT_IN_NAMES.read(written)
    assert len(folded) == len(written)
    assert BUILT_IN_NAMES.found(written) == found
    assert all(0 <= one.start < one.end <= len(written) and one.form for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    places = {one.start: one for one in found}
    inside = {at for one in found for at in range(one.start + 1, one.end)}
    alone = [places[at].word if at in places else word for at, word in enumerate(folded) if at not in inside]
    assert BUILT_IN_NAMES.folded(written) == alone
