"""Notes on a page are rendered."""

from __future__ import annotations

import pytest

from index.export.note_markup import note_markup


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("one\ntwo\n\nthree", "<p>one<br>two</p>\n<p>three</p>\n"),
        (
            "# Who\n*a* **b** ~~c~~ `d`",
            "<h4>Who</h4>\n<p><em>a</em> <strong>b</strong> <s>c</s> <code>d</code></p>\n",
        ),
        ("- a\n- b\n  1. c", "<ul><li>a</li>\n<li>b<ol><li>c</li>\n</ol>\n</li>\n</ul>\n"),
        ("7. seven", '<ol start="7"><li>seven</li>\n</ol>\n'),
        ("> said", "<blockquote><p>said</p>\n</blockquote>\n"),
        ("```\n<b>\n```\n\n---", '<pre dir="ltr"><code>&lt;b&gt;</code></pre>\n<hr>\n'),
        (
            "[post](https://a.example/x)",
            '<p><a href="https://a.example/x" rel="noreferrer noopener external">post</a></p>\n',
        ),
        ("[post](ftp://a.example) ![a map](x.png)", "<p>post a map</p>\n"),
        (
            "[post][1] and [2]\n\n[1]: https://a.example/x\n[1]: https://b.example 'B'\n[^3]: unsure\n[4]: ftp://c",
            '<p><a href="https://a.example/x" rel="noreferrer noopener external">post</a> and [2]</p>\n'
            "<p>[1]: https://b.example 'B'</p>\n<p>[^3]: unsure</p>\n<p>[4]: ftp://c</p>\n",
        ),
        (
            "> - [a b]:\n>   <x.html>",
            "<blockquote><ul><li><p>[a b]:\n&lt;x.html&gt;</p>\n</li>\n</ul>\n</blockquote>\n",
        ),
        ("[post]\n\n[post]: mailto:a@b.example", "<p>post</p>\n<p>[post]: mailto:a@b.example</p>\n"),
        ("21 < 23 & [[Who said 21?]] #kherson", "<p>21 &lt; 23 &amp; [[Who said 21?]] #kherson</p>\n"),
    ],
)
def test_what_markdown_becomes(words: str, wanted: str) -> None:
    assert note_markup(words).markup == wanted


@pytest.mark.parametrize("depth", [5, 19, 20, 21, 400])
def test_nothing_of_a_deep_note_is_lost(depth: int) -> None:
    for words in (f"{'>' * depth} told", "".join(f"{'  ' * level}- a{level}\n" for level in range(depth))):
        markup = note_markup(words).markup
        assert words.split()[-1] in markup
        assert markup.count("<blockquote>") + markup.count("<ul>") in (0, depth)
