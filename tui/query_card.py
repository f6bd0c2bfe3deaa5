"""The search language on one card, for the help of the search screen; docs/search.md has all of it."""

from __future__ import annotations

CARD: tuple[tuple[str, str], ...] = (
    ("drone attack", "both words, in any form"),
    ("=attack", "this form only"),
    ('"lost control"', "the words in this order"),
    ('"drone kremlin"~5', "the words within five of each other"),
    ("a OR b   -c   NOT c", "either; without"),
    ("(a OR b) c", "parentheses group"),
    ("assassin*   zelensky~", "words that begin so; words that differ by a letter or two"),
    ("in:quotes lost control", "inside quotation marks"),
    ("title: author: outlet: lang:", 'in one field: outlet:"latin times"'),
    ("after: before: date:", 'after:2023-05-04, date:2023-05, after:7d, date:"last week"'),
    ("is:unread has:note has:tag", "by reading state; in stories with a note, with a tag"),
    ("tag: story: note: kind:note", "by tag, by story, by the words of notes; notes only"),
    ("outlets:>=3", "in stories that so many outlets tell"),
    ("covered:a -covered:b", "in stories that outlet a covers and outlet b does not"),
    ("scope:story kirby explosion", "the words may stand in different outlets' articles of one story"),
)


def lines() -> list[tuple[str, str]]:
    """The card as (text, style) lines; what stands before a tab hangs at the left."""
    return [
        ("", ""),
        ("What can be asked", "outlet"),
        *((f"{query}\t{meaning}", "") for query, meaning in CARD),
    ]
