"""Sentences: the labels of real stories where they are at hand, and the hard cases of our own."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import sentence_spans
from tests.bench import gold


def split(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The U.S. said no.", "The U.S. National Council agreed."],
        ["He lives in Washington, D.C.", "The council sits there."],
        ["Mr. Smith met Sen. Grassley, R-Iowa, and Gov. Jones.", "They talked."],
        ["It began at 2:30 a.m. on Friday.", "It ended at 9 p.m.", "Police left."],
        ["Acme Inc. said sales fell 3.5 percent.", "Its rival Foo Corp. did better."],
        ["J. K. Rowling and George W. Bush came.", "Donald J. Trump did not."],
        ["Peskov was “just lying.”", "He said so twice."],
        ['Peskov was "just lying."', "He said so twice."],
        ['"Who did it?" asked the judge.', "Nobody knew."],
        ["“Absolutely not!” Mr. Trump replied.", "He left."],
        ["“It is great!” he said.", "“It is.”"],
        ["“We don’t attack. We defend,” Peskov said."[:17], "We defend,” Peskov said."],
        ["‘A single quote.’", "It ended there."],
        ["He said it (on Friday.)", "She did not."],
        ["(A whole sentence in brackets.)", "Another one."],
        ["He waited ... and waited.", "Then he left."],
        ["He paused…", "Then he went on."],
        ["We lost. ."[:8], "... I must leave my options open."],
        ["See No. 5 and Fig. 3 of vol. 2.", "They are clear."],
        ["No.", "The answer is no."],
        ["What?", "When?", "Where?"],
        ["It cost $3.2 bn. in 2021.", "It was too much!"],
        ["The plan failed.", "iPhones sold well."],
        ["On Jan. 5 it rained.", "On Feb. 6 it snowed."],
        ["He was born on Main St.", "The house is gone."],
    ],
)
def test_english(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("de", ["Am 5. Mai kam er z. B. nach Bonn.", "Dr. Meier blieb.", "„Das ist gut.“", "Er ging."]),
        ("de", ["Im 19. Jahrhundert war das anders.", "Die 2. Liga spielt."]),
        ("fr", ["« C’est fini ! »", "M. Dupont est parti.", "Il pleut."]),
        ("es", ["¿Qué pasó?", "¡Nada!", "El Sr. Ruiz salió a las 9.", "En EE. UU. no llueve."]),
        ("ru", ["Это сказал В. В. Орлов.", "Цена 4,2 млрд руб. за год.", "Всё."]),
    ],
)
def test_other_languages(language: str, sentences: list[str]) -> None:
    assert split(" ".join(sentences), language) == sentences


def test_chinese_needs_no_spaces() -> None:
    assert split("他说：“这是十年。”协议生效。真的吗？是！") == [
        "他说：“这是十年。”",
        "协议生效。",
        "真的吗？",
        "是！",
    ]


def test_sentences_glued_together() -> None:
    assert split("He looked ahead.Despite it all he ran. Node.Js is not one.") == [
        "He looked ahead.",
        "Despite it all he ran.",
        "Node.Js is not one.",
    ]


def test_nothing_and_next_to_nothing() -> None:
    assert split("") == split(" \n ") == []
    assert split("...") == ["..."]
    assert split(" no end ") == ["no end"]
    assert split("One\n\nTwo") == ["One", "Two"]


@given(
    st.text(st.sampled_from('ab AB.!?…"”“’») \n\u00a05。U.S.Mr '), max_size=60),
    st.sampled_from(["en", "de", None]),
)
def test_spans_cover_everything_in_order(text: str, language: str | None) -> None:
    end = 0
    for start, stop in sentence_spans(text, language):
        assert end <= start < stop
        assert text[end:start].strip() == ""
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert text[end:].strip() == ""


def steps(text: str) -> int:
    """How many calls, Python's and built-in ones, it takes to find the sentences of `text`."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        sentence_spans(text)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("piece", [".", ". ", '."', "\n ", "A. ", "! x", "He said no. ", "Mr. Smith left. "])
def test_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    assert steps(piece * 2_000) <= 2.2 * steps(piece * 1_000) + 50


def labelled() -> list[Any]:
    stories: list[Any] = []
    for name in ("seeds_alignment.json", "news_alignment.json"):
        data = gold.read(name)
        if data is not None:
            stories += data.get("stories", {"": data}).values()
    return stories


@pytest.mark.skipif(not labelled(), reason="the labelled stories are not on this machine")
def test_labelled_stories() -> None:
    right = wrong = missed = 0
    for story in labelled():
        for article in story["articles"].values():
            for _, group in groupby(article["sentences"], key=lambda item: item["par"]):
                texts = [item["text"] for item in group]
                wanted = {len(" ".join(texts[: count + 1])) for count in range(len(texts) - 1)}
                found = {end for _, end in sentence_spans(" ".join(texts))[:-1]}
                right += len(wanted & found)
                wrong += len(found - wanted)
                missed += len(wanted - found)
    assert right / (right + missed) > 0.98
    assert right / (right + wrong) > 0.98
