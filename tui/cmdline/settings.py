"""`config`: where the settings are, what they are, what is wrong with them."""

from __future__ import annotations

from dataclasses import asdict

from config import writing
from config.errors import ConfigError
from config.keymap import Bindings
from config.keynames import written
from config.loading import Loaded
from config.settings import declarations
from tui.checking import checked
from tui.cmdline.call import COULD_NOT, OK, Call
from tui.commands.base import AnyCommand
from tui.commands.moving import MOVING
from tui.commands.registry import SCOPES, TITLES, commands_by_id


def run(call: Call) -> int:
    """Carry out `config ACTION`; without one the settings are shown."""
    action = call.args.action or "show"
    if action == "path":
        return _path(call)
    if action == "show":
        return _show(call, call.loaded)
    bindings, problems = checked(call.loaded, variants=call.paths.variants, own_themes=call.paths.themes)
    return _show_keys(call, bindings) if action == "keys" else _check(call, problems)


def _show(call: Call, loaded: Loaded) -> int:
    """The settings in use as they would stand in the file, each with where it comes from."""
    if call.json:
        call.out.document(asdict(loaded.settings))
        return OK
    group = ""
    for one in declarations():
        if one.group != group:
            call.out.line(f"{chr(10) if group else ''}# {one.group}")
            group = one.group
        first, *rest = writing.lines(one.name, one.kind.written(getattr(loaded.settings, one.name)))
        call.out.line(f"{first:32} # {loaded.origins.get(one.name, 'default')}")
        for line in rest:
            call.out.line(line)
    return OK


def _check(call: Call, problems: list[ConfigError]) -> int:
    """Everything that is wrong."""
    if call.json:
        call.out.document([{"where": one.where, "what": one.what, "fix": one.do} for one in problems])
        return COULD_NOT if problems else OK
    for problem in problems:
        call.out.line(str(problem))
    if not problems:
        state = "is in order" if call.paths.config_file.exists() else "does not exist; the defaults are used"
        call.out.line(f"{call.paths.config_file}: {state}")
    return COULD_NOT if problems else OK


def _show_keys(call: Call, bindings: Bindings) -> int:
    """The keys of every action as they are now, screen by screen; what screens share is told once."""
    if call.json:
        call.out.document([_key_entry(command, bindings) for command in commands_by_id().values()])
        return OK
    call.out.line(f"keymap: {call.loaded.settings.keymap}")
    for title, commands in (
        *((TITLES[scope], [one for one in own if one not in MOVING]) for scope, own in SCOPES.items()),
        ("Moving, on every screen", MOVING),
    ):
        call.out.line(f"\n{title}")
        for command in commands:
            keys = "  ".join(map(written, bindings[command.id])) or "none"
            call.out.line(f"  {keys:24}{command.id:27}{command.help()}")
    return OK


def _key_entry(command: AnyCommand, bindings: Bindings) -> dict[str, object]:
    return {
        "id": command.id,
        "keys": [written(keys) for keys in bindings[command.id]],
        "title": command.title,
        "screens": [scope for scope, commands in SCOPES.items() if command in commands],
        "counted": command.counted,
        "help": command.help(),
    }


def _path(call: Call) -> int:
    paths = {
        "config": call.paths.config_file,
        "variants": call.paths.variants,
        "library": call.paths.library,
        "database": call.paths.database,
        "index": call.paths.index,
        "notes": call.paths.notes,
        "state": call.paths.state,
        "cache": call.paths.cache,
    }
    if call.json:
        call.out.document({name: str(path) for name, path in paths.items()})
    else:
        for name, path in paths.items():
            call.out.line(f"{name + ':':10}{path}")
    return OK
