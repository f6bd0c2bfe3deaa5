"""What a note's body says to the program: `#tags` and `[[links]]`. Read only; the body is the person's."""

from __future__ import annotations

import re
from collections.abc import Iterable

# A tag begins a word, has something that is no digit, and may have parts (`#war/kherson`).
_TAG = re.compile(r"(?<![^\s(\[{,;])#(?=[\w/-]{0,99}[^\W\d])(\w[\w/-]{0,99})")
_LINK = re.compile(r"(?<!\\)\[\[([^\[\]|\n]{1,300})(?:\|[^\[\]\n]{0,300})?\]\]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_CODE = re.compile(r"(`{1,8})(?!`)(?:(?!`).){0,500}\1(?!`)")


def tags(text: str) -> tuple[str, ...]:
    """The tags in a Markdown text, without `#`, each once (case apart), in their order; none from code."""
    if "#" not in text:
        return ()
    found = (tag.rstrip("/-") for line in _prose(text) for tag in _TAG.findall(line))
    return united(found)


def links(text: str) -> tuple[str, ...]:
    """What `[[...]]` in a Markdown text point to, each once: the part before `|` and `#`; none from code."""
    if "[[" not in text:
        return ()
    found = (target.partition("#")[0].strip() for line in _prose(text) for target in _LINK.findall(line))
    return tuple(dict.fromkeys(target for target in found if target))


def united(*groups: Iterable[str]) -> tuple[str, ...]:
    """All tags of the groups; of those that differ only in case the first."""
    found: dict[str, str] = {}
    for group in groups:
        for tag in group:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def has_tag(tags_of_note: Iterable[str], wanted: str) -> bool:
    """Whether the tag, or one of its parts' (`war` has `war/kherson`), is among them; case does not count."""
    low = wanted.lstrip("#").casefold()
    return any(tag == low or tag.startswith(f"{low}/") for tag in map(str.casefold, tags_of_note))


def _prose(text: str) -> Iterable[str]:
    """The lines outside fenced code, without their inline code."""
    fence = ""
    for line in text.split("\n"):
        opened = _FENCE.match(line)
        if fence:
            if opened and opened[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
        elif opened:
            fence = opened[1]
        else:
            yield _CODE.sub(" ", line) if "`" in line else line
