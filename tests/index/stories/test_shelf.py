"""A grouper that reads only what it needs from the store says what one says that has read everything."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index import grouping as grouping_module
from index.grouping import Grouping, profiles_of
from index.identity import Run
from index.migrations import STEPS
from index.model import Draft, Membership, Precision, Published, SourceKind
from index.store import Store
from index.stories.grouper import Grouper
from index.stories.profile import VECTOR_VERSION, Profile, profile
from tests.index.stories.test_grouper import SYLLABLES, article, parts


def drafts(seed: int, count: int) -> list[Draft]:
    """Articles on events in three weeks, several on each, some undated."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        event = random.Random(f"{seed} {number % (count // 4)}")
        names = ["".join(event.choices(SYLLABLES, k=3)).title() for _ in range(9)]
        first = None if event.random() < 0.2 else 738_000 + event.randrange(20) + rng.randrange(3)
        text = " ".join("The storm in {} {} concerned {}.".format(*rng.choices(names, k=3)) for _ in range(8))
        draft = article("A storm near {} of {}".format(*rng.choices(names, k=2)), text)
        when = None if first is None else Published(datetime.fromordinal(first), Precision.DAY)
        name = f"{seed}-{number}"
        found.append(
            replace(
                draft,
                published=when,
                source=replace(draft.source, kind=SourceKind.JSONL, location=str(seed), item=name),
                source_id=name,
                digest=f"{number + 1:064x}",
            )
        )
    return found


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "library.db")


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("most", "undated"), [(0, 10_000), (10_000, 0), (10_000, 10_000)])
def test_stories_read_from_the_store_are_those_of_a_grouper_with_everything(
    store: Store, seed: int, most: int, undated: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grouping_module, "_MOST_IN_MEMORY", most)
    monkeypatch.setattr(grouping_module, "_MOST_UNDATED", undated)
    found = drafts(seed, 60)
    whole = parts(Grouper().place([(f"a{d.source_id}", profile(d)) for d in found]))
    assert any(1 < len(group) < 20 for group in whole)
    rng, run, left, names = random.Random(seed), Run(), list(found), {}
    rng.shuffle(left)
    grouping = Grouping(store)
    while left:
        size = rng.choice([1, 1, 7])
        batch, left = left[:size], left[size:]
        for draft, (article_id, _) in zip(batch, store.add(batch, run), strict=True):
            names[article_id] = f"a{draft.source_id}"
        if rng.random() < 0.3:
            grouping = Grouping(store)  # as a process of its own
        grouping.run()
    assert parts({names[key]: story for key, story in store.stories_of(store.article_ids()).items()}) == whole


def test_what_was_read_for_some_articles_is_kept_for_the_next(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[object] = []
    plain = grouping_module.Grouper

    def begin(*given: object, **named: object) -> Grouper:
        begun.append(given)
        return plain(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(grouping_module, "_CHUNK", 10)
    monkeypatch.setattr(grouping_module, "Grouper", begin)
    store.add(drafts(5, 40), Run())
    assert Grouping(store).run() == 40
    assert len(begun) == 1


def test_only_the_days_around_an_article_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    dated = [draft for draft in drafts(3, 80) if draft.published is not None]
    store.add(dated, Run())
    Grouping(store).run()
    asked: list[tuple[int, int]] = []
    plain = store.placed_between

    def placed_between(first: int, last: int) -> object:
        asked.append((first, last))
        return plain(first, last)

    monkeypatch.setattr(store, "placed_between", placed_between)
    far = article("Harvest begins in Navarre", "Farmers of Navarre began the harvest.", datetime(1999, 5, 6))
    store.add([replace(far, digest="f" * 64)], Run())
    Grouping(store).run()
    day = datetime(1999, 5, 6).toordinal()
    assert asked
    assert all(first - 7 <= day <= last + 7 for first, last in asked)


def test_an_article_without_a_date_is_compared_with_what_shares_its_words(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [draft for draft in drafts(3, 80) if draft.published is not None]
    store.add(found, Run())
    Grouping(store).run()
    read: list[str] = []
    plain = store._placed

    def placed(chosen: str, values: tuple[object, ...]) -> object:
        for row in plain(chosen, values):
            read.append(row.article)
            yield row

    monkeypatch.setattr(store, "_placed", placed)
    far = article("Harvest begins in Navarre", "Farmers of Navarre began the harvest.")
    store.add([replace(far, digest="f" * 64)], Run())
    Grouping(store).run()
    assert read == []
    again = replace(found[0], published=None, source_id="again", digest="e" * 64, outlet="Other")
    again = replace(again, source=replace(again.source, item="again"))
    ((name, _),) = store.add([again], Run())
    Grouping(store).run()
    assert store.story_of(name) == store.story_of(store.article_ids()[0])


def test_articles_without_a_story_are_known_whatever_happens_to_them(store: Store) -> None:
    ids = [article_id for article_id, _ in store.add(drafts(6, 4), Run())]
    assert sorted(store.ungrouped()) == sorted(ids)
    Grouping(store).run()
    assert store.count_ungrouped() == 0
    with store.database.writing() as connection:
        connection.execute("DELETE FROM membership WHERE article = 2")
    assert store.ungrouped() == [ids[1]]
    with store.database.writing() as connection:
        connection.execute("DELETE FROM article WHERE key = 2")
    assert store.ungrouped() == []


def test_profiles_that_are_missing_are_made_again(store: Store) -> None:
    found = drafts(4, 40)
    ids = [article_id for article_id, _ in store.add(found[:30], Run())]
    Grouping(store).run()
    told = profiles_of(store, ids)
    connection = sqlite3.connect(store.path)
    with connection:
        connection.execute("DELETE FROM profile WHERE article % 3 = 0")
        connection.execute("UPDATE profile SET vector = NULL WHERE article % 3 = 1")
        connection.execute("UPDATE profile SET vector = x'00ff' WHERE article % 3 = 2")
    connection.close()
    assert len(store.to_profile()) == 20
    whole = parts(Grouper().place([(f"a{d.source_id}", profile(d)) for d in found]))
    later = store.add(found[30:], Run())
    Grouping(store).run()
    names = {
        key: f"a{draft.source_id}"
        for draft, key in zip(found, [*ids, *(key for key, _ in later)], strict=True)
    }
    assert parts({names[key]: story for key, story in store.stories_of(store.article_ids()).items()}) == whole
    assert store.to_profile() == []
    assert profiles_of(store, ids) == told


def test_a_library_of_an_older_bylines_finds_its_profiles_by_day(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    store = Store(path)
    article_ids = [article_id for article_id, _ in store.add(drafts(5, 4), Run())]
    store.place([Membership(article_id, "s" + article_id[1:], 1.0) for article_id in article_ids])
    store.close()
    step = next(number for number, text in enumerate(STEPS) if "profile_by_day" in text)
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DROP INDEX profile_by_day")
        connection.execute("DROP INDEX profile_without_vector")
        connection.execute("ALTER TABLE profile DROP COLUMN day")
        connection.execute("ALTER TABLE profile DROP COLUMN vector")
        connection.execute("INSERT INTO profile VALUES (1, '1\t738001\tstorm:10\tDaily Test')")
        connection.execute("INSERT INTO profile VALUES (2, '1\t\tstorm:10\tDaily Test')")
        connection.execute("INSERT INTO profile VALUES (3, 'broken')")
        for statement in STEPS[step].split(";"):
            connection.execute(statement)
    found = connection.execute("SELECT day, vector FROM profile ORDER BY article").fetchall()
    connection.close()
    assert found == [(738001, None), (None, None), (None, None)]
    again = Store(path)
    assert len(again.to_profile()) == 4
    later = article("A storm", "The storm.", datetime(2021, 7, 28, tzinfo=UTC))
    again.add([replace(later, digest="f" * 64)], Run())
    Grouping(again).run()
    assert again.to_profile() == []
    again.close()


def test_a_vector_is_the_same_from_its_article_and_from_its_profile() -> None:
    told = profile(drafts(6, 4)[0])
    again = Profile.decode(told.encode())
    assert told.vector[0] == VECTOR_VERSION
    assert again.made == b""
    assert again.vector == told.vector


def test_few_articles_wait_for_more_when_they_may(store: Store) -> None:
    store.add(drafts(7, 10), Run())
    grouping = Grouping(store)
    assert grouping.run(least=11) == 0
    assert store.stories_of(store.article_ids()) == {}
    assert grouping.run(least=10) == 10
    assert len(store.stories_of(store.article_ids())) == 10
    assert grouping.run() == 0


def test_articles_in_no_order_are_grouped_by_date_in_short_stretches(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = drafts(8, 120)
    random.Random(8).shuffle(found)
    spread = [
        replace(one, published=replace(one.published, when=one.published.when + timedelta(days=40 * (n % 9))))
        if one.published is not None
        else one
        for n, one in enumerate(found)
    ]
    store.add(spread, Run())
    taken: list[list[int | None]] = []
    plain = Grouper.place

    def place(self: Grouper, new: list[tuple[str, Profile]], again: tuple[str, ...] = ()) -> object:
        taken.append([told.day for _, told in new])
        return plain(self, new, again)

    monkeypatch.setattr(Grouper, "place", place)
    assert Grouping(store).run() == len(found)
    days = [day for run in taken for day in run]
    dated = [day for day in days if day is not None]
    assert days == [*sorted(dated), *[None] * (len(days) - len(dated))]
    assert all(run[-1] - run[0] < 28 for run in taken if run[0] is not None and run[-1] is not None)
    assert all(None not in run or set(run) == {None} for run in taken)
