"""Pieces of HTML that are all content: paragraphs, without what is hidden."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.ingest.html.fragment import paragraphs
from index.text import clean_line


def test_blocks_and_double_breaks_end_paragraphs() -> None:
    html = "<p>One <b>bold</b>\nline.</p>Two,<br>still two.<br/> <br>Three.<ul><li>Four<li>Five</ul>"
    assert paragraphs(html) == ["One bold line.", "Two, still two.", "Three.", "Four", "Five"]


def test_cells_are_kept_apart_and_lines_of_pre() -> None:
    assert paragraphs("<table><tr><td>a<td>b<tr><td>c</table><pre>x\ny</pre>") == ["a b", "c", "x", "y"]


def test_text_without_tags_is_split_at_blank_lines() -> None:
    assert paragraphs("A &amp; B\nmore\n\nC") == ["A & B more", "C"]
    assert paragraphs("") == [] == paragraphs("<p></p>") == paragraphs("<!-- x -->")


def test_scripts_and_controls_are_no_text() -> None:
    html = "<head><title>t</title></head><style>p{}</style><script>a<b</script><button>Go</button><p>Text"
    assert paragraphs(html) == ["Text"]


def test_e59_hidden_text_is_dropped() -> None:
    for attributes in (
        "hidden",
        "style='display:none'",
        'style="DISPLAY : none !important"',
        "style='visibility:hidden'",
        "style='font-size:0px'",
        "style='opacity:0'",
        "style='color:#fff'",
        "style='color:white;background:#FFFFFF'",
        "style='background:rgb(1,2,3);color:#010203'",
        "style='mso-hide:all'",
    ):
        assert paragraphs(f"<p>seen</p><p {attributes}>not <i>this</i></p>after") == ["seen", "after"], (
            attributes
        )


def test_white_on_dark_is_seen() -> None:
    assert paragraphs("<table bgcolor='#000'><tr><td style='color:#fff'>seen</table>") == ["seen"]
    assert paragraphs("<div style='background:#123'><p style='color:white'>seen</div>") == ["seen"]
    assert paragraphs("<p style='color:white;background:url(x.png)'>seen") == ["seen"]


def test_e57_control_references_cost_no_text() -> None:
    assert paragraphs("<p>a&#27;[31mred&#8;</p><p>b\x00c</p>") == ["ared", "bc"]


def test_e58_nesting_is_no_limit() -> None:
    deep = "<span>" * 5000 + "deep" + "</span>" * 5000
    assert paragraphs(f"<p>before</p>{deep}<p>after</p>") == ["before", "deep", "after"]
    assert paragraphs("<div>" * 50_000 + "deep") == ["deep"]


def test_joiners_markup_and_lone_surrogates_survive() -> None:
    assert paragraphs("<p>می\u200cخواهم [drones] [/x]</p>") == ["می\u200cخواهم [drones] [/x]"]
    assert paragraphs("<p>a\ud800b</p>") == ["a\ufffdb"]


@given(st.text(st.sampled_from("<>/pbr \"'=&#;!-dish\x00\x1b\n\ud800é"), max_size=80))
def test_any_text_gives_clean_lines(html: str) -> None:
    for line in paragraphs(html):
        assert line
        assert clean_line(line) == line
