"""Every screen can be read in every theme, and without colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from rich.segment import Segment
from textual.color import Color
from textual.pilot import Pilot

from config.settings import Settings
from index.library import Library
from tests.tui.driving import open_story, press, settled, shown, write
from tests.tui.scenes import library_with_a_note, reader
from tui import shades, themes
from tui.app import BylinesApp
from tui.commands.theming import theme_commands
from tui.configuring import SettingsRead
from tui.screens.notes import NotesScreen
from tui.shades import contrast
from tui.widgets.footer import FooterBar
from tui.widgets.story_list import StoryList

WAYS: tuple[tuple[str, ...], ...] = (
    (),
    ("enter", "5", "j", "w"),
    ("w", "v"),
    ("v", "D"),
    ("escape", "W", "a"),
    ("escape", "escape", "F", "3", "j"),
    ("escape", "/", "type:drone"),
    ("escape", "?"),
    ("escape", "A"),
    ("escape", "&"),
)
"""Keys from each screen to the next."""
LINES = frozenset("│─━┃╭╮╰╯┌┐└┘▏▎▌┆▊▔▁🭽🭾🭼🭿—")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with library_with_a_note(tmp_path_factory.mktemp("looks")) as found:
        yield found


async def through_all(pilot: Pilot[Any], ways: Sequence[tuple[str, ...]] = WAYS) -> Any:
    """Leads through the screens, giving the keys that led to each."""
    await settled(pilot)
    for keys in ways:
        for key in keys:
            if key.startswith("type:"):
                await write(pilot, key.removeprefix("type:"))
            else:
                await press(pilot, key)
        yield keys


def segments(pilot: Pilot[Any]) -> list[Segment]:
    """What is on the screen, as it is sent to the terminal; without what lies dimmed under a dialog."""
    top = pilot.app.screen
    found: list[Segment] = []
    lines = [list(strip) for strip in top._compositor.render_strips()]
    if not top.is_modal:
        return [segment for line in lines for segment in line]
    dialog = top.children[0].region
    for y, line in enumerate(lines):
        if y in dialog.line_range:
            x = 0
            for segment in line:
                if dialog.x <= x < dialog.right:
                    found.append(segment)
                x += segment.cell_length
    return found


def unreadable(found: list[Segment], ratio: float) -> set[tuple[str, str, str, float]]:
    """Pieces of text whose colours are too near to each other."""
    low = set()
    for segment in found:
        style, text = segment.style, segment.text.strip()
        if not text or style is None or set(text) <= LINES or style.color is None or style.bgcolor is None:
            continue
        fore, back = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
        reached = contrast(fore, back)
        if reached < ratio:
            low.add((text[:20], fore.hex, back.hex, round(reached, 2)))
    return low


async def test_every_text_of_every_screen_can_be_read(library: Library) -> None:
    """In the theme that asks for most; the colours of all themes are tested in `test_shades`."""
    app = reader(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.theme = themes.CONTRAST.name
        async for keys in through_all(pilot):
            assert not unreadable(segments(pilot), shades.HIGH), keys


async def test_without_colours_and_signs_none_is_sent_and_the_focus_is_seen(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = BylinesApp(library, env={"LANG": "C"})
    async with app.run_test(size=(120, 40)) as pilot:
        async for keys in through_all(pilot, WAYS[:4]):
            assert shown(pilot).isascii(), keys
            styles = [segment.style for segment in segments(pilot) if segment.style is not None]
            assert not [style for style in styles if style.color or style.bgcolor], keys
            assert any(style.reverse for style in styles), keys


async def test_the_terminals_own_colours_are_sent_as_such(library: Library) -> None:
    app = reader(library)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        app.theme = themes.ANSI_LIGHT
        await press(pilot, "enter", "j")
        for segment in segments(pilot):
            for color in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                assert color is None or color.is_default or color.is_system_defined
            if segment.style and segment.style.reverse:
                assert segment.style.color is None


async def test_a_theme_whose_file_comes_after_its_setting_is_shown(library: Library) -> None:
    app = BylinesApp(library, Settings(theme="sea"), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        assert app.theme == "bylines-dark"
        library.paths.themes.mkdir(exist_ok=True)
        (library.paths.themes / "sea.yaml").write_text('surface: "#fff8f0"\n', encoding="utf-8")
        app.on_settings_read(SettingsRead(app.configured))
        assert app.theme == "sea"


async def test_a_theme_of_ones_own_can_be_chosen_and_other_settings_apply_at_once(library: Library) -> None:
    folder = library.paths.themes
    folder.mkdir(exist_ok=True)
    (folder / "sea.yaml").write_text('base: bylines-light\nsurface: "#fff8f0"\n', encoding="utf-8")
    app = BylinesApp(library, Settings(theme="sea", text_width=40), env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        assert app.theme == "sea"
        assert app.theme_variables["surface"].lower() == "#fff8f0"
        await press(pilot, "enter", "z")
        screen = open_story(pilot)
        assert screen.columns.layouts[0].width == 40
        after = Settings(theme="bylines-dark", text_width=60, unicode="no", list_spacing="airy")
        app.on_settings_read(SettingsRead(replace(app.configured, settings=after)))
        await settled(pilot)
        assert screen.columns.layouts[0].width == 60
        assert app.theme == "bylines-dark"
        assert shown(pilot).isascii()
        await press(pilot, "q")
        assert app.screen.query_one(StoryList).stride == 2
        assert "theme.sea" in {command.id for command in theme_commands(app.theme_names)}


async def test_a_message_shown_again_stands_once_and_one_beside_it_stays(library: Library) -> None:
    app = BylinesApp(library, env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        for message in ("Copied.", "Other.", "Copied.", "Copied."):
            app.notify(message, markup=False)
            await settled(pilot)
        assert (shown(pilot).count("Copied."), shown(pilot).count("Other.")) == (1, 1)


async def test_another_theme_reaches_every_screen_also_one_opened_meanwhile(library: Library) -> None:
    app = BylinesApp(library, env={"LANG": "C.UTF-8"})
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.choose_theme("bylines-dark")
        await settled(pilot)
        app.in_steps = True
        app.choose_theme("bylines-light")
        app.choose_theme("bylines-contrast")
        await pilot.press("A")
        await settled(pilot)
        assert isinstance(app.screen, NotesScreen)
        panel = Color.parse(app.theme_variables["panel"])
        assert [one.query_one(FooterBar).styles.background for one in app.screen_stack[1:]] == [panel, panel]
        (footer,) = app.screen.query(FooterBar)
        key = footer.get_component_styles("footer--key").color
        assert key == Color.parse(app.theme_variables["text-accent"])
        await press(pilot, "q")
        before = app.export_screenshot()
        app.in_steps = False
        app.refresh_css(animate=False)
        await settled(pilot)
        assert app.export_screenshot() == before
