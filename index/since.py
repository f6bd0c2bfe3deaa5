"""What came into a story since it was last read: articles, and passages of new versions. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index.editions import edition
from index.model import Article, Passage, Role, Story


@dataclass(frozen=True, slots=True)
class Since:
    """`articles` are ids of those that were not there, `revised` of those with another version by now.

    `passages` are ids in the order of the story: where each new article begins, and what is new or
    reworded in each revised one.
    """

    articles: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()


NOTHING = Since()


def since(story: Story, seen: Mapping[str, int], older: Mapping[str, Article]) -> Since:
    """What is new in a story for someone who has `seen` revisions (by article id) of it.

    `older` holds the articles at these revisions, where they are others than those of the story.
    """
    new: list[str] = []
    revised: list[str] = []
    passages: list[str] = []
    for article in story.articles:
        before = seen.get(article.id)
        if before is None:
            new.append(article.id)
            passages += [passage.id for passage in article.passages[:1]]
        elif before < article.revision and article.id in older:
            edits = edition(older[article.id], article).edits
            changed = [passage.id for passage in article.passages if passage.id in edits and _told(passage)]
            if changed:
                revised.append(article.id)
                passages += changed
    return Since(tuple(new), tuple(revised), tuple(passages))


def _told(passage: Passage) -> bool:
    """Whether a change of it is a change of what is told: credits change with every visit."""
    return passage.role is not Role.CREDIT
