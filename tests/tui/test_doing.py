"""Quoting, the browser and the editor: what leaves the reader."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.made import article
from tui import browser, editor
from tui.browser import PageError, safe_address
from tui.quoting import markdown_quotes

A = replace(article("alpha", "One [drones] fell | here"), url="https://a.example/x")
B = article("beta", "Two fell")


def test_one_passage_becomes_a_block_quote() -> None:
    text = markdown_quotes([(A, A.passages[0])])
    assert text == "> One \\[drones\\] fell \\| here\n>\n> — [Alpha](<https://a.example/x>), 5 May 2023\n"


@pytest.mark.parametrize(
    ("text", "quoted"), [("1) May", "1\\) May"), ("- so", "\\- so"), ("1986 was", "1986 was")]
)
def test_a_quote_begins_no_list(text: str, quoted: str) -> None:
    told = article("alpha", text)
    assert markdown_quotes([(told, told.passages[0])]).startswith(f"> {quoted}")


def test_a_row_becomes_a_table_with_a_line_an_outlet() -> None:
    lines = markdown_quotes([(A, A.passages[0]), (B, B.passages[0])]).splitlines()
    assert lines[0].startswith("| outlet")
    assert lines[3] == "| Beta, 5 May 2023 | Two fell |"


@pytest.mark.parametrize(
    "url",
    [
        "--remote-debugging-port=9222",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "vbscript:x",
        "smb://host/x",
        " http://x",
        "HTTP:\\\\x",
        "http://x/\n-evil",
        "http://",
        "http://x/\x1b[2J",
    ],
)
def test_only_plain_web_addresses_are_opened(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", lambda *_, **__: pytest.fail("opened"))
    with pytest.raises(PageError):
        browser.open_page(url)


def test_a_good_address_goes_to_the_browser_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / "told"
    script = tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho noise; printf "%s" "$1" > {told}\n')
    script.chmod(0o755)
    monkeypatch.setenv("BROWSER", str(script))
    url = "http://x.example/$(id)';id;'?a=b#c"
    assert safe_address(url) == url
    browser.open_page(url)
    assert told.read_text() == url


def test_a_browser_that_does_not_start_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROWSER", "/no/such/browser")
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.delenv("DISPLAY", raising=False)
    with pytest.raises(PageError, match="no browser"):
        browser.open_page("http://x.example/")


def test_d52_the_editor_is_words_and_no_shell(tmp_path: Path) -> None:
    target = tmp_path / "a; touch hacked.md"
    target.write_text("x")
    editor.edit(target, "sh -c 'echo edited >> \"$1\"' sh")
    assert target.read_text() == "xedited\n"
    assert not (tmp_path / "hacked.md").exists()


def test_the_editor_is_the_setting_then_visual_then_editor() -> None:
    env = {"VISUAL": "v -w", "EDITOR": "e"}
    assert editor.editor_command("code --wait", env) == ["code", "--wait"]
    assert editor.editor_command("", env) == ["v", "-w"]
    assert editor.editor_command("", {"EDITOR": "e"}) == ["e"]
    assert editor.editor_command("", {}) == ["vi"]
    with pytest.raises(editor.EditorError):
        editor.editor_command("unclosed 'quote", {})


def test_a_missing_editor_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(editor.EditorError, match="did not start"):
        editor.edit(tmp_path / "x", "/no/such/editor")
