"""The person's own editor: found, split into words, never run through a shell."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from config.errors import BylinesError


class EditorError(BylinesError):
    """No editor, or one that did not start."""


def editor_command(setting: str, env: Mapping[str, str]) -> list[str]:
    """The words of the editor's command: the setting, else $VISUAL, else $EDITOR, else `vi`.

    Raises EditorError when the words cannot be split.
    """
    chosen = setting or env.get("VISUAL") or env.get("EDITOR") or "vi"
    try:
        words = shlex.split(chosen)
    except ValueError as error:
        raise EditorError(
            f"the editor's command cannot be read: {error}", where=chosen, do="mend $EDITOR"
        ) from error
    if not words:
        raise EditorError("no editor is named", do="set EDITOR, or `editor` in the settings")
    return words


def edit(path: Path, setting: str = "") -> int:
    """Run the editor on a file and wait for it; its exit status, negative when a signal ended it.

    Raises EditorError when it cannot be started.
    """
    command = [*editor_command(setting, os.environ), str(path)]
    try:
        return subprocess.run(command, check=False).returncode  # noqa: S603 - the person's own editor, as words
    except OSError as error:
        raise EditorError(f"the editor did not start: {error}", where=command[0], do="set EDITOR") from error
