"""Texts that try to be markup, links, formulas or control, for the documents that leave the library."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.tui.hostile import EVERYTHING

MARKUP = (
    "<script>alert(1)</script>", "</style><script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
    "<a href='javascript:alert(1)'>x</a>", "</title></head><body onload=alert(1)>", "<!-- ", "]]>",
    "&lt;b&gt;&#x3c;", "<iframe src=https://evil.example></iframe>", "<svg/onload=alert(1)>",
    "' onmouseover='alert(1)", "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>", "</textarea></xmp>", "# heading", "## a",
    "> quote", "- item", "* item", "+ item", "1. item", "1) item", "---", "***", "===", "```sh", "~~~",
    "    code", "`code`", "|a|b|", "| --- |", "[x](javascript:alert(1))",
    "![x](https://evil.example/p.png)", "[x]: https://evil.example", "<https://evil.example>",
    "https://evil.example/a", "www.evil.example", "evil.example", "me@evil.example",
    "mailto:me@evil.example", "*bold* _em_ __x__ ~~cut~~", "a\\", "\\", "[^1]", "&amp;&copy;", ":-- | --:",
    "Term\n: definition", "a\nb", "a\r\n# b", "<b>", "<div", "http:", "{+x+}", "=1+1", "+1", "-1",
    "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0", '"";=1', "＝1",
    *EVERYTHING,
)  # fmt: skip

hostile = st.one_of(
    st.sampled_from(MARKUP),
    st.lists(st.sampled_from(MARKUP), min_size=2, max_size=3).map(" ".join),
    st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=6)), min_size=2, max_size=4).map("".join),
)
"""One of them, several, or several with anything between."""
