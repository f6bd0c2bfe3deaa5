"""Texts that try to act on the terminal, to deceive, or to be markup; one line each, with a marker.

The letters A, B and C are those of the groups of hostile inputs the reader must survive.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

CONTROLS = [
    "\x1b[31;5mA1",
    "\x1b]52;c;Y3VybCBldmlsfHNo\x1b\\A2",
    "\x1b]52;c;UFdO\x07A3",
    "\x1b]2;PWN\x1b\\A4",
    "\x1b]0;PWN\x07A4b",
    "\x1b]8;;http://evil.example/\x1b\\A5ok\x1b]8;;\x1b\\",
    "\x1b]0;lost A6",
    "\x1b[6nA7",
    "\x1b[>qA7b",
    "\x1bP$qm\x1b\\A8",
    "\x1b[21tA8b",
    "\x1b[?1049lA9",
    "\x1bcA10",
    "\x1b[2J\x1b[HA10b",
    "\x1b#8A10c",
    "\x1b[20;1HA11forged status bar",
    "\x1b[8mA12hidden\x1b[0m",
    "\x1b[?1003l\x1b[?2004lA13",
    "\x1b_Gf=100;AAAA\x1b\\A14",
    "\x1b]1337;File=:AAAA\x07A14b",
    "\x1bPq#0;2;0;0;0\x1b\\A14c",
    "\x9b31mA15",
    "\x9d52;c;QQ==\x9cA15b",
    "\x90q\x9cA15c",
    "a\x00b\x0ec\x0fd\x7fA16",
    "pass\x08\x08\x08\x08fail A17",
    "good\rEVIL A17b",
]
DECEPTIONS = [
    "B25 \u202egnp.exe \u2066x\u2069 \u061c",
    "B26 kre\u200bmlin \ufeff \u2060 co\u00adop",
    "B28 \U000e0041\U000e0042",
    "B29 e" + "\u0301" * 500,
    "\u0301B30",
    "B31 👍🏽 🇺🇦 1️⃣ ❤️ ｱ Ａ 각 क्षि",
    "B32 \U0001f1fa x",
    "B33 (12) שלום [34] مرحبا",
    "B35 \ufffe \uffff \ue000",
]
MARKUP = [
    "C38 the presence of [drones] in the sky",
    '[@click=app.quit]C39[/] [@click=app.pwn("x")]x[/]',
    "C40 [/] see [/some/path] [bold]x[/italic] [#zzz]x[/]",
    "C41 [link=https://e.example]x[/link]",
    'C42 [link="file:///etc/passwd"]x[/link]',
    "C43 [black on black]hide[/] [hidden]x[/] [sic] [on] [x y=z w]",
    "C44 [[x]] [$x]y [Updates with quote] \\[x] x\\ [/",
    "C47 $success %s {0} {{x}} ${HOME} \\N{BULLET}",
]
EVERYTHING = CONTROLS + DECEPTIONS + MARKUP

FORBIDDEN = [
    b"\x1b[31;5m", b"\x1b]52", b"\x1b]2;", b"\x1b]0;", b"\x1b]8;", b"\x1b[6n", b"\x1b[>q", b"\x1bP$q",
    b"\x1b[21t", b"\x1bc", b"\x1b[2J", b"\x1b#8", b"\x1b[20;1HA11", b"\x1b[8m", b"\x1b_G", b"\x1b]1337",
    b"\x1bPq", b"\x07",
]  # fmt: skip
UNSEEN = [
    *map(chr, range(0x80, 0xA0)),
    *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u200b\ufeff\u2060",
    "\U000e0041", "\U000e0042", "\ufffe", "\uffff", "\ue000",
]  # fmt: skip

_POINTER_SHAPE = re.compile(rb"\x1b\]22;[a-z-]+\x07")
"""Textual's own, and the only sequence of its that ends with BEL."""


def violations(written: bytes) -> list[str]:
    """What in a terminal's input should not be there."""
    written = _POINTER_SHAPE.sub(b"", written)
    found = [repr(bad) for bad in FORBIDDEN if bad in written]
    text = written.decode("utf-8", errors="replace")
    return found + [repr(bad) for bad in UNSEEN if bad in text]


def write_folder(folder: Path) -> list[Path]:
    """A folder of articles that carry all of it in every field; what was written."""
    folder.mkdir(parents=True)
    made = []
    body = "\n\n".join(
        f"Two drones fell on the hostile square in Kremlin town. {text}." for text in EVERYTHING
    )
    for number, name in enumerate(["\x1b]0;t\x07a.txt", "[@click=app.quit]b[bold].txt", "\u202egpj.c.txt"]):
        path = folder / name
        head = f"Hostile drones fall on Kremlin town \x1b[31;5m [drones] {number}\n\n"
        head += "By \x1b]2;PWN\x07Mallory Evil\n\n"
        path.write_text(head + "May 5, 2023\n\n" + body, encoding="utf-8", errors="surrogatepass")
        made.append(path)
    lines = folder / "all.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for number, text in enumerate(EVERYTHING):
            article = {
                "id": f"{number}{text}",
                "url": f"http://x.example/{text}",
                "outlet": f"Outlet {number} {text}",
                "title": f"Hostile drones fall on Kremlin town {text}",
                "authors": [text],
                "published": "2023-05-05",
                "text": f"Two drones fell on the hostile square in Kremlin town.\n\n{text}",
            }
            file.write(json.dumps(article) + "\n")
        file.write('{"id": "broken \\u001b[31;5m", \n')
    return [*made, lines]
