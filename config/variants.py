"""The person's own spelling variants: `variants.yaml` beside the settings file."""

from __future__ import annotations

from pathlib import Path

from config.errors import ConfigError, YamlError

_LARGEST_FILE = 256 * 1024


def load(path: Path) -> tuple[tuple[tuple[str, ...], ...], list[ConfigError]]:
    """The groups of spellings of the file at `path`, and everything that is wrong with it.

    The file maps a spelling to another one, or to a list of others. A missing file means none. What is
    wrong is left out; nothing is raised.
    """
    try:
        if not path.exists():
            return (), []
        with path.open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return (), [ConfigError(f"cannot be read: {reason}", where=str(path), do="check the file")]
    if len(raw) > _LARGEST_FILE:
        return (), [ConfigError("is larger than 256 kB", where=str(path), do="keep what you search for")]
    # Imported here because most people have no such file, and YAML is slow to import.
    from config.yamlsafe import load_with_marks

    try:
        found = load_with_marks(raw.decode("utf-8", errors="replace"), where=str(path))
    except YamlError as error:
        return (), [error]
    groups: list[tuple[str, ...]] = []
    problems: list[ConfigError] = []
    for name, given in found.data.items():
        others = [given] if isinstance(given, str) else given
        if (
            isinstance(others, list)
            and others
            and all(isinstance(one, str) and one.strip() for one in others)
        ):
            groups.append((name, *others))
        else:
            what = f"the spellings of `{name}` must be one, or a list of them"
            problems.append(ConfigError(what, where=found.place(name), do="write `Kyiv: [Kiev, Kyjiw]`"))
    return tuple(groups), problems
