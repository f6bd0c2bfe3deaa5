"""Articles that name no outlet are still told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.identity import Run
from index.library import Library
from index.model import Membership
from index.outletnames import UNKNOWN, outlet_label
from index.store import Store
from tests.builders import draft


@pytest.mark.parametrize(
    ("outlet", "url", "location", "item", "label"),
    [
        ("Herald", "https://www.courier.example/1", "/news/a.txt", None, "Herald"),
        (None, "https://www.Courier.example:443/1?www.", "/news/a.txt", None, "courier.example"),
        (None, None, "https://courier.example/feed", None, "courier.example"),
        (None, None, "/news/baltic-times.txt", None, "baltic-times"),
        (None, "not an address", "/news/baltic-times.txt", None, "baltic-times"),
        (None, "https://[broken/", "/news/a.txt", None, "a"),
        (None, None, "/news/day.jsonl", "17", "day 17"),
        (None, None, "/news/a\x1b[31mb.txt", None, "ab"),
        ("", "", "-", None, UNKNOWN),
        (None, None, "", "3", UNKNOWN),
    ],
)
def test_the_label(outlet: str | None, url: str | None, location: str, item: str | None, label: str) -> None:
    assert outlet_label(outlet, url, location, item) == label


def test_a_card_and_its_article_have_one_label(tmp_path: Path) -> None:
    store = Store(tmp_path / "library.db")
    drafts = [
        draft("One.", path="/n/one.txt", outlet=None),
        draft("Two.", path="/n/two.txt", outlet=None, url="https://www.two.example/2"),
        draft("Three.", path="/n/all.jsonl", outlet=None, source_id="x7"),
    ]
    kept = [article for article, _ in store.add(drafts, Run())]
    store.place([Membership(article, "s00000000", 0.5) for article in kept])
    (card,) = store.cards()
    names = {article.id: article.outlet_name for article in store.articles(kept)}
    store.close()
    assert [names[key] for key in kept] == ["one", "two.example", "all x7"]
    assert {article.id: article.outlet for article in card.articles} == names


def test_b37_outlets_that_only_look_the_same_are_two(library: Library, tmp_path: Path) -> None:
    latin, mixed = "BBC", "BB\u0421"
    for number, outlet in enumerate((latin, mixed)):
        path = tmp_path / f"{number}.txt"
        path.write_text(f"Bridge closed\n\nThe bridge over the Lune was closed on Monday, {number} said.\n")
        library.add([str(path)], outlet=outlet)
    (card,) = library.stories()
    assert set(card.outlets) == {latin, mixed}
    assert [library.search(f"outlet:{outlet}").total for outlet in (latin, mixed)] == [1, 1]
