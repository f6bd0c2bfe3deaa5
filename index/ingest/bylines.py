"""Who wrote it: the names in a byline, and whether they are people or a desk."""

from __future__ import annotations

import re

from index.ingest import credits

_DESK_WORDS = re.compile(
    r"(?<![^\W_])(?:desk|staff|newsroom|news ?team|web ?team|agenc(?:y|ies)|bureau|correspondents?"
    r"|reporters?|editors?"
    r"|editorial(?: board)?|editorial team|board|press|reuters|afp|ap|upi|pti|ani|ians|dpa|efe|ansa|tass"
    r"|xinhua"
    r"|bloomberg|news|media|report|wires?|team|agence|agencia|agencias|agenzia|agentur|redaktion|rédaction"
    r"|redacción|redacao|redação|redazione|redactie|редакция|редакція|admin|webmaster|service|network"
    r"|associated press"
    r"|интерфакс|тасс|риа новости|新华社|本报|编辑部|记者站)(?![^\W_])",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r"\s*(?:,?\s+(?:and|und|et|y|e|en|och|og|и|та|і)\s+|\s*[;、/|•·&]\s*|,\s+(?:with\s+)?"
    r"|(?<=[\u4e00-\u9fff])[\s，,]+)\s*"
)
_PLACE = re.compile(r"\s+(?:in|at|from|aus|à|en|em|in)\s+(?:the\s+)?[A-ZÀ-Þ][\w.' -]+$")
_ROLE = re.compile(
    r"(?i)(?:^|\b)(?:special to|for the|staff writer|contributor|columnist|editor|reporter|correspondent"
    r"|writer|analyst"
    r"|associate|assistant|senior|chief|political|diplomatic|foreign|business|science|national"
    r"|chefreporter|journalist"
    r"|producer|photographs?|photos?)\b"
)
# `(Moscow, correspondent)` after a name; a line cut at its brackets may have lost the last one.
_ASIDE = re.compile(r"\s*\([^()]{0,60}(?:\)|\Z)")
_WRITTEN_FOR = re.compile(r"(?i:special to|for)\s+((?:The )?[A-ZÀ-Þ][\w&.’' -]{2,40})\Z")
_DESK_ONLY = re.compile(r"\b(?:desk|staff|team|bureau|reporters?|correspondents?|editors?)\b", re.IGNORECASE)
_DOT = re.compile(r"(?<!\b[JjSs]r)(?<!\b[A-Z])\.+\Z")
_PLACE_NAME = re.compile(r"[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,2}")
_JUNK = re.compile(r"(?i)(?:@|https?:|www\.|\d|follow|twitter|email)")
_NAME_WORD = re.compile(
    r"(?:[^\W\d_][\w.'’-]*|von|van|de|der|den|del|della|di|da|dos|la|le|al|el|bin|ibn|ter|ten|zu|y)\Z"
)
_PARTICLE_WORDS = "von van de der den del della di da do dos das la le al el bin ibn ter ten zu y e du des"
_PARTICLES = frozenset(_PARTICLE_WORDS.split())


def names(text: str) -> tuple[str, ...]:
    """The names in a byline without its `By`: split at commas and `and`, places and jobs dropped."""
    found: list[str] = []
    placed = False
    for part in _SPLIT.split(_ASIDE.sub("", text)):
        name = _PLACE.sub("", _DOT.sub("", part.strip(" ,:|•·–—-\u00a0"))).strip()
        if not name or _JUNK.search(name):
            continue
        if found and (_ROLE.search(name) or _is_employer(name) or (placed and " " not in name)):
            continue
        if found and name[0].islower() and name.split()[0] not in _PARTICLES:
            continue
        placed = placed or bool(_PLACE.search(part))
        found.append(name)
    return tuple(dict.fromkeys(found))


def employer(text: str) -> str | None:
    """The outlet in `Jane Roe and John Doe, Example Herald`, or None."""
    last = text.rsplit(",", 1)[-1].strip() if "," in text else ""
    return last if last and credits.is_outlet(last) and _is_employer(last) else None


def written_for(line: str) -> str | None:
    """The outlet in `Jane Roe, special to the Example Herald`, or None."""
    found = _WRITTEN_FOR.search(line)
    return found[1] if found and credits.is_outlet(found[1]) else None


def _is_employer(name: str) -> bool:
    return bool(credits.AGENCY.match(name) or (credits.is_outlet(name) and not _DESK_ONLY.search(name)))


def kind(authors: tuple[str, ...]) -> str | None:
    """`desk` when all are agencies, desks or staff; else `person`; None without authors."""
    if not authors:
        return None
    return "desk" if all(is_desk(name) for name in authors) else "person"


def is_desk(name: str) -> bool:
    """Whether a byline names a desk, an agency or staff and no person."""
    return bool(_DESK_WORDS.search(name))


def name_line(line: str) -> tuple[str, ...]:
    """The names in a line of names, with jobs and places perhaps, and nothing else; else empty."""
    if len(line) > 120 or line[-1:] in ".!?:;":
        return ()
    first, *others = _SPLIT.split(_ASIDE.sub("", line))
    if not looks_like_name(_PLACE.sub("", first)):
        return ()
    people = [_PLACE.sub("", first)]
    for part in others:
        if looks_like_name(_PLACE.sub("", part)) and not _ROLE.search(part):
            people.append(_PLACE.sub("", part))
        elif not (_ROLE.search(part) or _PLACE_NAME.fullmatch(part)):
            return ()
    return tuple(dict.fromkeys(people))


def looks_like_name(text: str) -> bool:
    """Whether `text` may be a person's name: two to five capitalised words, no sentence."""
    words = text.split()
    if not 2 <= len(words) <= 5 or len(text) > 50 or text[-1] in ".!?:;,":
        return False
    capital = [word for word in words if word[:1].isupper()]
    small = [word for word in words if not word[:1].isupper()]
    return (
        len(capital) >= 2
        and all(word in _PARTICLES for word in small)
        and all(_NAME_WORD.match(word) for word in words)
    )
