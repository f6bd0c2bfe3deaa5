"""What makes readers under test quick: no waiting without need, style sheets read once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable
from time import monotonic
from typing import Any

from textual._compositor import Compositor
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

SOON = 0.02
"""A timer that is due within so many seconds is waited for: screens draw sixty times a second."""


async def wait_for_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Return when nothing is left to run but what waits for a thread, for input or for a later timer.

    Stands in for Textual's function of the same name, which takes several times as long: it sleeps in
    steps of 20 ms until the process has used hardly any of the processor's time in one of them.
    """
    loop: Any = asyncio.get_running_loop()
    began = monotonic()
    while monotonic() - began < max_sleep:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=None)
        wait = max(0.0, min_sleep - (monotonic() - began))
        if due is not None and due - loop.time() < SOON:
            wait = max(wait, due - loop.time())
        if wait <= 0 and (due is None or due > loop.time()):
            return
        await asyncio.sleep(max(0.0, wait))


_rules: dict[Hashable, list[RuleSet]] = {}
_parse_rules = Stylesheet._parse_rules


def rules_once(sheet: Stylesheet, *css: Any, **options: Any) -> list[RuleSet]:
    """Stands in for Textual's reading of a style sheet: each app of a process reads the same ones."""
    key = (css, tuple(options.items()), tuple(sheet._variables.items()))
    if key not in _rules:
        _rules[key] = _parse_rules(sheet, *css, **options)
    return _rules[key]


def draw_nothing(compositor: Compositor, full: bool = False, **options: Any) -> Any:
    """Stands in for Textual's drawing of what changed, where only the picture at the end is looked at."""
    if full:
        return _render_update(compositor, full=True, **options)
    compositor._dirty_regions.clear()
    return None


_render_update = Compositor.render_update
