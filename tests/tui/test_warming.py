"""What is imported ahead is all that a key would import otherwise."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.warming import LATE, warm_up

ROOT = Path(__file__).resolve().parents[2]


def _file(module: str) -> Path | None:
    path = ROOT / module.replace(".", "/")
    return next((one for one in (path.with_suffix(".py"), path / "__init__.py") if one.exists()), None)


def _imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    """The modules of `tui` that these import statements name."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and node.module:
            parts = [f"{node.module}.{name.name}" for name in node.names]
            yield from (one for one in (node.module, *parts) if one.startswith("tui.") and _file(one))


def _at_once(tree: ast.Module) -> Iterator[ast.AST]:
    """What is run when the module is imported; what is asked `if TYPE_CHECKING` is not."""
    return (node for node in tree.body if isinstance(node, ast.ImportFrom))


def _late(tree: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from ast.walk(node)


def _reached(roots: tuple[str, ...]) -> dict[str, ast.Module]:
    found: dict[str, ast.Module] = {}
    waiting = list(roots)
    while waiting:
        module = waiting.pop()
        path = _file(module)
        if module not in found and path is not None:
            found[module] = ast.parse(path.read_bytes())
            waiting += _imported(_at_once(found[module]))
    return found


def test_no_key_imports_what_is_not_warm() -> None:
    reached = _reached(("tui.opening", *LATE))
    late = {name for tree in reached.values() for name in _imported(_late(tree))}
    assert late - {*reached} == set()
    assert late & {*LATE} > {"tui.screens.story", "tui.screens.palette", "tui.screens.help"}


def test_all_of_it_is_there_and_is_imported() -> None:
    warm_up(lambda: False)
    assert {*LATE} <= {*sys.modules}


def test_leaving_does_not_wait_for_all_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    imported: list[str] = []
    monkeypatch.setattr("tui.warming.import_module", imported.append)
    warm_up(lambda: len(imported) == 2)
    assert imported == [*LATE[:2]]
