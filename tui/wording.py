"""Dates, counts and names as people read them: the library's own phrases, and those of the terminal alone."""

from __future__ import annotations

from index.model import StoryCard
from index.phrases import MONTHS, clock, column_names, count, day, days
from index.since import Since

__all__ = [
    "MONTHS",
    "clock",
    "column_names",
    "count",
    "day",
    "days",
    "news_words",
    "partial_words",
    "story_facts",
]


def partial_words(reason: str) -> str:
    """That an article is only a part, and why: `partial: a paywall`."""
    return reason if reason.startswith("partial") else f"partial: {reason}"


def news_words(since: Since) -> str:
    """`2 new, 1 changed since you read it`, of articles; empty when nothing is."""
    new, revised = len(since.articles), len(since.revised)
    parts = [f"{new} new"] * bool(new) + [f"{revised} changed"] * bool(revised)
    return f"{', '.join(parts)} since you read it" if parts else ""


def story_facts(card: StoryCard) -> str:
    """`5 outlets · 5–6 May 2023 · 2 notes`."""
    facts = [count(len(card.outlets), "outlet"), days(card.first, card.last)]
    if 0 < card.unread < len(card.articles):
        facts.append(f"{card.unread} new since you read it")
    if card.notes:
        facts.append(count(card.notes, "note"))
    return " · ".join(facts)
