"""Quotes of several outlets held together as one utterance."""

from __future__ import annotations

from index.compare.quotes import quotes
from index.compared import LinkKind, Quote
from index.model import Article
from tests.index.compare.invented import article, link

LONG = "We know very well that the harbour was never meant for ships of this size"


def _kinds(quote: Quote) -> list[tuple[str, str]]:
    return [(variant.outlet, variant.kind) for variant in quote.variants]


def test_one_utterance_identical_cut_altered_and_paraphrased() -> None:
    a = article("Alpha", f"“{LONG},” Ada Brook said.")
    b = article("Beta", f'"{LONG}," said Ada Brook, the pilot.')
    c = article("Gamma", "Brook said the harbour “was never meant for ships of this size.”")
    d = article(
        "Delta",
        "“We knew well that this harbour was not meant for ships of such size,” pilot Ada Brook said.",
    )
    e = article("Epsilon", "Ada Brook argued that ships of this size should never have used the harbour.")
    everyone = (a, b, c, d, e)
    joined = [link(x, 0, y, 0) for place, x in enumerate(everyone) for y in everyone[place + 1 :]]
    (quote,) = quotes(everyone, joined)
    assert quote.speaker == "Ada Brook"
    assert _kinds(quote) == [
        ("Alpha", "identical"),
        ("Beta", "identical"),
        ("Gamma", "cut"),
        ("Delta", "altered"),
        ("Epsilon", "paraphrased"),
    ]
    assert quote.variants[0].text == f"{LONG},"
    assert quote.variants[4].passage == e.passages[0].id


def test_long_quotes_need_no_link_and_short_ones_do() -> None:
    a = article("Alpha", f"“{LONG},” Ada Brook said.", "Brook called the plan “mad” on Friday.")
    b = article("Beta", "Brook said it was “mad” to go on.", f"“{LONG},” said Ada Brook.")
    (alone,) = quotes((a, b), [])
    assert alone.variants[0].text == f"{LONG},"
    both = quotes((a, b), [link(a, 1, b, 0)])
    assert sorted(quote.variants[0].text for quote in both) == [f"{LONG},", "mad"]


def test_an_ellipsis_leaves_out_words_of_one_utterance() -> None:
    a = article("Alpha", f"“{LONG},” Ada Brook said.")
    b = article("Beta", "“We know very well ... never meant for ships of this size,” Ada Brook said.")
    (quote,) = quotes((a, b), [])
    assert _kinds(quote) == [("Alpha", "identical"), ("Beta", "cut")]


def test_a_name_put_in_for_a_pronoun_alters_a_quote() -> None:
    a = article("Alpha", "“[Hill] is a thief and he should be tried in Hull,” said Ada Brook.")
    b = article("Beta", "“He is a thief and he should be tried in Hull,” said Ada Brook.")
    (quote,) = quotes((a, b), [link(a, 0, b, 0)])
    assert _kinds(quote) == [("Alpha", "altered"), ("Beta", "altered")]


def test_what_a_crowd_shouts_is_said() -> None:
    a = article("Alpha", "Dockers chanted “No harbour, no peace” on Monday.")
    b = article("Beta", "On Monday crowds shouted “No harbour, no peace!” again.")
    (quote,) = quotes((a, b), [link(a, 0, b, 0)])
    assert _kinds(quote) == [("Alpha", "identical"), ("Beta", "identical")]


def test_sentences_of_one_long_quote_stay_together() -> None:
    a = article(
        "Alpha", ["“The harbour has nothing to do with it.", "I can assure you of that,” Ada Brook said."]
    )
    b = article("Beta", ['"The harbour has nothing to do with it.', 'I can assure you of that."'])
    (quote,) = quotes((a, b), [])
    assert len(quote.variants) == 4
    assert quote.speaker == "Ada Brook"


def test_two_speakers_with_one_word_share_no_quote() -> None:
    a = article("Alpha", "It may be a sign of a “criminal” plan, Ada Brook said.")
    b = article("Beta", "Tom Reed called the raid “a criminal attack” on the port.")
    assert quotes((a, b), [link(a, 0, b, 0)]) == ()


def test_a_name_in_two_spellings_is_one_speaker() -> None:
    a = article("Alpha", f"“{LONG},” Olena Zelenska said.")
    b = article("Beta", f"“{LONG},” Olena Zelenskaya said.")
    assert len(quotes((a, b), [])) == 1


def test_a_report_by_somebody_else_is_no_paraphrase() -> None:
    a = article(
        "Alpha", "“Of course the harbour has nothing to do with the fire at the mill,” Ada Brook said."
    )
    b = article("Beta", "Tom Reed said the harbour had nothing to do with the fire at the mill.")
    assert quotes((a, b), [link(a, 0, b, 0)]) == ()
    c = article("Gamma", "Brook said the harbour had nothing to do with the fire at the mill.")
    (quote,) = quotes((a, c), [link(a, 0, c, 0)])
    assert _kinds(quote)[1] == ("Gamma", "paraphrased")
    assert quotes((a, c), [link(a, 0, c, 0, LinkKind.PARTLY)]) == ()


def test_a_report_by_somebody_else_is_none_of_what_two_outlets_quote() -> None:
    a = article("Alpha", f"“{LONG},” Ada Brook said.")
    b = article("Beta", f"“{LONG},” said Ada Brook.")
    c = article("Gamma", "Tom Reed said the harbour was never meant for ships of this size.")
    (quote,) = quotes((a, b, c), [link(a, 0, c, 0), link(b, 0, c, 0)])
    assert [outlet for outlet, _ in _kinds(quote)] == ["Alpha", "Beta"]


def test_what_nobody_is_said_to_say_is_no_quote() -> None:
    a = article("Alpha", "The “golden harbour” plan was dropped.")
    b = article("Beta", "A “golden harbour” was planned.")
    c = article("Gamma", "Ada Brook said it was “grand” to see.")
    d = article("Delta", "The “grand” plan of Ada Brook is dead.")
    assert quotes((a, b), [link(a, 0, b, 0)]) == quotes((c, d), [link(c, 0, d, 0)]) == ()


def test_three_words_in_common_are_a_quote_in_linked_sentences_only() -> None:
    a = article("Alpha", "“It was the old harbour ferry then,” Ada Brook said.")
    b = article("Beta", "“We want the old harbour ferry,” Ada Brook said.")
    assert quotes((a, b), []) == ()
    assert len(quotes((a, b), [link(a, 0, b, 0)])) == 1


def test_speakers_by_part_of_a_name_are_one_and_others_are_not() -> None:
    def said(name: str, outlet: str) -> Article:
        return article(outlet, f"“{LONG},” {name} said.")

    assert len(quotes((said("Xi Jinping", "Alpha"), said("Xi", "Beta")), [])) == 1
    assert quotes((said("Ada Smith", "Alpha"), said("Ada Smart", "Beta")), []) == ()


def test_likeness_in_small_words_is_no_quote() -> None:
    a = article("Alpha", "“And then we will see what happens,” Ada Brook said.")
    b = article("Beta", "“We will see how it all works out,” Ada Brook said.")
    assert quotes((a, b), [link(a, 0, b, 0)]) == ()


def test_quotes_of_one_outlet_alone_are_no_group() -> None:
    a = article("Alpha", f"“{LONG},” Ada Brook said.", f"“{LONG},” she repeated.")
    none: list[Article] = []
    assert quotes((a,), []) == ()
    assert quotes(none, []) == ()


def test_a_report_that_quotes_one_word_and_has_another_needs_no_link() -> None:
    a = article("Alpha", "“Every skipper on this coast feared that wall,” Ada Brook said.")
    b = article("Beta", "Brook said each skipper of hers “feared” for the boats.")
    (quote,) = quotes((a, b), [])
    assert _kinds(quote) == [("Alpha", "identical"), ("Beta", "paraphrased")]
    somebody_else = article("Beta", "Tom Reed said each skipper of his “feared” for the boats.")
    one_word_alone = article("Beta", "Brook said she “feared” for the boats.")
    assert quotes((a, somebody_else), []) == quotes((a, one_word_alone), []) == ()
