"""What a command is: one class each, from which come its keys, its palette entry and its help."""

from __future__ import annotations

import inspect
from typing import Any, ClassVar, Generic, TypeVar

S = TypeVar("S")


class Command(Generic[S]):
    """One thing the person can do. The docstring of each command is its help text.

    `id` is how the key map names it; `keys` are its defaults (`tui.commands.presets` has those of other
    presets); `footer` is its label in the footer, empty where it need not stand there. `counted` says that
    a number before the key changes what it does; `while_typing`, that it is needed while a line is typed.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    keys: ClassVar[tuple[str, ...]] = ()
    footer: ClassVar[str] = ""
    counted: ClassVar[bool] = False
    while_typing: ClassVar[bool] = False

    @classmethod
    def label(cls, _screen: Any) -> str:
        """Its label in the footer in the present state of the screen; empty where it need not stand there."""
        return cls.footer

    @classmethod
    def help(cls) -> str:
        """What it does, in a sentence."""
        return " ".join((inspect.getdoc(cls) or cls.title).split())

    @staticmethod
    def run(screen: Any, count: int | None) -> None:
        """Do it on a screen; `count` is the number typed before the key, if any."""
        raise NotImplementedError


AnyCommand = type[Command[Any]]
