"""Word-level differences between two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.worddiff import word_diff, word_spans

_TEXT = st.text(alphabet="ab é’'.,\n", max_size=40)


def test_a_changed_and_a_dropped_word() -> None:
    a, b = "He does what he is told to do.", "He did what he is told,"
    changes = [(c.op, a[slice(*c.a)], b[slice(*c.b)]) for c in word_diff(a, b)]
    assert changes == [
        ("equal", "He", "He"),
        ("replace", "does", "did"),
        ("equal", "what he is told", "what he is told"),
        ("delete", "to do", ""),
    ]


def test_case_accents_and_marks_do_not_count() -> None:
    assert [change.op for change in word_diff("“Don’t go, José,”", "don't go Jose")] == ["equal"]


def test_nothing_against_nothing() -> None:
    assert word_diff("", "…") == ()


@given(_TEXT, _TEXT)
def test_the_changes_cover_every_word_of_both_once_and_in_order(a: str, b: str) -> None:
    changes = word_diff(a, b)
    for text, spans in ((a, [c.a for c in changes]), (b, [c.b for c in changes])):
        covered = [
            w
            for start, end in spans
            for w in word_spans(text)
            if start <= w.start and w.end <= end and start < end
        ]
        assert covered == word_spans(text)
    for change in changes:
        left = [w.word for w in word_spans(a[slice(*change.a)])]
        right = [w.word for w in word_spans(b[slice(*change.b)])]
        assert (left == right) == (change.op == "equal")
