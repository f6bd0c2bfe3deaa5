"""What only the reader knows to be wrong with the settings: actions, clashes of keys, themes."""

from __future__ import annotations

from pathlib import Path

from config.errors import ConfigError, place_order
from config.keymap import Bindings, resolve
from config.kinds import nearest
from config.loading import Loaded
from tui.commands.registry import all_actions


def checked(
    loaded: Loaded, *, variants: Path | None = None, own_themes: Path | None = None
) -> tuple[Bindings, list[ConfigError]]:
    """The keys of every action, and everything that is wrong with the settings.

    `variants` is the file of spellings, `own_themes` the folder of themes, both beside the settings file.
    """
    bindings, clashes = resolve(all_actions(loaded.settings.keymap), loaded.settings.keys)
    problems = [*loaded.problems, *clashes, *_theme_problems(loaded, own_themes)]
    if variants is not None:
        from config.variants import load

        problems += load(variants)[1]
    return bindings, sorted(problems, key=place_order)


def _theme_problems(loaded: Loaded, folder: Path | None) -> list[ConfigError]:
    """What is wrong with the person's own themes; a theme chosen that does not exist."""
    from textual.theme import BUILTIN_THEMES

    from config.themefile import load_all
    from tui.themes import OURS, from_files

    files, problems = load_all(folder) if folder is not None else ([], [])
    own, unfit = from_files(files)
    known = [*(theme.name for theme in (*OURS, *own)), *BUILTIN_THEMES]
    wanted = loaded.settings.theme
    if wanted not in known:
        hint = nearest(wanted, known) or f"known are {', '.join(known)}"
        what = f"there is no theme called `{wanted[:60]}`"
        unfit.append(ConfigError(what, where=loaded.origins.get("theme", "theme"), do=hint))
    return [*problems, *unfit]
