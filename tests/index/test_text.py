"""What comes through the door is safe to show, and nothing a person can read is lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text import clean, clean_line, decode, digest, paragraphs, scrub

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "\x1b[]P_^X\\;0123m\x07\x9b\x9d\x9c\x90\u200d\u200c\u202e\u2066\u0301\u20e3\ufe0f\ufe0e\ufeff\u00ad\r\n\t\x85"
            "\u2028\ud83d\ude00\ud800🇺🇦👨👩❤1कنم\u3164\U000e0041\U000e0100漢"
        ),
    ),
    max_size=60,
)


def forbidden(text: str) -> list[str]:
    """The characters of `text` that act on a terminal, hide, or cannot be stored."""
    return [
        char
        for char in text
        if (unicodedata.category(char) in {"Cc", "Cs", "Co", "Zl", "Zp"} and char != "\n")
        or (
            unicodedata.category(char) == "Cf"
            and char not in "\u200c\u200d"
            and not "\u0600" <= char <= "\u08ff"
        )
        or ord(char) & 0xFFFE == 0xFFFE
        or 0xFDD0 <= ord(char) <= 0xFDEF
    ]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("\x1b[31;5mX", "X"),
        ("a\x1b]52;c;Y3VybCBldmlsfHNo\x1b\\b", "ab"),
        ("a\x1b]52;c;UFdO\x07b", "ab"),
        ("\x1b]2;PWN\x1b\\t\x1b]0;PWN\x07u", "tu"),
        ("\x1b]8;;http://evil/\x1b\\ok\x1b]8;;\x1b\\", "ok"),
        ("\x1b[6n\x1b[c\x1b[>qx", "x"),
        ("\x1bP$qm\x1b\\x\x1b[21t", "x"),
        ("\x1b[?1049lx\x1bcy\x1b[2J\x1b[H\x1b#8z", "xyz"),
        ("\x1b[20;1Hforged status bar", "forged status bar"),
        ("\x1b[8mhidden\x1b[0m", "hidden"),
        ("\x1b_Gf=100;AAAA\x1b\\a\x1b]1337;File=:AAAA\x07b\x1bPq\x1b\\c", "abc"),
        ("\x9b31mX\x9d52;c;QQ==\x9cY\x90q\x9cZ", "XYZ"),
        ("a\x00b\x0ec\x0fd\x7fe", "abcde"),
        ("pass\x08\x08\x08\x08fail\x07", "passfail"),
        ("A\r\nB\rC\x85D\u2028E\u2029F\x0bG\x0cH", "A\nB\nC\nD\nE\nF\nG\nH"),
        ("\u202egnp.exe\u202c \u2066x\u2069 \u061cy", "gnp.exe x y"),
        ("kre\u200bmlin \ufeffco\u00adop\u2060", "kremlin coop"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("pass\u200cword pass\u200dword", "password password"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("x\U000e0041\U000e0042y", "xy"),
        ("\u0301title", "title"),
        ("👍🏽 🇺🇦 1️⃣ ❤️ ｱ Ａ 각 क्षि", "👍🏽 🇺🇦 1️⃣ ❤️ ｱ Ａ 각 क्षि"),
        ("🇺 🇺🇦🇬", "U 🇺🇦G"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
        ("x\ufffe\uffff\ue000\ufdd0y", "xy"),
        ("a\ufe0fb", "ab"),
        ("[drones] [/x] [@click=app.quit]x[/]", "[drones] [/x] [@click=app.quit]x[/]"),
        ("BBС", "BBС"),
    ],
)
def test_hostile_cases(raw: str, wanted: str) -> None:
    assert clean(raw) == wanted


def test_an_unterminated_control_string_swallows_nothing() -> None:
    assert clean("\x1b]0;lost and\nfound") == "lost and\nfound"
    assert clean("\x1bPq visible") == "q visible"


def test_marks_and_tabs_are_bounded() -> None:
    assert clean("e" + "\u0301" * 100_000) == "e" + "\u0301" * 4
    assert clean("a" + "\t" * 200_000 + "b") == "a" + " " * 16 + "b"
    assert clean_line("a\t\tb\n c\u00a0d") == "a b c d"


def test_one_line_stays_one_line() -> None:
    for title in ("A\nB", "A\u2028B", "A\x85B", "A\r\nB"):
        assert clean_line(title) == "A B"


@given(NASTY)
def test_cleaning_is_idempotent_and_safe(raw: str) -> None:
    text = clean(raw)
    assert clean(text) == text
    assert forbidden(text) == []
    text.encode("utf-8")
    assert all(not unicodedata.category(line[0]).startswith("M") for line in text.split("\n") if line)


@given(NASTY)
def test_a_cleaned_line_is_stable(raw: str) -> None:
    line = clean_line(raw)
    assert clean_line(line) == line
    assert "\n" not in line


@given(NASTY)
def test_scrub_keeps_the_length_and_leaves_clean_text_alone(raw: str) -> None:
    shown = scrub(raw)
    assert len(shown) == len(raw)
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} and char != "\n" for char in shown)
    text = clean(raw)
    assert scrub(text) == text


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x2000), max_size=80))
def test_letters_and_punctuation_are_never_lost(raw: str) -> None:
    kept = [char for char in raw if unicodedata.category(char) not in {"Cf"}]
    assert [char for char in clean(raw) if char != " "] == [char for char in kept if char not in " "]


@given(NASTY)
def test_paragraphs_are_clean_lines(raw: str) -> None:
    for line in paragraphs(raw):
        assert line == clean_line(line) != ""


def test_paragraphs_of_all_line_ends() -> None:
    assert paragraphs("By\u00a0Web Desk\r\n\r\n one\rtwo\x85three\u2028 \tfour ") == [
        "By Web Desk",
        "one",
        "two",
        "three",
        "four",
    ]


def test_digests() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    "text",
    [
        "plain text “quoted” é. " * 45_000,
        "\x9d" * 300_000,
        "\x1b]0;" * 200_000,
        "\x1b]" + "a" * 1_000_000,
        "e" + "\u0301" * 200_000,
        "\u200b" * 300_000,
        "👨\u200d👩" * 100_000,
    ],
    ids=range(7),
)
def test_a_megabyte_of_one_kind_is_cleaned_and_scrubbed(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert len(once) <= len(text)
    assert len(scrub(text)) == len(text)


WESTERN = "He said “no” — it’s naïve, at the café."
RUSSIAN = "Москва. Кремль обвинил США в атаке беспилотников, сообщили в среду."
CHINESE = "克里姆林宫指责美国策划无人机袭击，并表示将作出回应。"
JAPANESE = "クレムリンは無人機攻撃で米国を非難したと発表した。"


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (WESTERN, "cp1252"),
        ("café", "latin-1"),
        ("naïve", "latin-1"),
        ("“Hi”", "cp1252"),
        ("L’été à Paris, où l’on déjeune", "cp1252"),
        ("Größe und Übermut, schön", "latin-1"),
        ("El niño comió piñas. ¿Qué pasó? ¡Nada!", "latin-1"),
        ("Zażółć gęślą jaźń. Prezydent Łotwy powiedział, że będzie.", "cp1250"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp1251"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        *[
            (text, codec)
            for text in (WESTERN, RUSSIAN, CHINESE)
            for codec in ("utf-8", "utf-8-sig", "utf-16", "utf-32")
        ],
        *[
            (text + "\nab\n", codec)
            for text in (WESTERN, RUSSIAN, CHINESE)
            for codec in ("utf-16-le", "utf-16-be")
        ],
    ],
)
def test_decoding(text: str, charset: str) -> None:
    assert decode(text.encode(charset)) == text


def test_one_bad_byte_costs_one_character() -> None:
    raw = "The naïve café “reopened” today".encode()
    assert decode(raw + b"\xff!") == raw.decode() + "\ufffd!"
    assert decode("The café “".encode()[:-1]) == "The café \ufffd"
    assert decode(b"plain \xff text") == "plain \ufffd text"


def test_what_the_sender_declares() -> None:
    assert decode("čaj".encode("cp1250"), "windows-1250") == "čaj"
    assert decode("déjà".encode(), "iso-8859-1") == "déjà"
    assert decode(b"caf\xe9", "x-klingon") == "café"
    assert decode(b"caf\xe9", "utf-8") == "café"


@given(st.binary(max_size=200))
def test_decoding_never_fails(raw: bytes) -> None:
    text = decode(raw)
    assert not any(0xD800 <= ord(char) < 0xE000 for char in text)


@given(st.text(max_size=100).filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_utf8_is_always_right(text: str) -> None:
    raw = text.encode("utf-8", "ignore")
    assert decode(raw) == raw.decode()
