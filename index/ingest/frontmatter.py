"""YAML front matter at the head of a text: what it says wins over what the text says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from config.errors import YamlError
from config.yamlsafe import load_mapping
from index import dates
from index import text as texts
from index.ingest import bylines
from index.model import Published

MAX_LINES = 100
_FENCED = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PAIR = re.compile(r"([A-Za-z][\w -]{0,30}?)\s*:\s*(.*)")
_TITLE = ("title", "headline", "titel", "titre", "título", "titulo", "titolo", "заголовок", "标题")
_OUTLET = (
    "outlet",
    "publication",
    "publisher",
    "newspaper",
    "site",
    "site_name",
    "source",
    "quelle",
    "fuente",
    "источник",
    "来源",
)
_AUTHOR = ("authors", "author", "byline", "by", "autor", "auteur", "autore", "автор", "作者")
_DATE = (
    "published",
    "date",
    "published_at",
    "pubdate",
    "datepublished",
    "publication_date",
    "datum",
    "fecha",
    "data",
    "дата",
    "日期",
)
_URL = ("url", "link", "permalink", "canonical")
_LANGUAGE = ("language", "lang")
_DECK = ("deck", "subtitle", "standfirst", "description", "summary", "dek")


@dataclass(frozen=True)
class Matter:
    """What front matter says; None or empty where it is silent."""

    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    url: str | None = None
    language: str | None = None
    deck: str | None = None


def split(text: str) -> tuple[Matter, str]:
    """(front matter, rest) of a cleaned text. What is no front matter stays in the text, nothing lost."""
    found = _FENCED.match(text)
    if not found or found[1].count("\n") > MAX_LINES:
        return Matter(), text
    data = _mapping(found[1])
    if not data:
        return Matter(), text
    return read(data), text[found.end() :]


def _mapping(block: str) -> dict[str, Any]:
    """The block as YAML, or, when it is none (`title: Kremlin: drones`), line by line."""
    try:
        return load_mapping(block, where="front matter")
    except YamlError:
        pass
    data: dict[str, Any] = {}
    for line in block.split("\n"):
        pair = _PAIR.fullmatch(line.rstrip())
        if pair is None:
            if line.strip() and not line.startswith((" ", "\t", "-", "#")):
                return {}
            continue
        data.setdefault(pair[1], pair[2].strip().strip("\"'"))
    return data


def read(data: Mapping[str, Any]) -> Matter:
    """The fields known here, under any of their names."""
    lower = {key.lower().strip(): value for key, value in data.items()}
    language = _one(lower, _LANGUAGE)
    raw_authors = next((lower[key] for key in _AUTHOR if lower.get(key)), None)
    published = next((found for key in _DATE if (found := dates.value(lower.get(key), language))), None)
    url = _one(lower, _URL)
    return Matter(
        title=_one(lower, _TITLE),
        outlet=_one(lower, _OUTLET),
        authors=_authors(raw_authors),
        published=published,
        url=url if url and url.lower().startswith(("http://", "https://")) else None,
        language=language.lower()[:2] if language else None,
        deck=_one(lower, _DECK),
    )


def _one(data: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        raw = data.get(name)
        if isinstance(raw, str) and texts.clean_line(raw):
            return texts.clean_line(raw)
    return None


def _authors(raw: Any) -> tuple[str, ...]:
    if isinstance(raw, str):
        return bylines.names(re.sub(r"^(?i:by)\s+", "", texts.clean_line(raw)))
    if isinstance(raw, list):
        names = (texts.clean_line(item) for item in raw if isinstance(item, str))
        return tuple(dict.fromkeys(name for name in names if name))
    return ()
