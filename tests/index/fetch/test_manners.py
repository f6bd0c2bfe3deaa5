"""How long to wait, and what of an address may be shown."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fetch.manners import FIRST_BACK_OFF, LEAST_WAIT, LONGEST_WAIT, back_off, masked, retry_after

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("3600", 3600),
        (" 3600 ", 3600),
        ("3600.5", 3600.5),
        ("0", LEAST_WAIT),
        ("-1", LEAST_WAIT),
        ("1" + "0" * 12, LONGEST_WAIT),
        ("9" * 5000, LONGEST_WAIT),
        (format_datetime(NOW + timedelta(hours=1), usegmt=True), 3600),
        (format_datetime(NOW - timedelta(days=1), usegmt=True), LEAST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 GMT", LONGEST_WAIT),
        ("Fri, 31 Dec 9999 23:59:59 -2359", LONGEST_WAIT),
        ("Sun, 22 Nov 2026 04:00:00", 3600),
        ("Fri, 31 Foo 2026 99:99:99 GMT", None),
        ("nan", None),
        ("inf", None),
        ("1e9", None),
    ],
)
def test_h103_retry_after_is_understood_and_clamped(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_is_within_bounds(header: str) -> None:
    seconds = retry_after(header, NOW)
    assert seconds is None or LEAST_WAIT <= seconds <= LONGEST_WAIT


def test_back_off_doubles_from_a_quarter_of_an_hour_to_a_day() -> None:
    assert [back_off(n) / 60 for n in range(6)] == [0, 15, 30, 60, 120, 240]
    assert back_off(1) == FIRST_BACK_OFF
    assert back_off(8) == back_off(10**6) == LONGEST_WAIT
    assert back_off(-1) == 0


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/feed?page=2", "https://example.org/feed?page=2"),
        ("https://medium.com/@jane/post-1", "https://medium.com/@jane/post-1"),
        ("https://u:p@example.org/f", "https://***@example.org/f"),
        ("https://tok@example.org/f", "https://***@example.org/f"),
        ("https://u:p@ss@example.org/f", "https://***@example.org/f"),
        ("https://u:pa/ss@example.org/f", "https://***@example.org/f"),
        ("https://u:pa?ss@example.org/f", "https://***@example.org/f"),
        ("https://u:pa#ss@example.org/f", "https://***@example.org/f"),
        ("u:p@example.org/f", "***@example.org/f"),
        ("https://example.org:8080/f", "https://example.org:8080/f"),
        ("http://[::1]:8080/f", "http://[::1]:8080/f"),
        ("https://example.org/f?token=abc&page=2", "https://example.org/f?token=***&page=2"),
        ("https://example.org/f?API_KEY=abc", "https://example.org/f?API_KEY=***"),
        ("https://example.org/f?%74oken=abc", "https://example.org/f?%74oken=***"),
        ("https://example.org/f;jsessionid=AB?x=1", "https://example.org/f;jsessionid=***?x=1"),
        ("https://example.org/f#access_token=abc", "https://example.org/f#access_token=***"),
        ("https://example.org/f?a=1;sig=abc", "https://example.org/f?a=1;sig=***"),
        ("https://example.org/f?key=abc&keyword=kremlin", "https://example.org/f?key=***&keyword=kremlin"),
        ("https://example.org/?u=https%3A%2F%2Fa%3Ab%40c%2F", "https://example.org/?u=***"),
        ("https://example.org/?x=9f8a7c6b5d4e3f2a1b0c", "https://example.org/?x=***"),
        ("https://example.org/\x1b]0;t\x07x\r\ny", "https://example.org/x y"),
    ],
)
def test_masked_hides_secrets_and_nothing_else(url: str, shown: str) -> None:
    assert masked(url) == shown


NAMES = (
    "token",
    "api_key",
    "apikey",
    "key",
    "auth",
    "sig",
    "signature",
    "password",
    "session",
    "access_token",
)
NAMES += ("sid", "secret", "X-Amz-Signature", "client_secret", "passwd", "pwd", "jwt", "code", "hash")
SECRET = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="*&;", exclude_categories=["Cs"]),
    min_size=1,
    max_size=30,
).map(lambda text: f"S3cr{text}3T")


@given(secret=SECRET, name=st.sampled_from(NAMES))
def test_masked_never_shows_a_secret(secret: str, name: str) -> None:
    written = quote(secret, safe="")
    for url in (
        f"https://{written}@example.org/f",
        f"https://u:{written}@example.org/f?x=1",
        f"https://example.org/f?a=1&{name}={written}&b=2",
        f"https://example.org/f?{name.upper()}={written}",
        f"https://example.org/f;{name}={written}/x",
        f"//u:{written}@example.org/",
        f"https://example.org/?next=https%3A%2F%2Fu%3A{quote(written, safe='')}%40example.org",
    ):
        assert "S3cr" not in masked(url)
        assert "3T" not in masked(url)


@given(secret=SECRET)
def test_masked_never_shows_an_unencoded_password_either(secret: str) -> None:
    assert "S3cr" not in masked(f"https://u:{secret}@example.org/f")


@given(st.text(max_size=300))
def test_masked_is_one_short_line(text: str) -> None:
    shown = masked(text)
    assert len(shown) <= 200
    assert shown.isprintable() or not any(ord(c) < 32 or 127 <= ord(c) < 160 for c in shown)
