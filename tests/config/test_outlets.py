"""The sidecar that names outlets."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import YamlError
from config.outlets import sidecar
from config.paths import seeds


def test_the_seeds_sidecar() -> None:
    names = sidecar(seeds())
    assert names["latin-times.txt"] == "Latin Times"
    assert names["washington-post-reprint.txt"] == "Washington Post (reprint)"
    assert "" not in names


def test_no_sidecar(tmp_path: Path) -> None:
    assert sidecar(tmp_path) == {}


def test_default(tmp_path: Path) -> None:
    (tmp_path / "outlets.yaml").write_text(
        "\ufeffdefault: NO News\noutlets:\n  a.txt: 'The #1'\n", encoding="utf-8"
    )
    assert sidecar(tmp_path) == {"": "NO News", "a.txt": "The #1"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("outlets: [a]", "1:10"),
        ("outlets:\n  a.txt: [x]", "2:10"),
        ("outlets:\n  a.txt:\n", "2:9"),
        ("default: {a: b}", "1:10"),
        ("outlet:\n  a: b", "2:3"),
        ("outlets:\n  a: b\n  a: c", "3:3"),
    ],
)
def test_broken(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "outlets.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(YamlError) as caught:
        sidecar(tmp_path)
    assert caught.value.where == f"{tmp_path / 'outlets.yaml'}:{place}"


def test_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "outlets.yaml").write_bytes(b"outlets: \xff\xfe\xff")
    with pytest.raises(YamlError, match="UTF-8"):
        sidecar(tmp_path)
