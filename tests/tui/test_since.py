"""What is new in a story since it was last read."""

from __future__ import annotations

from pathlib import Path

from index.library import Library
from tests.tui.driving import open_story, press, settled, shown
from tests.tui.scenes import reader
from tests.tui.test_folding import OWN, WIRE


def add(library: Library, folder: Path, outlet: str, text: str) -> None:
    path = folder / f"{outlet}.txt"
    path.write_text(f"Drones fall on Odesa harbour\n\nBy Jane Doe\n6 May 2023\n\n{text}\n")
    library.add([str(path)], outlet=outlet)


def test_nothing_is_new_until_something_was_read(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path, "Post", WIRE)
    story = library.story(library.stories()[0].id)
    assert library.since(story, library.seen(story.card.id)).passages == ()


def test_new_articles_and_changed_passages(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path, "Post", WIRE)
    story = library.story(library.stories()[0].id)
    library.set_read([story.articles[0].id], True)
    add(library, tmp_path, "Post", WIRE.replace("Nobody was hurt.", "Two men were hurt, a doctor said."))
    add(library, tmp_path, "Courier", OWN)
    story = library.story(story.card.id)
    found = library.since(story, library.seen(story.card.id))
    articles = {article.outlet: article for article in story.articles}
    assert found.articles == (articles["Courier"].id,)
    assert found.revised == (articles["Post"].id,)
    texts = {p.id: p.text for article in story.articles for p in article.passages}
    assert sorted(texts[one] for one in found.passages) == sorted(
        ["Two men were hurt, a doctor said.", articles["Courier"].passages[0].text]
    )


async def test_it_is_told_marked_and_walked_through(library: Library, tmp_path: Path) -> None:
    add(library, tmp_path, "Post", WIRE)
    story_id = library.stories()[0].id
    library.set_read([library.story(story_id).articles[0].id], True)
    add(library, tmp_path, "Post", WIRE.replace("Nobody was hurt.", "Two men were hurt, a doctor said."))
    add(library, tmp_path, "Courier", OWN)
    async with reader(library).run_test(size=(160, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        screen = open_story(pilot)
        text = shown(pilot)
        assert "1 new, 1 changed since you read it" in text
        assert "new · " in text
        assert "changed · " in text
        assert "✦" in text
        visited = set()
        for _ in screen.since.passages:
            await press(pilot, "+")
            visited.add(screen.columns.focused_id)
        assert visited == set(screen.since.passages)
        await press(pilot, "-")
        assert screen.columns.focused_id in visited
        # Marked read by now, it stays new until the story is left.
        library.set_read([article.id for article in library.story(story_id).articles], True)
        screen.reload()
        await settled(pilot)
        assert "since you read it" in shown(pilot).split("\n")[0]
        await press(pilot, "q", "enter", "+")
        assert "since you read it" not in shown(pilot).split("\n")[0]
