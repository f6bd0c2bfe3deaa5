"""The page in a browser: it fits, it follows light and dark, and nothing on it acts. One browser for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.dossier import dossier
from index.export.page import page
from index.model import Article, Story
from tests.chromium import Tab, chromium, program
from tests.index.export.made import article, everywhere
from tests.index.export.texts import MARKUP
from tests.tui.made import comparison

pytestmark = pytest.mark.skipif(program() is None, reason="Chromium is not installed")

LONG = "Unterbrechungslos" * 40


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with chromium(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A page of ordinary text, one of texts made to harm, one with many columns, long words and Hebrew."""
    folder = tmp_path_factory.mktemp("pages")
    wide = [
        article(f"a{number}", text, outlet=f"{text} {number}", language="he" if number == 3 else "en")
        for number, text in enumerate((LONG, "short", "שלום עולם " * 8, *("Outlet",) * 8), start=1)
    ]
    made = {"plain": page(everywhere("A drone fell")), "hostile": page(everywhere(" ".join(MARKUP)))}
    made["wide"] = page(dossier(_story(wide), comparison()))
    many = [article(f"a{number}", LONG[:60], outlet=f"Outlet {number}") for number in range(30)]
    made["crowded"] = page(dossier(_story(many), comparison()))
    for name, text in made.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


def _story(articles: list[Article]) -> Story:
    card = everywhere(LONG).card
    return Story(replace(card, articles=()), tuple(articles))


def test_it_fits_every_width(tab: Tab, pages: dict[str, Path]) -> None:
    captions = "Math.max(...[...document.querySelectorAll('caption')].map(one => one.offsetHeight))"
    for path in pages.values():
        tab.open(path, width=400)
        for width in (320, 400, 900, 1400):
            tab.resize(width)
            assert tab.value("document.documentElement.scrollWidth") <= width, (path.name, width)
        if path.name == "crowded.html":
            continue
        # A row is a card on a narrow page, and a row of a table on a wide one.
        assert tab.value("getComputedStyle(document.querySelector('.rows tbody tr')).display") == "table-row"
        tab.resize(400)
        assert tab.value("getComputedStyle(document.querySelector('.rows tbody tr')).display") == "block"
        assert tab.value("getComputedStyle(document.querySelector('.rows td .who')).display") != "none"
        # Nothing is squeezed into a line for each letter.
        assert tab.value(captions) < 100 or path.name != "plain.html"


def test_nothing_on_it_acts(tab: Tab, pages: dict[str, Path]) -> None:
    tab.requests.clear()
    tab.messages.clear()
    tab.open(pages["hostile"], width=1000)
    tab.value("document.querySelectorAll('label, summary').forEach(one => one.click())")
    assert tab.requests == [pages["hostile"].as_uri()]
    assert tab.messages == []
    assert tab.value("document.scripts.length + document.images.length + frames.length") == 0
    assert tab.value("getComputedStyle(document.querySelector('h1')).fontWeight") == "700"
    # Should anything ever get in, the page's policy keeps it from running.
    tab.value(
        "(() => { const one = document.createElement('script'); one.textContent = 'window.ran = 1';"
        " document.body.append(one); })()"
    )
    assert tab.value("typeof window.ran") == "undefined"


def test_it_follows_light_and_dark(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["plain"], width=700, height=500)
    light = tab.picture()
    ground = tab.value("getComputedStyle(document.body).backgroundColor")
    tab.dark(True)
    assert tab.value("getComputedStyle(document.body).backgroundColor") != ground
    assert tab.picture() != light


def test_rows_are_chosen_without_a_script(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["plain"], width=1200)
    visible = "[...document.querySelectorAll('.rows tbody tr')].filter(one => one.offsetHeight).length"
    everything = tab.value(visible)
    tab.value("document.querySelector('label[for=show-shared]').click()")
    assert 0 < tab.value(visible) < everything


def test_the_direction_of_a_text_is_its_own(tab: Tab, pages: dict[str, Path]) -> None:
    tab.open(pages["wide"], width=900)
    assert tab.value("getComputedStyle(document.querySelector('#a3 .text')).direction") == "rtl"
    assert tab.value("getComputedStyle(document.querySelector('#a2 .text')).direction") == "ltr"
