"""The part of the app that holds the settings and the keys: applied at once when their files change."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

from config.errors import BylinesError, ConfigError
from config.keynames import types, written
from config.loading import Loaded, Sources
from config.settings import Settings
from tui.commands.base import AnyCommand
from tui.commands.registry import commands_by_id
from tui.configuration import Configured, Watcher, configured, notice
from tui.looks import LooksApp
from tui.screens.base import ReaderScreen
from tui.wording import count

if TYPE_CHECKING:
    from index.library import Library


ROOMY = (60, 20)
"""Columns and lines from which on a notice may tell more than how many problems there are."""


class SettingsRead(Message):
    """The files of the settings changed, and were read."""

    def __init__(self, configured: Configured) -> None:
        self.configured = configured
        super().__init__()


class Configuring(LooksApp):
    """An app with settings."""

    library: Library

    def __init__(self, loaded: Loaded, sources: Sources | None, env: Mapping[str, str] | None = None) -> None:
        self.configured = configured(loaded, own_themes=sources.themes if sources else None)
        super().__init__(loaded.settings, env)
        self._sources = sources
        self._watcher = Watcher(sources, lambda: self.settings, self._post_settings) if sources else None

    def edit_outside(self, path: Path) -> None:
        """Run the person's editor on a file."""
        raise NotImplementedError

    def show_error(self, error: BylinesError) -> None:
        """Tell the person what went wrong."""
        raise NotImplementedError

    def watch_settings(self) -> None:
        """Take up from now on what changes in the files."""
        if self._watcher is not None:
            self._watcher.start()

    def stop_watching(self) -> None:
        """No longer."""
        if self._watcher is not None:
            self._watcher.stop()

    @property
    def settings(self) -> Settings:
        """The settings in use."""
        return self.configured.settings

    def _post_settings(self, found: Configured) -> None:
        # Called from the watching thread; when the app has ended meanwhile, there is nobody to tell.
        with suppress(RuntimeError):
            self.post_message(SettingsRead(found))

    def on_settings_read(self, event: SettingsRead) -> None:
        """Apply what changed in the files, at once and everywhere; of a broken file nothing."""
        found, before = event.configured, self.configured
        if found.broken:
            found = replace(before, problems=found.problems)
        self.configured = found
        themes = self.own_themes
        self.load_themes(self.library.paths.themes)
        if self.settings.theme in set(self.own_themes) - set(themes):
            # The setting came before the file.
            self.choose_theme(self.settings.theme)
        if found.settings != before.settings:
            self.library.use(found.settings)
            self.looks_changed(before.settings)
            for screen in self.screen_stack:
                if isinstance(screen, ReaderScreen):
                    screen.settings_changed(before.settings)
        if found.problems:
            self.tell_problems()
        elif found != before:
            self.notify("The settings were read anew.", markup=False, timeout=2)

    def tell_problems(self) -> None:
        """All problems in one notice."""
        problems = self.configured.problems
        if problems:
            title = f"{count(len(problems), 'problem')} in the settings"
            how = "all of it: “Settings: problems” in the palette"
            room = self.size.width >= ROOMY[0] and self.size.height >= ROOMY[1]
            text = notice(problems, how, most=3 if room else 0)
            self.notify(text, title=title, severity="warning", markup=False, timeout=15)

    def open_problems(self) -> None:
        """Everything that is wrong with the settings."""
        from tui.screens.problems import ProblemsScreen

        self.clear_notifications()
        self.push_screen(ProblemsScreen(self.configured.problems))

    def edit_settings(self) -> None:
        """The settings file in the person's own editor."""
        path = self._sources.path if self._sources is not None else self.library.paths.config_file
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.show_error(ConfigError(f"cannot be made: {error.strerror}", where=str(path.parent)))
        else:
            self.edit_outside(path)

    def bindings_of(self, screen: ReaderScreen) -> dict[tuple[str, ...], str]:
        """Key sequences to command ids on a screen; its own commands come before the app's."""
        found: dict[tuple[str, ...], str] = {}
        for command in screen.commands():
            for sequence in self.configured.bindings.get(command.id, ()):
                found.setdefault(sequence, command.id)
        return found

    def bound_commands(self, screen: ReaderScreen) -> list[tuple[AnyCommand, list[str]]]:
        """A screen's commands with the keys that run them there, without those that one before it has."""
        found: list[tuple[AnyCommand, list[str]]] = []
        taken: set[str] = set()
        for command in screen.commands():
            keys = [key for key in self.keys_of(command) if key not in taken]
            taken.update(keys)
            found.append((command, keys))
        return found

    @property
    def forgetting(self) -> set[tuple[str, ...]]:
        """The keys that forget a number or the start of a sequence."""
        return {("escape",), *self.configured.bindings["app.close"]}

    def keys_of(self, command: AnyCommand, *, typing: bool = False) -> list[str]:
        """A command's keys as they are bound now, for showing; only those that no `typing` takes."""
        sequences = self.configured.bindings.get(command.id, ())
        # A line of input takes enter as well, and then opens what it was asked for.
        return [written(keys) for keys in sequences if not (typing and keys[0] != "enter" and types(keys[0]))]

    def key_for(self, name: str, *, typing: bool = False) -> str:
        """How a command is run, for messages: its first key as bound now; if it has none, by the palette."""
        command = commands_by_id()[name]
        keys = self.keys_of(command, typing=typing) or self.keys_of(command)
        return keys[0] if keys else f"“{command.title}” of the palette"
