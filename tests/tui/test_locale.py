"""Terminals whose locale is not UTF-8: plain signs, and look-alikes for punctuation."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.conftest import CopySeeds
from tests.tui.test_cli import Terminal
from tui.cmdline.output import Output
from tui.marks import ASCII, UNICODE, Signs, signs_for


@pytest.mark.parametrize(
    ("env", "signs"),
    [
        ({}, UNICODE),
        ({"LANG": "C.UTF-8"}, UNICODE),
        ({"LANG": "de_DE.utf8"}, UNICODE),
        ({"LC_ALL": "", "LC_CTYPE": "en_US.Utf-8", "LANG": "C"}, UNICODE),
        ({"LANG": "C"}, ASCII),
        ({"LANG": "de_DE.ISO-8859-1"}, ASCII),
        ({"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"}, ASCII),
        ({"LC_CTYPE": "C", "LANG": "en_US.utf8"}, ASCII),
    ],
)
def test_the_first_set_variable_decides(env: dict[str, str], signs: Signs) -> None:
    assert signs_for(env) is signs


def test_show_and_compare_draw_with_plain_signs(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    copy_seeds: CopySeeds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copy_seeds(tmp_path / "library", Path.home() / ".local/state/bylines")
    bylines = Terminal(tmp_path, capsys)
    monkeypatch.setenv("LC_ALL", "C")
    shown = bylines("show", "kremlin", "--width", "200")
    assert not set(shown) & set("│─┼●◐○≠")
    assert "-+-" in shown
    assert "* said by all" in shown
    assert not set(bylines("compare", "kremlin")) & set("│─")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert "─┼─" in bylines("show", "kremlin", "--width", "200")


def test_what_a_stream_cannot_encode_looks_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    out = Output({})
    out.line("“It’s” · 5—6… │ Київ")
    out.flush()
    assert raw.getvalue() == b'"It\'s" - 5-6. | ????\n'
