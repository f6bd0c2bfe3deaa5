"""Everything that is wrong with the settings, each with its place and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from config.errors import ConfigError
from tui.screens.scrolling import ScrollingPanel


class ProblemsScreen(ScrollingPanel):
    """A scrolling text."""

    def __init__(self, problems: Sequence[ConfigError]) -> None:
        texts = [("The settings are in order.", "")] if not problems else []
        for problem in problems:
            texts += [(problem.where, "outlet"), (problem.what, ""), (problem.do, "muted"), ("", "")]
        super().__init__("Settings", texts, "changes in the file are taken up at once")
