"""`config`: where the settings are, what they are, what is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from config.keymap import resolve, written
from config.settings import load
from tui.cmdline.call import COULD_NOT, OK, Call
from tui.commands.registry import all_actions, commands_by_id


def run(call: Call) -> int:
    """Carry out `config ACTION`; without one the settings are shown."""
    action = call.args.action or "show"
    if action == "path":
        return _path(call)
    settings, problems = load(call.paths.config_file)
    bindings, clashes = resolve(all_actions(), settings.keys)
    problems += clashes
    if action == "keys":
        return _show_keys(call, bindings)
    if action == "check":
        if call.json:
            call.out.document([{"where": one.where, "what": one.what, "fix": one.do} for one in problems])
        else:
            for problem in problems:
                call.out.line(str(problem))
            if not problems:
                there = call.paths.config_file.exists()
                state = "is in order" if there else "does not exist; the defaults are used"
                call.out.line(f"{call.paths.config_file}: {state}")
        return COULD_NOT if problems else OK
    if call.json:
        call.out.document(asdict(settings))
        return OK
    shown = asdict(settings)
    shown["keys"] = "; ".join(f"{change.action} = {' '.join(change.keys)}" for change in settings.keys)
    shown["outlets"] = "; ".join(outlet.name for outlet in settings.outlets)
    for key, value in shown.items():
        call.out.line(f"{key}: {value}" if value else f"{key}: (not set)")
    return OK


def _show_keys(call: Call, bindings: Mapping[str, tuple[tuple[str, ...], ...]]) -> int:
    """Every action with its keys and what it does."""
    commands = commands_by_id()
    if call.json:
        document = [
            {"id": name, "keys": [written(keys) for keys in bindings[name]], "title": command.title}
            for name, command in commands.items()
        ]
        call.out.document(document)
        return OK
    for name, command in commands.items():
        keys = "  ".join(written(sequence) for sequence in bindings[name]) or "none"
        call.out.line(f"{name:26}{keys:20}{command.help()}")
    return OK


def _path(call: Call) -> int:
    paths = {
        "config": call.paths.config_file,
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
