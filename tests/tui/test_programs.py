"""What other programs are given: as words, never through a shell, never an option by outside text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from config.own_commands import OwnCommand
from config.settings import Settings
from index.library import Library
from tests.tui.driving import press, settled, shown
from tui import browser, programs
from tui.app import BylinesApp
from tui.screens.palette import PaletteScreen
from tui.screens.scrolling import ScrollingPanel

VALUES = {
    "url": "https://x.example/?a=b",
    "title": "-rf $(id); `x`",
    "outlet": "Post",
    "quote": "",
    "story": "s",
}


def given(text: str = "", **values: str) -> programs.Given:
    return programs.Given({**VALUES, **values}, text)


def run(line: str, text: str = "", seconds: int = 20) -> programs.Outcome:
    return programs.run(OwnCommand("x", line, seconds=seconds), given(text), lambda: False)


def test_values_are_words_of_their_own_whatever_is_in_them() -> None:
    words = programs.words_of(OwnCommand("x", "mail -s '{outlet}: {title}' --url={url} {story}"), VALUES)
    assert words == ["mail", "-s", "Post: -rf $(id); `x`", "--url=https://x.example/?a=b", "s"]


def test_outside_text_never_becomes_an_option() -> None:
    for line in ("mail {title}", "mail {title}{url}"):
        with pytest.raises(programs.ProgramError, match="taken for an option"):
            programs.words_of(OwnCommand("x", line), VALUES)
    assert programs.words_of(OwnCommand("x", "mail -{story}"), VALUES) == ["mail", "-s"]


def test_a_value_that_is_not_there_is_named() -> None:
    with pytest.raises(programs.ProgramError, match="there is no quote here"):
        programs.words_of(OwnCommand("x", "mail {quote}"), VALUES)


def test_the_text_comes_on_standard_input_and_as_a_file_that_goes_again() -> None:
    outcome = run('sh -c \'cat; echo; cat "$1"; echo "$1" >&2\' sh {file}', "née\n")
    assert outcome.status == 0
    first, *_, path = outcome.output.split("\n")
    assert first == "née"
    assert outcome.output.count("née") == 2
    assert not Path(path).exists()


def test_output_is_cleaned_and_limited_and_time_is_limited() -> None:
    assert run(r"printf '\033[2Ja\033]0;t\007b\377'").output == "ab�"
    assert "too much" in run("yes").ended
    assert run("sleep 30", seconds=1).ended == "ended after 1 seconds"
    assert run("false").status == 1


def test_what_is_left_in_the_background_is_not_waited_for() -> None:
    assert run("sh -c 'sleep 20 & echo done'").output == "done"


def test_a_program_that_is_not_there_is_named() -> None:
    with pytest.raises(programs.ProgramError, match="did not start"):
        run("/no/such/program")


@pytest.mark.parametrize(
    ("setting", "env", "wanted"),
    [
        ("", {"WAYLAND_DISPLAY": "w"}, ["wl-copy"]),
        ("", {"DISPLAY": ":0"}, ["xclip", "-selection", "clipboard"]),
        ("", {}, []),
        ("none", {"DISPLAY": ":0"}, []),
        ("tmux load-buffer -", {}, ["tmux", "load-buffer", "-"]),
    ],
)
def test_the_clipboards_command(
    tmp_path: Path, setting: str, env: Mapping[str, str], wanted: list[str]
) -> None:
    for name in ("wl-copy", "xclip"):
        (tmp_path / name).touch(mode=0o755)
    assert programs.clipboard_words(setting, {**env, "PATH": str(tmp_path)}) == wanted


def test_the_browsers_command_has_the_address_as_one_word(tmp_path: Path) -> None:
    url = "http://x.example/$(id)';id;'?a=b#c"
    assert browser.browser_words("b --tab", url) == ["b", "--tab", url]
    assert browser.browser_words("b --at={url} -w", url) == ["b", f"--at={url}", "-w"]
    told = tmp_path / "told"
    browser.open_page(url, f"sh -c 'printf %s \"$1\" > {told}' sh")
    assert told.read_text() == url
    with pytest.raises(browser.PageError, match="did not start"):
        browser.open_page(url, "/no/such/browser")
    with pytest.raises(browser.PageError, match="status 1"):
        browser.open_page(url, "false")


async def test_copying_and_the_persons_own_commands_on_the_screen(seeded: Library, tmp_path: Path) -> None:
    taken, copied = tmp_path / "taken", tmp_path / "copied"
    settings = Settings(
        clipboard=f"sh -c 'cat > {copied}'",
        commands=(
            OwnCommand("keep", f"sh -c 'cat > {taken}; echo \"$1\"' sh {{outlet}}"),
            OwnCommand("lines", "printf '1\\n2\\n[b]3\\n'"),
            OwnCommand("many", "sh -c 'seq -f \"%g words\" 30000; echo the last one'"),
        ),
    )
    app = BylinesApp(seeded, settings, env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"})
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        await press(pilot, "Y")
        assert copied.read_text() == app.clipboard
        assert app.clipboard in " ".join(shown(pilot).split()) or len(app.clipboard) > 20
        await press(pilot, "y")
        assert app.clipboard.startswith("> ")
        assert "“" in app.clipboard.rpartition("—")[2]
        await press(pilot, "!")
        assert isinstance(app.screen, PaletteScreen)
        assert [entry[0].title for entry in app.screen._entries] == [
            f"Run: {name}" for name in ("keep", "lines", "many")
        ]
        await press(pilot, "enter")
        assert taken.read_text().count("\n\n") > 3
        await press(pilot, "!", "down", "enter")
        assert isinstance(app.screen, ScrollingPanel)
        assert "[b]3" in shown(pilot)
        # What is long is shown at its beginning, and laid out to its end meanwhile.
        await press(pilot, "escape", "!", "down", "down", "enter")
        assert "1 words" in shown(pilot)
        await press(pilot, "G")
        assert "ended: it wrote too much" in shown(pilot)
        await press(pilot, "escape", ":")
        assert "Run: keep" in shown(pilot) or isinstance(app.screen, PaletteScreen)


async def test_a_command_on_another_article_does_not_end_the_one_before(
    seeded: Library, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    settings = Settings(
        commands=(OwnCommand("keep", f"sh -c 'sleep 0.3; echo \"$1\" >> {taken}' sh {{outlet}}"),)
    )
    async with BylinesApp(seeded, settings, env={"LANG": "C.UTF-8"}).run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "enter")
        for key in ("!", "enter", "l", "!", "enter"):
            await pilot.press(key)
            await pilot.pause()
        await settled(pilot)
    assert len(set(taken.read_text().splitlines())) == 2
