"""What only the reader knows to be wrong with the settings: actions, clashes of keys, themes."""

from __future__ import annotations

from pathlib import Path

from config.errors import ConfigError, place_order
from config.keymap import Bindings, resolve
from config.kinds import nearest
from config.loading import Loaded
from tui.commands.registry import all_actions


def checked(loaded: Loaded, *, variants: Path | None = None) -> tuple[Bindings, list[ConfigError]]:
    """The keys of every action, and everything that is wrong with the settings and the `variants` file."""
    bindings, clashes = resolve(all_actions(loaded.settings.keymap), loaded.settings.keys)
    problems = [*loaded.problems, *clashes, *_theme_problems(loaded)]
    if variants is not None:
        from config.variants import load

        problems += load(variants)[1]
    return bindings, sorted(problems, key=place_order)


def _theme_problems(loaded: Loaded) -> list[ConfigError]:
    """A theme that does not exist."""
    from textual.theme import BUILTIN_THEMES

    from tui.themes import OURS

    known = [*(theme.name for theme in OURS), *BUILTIN_THEMES]
    wanted = loaded.settings.theme
    if wanted in known:
        return []
    hint = nearest(wanted, known) or f"known are {', '.join(known)}"
    what = f"there is no theme called `{wanted[:60]}`"
    return [ConfigError(what, where=loaded.origins.get("theme", "theme"), do=hint)]
