"""What leaves the library of a story, and what stays."""

from __future__ import annotations

from index.library import Library
from tests.index.export.made import everywhere


def test_some_outlets_only(compared: Library) -> None:
    story = compared.story(compared.stories()[0].id)
    chosen = [one.id for one in reversed(story.articles) if "Times" in one.outlet_name]
    whole, some = compared.dossier(story.card.id), compared.dossier(story.card.id, articles=chosen)
    assert [one.id for one in some.articles] == chosen
    assert set(some.others) == set(whole.outlets) - set(some.outlets)
    # What is only here is in no other outlet of the story, also of those that were not asked for.
    assert some.only < whole.only
    assert all(passage in some.passages for one in some.comparison.missing for passage in one.passages)
    assert {len(row.cells) for row in some.rows} == {2}


def test_rows_hold_every_sentence_once_and_say_who_tells_them(compared: Library) -> None:
    found = compared.dossier(compared.stories()[0].id)
    in_rows = [passage.id for row in found.rows for passage in found.in_row(row)]
    assert len(in_rows) == len(set(in_rows)) == len(found.row_of)
    (told,) = (row for row in found.rows if "21 people" in " ".join(p.text for p in found.in_row(row)))
    assert found.standing(told) == f"told by {len(found.told_by(told))} of 5"
    assert {"The News International", "Latin Times"} <= set(found.told_by(told))
    assert found.standing(found.rows[0]) == "headlines"


def test_a_copy_has_no_column_and_notes_come_with_their_passages() -> None:
    found = everywhere("A drone fell")
    assert [one.id for one in found.columns] == ["a1", "a2"]
    assert found.copies == {"a3": "a1"}
    assert found.notes_on == {"a1.1.3": (1,), "a2.1.3": (1,)}
    assert len(set(found.names.values())) == 3


def test_notes_stay_when_not_wanted(compared: Library) -> None:
    story = compared.story(compared.stories()[0].id)
    compared.set_tags(story.card.id, ["mine"])
    note = compared.new_note(story=story.card.id, passages=[story.articles[0].passages[3].id], text="mine")
    assert [one.id for one in compared.dossier(story.card.id).notes] == [note.id]
    assert compared.dossier(story.card.id).card.tags == ("mine",)
    without = compared.dossier(story.card.id, notes=False)
    assert not (without.notes or without.card.tags)
    # A note on a passage of an outlet that was not asked for stays, too.
    assert not compared.dossier(story.card.id, articles=[story.articles[1].id]).notes
