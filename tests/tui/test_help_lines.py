"""The help's text, narrowed by what is typed."""

from __future__ import annotations

from tui.commands.moving import Down, Top
from tui.commands.story import Copy, ToggleView
from tui.help_lines import WITHOUT, key_line, texts

LINES = [
    key_line(Copy, ["y"]),
    key_line(ToggleView, []),
    key_line(Down, ["j", "down"]),
    key_line(Top, ["gg", "home"]),
]
CARD = [("", ""), ("Marks", "outlet"), ("≠\ta figure differs", ""), ("○\tonly here", "")]


def found(query: str) -> list[str]:
    return [text for text, _ in texts(LINES, CARD, query, preset="vim") if text]


def test_keys_stand_in_groups_and_what_has_none_is_named() -> None:
    text = found("")
    assert text[:2] == ["The story", f"y\tCopy as quote. {Copy.help()}"]
    assert text[2] == "Moving about"
    assert text[3].startswith("j down\tDown (n). ")
    assert text[5] == WITHOUT
    assert text[6].startswith("—\tColumns or rows.")
    assert text[-3:] == ["Marks", "≠\ta figure differs", "○\tonly here"]


def test_words_narrow_it_and_headings_stay_with_what_they_head() -> None:
    assert [line.split("\t")[0] for line in found("quote outlet")] == ["The story", "y"]
    assert found("marks only") == ["Marks", "○\tonly here"]
    assert found("FIGURE") == ["Marks", "≠\ta figure differs"]
    assert [line.split("\t")[0] for line in found("table row")] == [WITHOUT, "—"]
    assert found("zebra") == ["Nothing here is called “zebra”."]


def test_a_single_character_is_a_key() -> None:
    assert [line.split("\t")[0] for line in found("j")][:2] == ["Moving about", "j down"]
    assert [line.split("\t")[0] for line in found("g")][:2] == ["Moving about", "gg home"]
    assert [line.split("\t")[0] for line in found("home")] == ["Moving about", "gg home"]
