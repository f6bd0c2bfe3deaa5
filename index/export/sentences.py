"""What a page and a Markdown document say of their parts, in the same words."""

from __future__ import annotations

from config.version import VERSION

FIGURES = (
    "Numbers and days that outlets give for what seems the same thing, as a list of places to look at."
    " Both of two that differ may be right, at different hours or counted in different ways."
)
QUOTES = "The same words as each outlet gives them, held against the form that most of them print:"
ROWS = (
    "Each row holds what says the same in several outlets, or what one of them says alone. Where nothing"
    " like it was found in an outlet, it may still be there in other words."
)
ONLY = "What one outlet tells and nothing like it was found in any other."
MISSING = (
    "What most of the other outlets tell and nothing like it was found in this one."
    " It may be there in other words."
)
WORDING = (
    "How much of one outlet's text stands word for word in another's, in runs of seven words or more."
    " Who took it from whom is not known: it may be an agency's."
)
MATRIX = "Per cent of the row's words that stand word for word in the column's"
NOTES = (
    "Written by the person who made this document; everything else in it is the outlets' or counted from"
    " their words."
)
MADE = (
    f"Made with bylines {VERSION}. What says the same, what differs and what is missing was counted from the"
    " words of these articles alone, by a program. It finds much and misses some; nothing here says who is"
    " right."
)
