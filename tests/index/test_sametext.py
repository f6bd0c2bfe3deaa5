"""One article twice, ids that lie, and the same text elsewhere."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import shingles
from index.copies import SAME, SHARED
from index.identity import Run
from index.library import Library
from index.model import Draft, Membership, Role, Source, SourceKind
from index.store import Store
from tests.builders import draft

FEED = "https://herald.example/rss"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "library.db")
    yield opened
    opened.close()


_STEMS = ("w", "of", "bridge", "governor", "said", "drone")


def prose(seed: int, words: int = 200) -> str:
    """A text of its own for each number."""
    made = random.Random(seed)
    return " ".join(f"{made.choice(_STEMS)}{made.randrange(1000):03}" for _ in range(words)) + "."


def item(
    text: str,
    guid: str | None = None,
    *,
    title: str | None = "Drones fall",
    url: str | None = None,
    feed: str = FEED,
    outlet: str | None = "Herald",
    partial: str | None = None,
) -> Draft:
    made = draft(text, path=feed, kind=SourceKind.FEED, title=title, url=url, outlet=outlet, source_id=guid)
    raw = draft(f"{guid}{url}{text}", title=title).digest
    return replace(
        made, partial=partial, digest=raw, source=Source(SourceKind.FEED, feed, guid or url or raw)
    )


def fetch(store: Store, *items: Draft) -> list[str]:
    """What one fetch did with each item."""
    return [done for _, done in store.add(items, Run())]


def ids(store: Store, *items: Draft) -> list[str]:
    return [article for article, _ in store.add(items, Run())]


class TestFeeds:
    def test_g83_one_guid_for_different_items(self, store: Store) -> None:
        first = [item(prose(1), "x", title="One"), item(prose(2), "x", title="Two")]
        assert fetch(store, *first) == ["added", "added"]
        news = item(prose(3), "x", title="Three")
        assert fetch(store, news, *first) == ["added", "unchanged", "unchanged"]
        assert fetch(store, *first, news) == ["unchanged"] * 3
        assert [a.revisions for a in store.articles(store.article_ids())] == [1, 1, 1]

    def test_g83_one_guid_for_short_items_with_addresses_of_their_own(self, store: Store) -> None:
        items = [
            item(f"Short number {n}.", "x", title=f"Title {n}", url=f"https://e.example/{n}")
            for n in range(4)
        ]
        for one in items:
            assert fetch(store, one) == ["added"]
        assert fetch(store, *items) == ["unchanged"] * 4

    def test_g83_no_guid(self, store: Store) -> None:
        items = [item(prose(n), title=f"Title {n}") for n in range(3)]
        assert fetch(store, *items) == ["added"] * 3
        assert fetch(store, *reversed(items)) == ["unchanged"] * 3

    def test_g83_guid_from_http_to_https(self, store: Store) -> None:
        old = [item(prose(n), f"http://e.example/{n}", url=f"http://e.example/{n}") for n in range(3)]
        new = [item(prose(n), f"https://e.example/{n}", url=f"https://e.example/{n}") for n in range(3)]
        articles = ids(store, *old)
        store.set_read(articles, True)
        assert fetch(store, *new) == ["unchanged"] * 3
        assert fetch(store, *new) == ["unchanged"] * 3

    def test_g83_guid_from_http_to_https_while_it_was_edited(self, store: Store) -> None:
        (first,) = ids(store, item(prose(1), "http://e.example/1", url="http://e.example/1"))
        edited = item(f"{prose(1)} More.", "https://e.example/1", url="https://e.example/1/", title="Anew")
        assert store.add([edited], Run()) == [(first, "updated")]

    def test_g83_guid_changed_on_every_fetch(self, store: Store) -> None:
        url = "https://e.example/a"
        (first,) = ids(store, item(prose(1), "g0", url=url))
        for number in range(1, 5):
            found = store.add([item(prose(1), f"g{number}", url=f"{url}?utm_source=rss")], Run())
            assert found == [(first, "unchanged")]
        edited = item(f"Update. {prose(1)}", "g9", url=url, title="Another title")
        assert store.add([edited], Run()) == [(first, "updated")]
        assert store.counts()[0] == 1

    def test_g83_one_address_and_title_for_the_news_of_every_day(self, store: Store) -> None:
        url = "https://e.example/briefing"
        for number in range(3):
            one = item(prose(number), f"g{number}", url=url, title="Daily briefing")
            assert fetch(store, one) == ["added"]

    def test_g84_a_text_edited_or_cut_short_is_a_revision_beside_the_old(self, store: Store) -> None:
        (first,) = ids(store, item(prose(1, 300), "g"))
        cut = item(prose(1, 300)[:600], "g", title="Corrected")
        assert store.add([cut], Run()) == [(first, "updated")]
        assert store.add([item(prose(1, 300), "g", title="Again")], Run()) == [(first, "updated")]
        assert [len(store.article(first, n).blocks[1].text) for n in (1, 2)] == [len(prose(1, 300)), 600]

    def test_a_place_that_holds_quite_another_article_is_no_revision(self, store: Store) -> None:
        old, new = draft(prose(1), title="One"), draft(prose(2), title="Two")
        (first,) = ids(store, old)
        ((second, done),) = store.add([new], Run())
        assert (second != first, done) == (True, "added")
        assert store.article(first).revisions == 1
        assert fetch(store, new) == ["unchanged"]
        assert store.add([old], Run()) == [(first, "unchanged")]

    def test_a_line_of_breaking_news_becomes_the_article(self, store: Store) -> None:
        (first,) = ids(store, draft("Explosions in Kherson.", title="Breaking"))
        assert store.add([draft(prose(1), title="What we know of Kherson")], Run()) == [(first, "updated")]


class TestPartial:
    WALL = "a paywall"

    def test_a_teaser_never_replaces_the_whole(self, store: Store) -> None:
        whole = item(prose(1), "g", url="https://e.example/a")
        (first,) = ids(store, whole)
        for teaser in (
            item(prose(1)[:200], "g", url="https://e.example/a", partial=self.WALL),
            item("A summary in other words.", "g", title="Other", partial=self.WALL),
            item(prose(1)[:200], "new", url="https://e.example/a", partial=self.WALL),
            item(prose(1), "g", partial=self.WALL),
        ):
            assert store.add([teaser], Run()) == [(first, "unchanged")]
        assert store.article(first).partial is None

    def test_the_whole_replaces_a_teaser(self, store: Store) -> None:
        (first,) = ids(store, item("What is known.", "g", partial=self.WALL))
        assert store.add([item(prose(1), "g", title="Known")], Run()) == [(first, "updated")]
        assert store.article(first).partial is None
        assert store.article(first, 1).partial == self.WALL

    def test_the_whole_of_a_teaser_that_was_all_there_is(self, store: Store) -> None:
        (first,) = ids(store, item(prose(1), "g", partial=self.WALL))
        assert store.add([item(prose(1), "h")], Run()) == [(first, "updated")]
        assert store.article(first).partial is None

    def test_another_reason_is_no_news(self, store: Store) -> None:
        (first,) = ids(store, item(prose(1)[:200], "g", partial=self.WALL))
        again = item(prose(1)[:200], "g", partial="the page did not answer")
        assert store.add([again], Run()) == [(first, "unchanged")]
        edited = item(f"Now {prose(1)[:200]}", "g", partial=self.WALL)
        assert store.add([edited], Run()) == [(first, "updated")]


class TestOneOutlet:
    def test_an_amp_page_is_the_same_article(self, store: Store) -> None:
        (first,) = ids(store, item(prose(1), "1", url="https://e.example/a"))
        amp = item(prose(1), "2", url="https://e.example/amp/a", feed="https://e.example/other")
        moved = item(prose(1), "3", url="https://e.example/2023/a-new-slug", feed="https://e.example/other")
        assert store.add([amp, moved], Run()) == [(first, "unchanged")] * 2

    def test_i111_one_article_under_two_names(self, store: Store) -> None:
        (first,) = ids(store, draft(prose(1), path="/a.txt", raw=b"one"))
        assert store.add([draft(f"  {prose(1)}", path="/b.txt", raw=b"two")], Run()) == [(first, "unchanged")]

    def test_a_short_text_or_another_title_is_an_article_of_its_own(self, store: Store) -> None:
        assert fetch(store, item("Live now.", "1"), item("Live now.", "2")) == ["added", "added"]
        assert fetch(store, item(prose(1), "3", title="A"), item(prose(1), "4", title="B")) == ["added"] * 2

    def test_outlets_without_a_name_are_told_by_their_hosts(self, store: Store) -> None:
        one = item(prose(1), "1", url="https://e.example/a", outlet=None)
        same = item(prose(1), "2", url="https://www.e.example/b", outlet=None)
        other = item(prose(1), "3", url="https://f.example/a", outlet=None)
        assert fetch(store, one) + fetch(store, same, other) == ["added", "unchanged", "added"]

    def test_a_dump_s_own_ids_tell_articles_apart(self, store: Store) -> None:
        lines = [
            draft(prose(1), path="/d.jsonl", kind=SourceKind.JSONL, source_id=i, raw=i.encode()) for i in "ab"
        ]
        assert fetch(store, *lines) == ["added", "added"]


class TestCopies:
    def story(self, store: Store, *drafts: Draft) -> list[str]:
        articles = ids(store, *drafts)
        store.place([Membership(article, "s1", 1.0) for article in articles])
        return articles

    def kinds(self, store: Store) -> dict[tuple[str, str], str]:
        return {(copy.article, copy.of): copy.kind for copy in store.copies("s1")}

    def test_another_outlet_s_copy_is_kept_and_folded(self, store: Store) -> None:
        late, early, own = self.story(
            store,
            draft(prose(1), path="/a", outlet="Post", day="2023-05-06"),
            draft(f"{prose(1)} A credit line.", path="/b", outlet="Herald", day="2023-05-05", title="Else"),
            draft(prose(2), path="/c", outlet="Times"),
        )
        assert self.kinds(store) == {(late, early): SAME, (early, late): SAME}
        (card,) = store.cards()
        assert {one.id: one.same_as for one in card.articles} == {early: None, late: early, own: None}
        assert {one.id: one.same_as for one in store.cards(ids=["s1"])[0].articles}[late] == early

    def test_wording_that_is_shared(self, store: Store) -> None:
        long, short = self.story(
            store,
            draft(f"{prose(1, 400)} {prose(2, 200)}", path="/a", outlet="Post"),
            draft(f"{prose(1, 400)[:1200]} {prose(3, 50)}", path="/b", outlet="Herald"),
        )
        found = {(copy.article, copy.of): copy for copy in store.copies("s1")}
        assert found[short, long].kind == SHARED
        assert found[short, long].share > found[long, short].share > 0
        assert all(one.same_as is None for one in store.cards()[0].articles)

    def test_an_outlet_s_boilerplate_is_no_shared_wording(self, store: Store) -> None:
        self.story(
            store, *(draft(f"{prose(9, 300)} {prose(n, 200)}", path=f"/{n}", title=f"T{n}") for n in range(3))
        )
        assert self.kinds(store) == {}

    def test_a_revision_that_is_no_copy_any_more(self, store: Store) -> None:
        one, other = self.story(
            store, draft(prose(1), path="/a", outlet="Post"), draft(prose(1), path="/b", outlet="Herald")
        )
        assert self.kinds(store)[one, other] == SAME
        fetch(store, draft(prose(2), path="/b", outlet="Herald"))
        assert self.kinds(store) == {}
        fetch(store, draft(prose(1), path="/b", outlet="Herald"))
        assert self.kinds(store)[other, one] == SAME

    def test_many_copies_all_fold_under_the_first(self, store: Store) -> None:
        given = (
            draft(prose(1), path=f"/{n}", outlet=f"O{n}", day=f"2023-05-{30 - n % 30:02}") for n in range(60)
        )
        articles = self.story(store, *given)
        shown = {one.id: one.same_as for one in store.cards()[0].articles}
        first = articles[29]
        assert [shown[one] for one in articles if one != first] == [first] * 59

    def test_copies_in_two_stories_are_not_folded(self, store: Store) -> None:
        one, other = ids(
            store, draft(prose(1), path="/a", outlet="Post"), draft(prose(1), path="/b", outlet="Herald")
        )
        store.place([Membership(one, "s1", 1.0), Membership(other, "s2", 1.0)])
        assert store.copies("s1") == []
        assert all(a.same_as is None for card in store.cards() for a in card.articles)
        store.place([Membership(other, "s1", 1.0)])
        assert len(store.copies("s1")) == 2

    def test_a_line_that_two_outlets_print_is_no_copy(self, store: Store) -> None:
        self.story(store, *(draft("Details to follow.", path=f"/{o}", outlet=o) for o in ("Post", "Herald")))
        assert self.kinds(store) == {}

    def test_what_an_older_bylines_stored_is_made_up_for(self, store: Store, tmp_path: Path) -> None:
        articles = self.story(store, *(draft(prose(1), path=f"/{o}", outlet=o) for o in "AB"))
        damaged = ids(store, draft(prose(2), path="/c"))[0]
        with sqlite3.connect(tmp_path / "library.db") as connection:
            for name in ("copy", "shingle", "wording"):
                connection.execute(f"DELETE FROM {name}")
            connection.execute(
                "UPDATE revision SET body = x'00' WHERE article = (SELECT key FROM article WHERE id = ?)",
                (damaged,),
            )
        connection.close()
        assert (store.keep_wordings(2), store.keep_wordings(2), store.keep_wordings(2)) == (2, 1, 0)
        assert self.kinds(store)[articles[0], articles[1]] == SAME


def test_a_copy_added_through_the_door_is_listed_and_folded(library: Library, tmp_path: Path) -> None:
    for outlet, day in (("Post", "2023-05-06"), ("Herald", "2023-05-05")):
        folder = tmp_path / outlet
        folder.mkdir()
        head = f"---\noutlet: {outlet}\ndate: {day}\ntitle: Drones over {outlet}\n---\n"
        (folder / "a.txt").write_text(f"{head}\n{prose(1)}\n\n{prose(2)}\n")
        library.add([str(folder)])
    (card,) = library.stories()
    assert [(one.outlet, one.same_as) for one in card.articles] == [
        ("Herald", None),
        ("Post", card.articles[0].id),
    ]
    assert {copy.kind for copy in library.copies(card.id)} == {SAME}


class TestShingles:
    def test_typography_case_and_breaks_make_no_difference(self) -> None:
        one = "\u201cWe don\u2019t know\u201d, said Jos\u00e9 \u2014 on Friday.\nNobody\u00a0was hurt"
        other = '"We don\'t know", SAID Jose - on Friday. Nobody was hurt.'
        assert shingles.words(one) == shingles.words(other)
        assert shingles.digest("A \u2018title\u2019", shingles.words(one)) == shingles.digest(
            "a 'Title'", shingles.words(other)
        )
        assert shingles.digest("21 dead", []) != shingles.digest("23 dead", [])

    def test_scripts_without_spaces_have_words_too(self) -> None:
        text = "\u4fc4\u7f57\u65af\u79f0\u4e24\u67b6\u65e0\u4eba\u673a\u88ab\u51fb\u843d"
        assert len(shingles.shingles(shingles.words(text))) > 3

    @given(st.text(max_size=200), st.text(max_size=200))
    def test_measures(self, one: str, other: str) -> None:
        first, second = (shingles.shingles(shingles.words(text)) for text in (one, other))
        assert shingles.resemblance(first, second) == shingles.resemblance(second, first)
        assert 0 <= shingles.containment(first, second) <= 1
        assert shingles.resemblance(first, first) == (1.0 if first else 0.0)
        small = shingles.sketch(shingles.words(one))
        assert set(small) <= first
        assert list(small) == sorted(small)
        assert shingles.alike(small, small) == (1.0 if small else 0.0)

    def test_a_sketch_is_small_and_tells_how_much_is_shared(self) -> None:
        whole = shingles.words(f"{prose(1, 3000)} {prose(2, 3000)}")
        half, other = shingles.words(prose(1, 3000)), shingles.words(prose(3, 3000))
        assert shingles.KEYS <= len(shingles.sketch(whole)) <= 256
        assert shingles.alike(shingles.sketch(half), shingles.sketch(whole)) > 0.8
        assert shingles.alike(shingles.sketch(half), shingles.sketch(other)) < 0.1


def test_g84_notes_stay_anchored_when_a_text_is_cut_short(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    sentences = [prose(number, 12).capitalize() for number in range(6)]

    def write(told: list[str]) -> None:
        path.write_text(f"---\ntitle: Drones\noutlet: Herald\ndate: 2023-05-05\n---\n\n{' '.join(told)}\n")
        library.add([str(path)])

    write(sentences)
    (card,) = library.stories()
    body = [p for p in library.article(card.articles[0].id).passages if p.role is Role.BODY]
    kept, cut = (library.new_note(story=card.id, passages=[p.id], text="?") for p in (body[1], body[-1]))
    write(sentences[:3])
    article = library.article(card.articles[0].id)
    assert article.revisions == 2
    texts = {passage.id: passage.text for passage in article.passages}
    assert [texts[passage] for passage in library.note(kept.id).passages] == [sentences[1]]
    orphan = library.note(cut.id)
    assert orphan.passages == ()
    assert orphan.anchors[0].exact == sentences[-1]
    assert sentences[-1] in library.article(article.id, 1).blocks[-1].text
    # Another article in the same file leaves both as they are.
    path.write_text(f"---\ntitle: Bread\noutlet: Herald\ndate: 2023-05-05\n---\n\n{prose(3)}\n")
    assert library.add([str(path)]).added == 1
    assert library.article(article.id).revisions == 2
    assert library.note(kept.id).passages
