"""Anchors: made from passages, found again after edits, and never on wrong text."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import NotFoundError
from index.model import Article, Block, Role, Source, SourceKind
from index.notemodel import Note
from index.notes import anchors, fuzzy
from index.notes.resolving import resolve
from index.sentences import sentence_spans
from tests.index.notes.edits import Tally, sentences

SEEDS = Path(__file__).parents[3] / "seeds"


def article(name: str, *paragraphs: str, revision: int = 1) -> Article:
    return Article(
        source=Source(SourceKind.FILE, "memory"),
        digest="",
        id=name,
        revision=revision,
        revisions=revision,
        added=datetime(2023, 5, 6, tzinfo=UTC),
        title=paragraphs[0],
        outlet="Latin Times",
        url="https://example.org/x",
        blocks=(
            Block(Role.TITLE, paragraphs[0], ((0, len(paragraphs[0])),)),
            *(Block(Role.BODY, text, tuple(sentence_spans(text))) for text in paragraphs[1:]),
        ),
    )


FIRST = "The attack came at night. Two drones were shot down over the dome. Nobody was hurt."
SECOND = "Moscow spoke of an attempt on the president. Kyiv denied it. He said no more."
OLD = article("aone", "Drones over the Kremlin", FIRST, SECOND)


def test_an_anchor_has_quote_context_position_and_source() -> None:
    mark = anchors.anchor(OLD, ["aone.1.2"])
    assert mark.exact == "Two drones were shot down over the dome."
    assert mark.prefix.endswith("came at night. ")
    assert mark.suffix.startswith(" Nobody was hurt.")
    assert anchors.plain_text(OLD)[mark.start : mark.end] == mark.exact
    assert (mark.outlet, mark.url, mark.revision) == ("Latin Times", "https://example.org/x", 1)
    assert anchors.locate(mark, OLD) == (mark.start, mark.end)
    assert anchors.passages_in(OLD, mark.start, mark.end) == ("aone.1.2",)


def test_unknown_passages_are_refused() -> None:
    for passages in (["aone.2.0"], []):
        with pytest.raises(NotFoundError):
            anchors.anchor(OLD, passages)
    with pytest.raises(NotFoundError):
        anchors.anchors([OLD], ["atwo.1.0"])


def test_an_aligned_row_has_an_anchor_for_each_outlet_and_each_unbroken_run() -> None:
    other = article("atwo", "Drones", "Two drones fell. Nobody died.")
    marks = anchors.anchors([OLD, other, OLD], ["aone.1.1", "aone.1.2", "aone.1.5", "atwo.1.1"])
    assert [(mark.article, mark.exact[:12]) for mark in marks] == [
        ("aone", "The attack c"),
        ("aone", "Kyiv denied "),
        ("atwo", "Two drones f"),
    ]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["New title", "A new paragraph.", FIRST, SECOND], "Two drones were shot down over the dome."),
        (["T", FIRST.replace("Two drones were", "Two small drones had been"), SECOND], None),
        (["T", SECOND, FIRST.replace("dome", "Senate dome")], None),
        (["T", SECOND, "The attack came at night. Nobody was hurt."], "orphan"),
        (["T", "Something else altogether is told here today."], "orphan"),
        (["T"], "orphan"),
    ],
)
def test_a_changed_article(paragraphs: list[str], expected: str | None) -> None:
    mark = anchors.anchor(OLD, ["aone.1.2"])
    new = article("aone", *paragraphs, revision=2)
    place = anchors.locate(mark, new)
    if expected == "orphan":
        assert place is None
        return
    assert place is not None
    found = anchors.plain_text(new)[slice(*place)]
    assert found == expected or not expected
    (passage,) = (p for p in new.passages if p.id in anchors.passages_in(new, *place))
    assert passage.text.startswith("Two") and passage.text.endswith("dome.")


def test_of_equal_quotes_the_one_in_its_context_is_meant() -> None:
    text = ["T", "He was asked. No comment. He left.", "She was asked. No comment. She stayed."]
    old = article("aone", *text)
    mark = anchors.anchor(old, ["aone.1.5"])
    new = article("aone", "T", "More was said before all this happened here.", *text[1:], revision=2)
    place = anchors.locate(mark, new)
    assert place is not None
    assert anchors.passages_in(new, *place) == ("aone.2.6",)


def test_without_context_equal_quotes_are_not_guessed_between() -> None:
    mark = anchors.anchor(article("aone", "T", "No comment."), ["aone.1.1"])
    new = article("aone", "U", "Not now.", "No comment.", "Not now.", "No comment.", "Not now.", revision=2)
    assert anchors.locate(mark, new) is None


def test_resolving_gives_passages_of_the_current_revision_or_an_orphan() -> None:
    new = article("aone", "T", "Before. " + FIRST, SECOND, revision=2)
    held = {"aone": new}
    note = Note(
        id="n1",
        path=Path("x.md"),
        story=None,
        anchors=(anchors.anchor(OLD, ["aone.1.2"]),),
        passages=(),
        status="anchored",
        title="",
        tags=(),
        created="",
        updated="",
        text="",
    )
    resolved = resolve(note, held.get)
    assert (resolved.status, resolved.passages) == ("anchored", ("aone.2.3",))
    assert resolve(note, {}.get).status == "orphan"


def test_random_edits_of_the_seeds() -> None:
    texts = ["\n".join(filter(None, path.read_text("utf-8").split("\n"))) for path in SEEDS.glob("*.txt")]
    texts = sorted(text for text in texts if len(sentences(text)) > 10)
    rng = random.Random(4)
    tally = Tally()
    for _ in range(60):
        tally.trial(rng.choice(texts), rng.choice(texts), rng)
    assert tally.survived > 40
    assert tally.wrong == tally.gone_wrong == 0
    assert tally.right >= 0.95 * tally.survived


@given(st.text("abc", max_size=25), st.text("abc", min_size=1, max_size=10), st.booleans())
def test_distances_are_those_of_the_definition(text: str, quote: str, anchored: bool) -> None:
    row = list(range(len(quote) + 1))
    wanted = [row[-1]]
    for end, char in enumerate(text, 1):
        above, row = row, [end if anchored else 0]
        for i, mine in enumerate(quote, 1):
            row.append(min(above[i] + 1, row[i - 1] + 1, above[i - 1] + (mine != char)))
        wanted.append(row[-1])
    assert fuzzy.distances(text, quote, anchored=anchored) == wanted


@given(st.text("abcd ", max_size=60), st.text("abcd ", min_size=1, max_size=12))
def test_matches_have_the_errors_they_say(text: str, quote: str) -> None:
    for match in fuzzy.search(text, quote, len(quote) // 2):
        span = text[match.start : match.end]
        assert fuzzy.distances(span, quote, anchored=True)[-1] == match.errors <= len(quote) // 2


def test_an_article_without_an_outlet_is_named_as_everywhere() -> None:
    from dataclasses import replace

    nameless = replace(OLD, outlet=None)
    assert anchors.anchor(nameless, ["aone.1.2"]).outlet == nameless.outlet_name != ""


LINE = "the United States has assembled a coalition"


@pytest.mark.parametrize(
    ("after", "found"),
    [
        # The next line of a list takes over what stood before the one that went.
        (f"So it goes. The downside is that {LINE}. Prices fell on Monday.", False),
        # The quote stands better elsewhere: what resembles it here is not the one meant.
        (f"So it goes. The upsid is tha {LINE}. Nobody knew. And then: The upside is that {LINE}!", False),
        # Two letters fewer, and all about it as it was.
        (f"So it goes. The upsid is tha {LINE}. Nobody knew.", True),
    ],
)
def test_without_the_old_text_an_altered_passage_is_rather_lost_than_wrong(after: str, found: bool) -> None:
    old = article("aone", "T", f"So it goes. The upside is that {LINE}. Nobody knew.")
    mark = anchors.anchor(old, ["aone.1.2"])
    assert mark.exact.startswith("The upside")
    assert (anchors.locate(mark, article("aone", "T", after, revision=2)) is not None) is found
