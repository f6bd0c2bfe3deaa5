"""Two revisions of an article held against each other."""

from __future__ import annotations

from dataclasses import replace

from index.editions import Edit, edition, with_editions
from tests.tui.made import article, comparison

OLD = replace(
    article("a", "The fire broke out at noon. Ten men fought it. Nobody was hurt. It is out."), revisions=2
)
NEW = replace(
    article("a", "The fire broke out at noon. Some 30 men fought it. Two were hurt, one said. It is out."),
    revision=2,
    revisions=2,
)


def test_passages_are_the_same_reworded_or_in_one_only() -> None:
    found = edition(OLD, NEW)
    old, new = ([passage.id for passage in one.passages] for one in (OLD, NEW))
    assert found.pairs == ((old[0], new[0]), (old[1], new[1]), (old[3], new[3]))
    assert found.edits == {
        old[1]: Edit.REWORDED,
        new[1]: Edit.REWORDED,
        old[2]: Edit.ONLY,
        new[2]: Edit.ONLY,
    }


def test_an_unchanged_revision_has_no_edits() -> None:
    assert edition(OLD, replace(OLD, revision=2)).edits == {}


def test_an_older_passage_has_the_partners_of_its_newer_one() -> None:
    other = article("b", "A fire broke out about noon.")
    links = comparison((NEW.passages[0].id, other.passages[0].id))
    found = with_editions(links, [edition(OLD, NEW)])
    partners = {name for link in found.partners[OLD.passages[0].id] for name in (link.a, link.b)} - {
        OLD.passages[0].id
    }
    assert partners == {NEW.passages[0].id, other.passages[0].id}
    assert with_editions(links, []) is links
