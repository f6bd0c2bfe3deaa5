"""Profiles: what of an article tells, and that they survive the store."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Block, Draft, Precision, Published, Role, Source, SourceKind
from index.sentences import sentence_spans
from index.stories.profile import TERMS, Profile, names_of, profile, telling_text


def draft(title: str | None, *paragraphs: str, published: Published | None = None) -> Draft:
    blocks = [Block(Role.BODY, text, tuple(sentence_spans(text))) for text in paragraphs]
    if title:
        blocks.insert(0, Block(Role.TITLE, title, ((0, len(title)),)))
    return Draft(
        source=Source(SourceKind.STDIN, "-"),
        digest="",
        blocks=tuple(blocks),
        title=title,
        published=published,
        outlet="Herald",
    )


@given(st.text(max_size=300), st.text(max_size=300))
def test_encode_and_decode_give_the_same(title: str, text: str) -> None:
    made = profile(draft(title or None, text))
    assert Profile.decode(made.encode()) == Profile.decode(f"{made.encode()}\tHerald") == made
    assert "\n" not in made.encode()
    assert len(made.terms) <= TERMS


@pytest.mark.parametrize("text", ["", "x", "9\t\ta:1\tOutlet", "1\tday\ta:1\tOutlet"])
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|version|invalid literal"):
        Profile.decode(text)


def test_the_headline_counts_twice() -> None:
    terms = dict(profile(draft("Drones over Moscow", "Drones were seen. A harbour burned.")).terms)
    assert terms["drones"] > terms["moscow"] > terms["harbour"]


def test_an_address_is_no_headline() -> None:
    title, sentences = telling_text(
        draft("https://example.org/drones-moscow", "A harbour burned. It was late.")
    )
    assert title == "A harbour burned."
    assert sentences == ["It was late."]


def test_names_are_terms_but_not_in_headlines_in_title_case() -> None:
    assert names_of("Then Vladimir Putin met the Bank of England in London.") == [
        "vladimir_putin",
        "bank_england",
    ]
    assert names_of("Woman Killed In Queens By Drunk Driver") == []


def test_a_month_is_not_a_day() -> None:
    when = datetime(2023, 5, 6, 9, 39)
    assert profile(draft("x", "y", published=Published(when, Precision.MONTH))).day is None
    assert profile(draft("x", "y", published=Published(when, Precision.MINUTE))).day == when.toordinal()


def test_scripts_without_spaces_become_pairs() -> None:
    assert "克里" in dict(profile(draft("克里姆林宫遭无人机袭击", "莫斯科")).terms)
