"""The stored form of articles: any text comes back, from both forms, and damage never goes unnoticed."""

from __future__ import annotations

import json
import sqlite3
import threading
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import bodies, rows
from index.errors import StoreError
from index.identity import Run
from index.model import Role
from index.store import Store
from tests.builders import draft

any_text = st.text(
    st.characters() | st.sampled_from("\0\n\"'“”\\\ud800\U0001f600"), max_size=30
)  # characters() has lone surrogates, too
blocks = st.lists(
    st.tuples(
        st.sampled_from([role.value for role in Role]),
        any_text,
        st.lists(st.integers(0, 10**6), max_size=4),
    ).map(list),
    max_size=6,
)
contents = st.fixed_dictionaries(
    {
        "blocks": blocks,
        "title": st.none() | any_text,
        "authors": st.lists(any_text, max_size=2),
        "published": st.none() | st.just("2023-05-05T00:00:00"),
        "precision": st.none() | st.just("day"),
        "language": st.none() | st.just("en"),
        "url": st.none() | any_text,
    },
    optional={"partial": any_text},
)


def by_zlib(content: Any) -> bytes:
    """As older versions stored it."""
    return zlib.compress(bodies.as_json(content), 1)


def storable(content: Any) -> Any:
    """What can be expected back: without lone surrogates."""
    return json.loads(bodies.as_json(content))


@given(contents)
def test_any_content_comes_back_from_either_form(content: Any) -> None:
    packed = bodies.packed(content)
    assert bodies.unpacked(packed) == bodies.unpacked(by_zlib(content)) == storable(content)
    assert bodies.unpacked(bodies.packed_json(content)) == storable(content)


@given(contents)
def test_the_running_text_is_title_and_blocks_from_either_form(content: Any) -> None:
    stored = storable(content)
    texts = [text for role, text, _ in stored["blocks"] if role != Role.TITLE]
    expected = [text.replace("\0", " ") for text in (stored["title"] or "", *texts)]
    for raw in (bodies.packed(content), by_zlib(content)):
        short, running = bodies.running(raw)
        assert running.decode().split("\0") == expected
        assert [short[name] for name in ("authors", "language", "url")] == [
            stored[name] for name in ("authors", "language", "url")
        ]


@given(st.recursive(st.none() | st.integers() | any_text, lambda some: st.lists(some), max_leaves=5))
def test_any_json_value_comes_back(value: Any) -> None:
    assert bodies.unpacked(bodies.packed_json(value)) == storable(value)


def test_every_role_has_a_letter() -> None:
    assert set(bodies._LETTERS) == {role.value for role in Role}
    assert len(bodies._ROLES) == len(Role)


def test_texts_stand_in_the_frame_as_they_are() -> None:
    given = rows.content(draft("Löwe “one”. Two.", title="Cats"))
    assert "\0Cats\0Löwe “one”. Two.\0".encode() in bodies._unpack(bodies.packed(given))
    assert bodies.packed(given)[:4] == bytes.fromhex("28b52ffd")


@pytest.mark.parametrize("pack", [bodies.packed, by_zlib])
def test_no_changed_or_missing_byte_goes_unnoticed(pack: Any) -> None:
    """A flag of the frame that says nothing about its content may change; the content never does."""
    content = rows.content(draft("One. Two. " * 20))
    raw = pack(content)
    harmless = 0
    for place in range(len(raw)):
        for bit in range(8):
            changed = bytearray(raw)
            changed[place] ^= 1 << bit
            if rows.sound(bytes(changed)):
                assert bodies.unpacked(bytes(changed)) == storable(content)
                harmless += 1
    assert harmless <= 8
    assert not any(rows.sound(raw[:size]) for size in range(len(raw)))
    assert not rows.sound(raw + raw) or pack is by_zlib


@pytest.mark.parametrize(
    "inside",
    [
        b"",
        b"\0",
        b"{}\0text\0[[0,4]]",
        b'{"roles":"b"}\0one\0two\0[[0,3],[0,3]]',
        b'{"roles":"q"}\0one\0[[0,3]]',
        b'{"roles":"b"}\0\xff\0[[0,1]]',
        b'{"roles":"b"}\0one\0[[0,3]',
        b'{"roles":["b"]}\0one\0{}',
        b"[]\0one\0[]",
    ],
)
def test_what_holds_something_else_is_damaged(inside: bytes) -> None:
    raw = bodies._packing()(inside)
    assert not rows.sound(raw)
    with pytest.raises(StoreError, match="a1: stored data is damaged"):
        rows.unpack(raw, "a1")


def test_running_text_that_is_not_utf_8_is_damage() -> None:
    for inside in (
        b'{"title":"","roles":"b"}\0\xff\0[[0,1]]',
        b'{"title":"","roles":"t"}\0\xe2\x80\0[[0,1]]',
    ):
        with pytest.raises(bodies.DamagedBodyError):
            bodies.running(bodies._packing()(inside))


def test_a_size_that_no_memory_holds_is_damage() -> None:
    import zstandard

    raw = bytearray(zstandard.ZstdCompressor().compress(b"x" * 70_000))
    assert raw[4] == 0x80 | 0x20, "four bytes of size, in one segment"
    raw[4] |= 0xC0
    raw[5:9] = b"\xff" * 8
    with pytest.raises(bodies.DamagedBodyError):
        bodies.unpacked(bytes(raw))


def test_threads_have_packers_of_their_own() -> None:
    content = rows.content(draft("One. Two. " * 200))
    wrong = []

    def often() -> None:
        for _ in range(200):
            if bodies.unpacked(bodies.packed(content)) != storable(content):
                wrong.append(1)

    threads = [threading.Thread(target=often) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_library_of_an_older_version_is_read_and_goes_on(tmp_path: Path) -> None:
    store = Store(tmp_path / "library.db")
    given = [draft(f"Number {n} fell.\nThe end.", path=f"/{n}.txt", title=f"Title {n}") for n in range(3)]
    run = Run()
    ids = [name for name, _ in store.add(given, run)]
    before = store.articles(ids), store.indexed(ids)
    with store.database.writing() as connection:
        for key, body in connection.execute(
            "SELECT article, body FROM revision WHERE article < 3"
        ).fetchall():
            old = by_zlib(bodies.unpacked(body))
            connection.execute("UPDATE revision SET body = ? WHERE article = ?", (old, key))
        connection.execute("PRAGMA user_version = 9")
    store.close()
    again = Store(tmp_path / "library.db")
    assert (again.articles(ids), again.indexed(ids)) == before
    assert again.damaged_bodies() == []
    assert [done for _, done in again.add(given, Run())] == ["unchanged"] * 3
    again.close()


def test_a_fingerprint_is_that_of_the_json(tmp_path: Path) -> None:
    """It is stored with each article, so it must never change: else everything would be read anew."""
    given = draft("Löwe “one”. Two.", title="Cats", url="https://e.example/1")
    assert rows.fingerprint(rows.content(given)) == 5215880368019379597
    store = Store(tmp_path / "library.db")
    store.add([given], Run())
    with sqlite3.connect(tmp_path / "library.db") as connection:
        assert connection.execute("SELECT content FROM article").fetchone() == (5215880368019379597,)
    connection.close()
    store.close()
