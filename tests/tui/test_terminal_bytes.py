"""The real program in a pseudo-terminal, fed with hostile text: nothing of it acts on the terminal."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from tests.tui.hostile import CONTROLS, EVERYTHING, violations, write_folder
from tests.tui.terminal import Terminal
from tui import hangup

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
ROOT = Path(__file__).resolve().parents[2]
BYLINES = [sys.executable, "-m", "tui.cli"]
FEEDS = [(number, text) for number, text in enumerate(EVERYTHING) if not _NOT_XML.search(text)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose library holds the hostile articles and the seeds, and hostile notes."""
    home = tmp_path_factory.mktemp("home")
    write_folder(home / "articles")
    _command(home, "add", str(home / "articles"), str(ROOT / "seeds"))
    outlines = "".join(
        f"<outline xmlUrl='http://x{i}.example/' text={quoteattr(text)}/>" for i, text in FEEDS
    )
    (home / "feeds.opml").write_text(f"<opml><body>{outlines}</body></opml>", errors="replace")
    assert _command(home, "feeds", "import", str(home / "feeds.opml"))[0] == 0
    notes = home / "library" / "notes"
    notes.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(EVERYTHING):
        plain = text.encode("utf-8", "surrogatepass")
        body = b"---\nid: n%07d\ntitle: hostile note\n---\nhostile note " % number + plain + b"\n"
        (notes / f"hostile-{number}.md").write_bytes(body)
    (notes / "\x1b]0;t\x07.md").write_text("hostile note without a front matter \x1b[31;5m\n")
    return home


def _env(home: Path) -> dict[str, str]:
    return {
        "HOME": str(home),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_STATE_HOME": str(home / "state"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "BYLINES_LIBRARY": str(home / "library"),
        "PYTHONPATH": str(ROOT),
    }


def _command(home: Path, *words: str) -> tuple[int, bytes]:
    done = subprocess.run(
        [*BYLINES, *words], env={**os.environ, **_env(home)}, capture_output=True, timeout=120, cwd=ROOT
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def terminal(home: Path) -> Iterator[Terminal]:
    with Terminal(BYLINES, env=_env(home)) as opened:
        opened.wait_for("stories")
        opened.settle()
        yield opened


def _assert_harmless(terminal: Terminal) -> None:
    assert violations(bytes(terminal.written)) == []
    assert not {"PWN", "lost", "t"} & set(terminal.screen.title.split(";"))


def _quit(terminal: Terminal) -> None:
    _assert_harmless(terminal)
    # The reader itself leaves the other screen, the mouse and bracketed paste, but only at its end.
    assert not [bad for bad in (b"\x1b[?1049l", b"\x1b[?1003l", b"\x1b[?2004l") if bad in terminal.written]
    terminal.send("\x11")
    assert terminal.end() == 0


def test_lists_and_previews(terminal: Terminal) -> None:
    for _ in range(6):
        terminal.send("j")
        terminal.settle(0.1)
    terminal.send("G")
    terminal.settle()
    _quit(terminal)


def test_a_hostile_story_in_all_its_views(terminal: Terminal) -> None:
    terminal.send("&")
    terminal.wait_for("a query, as in search")
    terminal.send("hostile\r")
    terminal.wait_for("filter: hostile")
    terminal.settle()
    terminal.send("\r")
    terminal.wait_for("columns")
    for keys in [
        "G",
        "l",
        "l",
        "h",
        "gg",
        " ",
        " ",
        "v",
        "G",
        " ",
        "v",
        "D",
        "j",
        "\x1b",
        "}",
        "]",
        "?",
        "\x1b",
    ]:
        terminal.send(keys)
        terminal.settle(0.15)
    assert "told by" in terminal.text() or "only here" in terminal.text()
    _quit(terminal)


def test_what_is_copied_holds_no_controls(terminal: Terminal) -> None:
    terminal.send("&")
    terminal.wait_for("a query, as in search")
    terminal.send("hostile\r")
    terminal.wait_for("filter: hostile")
    terminal.send("\r")
    terminal.wait_for("columns")
    copied = []
    for _ in range(30):
        terminal.written.clear()
        terminal.send("jy")
        terminal.settle(0.05)
        copied += re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", terminal.written)
    assert len(copied) >= 20
    for payload in copied:
        assert base64.b64decode(payload).decode().replace("\n", "").isprintable()
    terminal.written.clear()
    _quit(terminal)


def test_markup_of_articles_is_shown_as_it_is(terminal: Terminal) -> None:
    terminal.send("/")
    terminal.wait_for("search all outlets")
    terminal.send("C38")
    terminal.wait_for("[drones]")
    terminal.send("\x15")
    terminal.wait_for("search all outlets")
    terminal.send("C40")
    terminal.wait_for("[/some/path]")
    terminal.send("\x15")
    terminal.wait_for("search all outlets")
    terminal.send("C39")
    terminal.wait_for("[@click=app.quit]")
    _quit(terminal)


def test_the_seeds_brackets_stay(terminal: Terminal) -> None:
    terminal.send("/")
    terminal.wait_for("search all outlets")
    terminal.send("calculations")
    terminal.wait_for("[drones]")
    terminal.send("\r")
    terminal.wait_for("columns")
    terminal.wait_for("[drones]")
    _quit(terminal)


def test_hostile_queries(terminal: Terminal) -> None:
    terminal.send("/")
    terminal.wait_for("search all outlets")
    pasted = "".join(text for text in EVERYTHING if "\x1b" not in text and "\r" not in text)[:480]
    terminal.send(b"\x1b[200~" + pasted.encode() + b"\x1b[201~")
    terminal.settle()
    terminal.send("\x15")
    terminal.wait_for("search all outlets")
    terminal.send('(((( [/] "')
    terminal.settle()
    _quit(terminal)


def test_hostile_notes(terminal: Terminal) -> None:
    terminal.send("a")
    terminal.wait_for("esc saves")
    pasted = "note " + "".join(text for text in EVERYTHING if "\x1b" not in text)
    terminal.send(b"\x1b[200~" + pasted.encode() + b"\x1b[201~")
    terminal.settle()
    terminal.send("\x1b")
    terminal.wait_for(lambda shown: "esc saves" not in shown)
    terminal.send("A")
    terminal.wait_for("notes on all stories")
    for _ in range(8):
        terminal.send("j")
        terminal.settle(0.1)
    terminal.send("G\r")
    terminal.wait_for("esc saves")
    _quit(terminal)


def test_hostile_feeds(terminal: Terminal) -> None:
    terminal.send("F")
    terminal.wait_for("not fetched yet")
    terminal.wait_for("[@click=app.quit]")
    for _ in FEEDS:
        terminal.send("j")
        terminal.settle(0.03)
    for keys in ("gg", "d", "n", "G", "J", "?", "\x1b"):
        terminal.send(keys)
        terminal.settle(0.15)
    _quit(terminal)


def test_escape_sequences_typed_at_the_reader_break_nothing(terminal: Terminal) -> None:
    for text in CONTROLS:
        terminal.send(text)
    terminal.settle()
    _assert_harmless(terminal)
    terminal.send("\x11")
    assert terminal.end() == 0


@pytest.mark.parametrize("how", ["raise", "notify"])
def test_errors_and_tracebacks(home: Path, how: str) -> None:
    message = "".join(text for text in EVERYTHING if "\r" not in text)
    action = {
        "raise": "raise RuntimeError(MESSAGE)",
        "notify": "self.say(MESSAGE); self.sub_title = MESSAGE",
    }[how]
    program = f"""
import os
from config.paths import resolve
from index.library import Library
from tui.app import BylinesApp
from tui.screens.stories import StoriesScreen
MESSAGE = {message!r}
def next_unread(self):
    {action}
StoriesScreen.next_unread = next_unread
app = BylinesApp(Library.open(resolve(None, None, os.environ)))
app.run()
raise SystemExit(app.return_code or 0)
"""
    with Terminal([sys.executable, "-c", program], env=_env(home)) as terminal:
        terminal.wait_for("stories")
        terminal.send("u")
        if how == "raise":
            assert terminal.end() == 1
            assert "RuntimeError" in terminal.written.decode()
            _assert_harmless(terminal)
        else:
            terminal.wait_for("[/some/path]")
            _quit(terminal)


@pytest.mark.parametrize(
    "words",
    [
        ["stories"],
        ["stories", "--json"],
        ["search", "hostile"],
        ["search", "hostile", "--json"],
        ["search", "\x1b]2;PWN\x07 \x9b31m ("],
        ["show", "\x1b]2;PWN\x07"],
        ["notes", "list"],
        ["notes", "list", "--json"],
        ["add", "\x1b]0;t\x07missing.txt"],
        ["check"],
    ],
    ids=lambda words: " ".join(words).encode("unicode_escape").decode(),
)
def test_commands_print_nothing_that_acts(home: Path, words: list[str]) -> None:
    _, printed = _command(home, *words)
    assert printed
    assert violations(printed) == []
    assert b"Traceback" not in printed


def test_show_and_compare_of_the_hostile_story(home: Path) -> None:
    import json

    _, listed = _command(home, "stories", "hostile", "--json")
    stories = json.loads(listed)
    biggest = max(stories, key=lambda story: len(story["articles"]))
    for words in (
        ["show", biggest["id"], "--width", "120"],
        ["compare", biggest["id"]],
        ["compare", biggest["id"], "--json"],
    ):
        status, printed = _command(home, *words)
        assert status == 0
        assert violations(printed) == []


def test_a_terminal_that_goes_away_ends_the_reader_and_keeps_the_note(terminal: Terminal, home: Path) -> None:
    terminal.send("\r")
    terminal.wait_for("only here")
    terminal.settle()
    terminal.send("a")
    terminal.wait_for("save")
    terminal.send("half a thought")
    terminal.wait_for("half a thought")
    terminal.hang_up()
    assert terminal.end() == hangup.STATUS
    assert any("half a thought" in note.read_text(errors="replace") for note in home.rglob("*.md"))
