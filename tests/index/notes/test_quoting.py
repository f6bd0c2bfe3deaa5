"""Quoted passages stay quotes, whatever the article says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.notes.anchors import anchors
from index.notes.quoting import escape, quote_of, web_address
from tests.index.notes.test_anchors import article


def test_a_quote_has_outlet_and_address() -> None:
    told = article("aone", "T", "It happened. Nobody saw it.", "More.")
    (mark,) = anchors([told], ["aone.1.1"])
    both = replace(mark, exact="It happened.\nMore.")
    assert quote_of(both) == "> It happened.\n>\n> More.\n>\n> — Latin Times, <https://example.org/x>\n"


@pytest.mark.parametrize(
    "text",
    ["# heading", "> quote", "---", "- item", "1. item", "|a|b|", "```", "[x](-oops)", "![x](http://t/p.png)",
     "<script>", "*em*", "#tag", "[[link]]", "&amp;", "~~x~~", "title: x\n---", "\u2028# x", "\x1b]0;x\x07"],
)  # fmt: skip
def test_c48_c49_outside_text_becomes_no_markup(text: str) -> None:
    told = article("aone", "T", text)
    block = "".join(map(quote_of, anchors([told], [passage.id for passage in told.passages])))
    assert all(line.startswith(">") for line in block.splitlines())
    first = block.splitlines()[0].removeprefix("> ")
    assert "\x1b" not in block
    for mark in ("[", "<", "`", "*", "|", "~"):
        assert first.count(mark) == first.count("\\" + mark)
    assert not first.startswith(("#", ">", "-", "1. ", "+", "="))


def test_ordinary_text_is_left_alone() -> None:
    text = "“It’s over,” he said (at 9:39) - 50% of all; snake_case & co."
    assert escape(text) == text


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://user:pw@example.org/a?b=c", "https://example.org/a?b=c"),
        ("https://example.org/a?id=7&token=s3cret", "https://example.org/a?id=7&token=***"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("--flag", None),
        (" http://x", None),
        ("http://x/>\n# h", None),
        (None, None),
        ("http://[", None),
    ],
)
def test_d51_d56_addresses(url: str | None, shown: str | None) -> None:
    assert web_address(url) == shown
