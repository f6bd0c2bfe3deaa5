"""Lines of byline and dates: `By Jane Roe | 6 May 2023 | 3 min read`, and what is in them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import dates
from index.datewords import MONTHS, WEEKDAYS
from index.ingest import bylines, credits, furniture
from index.ingest.body import words

_BY = re.compile(
    r"(?:(?:story|words|written|report|reported|reporting|text|article|analysis|opinion|news analysis"
    r"|essay|posted|published|created|review)\s+)?"
    r"by\b:?\s+(?=\S)|(?:author|authors|byline|autor(?:in|en)?|auteurs?|autore|текст|автор|авторы|作者|记者"
    r"|文|撰文|von|par|por|di|door|av|af|przez|бы|"
    r"oprac\.?|opracował[ai]?|opracowanie|autorka|autorzy|redacción|بقلم|كتب)(?:\s*[:：/]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_FOREIGN_BY = re.compile(r"(?:von|par|por|di|door|av|af|文|记者)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"\s*[|•·●∙‧／]\s*|\s+[–—/-]\s+|\s{2,}|\x00")
_LABEL_WORDS = re.compile(
    r"(?:(?:first |originally |last |zuletzt )?(?:published|posted|updated|modified|issued|filed|created"
    r"|publish(?:ed)? date|publication date"
    r"|veröffentlicht|aktualisiert|erstellt|stand|publié|mis à jour|modifié|publicado|actualizado"
    r"|pubblicato|aggiornato|atualizado|gepubliceerd"
    r"|bijgewerkt|опубликовано|обновлено|发布时间|发布于|更新时间|发布|时间)|date|datum|fecha|data|дата|日期|on|at|am|um"
    r"|le|à|el|il|alle|ore|the|uhr)"
    r"(?:\s+(?:on|at|am|le|el|il|um))?",
    re.IGNORECASE,
)
_TRAILING_LABEL = re.compile(r"\s+(?:published|posted|updated|last updated)(?: on| at)?\Z", re.IGNORECASE)
_CLOCK = re.compile(
    r"\d{1,2}[:.h]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*(?:[A-Z]{2,5}|uhr))?|\d{1,2}\s*[ap]\.?m\.?", re.IGNORECASE
)
_AGO = re.compile(
    r"(?:about |updated |published )?(?:\d+|an?|one|two) (?:minute|min|hour|day|week|month|year)s? ago"
    r"|yesterday|today|just now",
    re.I,
)
WEEKDAY = re.compile(
    rf"(?<![^\W_])(?:{'|'.join(sorted(map(re.escape, WEEKDAYS), key=len, reverse=True))})(?![^\W_])",
    re.IGNORECASE,
)


_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_TIME = re.compile(
    rf"(?:(?:\d{{1,2}}\.?\s+(?:{_MONTH})|(?:{_MONTH})\.?\s+\d{{1,2}})(?![\w])"
    r"|\d{1,2}[:.h]\d{2}(?!\d)(?:\s*[ap]\.?m\b\.?)?(?:\s*\(?(?:[A-Z]{1,2}[SD]?T|GMT|UTC|MSK|MESZ|MEZ|UHR)\b\)?"
    r"|\s*uhr\b)?|\d{1,2}\s*[ap]\.?m\b\.?(?:\s*(?:[A-Z]{1,2}[SD]?T|GMT)\b)?)",
    re.IGNORECASE,
)
_LABEL_WORD = re.compile(
    rf"(?:(?:first |last )?(?:published|posted|updated|modified|aktualisiert|veröffentlicht|stand"
    rf"|publié|mis à jour|publicado|actualizado|обновлено|опубликовано|{WEEKDAY.pattern})"
    r"(?:\s+(?:on|at|um|am|le|à|el))?|at|um|à)(?![^\W_])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;:|•·–—/()-]+")
_GLUE = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ][a-zß-ÿ])")


@dataclass(frozen=True)
class Meta:
    """A line of byline and dates: authors, dates, and what is left over."""

    authors: tuple[str, ...]
    found: list[dates.Found]
    outlet: str | None = None
    agency: str | None = None


def parse(line: str, language: str | None) -> Meta | None:
    """The byline and dates of a line that holds nothing else, or None."""
    if len(line) > (600 if _BY.match(line) else 220):
        return None
    found = dates.find(line, language)
    masked = line
    for item in reversed(found):
        masked = f"{masked[: item.start]}\0{masked[item.end :]}"
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    agency: str | None = None
    known = bool(found)
    unknown = 0
    for segment in _segments(masked):
        if _known_words(segment):
            continue
        names = _byline(segment)
        if names:
            authors += names
            outlet = outlet or bylines.employer(segment)
            known = True
        elif credits.AGENCY.match(segment) or credits.is_outlet(segment):
            agency = agency or (segment if credits.AGENCY.match(segment) else None)
            outlet = outlet or (None if credits.AGENCY.match(segment) else segment)
        elif (
            (found or authors)
            and not _BY.match(segment)
            and (bylines.looks_like_name(segment) or (bylines.is_desk(segment) and words(segment) <= 4))
        ):
            authors += (segment,)
        else:
            unknown += 1 if _short(segment) else 3
    if not known or unknown > 1:
        return None
    return Meta(tuple(dict.fromkeys(authors)), found, outlet, agency)


def is_label(line: str) -> bool:
    """`PUBLISHED ON`: the label of a date that stands on the next line."""
    return len(line) <= 40 and bool(_LABEL_WORDS.fullmatch(line.rstrip(":： ")))


def is_timestamp(line: str) -> bool:
    """`4 MAY, 13:21 Updated at: 13:40`: times and days without a year, their labels, and nothing else."""
    if len(line) > 100:
        return False
    place = 0
    timed = named = False
    while place < len(line):
        found = _BETWEEN.match(line, place) or _TIME.match(line, place)
        if found is None:
            label = _LABEL_WORD.match(line, place)
            if label is None:
                return False
            place, named = label.end(), True
        else:
            place = found.end()
            timed = timed or found[0][0].isalnum()
            named = named or any(char.isalpha() for char in found[0][:6])
    return timed and named


def _segments(masked: str) -> list[str]:
    parts = [part.strip(" ,;:()[]|•·-–—") for part in _SEPARATOR.split(masked)]
    parts = [_TRAILING_LABEL.sub("", part) for part in parts]
    found: list[str] = []
    for part in parts:
        # `date  By David Laycork`: a label glued to a byline.
        cut = re.search(r"(?<!^)\b(?:By|BY)\s+(?=[A-Z])", part)
        pieces = (
            [part[: cut.start()], part[cut.start() :]]
            if cut and _known_words(part[: cut.start()].strip(" ,;:"))
            else [part]
        )
        found += [piece.strip(" ,;:") for piece in pieces if piece.strip(" ,;:")]
    return [piece for part in found for piece in _unglued(part)]


def _unglued(segment: str) -> list[str]:
    """`World NewsExample PressUpdated` in its pieces, when each of them is known; else as it is."""
    pieces = [piece.strip() for piece in _GLUE.split(segment)]
    known = all(
        _known_words(piece) or credits.AGENCY.match(piece) or credits.is_outlet(piece) for piece in pieces
    )
    return pieces if known else [segment]


def _known_words(segment: str) -> bool:
    """A label of a date, a time of day, a reading time, a button or a section."""
    segment = segment.rstrip(".")
    return bool(
        not segment
        or _LABEL_WORDS.fullmatch(segment.rstrip(":： "))
        or _CLOCK.fullmatch(segment)
        or _AGO.fullmatch(segment)
        or furniture.is_control(segment)
        or furniture.is_section(segment)
        or WEEKDAY.fullmatch(segment)
        or re.fullmatch(r"[A-Z]{2,5}", segment)
    )


def _short(segment: str) -> bool:
    """A short unknown piece of a metadata line: a place, a topic."""
    return words(segment) <= 4 and len(segment) <= 40


def _byline(segment: str) -> tuple[str, ...]:
    """The names after `By`, `Von`, `作者：` ...; empty when the segment is no byline."""
    start = _BY.match(segment)
    if not start or len(segment) > 600 or (segment.endswith((".", "!", "?")) and words(segment) > 8):
        return ()
    rest = re.sub(r"(?i)^(?:and published|the)\s+", "", segment[start.end() :])
    names = bylines.names(rest)
    if not names:
        return ()
    if all(_name(name) for name in names):
        return names
    sure = [name for name in names if _name(name)]
    return tuple(sure) if _name(names[0]) and not _FOREIGN_BY.match(segment) else ()


def _name(name: str) -> bool:
    if len(name) > 60:
        return False
    if bylines.looks_like_name(name) or bylines.is_desk(name) or credits.AGENCY.match(name):
        return name[0].isupper() or not name[0].isascii()
    if re.fullmatch(r"[\u3400-\u9fff·]{2,8}|[\uac00-\ud7a3]{2,5}", name):
        return True
    if re.search("[\u0600-\u06ff]", name):
        return words(name) <= 5
    return bool(re.fullmatch(r"[A-ZÀ-ÞА-Я][\w.’'-]+", name)) or (name.isupper() and words(name) <= 4)
