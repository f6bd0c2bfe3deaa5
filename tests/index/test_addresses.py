"""One spelling for the addresses of one page."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.addresses import canonical, for_keeping, host, without_secrets

PAGE = "https://news.example/kherson/drones"


@pytest.mark.parametrize(
    "url",
    [
        PAGE,
        "http://news.example/kherson/drones",
        "HTTPS://WWW.News.Example:443/kherson/drones/",
        "http://news.example:80/kherson/drones#comments",
        "https://m.news.example/kherson/drones",
        "https://amp.news.example/kherson/drones",
        "https://news.example./kherson/drones",
        "https://me:secret@news.example/kherson/drones",
        "https://news.example/kherson/./x/../drones",
        "https://news.example/%6bherson/drones",
        "https://news.example/kherson/drones?utm_source=rss&utm_medium=feed",
        "https://news.example/kherson/drones?fbclid=1&gclid=2&ref=home&UTM_Campaign=x",
        "https://news.example/kherson/drones/index.html",
        "https://news.example/kherson/drones/amp/",
        "https://news.example/amp/kherson/drones",
        "https://news.example/kherson/drones.amp",
        "https://news.example/kherson/drones?outputType=amp",
        "https://www.google.com/amp/s/news.example/kherson/drones",
        "https://news-example.cdn.ampproject.org/c/s/news.example/kherson/drones",
        f"  {PAGE}\n",
    ],
)
def test_spellings_of_one_page(url: str) -> None:
    assert canonical(url) == PAGE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.example/?p=17", "https://e.example/?p=18"),
        ("https://e.example/a", "https://e.example/b"),
        ("https://e.example/a", "https://e.example/A"),
        ("https://e.example/a", "https://e.example:8080/a"),
        ("https://e.example/#!/a", "https://e.example/#!/b"),
        ("https://e.example/amp", "https://e.example/"),
        ("https://m.example", "https://example"),
        ("https://amp.dev/x", "https://dev/x"),
        ("https://e.example/a%2Fb", "https://e.example/a/b"),
        ("ftp://e.example/a", "https://e.example/a"),
    ],
)
def test_different_pages(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("url", "spelt"),
    [
        ("https://e.example/a?b=2&a=1&&b=1", "https://e.example/a?a=1&b=1&b=2"),
        ("https://e.example/caf\u00e9 bar", "https://e.example/caf%C3%A9%20bar"),
        ("https://b\u00fccher.example/", "https://xn--bcher-kva.example"),
        ("http://[::1]:8080/x/", "https://[::1]:8080/x"),
        ("http://[", "http://["),
        ("http://e.example:99999/", "http://e.example:99999/"),
        ("mailto:a@e.example", "mailto:a@e.example"),
        ("not an address ", "not an address"),
        ("", ""),
    ],
)
def test_spelling(url: str, spelt: str) -> None:
    assert canonical(url) == spelt


def test_hosts() -> None:
    assert host("http://www.E.example/x?y") == "e.example"
    assert host("https://e.example?y") == "e.example"
    assert host("e.example/x") == ""


_PIECES = st.sampled_from(
    [
        *(
            "http",
            "https",
            "://",
            "www.",
            "m.",
            "amp",
            "/",
            ".",
            "..",
            "?",
            "&",
            "#",
            "!",
            "%",
            "%41",
            "%2",
            ":",
        ),
        *("e.example", "google.com", "/amp/s/", "index.html", "utm_a=1", "x=1", "80", "@", "[", "]", " "),
        *("\u00e9", "\ud800", "\u3002"),
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(_PIECES, max_size=14).map("".join)))
def test_twice_is_once_and_nothing_is_raised(url: str) -> None:
    once = canonical(url)
    assert canonical(once) == once


@given(st.lists(_PIECES, max_size=12).map("".join))
def test_twice_is_once_for_web_addresses(rest: str) -> None:
    once = canonical(f"http://e.example/{rest}")
    assert canonical(once) == once
    once.encode("ascii")


def test_what_is_kept_holds_no_secret_and_still_tells_addresses_apart() -> None:
    one, other = (for_keeping(f"https://jo:pw9@h.example/a?id=7&key={key}") for key in ("first1", "second2"))
    assert one != other
    for kept in (one, other):
        assert re.fullmatch(r"https://h\.example/a\?id=7&key=\*\*\*[0-9a-f]{6}", kept)
        assert for_keeping(kept) == kept
        assert canonical(kept) == kept
        assert without_secrets(kept) == "https://h.example/a?id=7&key=***"
    assert for_keeping(f"{PAGE}?page=2#top") == f"{PAGE}?page=2#top"


def test_secrets_in_a_fragment_and_under_long_names_are_hidden() -> None:
    assert without_secrets(f"{PAGE}#access_token=abc&part=2") == f"{PAGE}#access_token=***&part=2"
    assert without_secrets(f"{PAGE}?{'x' * 300}_token=abc").endswith("_token=***")
