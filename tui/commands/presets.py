"""Key maps of other programs: what differs from the commands' own keys, which are the preset `vim`.

An action that is not named here has its own keys in every preset.
"""

from __future__ import annotations

from collections.abc import Mapping

Keys = Mapping[str, tuple[str, ...]]

NEWSBOAT: Keys = {
    "app.feeds": ("E",),
    "app.quit": ("Q", "ctrl+q"),
    "feeds.remove": ("D",),
    "move.down": ("down", "j"),
    "move.up": ("up", "k"),
    "move.page-down": ("pagedown", "space"),
    "move.page-up": ("pageup", "b"),
    "move.top": ("home",),
    "move.end": ("end",),
    "notes.delete": ("D",),
    "notes.editor": ("ctrl+e",),
    "notes.filter": ("F",),
    "stories.archive": ("D",),
    "stories.by-day": ("d",),
    "stories.filter": ("F",),
    "stories.mark": ("ctrl+b", "m"),
    "stories.order": ("G",),
    "stories.read": ("N",),
    "stories.sort": ("g",),
    "stories.unread": ("n",),
    "story.earlier": ("V",),
    "story.mark": ("ctrl+b", "m"),
    "story.next-match": (")",),
    "story.previous-match": ("(",),
    "story.read": ("N",),
    "story.unread": ("n",),
}

EMACS: Keys = {
    "app.back": ("q", "ctrl+x k"),
    "app.close": ("ctrl+g", "escape"),
    "app.palette": ("alt+x",),
    "app.quit": ("ctrl+x ctrl+c", "ctrl+q"),
    "app.search": ("ctrl+s", "/"),
    "feeds.read": ("enter", "ctrl+f", "right"),
    "feeds.stop": ("ctrl+g", "escape"),
    "move.down": ("ctrl+n", "down"),
    "move.up": ("ctrl+p", "up"),
    "move.page-down": ("ctrl+v", "pagedown", "space"),
    "move.page-up": ("alt+v", "pageup"),
    "move.half-down": ("alt+d",),
    "move.half-up": ("alt+u",),
    "move.top": ("ctrl+x [", "home"),
    "move.end": ("ctrl+x ]", "end"),
    "notes.goto": ("o", "ctrl+f", "right"),
    "notes.undo": ("ctrl+_", "ctrl+x u"),
    "search.edit": ("ctrl+s", "/", "i", "shift+tab"),
    "search.save": ("f2", "ctrl+x ctrl+s"),
    "stories.by-day": ("d",),
    "stories.keep": ("ctrl+x ctrl+s",),
    "stories.open": ("enter", "ctrl+f", "right"),
    "stories.undo": ("ctrl+_", "ctrl+x u"),
    "story.copy": ("alt+w", "y"),
    "story.next-column": ("ctrl+f", "tab", "right"),
    "story.next-difference": ("alt+n", "]"),
    "story.next-match": ("alt+s", "n"),
    "story.previous-column": ("ctrl+b", "shift+tab", "left"),
    "story.previous-difference": ("alt+p", "["),
    "story.previous-match": ("alt+r", "N"),
}

ARROWS: Keys = {
    "app.back": ("q", "alt+left"),
    "app.close": ("escape", "backspace"),
    "app.fetch": ("f5",),
    "app.help": ("f1", "?"),
    "app.palette": ("f2", "ctrl+p"),
    "app.search": ("ctrl+f", "f3", "/"),
    "feeds.details-down": ("shift+down",),
    "feeds.details-up": ("shift+up",),
    "feeds.read": ("enter", "right"),
    "feeds.refresh-all": ("f5",),
    "feeds.remove": ("delete",),
    "move.down": ("down",),
    "move.up": ("up",),
    "move.page-down": ("pagedown", "space"),
    "move.page-up": ("pageup",),
    "move.half-down": ("ctrl+down",),
    "move.half-up": ("ctrl+up",),
    "move.top": ("home",),
    "move.end": ("end",),
    "notes.delete": ("delete",),
    "notes.goto": ("o", "right"),
    "search.edit": ("ctrl+f", "f3", "/", "shift+tab"),
    "search.forget": ("delete",),
    "stories.archive": ("delete",),
    "stories.by-day": ("d",),
    "stories.open": ("enter", "right"),
    "story.next-column": ("right", "tab"),
    "story.next-difference": ("ctrl+right", "]"),
    "story.next-match": ("f4", "n"),
    "story.previous-column": ("left", "shift+tab"),
    "story.previous-difference": ("ctrl+left", "["),
    "story.previous-match": ("shift+f4", "N"),
}

CHANGES: Mapping[str, Keys] = {"vim": {}, "newsboat": NEWSBOAT, "emacs": EMACS, "arrows": ARROWS}
