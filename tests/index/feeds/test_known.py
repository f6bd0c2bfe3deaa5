"""What items go by when guids lie (hostile case 83)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.addresses import canonical
from index.feedmodel import FeedItem
from index.feeds.known import keys, named
from index.feeds.store import KnownItem


def _item(
    title: str | None = "A bridge",
    url: str | None = None,
    guid: str | None = None,
    html: str = "<p>Text.</p>",
) -> FeedItem:
    return FeedItem(guid, url, title, (), None, html, full=True)


def _seen(*fetches: list[FeedItem]) -> list[list[tuple[str, bool]]]:
    """For each fetch the items' names, and whether they are new; what is new is remembered."""
    known: list[KnownItem] = []
    told = []
    for items in fetches:
        found = keys(items)
        sharing = [
            one
            for one in known
            if any(
                one.digest == seen.digest
                or (one.url is not None and one.url == seen.url)
                or (one.guid is not None and one.guid == seen.guid)
                for _, seen in found
            )
        ]
        answer = named(found, sharing)
        known += [one.now for one in answer if one.before is None]
        told.append([(one.now.name, one.before is None) for one in answer])
    return told


def _new(*fetches: list[FeedItem]) -> list[int]:
    """How many items are new in each fetch."""
    return [sum(new for _, new in fetch) for fetch in _seen(*fetches)]


A, B = "https://example.org/a", "https://example.org/b"


def test_what_was_seen_costs_nothing_again() -> None:
    items = [_item(url=A, guid="1"), _item(url=B, guid="2", html="<p>Other.</p>")]
    assert _new(items, items, items) == [2, 0, 0]


@pytest.mark.parametrize("url", [A, None])
def test_g83_a_guid_that_changes_with_every_fetch(url: str | None) -> None:
    assert _new(*([_item(url=url, guid=str(number))] for number in range(4))) == [1, 0, 0, 0]


def test_g83_a_guid_that_goes_from_http_to_https_and_back() -> None:
    fetches = [[_item(guid=f"{scheme}://example.org/?p=1")] for scheme in ("http", "https", "http")]
    assert _new(*fetches) == [1, 0, 0]
    edited = [[replace(items[0], html=f"<p>Edit {n}.</p>")] for n, items in enumerate(fetches)]
    assert len({fetch[0][0] for fetch in _seen(*edited)}) == 1


def test_g83_one_guid_for_different_items() -> None:
    both = [_item("One", A, "x", "<p>1</p>"), _item("Two", B, "x", "<p>2</p>")]
    assert _seen(both)[0] == [(canonical(A), True), (canonical(B), True)]
    without = [_item("One", None, "x", "<p>1</p>"), _item("Two", None, "x", "<p>2</p>")]
    (first, *rest) = _seen(without, without, [without[1]], [without[0]])
    assert len({name for name, _ in first}) == 2
    assert [new for fetch in rest for _, new in fetch] == [False] * 4


def test_g83_no_guid() -> None:
    assert _new([_item(url=A)], [_item(url=A)]) == [1, 0]
    assert _new([_item()], [_item()]) == [1, 0]
    first, second = _seen([_item(url=A)], [_item("A new bridge", url=A, html="<p>Edited.</p>")])
    assert (first[0][0], second[0]) == (second[0][0], (canonical(A), True))


def test_an_edited_item_keeps_its_name() -> None:
    first, second, third = _seen(
        [_item(url=A, guid="1")], [_item("Edited", A, "1")], [_item("Edited again", A, "2", "<p>Edited.</p>")]
    )
    assert first[0][0] == second[0][0]
    assert third[0][1]


def test_a_text_that_comes_back_is_known() -> None:
    """A server that gives the old and the new text in turns makes no ping-pong."""
    old, new = [_item(url=A, guid="1")], [_item(url=A, guid="1", html="<p>New.</p>")]
    assert _new(old, new, old, new) == [1, 1, 0, 0]


def test_one_address_for_all_items_is_nobodys_own() -> None:
    section = "https://example.org/news"
    items = [_item(f"Item {n}", section, f"g{n}", f"<p>{n}</p>") for n in range(3)]
    first, second = _seen(items, [_item("Item 9", section, "g9", "<p>9</p>"), *items])
    assert len({name for name, _ in (*first, *second)}) == 4
    assert [new for _, new in second] == [True, False, False, False]
    front = [_item(f"Item {n}", "https://example.org/", f"g{n}", f"<p>{n}</p>") for n in range(3)]
    assert [name for name, _ in _seen(front)[0]] == ["g0", "g1", "g2"]


def test_one_address_whose_items_come_one_by_one() -> None:
    section = "https://example.org/news"
    fetches = [[_item(f"Item {n}", section, f"g{n}", f"<p>{n}</p>")] for n in range(3)]
    assert len({fetch[0][0] for fetch in _seen(*fetches)}) == 3


def test_counters_and_tracking_in_an_item_are_no_edit() -> None:
    one = _item(url=f"{A}?utm_source=rss&utm_id=1", guid="1", html='<p>Text.<img src="/pixel?r=1"></p>')
    two = _item(url=f"{A}?utm_source=rss&utm_id=2", guid="1", html='<p>Text.<img src="/pixel?r=2"></p>')
    assert _new([one], [two]) == [1, 0]


def test_g83_ids_and_addresses_that_change_with_every_fetch() -> None:
    def fetch(number: int) -> list[FeedItem]:
        return [
            _item(title=f"T{i}", url=f"https://example.org/{number}/{i}", guid=f"{number}-{i}")
            for i in range(3)
        ]

    assert _new(fetch(1), fetch(2), fetch(3)) == [3, 0, 0]


def test_a_column_whose_text_is_the_same_each_day_is_new_while_the_old_one_is_there() -> None:
    one, two = _item(url=A, guid="1"), _item(url=B, guid="2")
    assert _new([one], [two, one]) == [1, 1]
    # Of a teaser nothing is known but that it says the same.
    assert _new([replace(one, full=False)], [replace(two, full=False)]) == [1, 1]
