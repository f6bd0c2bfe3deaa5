"""Mails: the article in a newsletter or a forwarded mail, and mails made to harm."""

from __future__ import annotations

import base64
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.ingest import mail
from index.ingest.run import Run
from index.model import Draft, Role, Skipped, Source, SourceKind
from index.text import clean, digest

BODY = "\n\n".join(
    f"Two drones fell on the square of the town on day {n}, the mayor said to reporters." for n in range(5)
)


def read(raw: bytes | str, **options: str) -> Draft | Skipped:
    raw = raw.encode() if isinstance(raw, str) else raw
    return mail.read(raw, Source(SourceKind.FILE, "/mails/a.eml"), Run(), **options)


def letter(head: str = "", body: str = BODY, subject: str = "Drones fall") -> Draft:
    found = read(f"From: Example Herald <news@herald.example>\nSubject: {subject}\n{head}\n{body}\n")
    assert isinstance(found, Draft), found
    return found


def reason(raw: bytes | str) -> str:
    found = read(raw)
    assert isinstance(found, Skipped), found
    return found.reason


def parts(*bodies: tuple[str, str], kind: str = "alternative", head: str = "") -> str:
    inside = "".join(f"--b\nContent-Type: {type}\n\n{text}\n" for type, text in bodies)
    top = f"From: A B <a@b.example>\nSubject: S\n{head}Content-Type: multipart/{kind}"
    return f'{top}; boundary="b"\n\n{inside}--b--\n'


def test_the_header_says_what_it_is() -> None:
    raw = (
        "From: =?iso-8859-1?q?Caf=E9_Herald?= <news@herald.example>\nSubject: =?utf-8?b?"
        + base64.b64encode("Zwei Drohnen über Köln".encode()).decode()
        + "?=\nDate: Fri, 05 May 2023 09:39:00 +0200 (CEST)\nMessage-ID: <1@herald.example>\n\n"
        + BODY
    )
    draft = read(raw)
    assert isinstance(draft, Draft)
    assert (draft.title, draft.outlet, str(draft.published), draft.source_id) == (
        "Zwei Drohnen über Köln",
        "Café Herald",
        "2023-05-05T09:39+02:00",
        "1@herald.example",
    )
    assert draft.digest == digest(raw.encode())
    assert draft.blocks[0].role is Role.TITLE and len(draft.texts(Role.BODY)) == 5
    given = read(raw, outlet="Mine")
    assert isinstance(given, Draft) and given.outlet == "Mine"


@pytest.mark.parametrize(
    ("sender", "outlet", "authors"),
    [
        ('"Example Herald" <a@b.example>', "Example Herald", ()),
        ("Jane Roe <jane@b.example>", None, ("Jane Roe",)),
        ("Jane Roe from The Letter <jane@b.example>", "The Letter", ("Jane Roe",)),
        ("Jane Roe | The Letter <jane@b.example>", "The Letter", ("Jane Roe",)),
        ("a@b.example", None, ()),
        ("<a@b.example>", None, ()),
        ("Town News Desk <a@b.example>", "Town News Desk", ()),
        (",;<>\x1b[31m", None, ()),
    ],
)
def test_a_sender_is_an_outlet_or_an_author(
    sender: str, outlet: str | None, authors: tuple[str, ...]
) -> None:
    found = read(f"From: {sender}\nSubject: Drones fall\n\n{BODY}")
    assert isinstance(found, Draft)
    assert (found.outlet, found.authors) == (outlet, authors)


@pytest.mark.parametrize(
    ("subject", "head", "wanted"),
    [
        ("Fwd: Re: Drones fall", "", "Drones fall"),
        ("WG: AW[2]: Drones fall", "", "Drones fall"),
        ("[Updates with quote] Drones fall", "", "[Updates with quote] Drones fall"),
        ("[herald] Drones fall", "List-Id: <herald>\n", "Drones fall"),
        ("Fwd: [herald] Drones fall", "", "Drones fall"),
        ("Fwd:", "", "Fwd:"),
        ("Refugees: what next", "", "Refugees: what next"),
    ],
)
def test_titles(subject: str, head: str, wanted: str) -> None:
    assert letter(head, subject=subject).title == wanted


def test_g85_dates_that_cannot_be_are_none() -> None:
    for value in (
        *("Fri, 05 May 0000 09:39:00 +0000", "Fri, 05 May 2999 09:39:00 +0000", "yesterday-ish 99/99/9999"),
        *("Thu, 01 Jan 1970 00:00:00 +0000", "", "6", "Fri, 99 May 2023 09:39:00 +0000"),
    ):
        assert letter(f"Date: {value}\n").published is None, value
    odd = letter("Date: Fri, 05 May 2023 09:39:00 +9999\n").published
    assert odd is not None and str(odd) == "2023-05-05T09:39"


def test_the_richer_part_is_the_article() -> None:
    html = "".join(f"<p>{line}</p>" for line in BODY.split("\n\n"))
    stub = read(
        parts(("text/plain", "View this email in your browser: https://x.example/1"), ("text/html", html))
    )
    assert isinstance(stub, Draft)
    assert len(stub.texts(Role.BODY)) == 5 and stub.url == "https://x.example/1"
    plain = read(parts(("text/plain", BODY), ("text/html", "<p>Teaser.</p>")))
    assert isinstance(plain, Draft) and len(plain.texts(Role.BODY)) == 5


def test_what_newsletters_put_around_the_text_is_dropped() -> None:
    around = (
        "Trouble viewing this email? Read it in your browser: https://x.example/view?id=1\n\n* * *\n\n"
        + BODY
        + "\n\nSome readers may unsubscribe in anger, she said.\n\n"
        + "\n\n".join(f"Paragraph {n} of the story goes on here, said the mayor." for n in range(20))
        + "\n\nRead more ( https://track.example/abc ) about it, the mayor said to us.\n\n"
        "You are receiving this email because you signed up.\n\nUnsubscribe: https://x.example/u\n\n"
        "Our mailing address is: 1 Street, Town\n\n-- \nSent with love\n"
    )
    draft = letter(body=around)
    whole = "\n".join(block.text for block in draft.blocks)
    assert draft.url == "https://x.example/view?id=1"
    for gone in ("receiving", "Unsubscribe:", "mailing", "love", "track.example", "browser"):
        assert gone not in whole
    assert "unsubscribe in anger" in whole and "Read more about it" in whole


def test_wrapped_and_flowed_rows_are_paragraphs() -> None:
    wrapped = (
        "Two drones fell on the square of the town on Friday, said the mayor,\nand nobody was hurt.\n\nMore."
    )
    assert letter(body=wrapped).texts(Role.BODY)[0].endswith("mayor, and nobody was hurt.")
    flowed = letter(
        "Content-Type: text/plain; charset=utf-8; format=flowed\n",
        "Two drones fell \non the square, \nthe mayor said.\nA second paragraph stands here alone.\n",
    )
    assert flowed.texts(Role.BODY)[0] == "Two drones fell on the square, the mayor said."


def test_a_forwarded_mail_counts_as_the_one_inside() -> None:
    inside = "From: Example Herald <x@y.example>\nDate: Fri, May 5, 2023 at 9:39 AM\nSubject: Drones fall\n\n"
    raw = (
        "From: Bob Friend <b@f.example>\nSubject: Fwd: look\nDate: Mon, 8 May 2023 10:00:00 +0000\n\nFYI\n\n"
    )
    draft = read(f"{raw}---------- Forwarded message ---------\n{inside}{BODY}")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.outlet, draft.authors, str(draft.published)) == (
        *("Drones fall", "Example Herald", ()),
        "2023-05-05T09:39",
    )
    assert draft.texts(Role.BODY)[0].startswith("Two drones")


def test_f72_an_unknown_charset_falls_back() -> None:
    raw = b"From: A B <a@b.example>\nSubject: =?x-klingon?q?caf=E9?= news\n"
    raw += b"Content-Type: text/plain; charset=x-klingon\n\n"
    draft = read(raw + "The café said “no” to it, and it’s open. ".encode("cp1252") * 6)
    assert isinstance(draft, Draft)
    assert draft.title == "café news" and "café said “no”" in draft.texts(Role.BODY)[0]


@pytest.mark.parametrize("glue", [" ", "\n "])
def test_g92_a_subject_of_60_000_encoded_words(glue: str) -> None:
    subject = glue.join(f"=?utf-8?q?word{n}?=" for n in range(60_000))
    raw = f"Subject: {subject}\nFrom: A <a@b.example>\n\n{BODY}"
    tracemalloc.start()
    try:
        draft = read(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(draft, Draft) and draft.title is not None
    assert draft.title.startswith("word0word1") and len(draft.title) < 310
    assert len(draft.texts(Role.BODY)) == 5
    assert peak < 60 * 2**20


def test_g93_parts_in_parts() -> None:
    def nested(depth: int, kind: str = "multipart/mixed") -> str:
        heads = (f'Content-Type: {kind}; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
        return "Subject: x\n" + "".join(heads) + f"\n{BODY}\n"

    assert "more than 100 parts" in reason(nested(5_000))
    assert "more than 100 parts" in reason(nested(5_000, "message/rfc822"))
    assert isinstance(read(nested(60)), Draft)
    assert "5,000 parts" in reason(
        "Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\n" * 100_000
    )


def test_g94_control_characters_attachments_and_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    raw = (
        "From: =?utf-8?q?Example=1B]2;PWN=07_Herald?= <a@b.example>\n"
        "Subject: =?utf-8?q?a=1B]0;x=07b_=E2=80=AEc?=\n"
        "Message-ID: <\x1b[31m1@b>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        '--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename="../../../../etc/passwd"\n'
        "\nroot:x\n"
        '--b\nContent-Type: image/png; name="../x.png"\n\nxxx\n'
        f'--b\nContent-Type: text/html\n\n<img src="http://127.0.0.1:9/t.gif"><p>{BODY}</p>\n--b--\n'
    )
    draft = read(raw)
    assert isinstance(draft, Draft)
    assert (draft.title, draft.outlet) == ("ab c", "Example Herald")
    for text in (draft.title, draft.outlet, draft.source_id, *(block.text for block in draft.blocks)):
        assert text is not None and clean(text) == text and "\x1b" not in text
    assert "root:x" not in "".join(block.text for block in draft.blocks)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "raw",
    [
        b"X: " + b"a" * 2_000_000 + b"\n\nbody",
        b"a:" * 500_000 + b"\n\nbody",
        b"Subject: x\nContent-Type: text/plain" + b";" * 500_000 + b"\n\nbody",
        b"Subject: x\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain"
        + b';a="' * 300_000,
        b"Subject: x\nContent-Type: text/html\n\n" + b"<a href='http://" * 30_000,
        b"Subject: x\nContent-Type: text/html\n\n"
        + b"<a href=http://x.example/"
        + b"y" * 300_000
        + b"<a " * 100_000,
        b"Subject: x\nContent-Type: text/plain\n\n" + b"http://" * 100_000 + b" word",
        b"Subject: x\nContent-Type: text/plain\n\nview in browser\n" + b"( http://a " * 50_000,
        b"Subject: x\nContent-Transfer-Encoding: base64\n\n" + b"=" * 300_000,
        b"Subject: x\nContent-Transfer-Encoding: x-uuencode\n\n" + b"begin 644 a\n" + b"M" * 300_000,
        b"Subject: " + b"=?utf-8?b?" * 3_000 + b"\n\nbody",
        b"Subject: x\nContent-Type: multipart/digest; boundary=b\n\n" + b"--b\n\n" * 4_000,
    ],
    ids=range(12),
)
def test_mails_that_are_slow_to_read_elsewhere_end(raw: bytes) -> None:
    assert isinstance(read(raw), Draft | Skipped)


def test_what_is_no_mail() -> None:
    assert "not a mail" in reason("<p>hello</p>")
    assert "without an article" in reason("Subject: x\nFrom: a@b.example\n\n")
    assert "without an article" in reason(parts(("application/pdf", "x")))


_WORDS = [
    *(
        b"Subject: ",
        b"From: ",
        b"Date: ",
        b"Content-Type: ",
        b"multipart/mixed; boundary=b",
        b"text/plain; charset=",
    ),
    *(
        b"text/html",
        b"--b",
        b"--b--",
        b"=?utf-8?q?",
        b"?=",
        b"\n",
        b"\n\n",
        b"\r\n",
        b" ",
        b"\xff",
        b"message/rfc822",
    ),
    *(
        b"Content-Transfer-Encoding: base64",
        b"quoted-printable",
        b"format=flowed",
        b"<p>",
        b"Forwarded message",
        b"\x00",
    ),
    *(b"> ", b"-- \n", b"utf-16", b"rot13", b"idna", b"Two drones fell on the town, he said."),
]


@given(st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(_WORDS), max_size=40).map(b"".join)))
def test_any_bytes_are_survived(raw: bytes) -> None:
    found = read(raw)
    assert isinstance(found, Draft | Skipped)
    if isinstance(found, Skipped):
        assert "parser failed" not in found.reason
    else:
        assert all(clean(block.text) == block.text for block in found.blocks)
