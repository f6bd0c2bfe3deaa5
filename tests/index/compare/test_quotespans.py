"""Quotation marks: which span they quote, and which marks quote nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.compare import quotespans
from index.compare.quotespans import paragraph_spans


def _quoted(*texts: str) -> list[str]:
    return [
        text[span.start : span.end]
        for text, spans in zip(texts, paragraph_spans(texts), strict=True)
        for span in spans
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"We sail at dawn," he said. "Not before."', ["We sail at dawn,", "Not before."]),
        ("“We sail at dawn,” he said. “Not before.”", ["We sail at dawn,", "Not before."]),
        ("‘We won’t sail,’ said O’Dowd, the crews’ leader.", ["We won’t sail,"]),
        ("'We won't sail,' said O'Dowd, the crews' leader.", ["We won't sail,"]),
        ("He said: 'it's the crews' pay that counts', and left.", ["it's the crews' pay that counts"]),
        ("« Nous partons », dit-il.", [" Nous partons "]),
        ("„Wir gehen“, sagte er. »Nein«, sagte sie.", ["Wir gehen", "Nein"]),
        ("“He told me ‘go away’ and I went,” she said.", ["He told me ‘go away’ and I went,", "go away"]),
        ('“The idea is a myth," he said.', ["The idea is a myth,"]),
        ('She said "no. Then "yes" came.', ["yes"]),
        ('"He told me "go away" and I went," she said.', ['He told me "go away" and I went,', "go away"]),
        ('Asked, "was it a "plot"?", he left "at once".', ['was it a "plot"?', "plot", "at once"]),
        ('"We sail. "At dawn," he said, "and no later."', ["At dawn,", "and no later."]),
        ("The crews' pay in the '90s and rock 'n' roll: 'tis gone.", []),
        ('He is 6\'2" tall and the board 5" wide.', []),
        ("A mark that never closes “ quotes nothing.", []),
        ("Empty “” and “ … ” quote nothing.", []),
    ],
)
def test_what_is_quoted(text: str, quoted: list[str]) -> None:
    assert _quoted(text) == quoted


def test_a_quote_over_paragraphs_runs_on_while_each_opens_with_its_mark() -> None:
    texts = ["He said: “It was cold.", "“It was dark.", "“Then it ended.” He left."]
    first, second, third = (spans[0] for spans in paragraph_spans(texts))
    assert (first.runs_on, first.continues) == (True, False)
    assert (second.runs_on, second.continues) == (True, True)
    assert (third.runs_on, third.continues) == (False, True)
    assert _quoted(*texts) == ["It was cold.", "It was dark.", "Then it ended."]


def test_an_inner_quote_knows_the_one_around_it() -> None:
    ((outer, inner),) = paragraph_spans(["“He told me ‘go away’ and I went,” she said."])
    assert (outer.outer, inner.outer) == (-1, 0)


@given(st.lists(st.text(alphabet='ab "“”., ', max_size=40), max_size=3))
def test_pairs_of_marks_are_what_they_are_one_by_one(texts: list[str]) -> None:
    found = paragraph_spans(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quotespans, "_plain", lambda *_: None)
        assert paragraph_spans(texts) == found


@given(st.lists(st.text(alphabet="ab '\"“”‘’«»„`.,\n", max_size=60), max_size=4))
def test_spans_are_inside_their_paragraph_and_nest(texts: list[str]) -> None:
    for text, spans in zip(texts, paragraph_spans(texts), strict=True):
        for place, span in enumerate(spans):
            assert 0 <= span.start < span.end <= len(text)
            if span.outer >= 0:
                around = spans[span.outer]
                assert span.outer < place
                assert around.start <= span.start
                assert span.end <= around.end
