"""Searches of a whole library: states, stories, notes, spellings, languages, and what is said beside hits."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from config.paths import Paths
from index.errors import NotFoundError, QueryError, StoreError
from index.library import Library

ROOT = Path(__file__).parents[2]

DRONE = """The drone over the castle was shot down by soldiers on Tuesday morning, officials in Kiev said.

"We lost control of the machine," Anna Kirby told reporters. The wreck lies in the castle garden.
"""
OTHER = """Officials in Kyiv said on Tuesday morning that soldiers shot down a drone over the castle.

An explosion shook the castle garden, and the machine had lost power before, a soldier said.
"""
FLOOD = """The river burst its banks after a week of rain and flooded the market square of Odessa.

Shopkeepers carried their goods upstairs. The mayor asked for sandbags and volunteers.
"""


@pytest.fixture
def three(library: Library, tmp_path: Path) -> Library:
    """Two outlets on one event, a third article on another."""
    for name, outlet, text in (
        ("a", "Herald", DRONE),
        ("b", "Courier", OTHER),
        ("c", "Courier", FLOOD),
    ):
        folder = tmp_path / name
        folder.mkdir()
        title = "River floods the market" if name == "c" else "Soldiers shoot down drone over castle"
        (folder / f"{name}.txt").write_text(f"{title}\n\nMay {4 + ord(name) - 97}, 2023\n\n{text}")
        library.add([str(folder)], outlet=outlet)
    assert len(library.stories()) == 2
    return library


def found(library: Library, query: str) -> set[str]:
    """The first letter of each file with a hit, `n` for a note."""
    hits = library.search(query).hits
    return {"n" if hit.note else letter(library, str(hit.article)) for hit in hits}


def letter(library: Library, article: str) -> str:
    return Path(library.article(article).source.location).stem


def article(library: Library, wanted: str) -> str:
    every = [one.id for card in library.stories() for one in card.articles]
    return next(one for one in every if letter(library, one) == wanted)


def test_spellings_find_each_other(three: Library) -> None:
    assert found(three, "kiev") == found(three, "kyiv") == {"a", "b"}
    assert found(three, "=kiev") == {"a"}
    assert found(three, "odesa") == {"c"}


def test_the_persons_own_spellings(three: Library, paths: Paths) -> None:
    assert found(three, "stronghold") == set()
    paths.config_file.with_name("variants.yaml").write_text("castle: [stronghold]\n")
    assert found(three, "stronghold") == {"a", "b"}


def test_quotes(three: Library) -> None:
    assert found(three, "in:quotes lost") == {"a"}
    assert found(three, "lost") == {"a", "b"}
    assert found(three, "in:quotes castle") == set()
    (hit,) = three.search("in:quotes lost").hits
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["lost"]


def test_b26_invisible_characters_part_no_word(three: Library, tmp_path: Path) -> None:
    path = tmp_path / "z.txt"
    path.write_text("Fog\n\nThe light\u00adhouse kee\u200bper of \ufeffLund\u2060y slept.\n", "utf-8")
    three.add([str(path)])
    for query in ("lighthouse", "keeper", '"of Lundy"', "ke\u200beper", "light\u00adhouse"):
        assert found(three, query) == {"z"}, query
    (hit,) = three.search("lighthouse").hits
    assert "lighthouse keeper of Lundy" in hit.snippet


def test_reading_state(three: Library) -> None:
    assert found(three, "is:unread drone") == {"a", "b"}
    three.set_read([article(three, "a")], read=True)
    assert found(three, "is:unread drone") == {"b"}
    assert found(three, "is:read") == {"a"}
    assert found(three, "-is:read") == {"b", "c"}
    three.set_marked(three.story_of(article(three, "c")), True)
    assert found(three, "is:marked") == {"c"}
    assert found(three, "is:marked OR explosion") == {"b", "c"}


def test_an_article_that_changed_is_unread_again(three: Library, tmp_path: Path) -> None:
    changed = article(three, "a")
    three.set_read([changed, article(three, "b")], read=True)
    file = tmp_path / "a" / "a.txt"
    file.write_text(file.read_text().replace("Tuesday", "Wednesday"))
    three.add([str(file)], outlet="Herald")
    assert found(three, "is:unread drone") == {"a"}
    assert [card.unread for card in three.listing("is:unread drone OR sandbags")] == [1, 1]


def test_stories_by_outlets(three: Library) -> None:
    assert found(three, "outlets:>=2") == {"a", "b"}
    assert found(three, "outlets:1") == {"c"}
    assert found(three, "covered:courier -covered:herald") == {"c"}
    assert found(three, "covered:herald") == {"a", "b"}
    assert found(three, "story:river") == {"c"}
    assert found(three, f"story:{three.story_of(article(three, 'a'))} explosion") == {"b"}


def test_a_story_is_found_by_the_title_it_has_now(three: Library) -> None:
    assert found(three, "story:river") == {"c"}
    story = three.story_of(article(three, "c"))
    three.rename_story(story, "High water")
    assert (found(three, "story:river"), found(three, "story:water")) == (set(), {"c"})
    three.undo_story_change()
    assert (found(three, "story:river"), found(three, "story:water")) == ({"c"}, set())
    three.new_note(story=story, text="Who measures the level?")
    three.merge_stories(three.story_of(article(three, "a")), [story])
    assert found(three, "story:river") == set()
    assert found(three, "has:note") == found(three, "note:level") == {"a", "b", "c", "n"}


def test_terms_in_different_articles_of_one_story(three: Library) -> None:
    assert found(three, "kirby explosion") == set()
    assert found(three, "scope:story kirby explosion") == {"a", "b"}
    assert found(three, "scope:story kirby river") == set()
    assert found(three, "scope:story castle -explosion") == set()
    assert found(three, "scope:story officials -kirby") == set()
    assert found(three, "scope:story mayor -kirby") == {"c"}


def test_notes_and_tags(three: Library) -> None:
    one = article(three, "b")
    assert found(three, "has:note") == set()
    three.new_note(story=None, passages=[f"{one}.1.1"], text="ask the mayor about this", tags=["check"])
    assert found(three, "has:note") == {"a", "b", "n"}
    assert found(three, "note:asked") == {"b", "n"}
    assert found(three, "castle note:mayor") == {"b"}
    assert found(three, "mayor") == {"c", "n"}
    assert found(three, "tag:check") == {"n"}
    three.set_tags(three.story_of(article(three, "c")), ["High Water"])
    assert found(three, 'tag:"high water"') == found(three, "tag:high*") == {"c"}
    assert found(three, "has:tag") == {"c"}


def test_who_has_it_and_who_has_not(three: Library) -> None:
    (reach,) = three.search("explosion").stories
    assert (reach.have, reach.lack) == (("Courier",), ("Herald",))
    (reach,) = three.search("castle outlet:herald").stories
    assert (reach.have, reach.lack) == (("Herald", "Courier"), ()), "an outlet not asked for may have it too"
    assert three.search("is:unread").stories == ()


def test_facets_narrow(three: Library) -> None:
    results = three.search("officials OR mayor", facets=True)
    counts = {(facet.kind, facet.value): facet.count for facet in results.facets}
    assert counts == {("outlet", "Courier"): 2, ("outlet", "Herald"): 1, ("month", "2023-05"): 3}
    for facet in results.facets:
        narrowed = three.search(f"(officials OR mayor) {facet.narrow}")
        assert narrowed.total == facet.count
    assert three.search("officials").facets == ()


def test_keywords_in_context(three: Library) -> None:
    lines = three.kwic('"shot down"')
    assert {line.match for line in lines} == {"shot down"}
    assert {line.outlet for line in lines} == {"Herald", "Courier"}
    for line in lines:
        assert line.passage is not None
        text = next(p.text for p in three.article(line.article).passages if p.id == line.passage)
        assert line.match in text
    assert len(three.kwic("castle", limit=2)) == 2


def test_a_table_of_terms(three: Library) -> None:
    table = three.term_table('castle "lost control" kiev -river', three.story_of(article(three, "a")))
    assert table.outlets == ("Herald", "Courier")
    assert dict(table.rows)["kiev"] == (1, 1), "in either spelling"
    assert dict(table.rows)['"lost control"'] == (1, 0)
    assert "river" not in dict(table.rows)


def test_did_you_mean(three: Library) -> None:
    assert three.search("expolsion castle").did_you_mean == "explosion castle"
    assert three.search('"lots contrl"').did_you_mean == '"lost control"'
    assert three.search("sodliers").did_you_mean == "soldiers"
    assert three.search("sandbag").did_you_mean is None, "another form of a word that is there"
    assert three.search("xylophone").did_you_mean is None
    assert three.search("=explosoin").did_you_mean is None


def test_newest_first(three: Library) -> None:
    hits = three.search("castle OR river", newest=True).hits
    days = [str(hit.published) for hit in hits]
    assert days == sorted(days, reverse=True)
    assert len(set(days)) == 3


def test_each_article_is_stemmed_by_its_own_language(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"text": "Die neuen Angriffe trafen die Hauptstadt.", "language": "de", "title": "Krieg"}\n'
        '{"text": "Les nouvelles attaques ont touch\u00e9 la capitale.", "language": "fr", "title": "Guerre"}'
        "\n"
        '{"text": "The attacks hit the capital.", "language": "en", "title": "War"}\n'
    )
    library.add([str(tmp_path / "a.jsonl")])
    assert {hit.title for hit in library.search("Angriffen").hits} == {"Krieg"}
    assert {hit.title for hit in library.search("nouvelle attaque").hits} == {"Guerre"}
    assert {hit.title for hit in library.search("attacking lang:en").hits} == {"War"}
    (hit,) = library.search("Angriff").hits
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["Angriffe"]


def test_searches_kept(three: Library, paths: Paths) -> None:
    for query in ("castle", "river", "castle", " "):
        three.remember_search(query)
    assert three.search_history() == ["castle", "river"]
    three.save_search("Flood", "river OR rain")
    three.save_search("flood", "river")
    three.save_search("Castle", "castle")
    other = Library.open(paths)
    assert [(one.name, one.query) for one in other.saved_searches()] == [
        ("Castle", "castle"),
        ("flood", "river"),
    ]
    assert other.saved_search("FLOOD") == "river"
    other.forget_search("castle")
    other.forget_search_history()
    other.close()
    assert [one.name for one in three.saved_searches()] == ["flood"]
    assert three.search_history() == []
    for failing, error in (
        (lambda: three.forget_search("castle"), NotFoundError),
        (lambda: three.saved_search("castle"), NotFoundError),
        (lambda: three.save_search("x", "("), QueryError),
        (lambda: three.save_search(" ", "x"), StoreError),
    ):
        raises(failing, error)


def raises(work: Callable[[], object], error: type[Exception]) -> None:
    with pytest.raises(error):
        work()


ADDING = """
import sys
from pathlib import Path
from config.paths import Paths
from index.library import Library
root = Path(sys.argv[1])
library = Library.open(Paths(root / "library", root / "config.yaml", root / "state", root / "cache"))
library.add([sys.argv[2]])
"""


def test_what_another_process_adds_is_found_at_the_next_search(three: Library, tmp_path: Path) -> None:
    assert found(three, "volcano") == set()
    source = tmp_path / "new.txt"
    source.write_text("Volcano wakes\n\nThe volcano began to smoke on Sunday.\n")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", ADDING, str(tmp_path), str(source)], env=environment, check=True)
    assert found(three, "volcano") == {"new"}


@pytest.mark.parametrize("damage", ["truncated", "flipped", "foreign"])
def test_a_damaged_index_is_built_again_while_reading_goes_on(
    three: Library, paths: Paths, damage: str
) -> None:
    three.close()
    path = next(paths.index.glob("*.segment"))
    data = path.read_bytes()
    if damage == "foreign":
        (paths.index / "manifest.json").write_text("{}")
    else:
        path.write_bytes(data[: len(data) // 2] if damage == "truncated" else bytes([data[0] ^ 1]) + data[1:])
    library = Library.open(paths)
    assert len(library.stories()) == 2
    assert found(library, "castle") == {"a", "b"}
    assert "built again" in " ".join(library.notices)
    assert library.check() == []
    library.close()
