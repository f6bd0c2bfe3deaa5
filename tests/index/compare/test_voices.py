"""Who says what is quoted, and what is in quotation marks without being said."""

from __future__ import annotations

import pytest

from index.compare.voices import Voices
from tests.index.compare.invented import Paragraph, article


def _speakers(*paragraphs: Paragraph) -> list[str | None]:
    return [p.speaker.name if p.speaker else None for p in Voices(article("Alpha", *paragraphs), 0).pieces]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We sail at dawn,” said Ada Brook, a pilot from Hull.", "Ada Brook"),
        ("“We sail at dawn,” Ada Brook said on Friday.", "Ada Brook"),
        ("“We sail at dawn,” harbour spokesman Ada Brook told reporters.", "Ada Brook"),
        ("“We sail at dawn,” the pilot, Ada D. Brook, said in an email.", "Ada D. Brook"),
        ("Ada Brook, the pilot, said she would “sail at dawn.”", "Ada Brook"),
        ("Ada Brook replied: “We sail at dawn.”", "Ada Brook"),
        ("In Hull, Mayor Ada Brook said the port “sails at dawn.”", "Ada Brook"),
        ("The plan was called “plain madness” by port director Ada Brook.", "Ada Brook"),
        ("The plan was “plain madness,” according to Ada Brook.", "Ada Brook"),
        ("Owners protested, with Ms Ada Brook telling the press it was “plain madness.”", "Ada Brook"),
        ("Officials said the boat had “lost its rudder” at night.", "Officials"),
        ("“We sail at dawn.”", None),
        ("A spokesman for Ada Brook said the port “sails at dawn.”", "spokesman"),
        ("Ada Brook’s lawyer said the port “sails at dawn.”", "lawyer"),
        ("“We sail at dawn,” Mr Hill’s lawyer, Ada Brook, said.", "Ada Brook"),
        (
            "Mr Hill’s lawyer Ada Brook told reporters that Tom Hill’s claims were “plain madness.”",
            "Ada Brook",
        ),
        (
            "“We sail at dawn,” Chief of Staff of the Norwegian Coast Guard General Ada Brook said.",
            "Ada Brook",
        ),
        ("The office of President Ada Brook said the port “sails at dawn.”", "office"),
        ("Ada Brook’s letter called the plan “plain madness.”", "Ada Brook"),
        ("The report, published by the Institute for Peace, calls it “plain madness.”", "report"),
        ("Tom Hill, whom Ada Brook called “a liar and a thief,” laughed.", "Ada Brook"),
        ("Ada Brook on Friday accused Hill of theft and said “he cannot stay here.”", "Ada Brook"),
        ("“We sail at dawn,” Brook (R-S.C.) said.", "Brook"),
        ("“We sail at dawn,” said Omar al-Masri, a doctor.", "Omar al-Masri"),
        ("Norway’s Ada Brook said the port “sails at dawn.”", "Ada Brook"),
        (
            "Tom Hill has demanded an apology, to which the Brook campaign responded “never ever.”",
            "Brook campaign",
        ),
        ("The White House said the plan was “plain madness.”", "White House"),
        ("The harbour office put out a statement that called it “plain madness.”", "statement"),
        ("Senator Ada Brook laughed when she said the port “sails at dawn.”", "Ada Brook"),
    ],
)
def test_the_speaker_beside_a_quote(text: str, speaker: str | None) -> None:
    assert _speakers(text) == [speaker]


def test_a_pronoun_is_the_person_named_last() -> None:
    assert _speakers(
        "Captain Ada Brook met the crew in Hull.", "In a speech she called it a “grave mistake.”"
    ) == ["Ada Brook"]
    assert _speakers("“We sail,” said Ada Brook.", "“And we return,” she added.") == [
        "Ada Brook",
        "Ada Brook",
    ]
    assert _speakers("“We sail,” she said.") == [None]


def test_a_pronoun_is_a_person_whom_it_fits() -> None:
    assert _speakers("Captain Tom Hill met Ada Brook and the crew.", "“We sail at dawn,” she said.") == [
        "Ada Brook"
    ]
    assert (
        _speakers("Ms Zed Hill met Kim Brook.", "“We sail,” said Kim Brook.", "“We do not,” she said.")[1]
        == "Kim Brook"
    )
    assert _speakers(
        "Ms Zed Hill sailed.", "Mr Kim Brook stayed.", "“We sail at dawn,” she said.", "“I do not,” he said."
    ) == ["Zed Hill", "Kim Brook"]
    assert _speakers("Tom Hill sailed.", "“We sail at dawn,” she said.") == [None]
    told = [
        "Tom Hill sailed to Hull.",
        "He met Jack Brook there.",
        "In a speech he called it a “grave mistake.”",
    ]
    assert _speakers(*told) == ["Tom Hill"]
    couple = "Mr Hill met Mrs Hill in Hull and spoke to Ada Hill."
    assert _speakers(couple, "Ada Hill sailed.", "“We sail at dawn,” he said.") == ["Ada Hill"]


def test_a_person_announced_by_the_sentence_before_says_what_stands_alone() -> None:
    assert _speakers(["Captain Ada Brook said it was cold.", "“Nobody could see the shore that night.”"]) == [
        "Ada Brook"
    ]
    assert _speakers(
        [
            "Ada Brook and Tom Hill met.",
            "“We sail,” Brook said.",
            "Hill disagreed.",
            "“We stay where we are.”",
        ]
    ) == ["Ada Brook", "Tom Hill"]


def test_who_is_named_behind_the_last_paragraph_of_a_quote_says_all_of_it() -> None:
    assert _speakers("“It was cold.", "“It was dark,” said Ada Brook.") == ["Ada Brook"] * 2
    assert _speakers("“It was cold.”", "“It was dark,” said Ada Brook.") == [None, "Ada Brook"]


def test_a_quote_that_ended_unnamed_has_not_the_speaker_of_the_next() -> None:
    assert _speakers("“It was cold.", "“It was dark.”", "“We sail,” said Ada Brook.") == [
        None,
        None,
        "Ada Brook",
    ]


def test_a_quoted_word_in_a_sentence_of_somebody_unnamed_is_not_laid_to_the_speaker_before() -> None:
    text = ["“We sail,” said Ada Brook.", "The Daily Post called it a “daring voyage.”"]
    assert _speakers(text) == ["Ada Brook", None]


def test_an_empty_sentence_says_nothing() -> None:
    assert _speakers(["“Will we sail?”", ""]) == [None]


def test_the_rest_of_a_paragraph_and_of_a_quote_over_paragraphs_is_the_same_voice() -> None:
    assert _speakers(["“We sail,” said Ada Brook.", "“We return.”"]) == ["Ada Brook"] * 2
    assert _speakers("Ada Brook said: “It was cold.", "“It was dark.”") == ["Ada Brook"] * 2
    assert _speakers("“We sail,” said Ada Brook.", "“Somebody else may speak here.”") == ["Ada Brook", None]


def test_a_surname_of_two_persons_stays_bare_unless_one_is_named_more() -> None:
    both = "Tom Hill met his wife Ada Hill."
    assert _speakers(both, "“It was cold,” Hill said.") == ["Hill"]
    assert _speakers(both, "Ada Hill sailed.", "“It was cold,” Hill said.") == ["Ada Hill"]


def test_a_name_ends_with_its_sentence() -> None:
    assert _speakers(["Nobody sailed to Norway. Brook did.", "“It was cold,” Brook said."]) == ["Brook"]
    assert _speakers("Capt. Ada Brook sailed. “It was cold,” Brook said.") == ["Ada Brook"]


def test_a_bare_surname_is_shown_with_its_full_name() -> None:
    assert _speakers("“We sail,” said Ada Brook.", "“We return,” Brook said.")[1] == "Ada Brook"


@pytest.mark.parametrize(
    "text",
    [
        "Ada “Tiny” Brook won the race.",
        "She sang in the film “The Long Night of Hull” last year.",
        "He appeared on a broadcast of “Morning Harbour” in May.",
        "The so-called “green boats” stayed away.",
    ],
)
def test_titles_nicknames_and_so_called_names_are_not_said(text: str) -> None:
    assert _speakers(text) == []
