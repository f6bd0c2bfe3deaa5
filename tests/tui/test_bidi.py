"""Isolates stand round the text of a column, whole, and only where letters run from the right."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color

from tui.bidi import IsolateFilter


def isolated(*texts: str) -> str:
    found = IsolateFilter().apply([Segment(text) for text in texts], Color(0, 0, 0))
    return "".join(segment.text for segment in found).replace("\u2068", "<").replace("\u2069", ">")


def test_each_column_is_isolated_with_its_highlights() -> None:
    line = ("●“", "▎", "שלום ", "עולם", "   ", "│", " ", "●", "قال", "│")
    assert isolated(*line) == "●“▎<שלום עולם>   │ ●<قال>│"


def test_text_from_the_left_stays_as_it_is() -> None:
    assert isolated("● ", "“Größe”", "│", "克里") == "● “Größe”│克里"
    assert isolated("plain", "|", "text") == "plain|text"


def test_a_mixed_line_is_one_text() -> None:
    assert isolated("Kyiv ", "עולם", " 2023", "│") == "<Kyiv עולם> 2023│"
