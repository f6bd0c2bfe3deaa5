"""Notes as W3C Web Annotations (JSON-LD), and annotations of any program as notes.

https://www.w3.org/TR/annotation-model/: one annotation a note, one target an anchor, each with a
TextQuoteSelector and a TextPositionSelector; text and tags are bodies. What the model has no word for
(article id, revision, outlet, story) stands under `bylines:`, so that a note comes back as it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.notemodel import Anchor, Note
from index.notes import names
from index.notes.quoting import web_address
from index.text import clean, clean_line

Json = dict[str, Any]

_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"bylines": "urn:bylines:terms:"}]
_NOTE = "urn:bylines:note:"
_ARTICLE = "urn:bylines:article:"
_MOST_TARGETS = 1000


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation read: what a note is made of. `id` is a note's own id, or "" for a foreign one."""

    source: str
    id: str
    title: str
    text: str
    tags: tuple[str, ...]
    story: str | None
    anchors: tuple[Anchor, ...]
    created: str
    updated: str


def collection(notes: Sequence[Note]) -> Json:
    """An AnnotationCollection with all notes on one page."""
    items = [annotation(note) for note in notes]
    page = {"type": "AnnotationPage", "startIndex": 0, "items": items}
    return {"@context": _CONTEXT, "type": "AnnotationCollection", "total": len(items), "first": page}


def annotation(note: Note) -> Json:
    """One note."""
    bodies: list[Json] = []
    if note.text:
        bodies.append(
            {"type": "TextualBody", "value": note.text, "format": "text/markdown", "purpose": "commenting"}
        )
    bodies += [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in note.tags]
    made: Json = {
        "id": _NOTE + note.id,
        "type": "Annotation",
        "motivation": "commenting",
        "created": note.created,
        "modified": note.updated,
        "bylines:title": note.title,
    }
    if note.story:
        made["bylines:story"] = note.story
    if bodies:
        made["body"] = bodies
    # The model asks for a target; a note without a passage is about its story, or about nothing but itself.
    about = f"urn:bylines:story:{note.story}" if note.story else _NOTE + note.id
    made["target"] = [_target(mark) for mark in note.anchors] or about
    return made


def _target(mark: Anchor) -> Json:
    made: Json = {
        "type": "SpecificResource",
        "source": web_address(mark.url) or _ARTICLE + mark.article,
        "selector": [
            {"type": "TextQuoteSelector", "exact": mark.exact, "prefix": mark.prefix, "suffix": mark.suffix},
            {"type": "TextPositionSelector", "start": mark.start, "end": mark.end},
        ],
        "bylines:article": mark.article,
        "bylines:revision": mark.revision,
    }
    told = {"outlet": mark.outlet, "title": mark.title, "url": mark.url, "published": mark.published}
    made.update({f"bylines:{key}": value for key, value in told.items() if value})
    return made


def read(document: object) -> Iterator[Annotation]:
    """The annotations in a JSON document: one, a list, a page, a collection, or a Hypothes.is export.

    What is no annotation is passed over; the caller learns of it by getting none.
    """
    for item in _items(document, 0):
        found = _annotation(item)
        if found is not None:
            yield found


def _items(document: object, depth: int) -> Iterator[Json]:
    if isinstance(document, list):
        for item in document:
            yield from _items(item, depth + 1) if depth < 4 else ()
    elif isinstance(document, dict) and depth < 6:
        for key in ("first", "items", "rows", "annotations", "@graph"):
            if isinstance(document.get(key), dict | list):
                yield from _items(document[key], depth + 1)
                return
        if "target" in document:
            yield document


def _annotation(item: Json) -> Annotation | None:
    stated = _line(item.get("id"))
    anchors = tuple(_anchors(item))
    text, tags = _bodies(item)
    if not anchors and not text:
        return None
    created = _line(item.get("created"))
    own = stated.removeprefix(_NOTE)
    return Annotation(
        source=stated,
        id=own if stated.startswith(_NOTE) and names.is_id(own) else "",
        title=_line(item.get("bylines:title")),
        text=text,
        tags=tags,
        story=_line(item.get("bylines:story")) or None,
        anchors=anchors,
        created=created,
        updated=_line(item.get("modified")) or _line(item.get("updated")) or created,
    )


def _bodies(item: Json) -> tuple[str, tuple[str, ...]]:
    """The text and the tags; Hypothes.is has them as `text` and `tags`."""
    texts: list[str] = [_body(item.get("text"))]
    tags: list[str] = [_line(tag) for tag in _list(item.get("tags"))]
    for body in _list(item.get("body")) + _list(item.get("bodyValue")):
        if isinstance(body, str):
            texts.append(_body(body))
        elif isinstance(body, dict):
            value = body.get("value")
            if body.get("purpose") == "tagging":
                tags.append(_line(value))
            else:
                texts.append(_body(value))
    return "\n\n".join(filter(None, texts)), tuple(dict.fromkeys(filter(None, tags)))


def _anchors(item: Json) -> Iterator[Anchor]:
    for target in _list(item.get("target"))[:_MOST_TARGETS]:
        mark = _anchor(target, item) if isinstance(target, dict) else None
        if mark is not None:
            yield mark


def _anchor(target: Json, item: Json) -> Anchor | None:
    """The anchor of a target with a text quote; None for one that marks no text."""
    selectors = list(_selectors(target.get("selector"), 0))
    quote: Mapping[str, object] = next((one for one in selectors if "exact" in one), {})
    place: Mapping[str, object] = next(
        (one for one in selectors if one.get("type") == "TextPositionSelector"), {}
    )
    exact = _text(quote.get("exact"))
    source = target.get("source")
    stated = source.get("id") if isinstance(source, dict) else source
    address = _line(stated) or _line(item.get("uri"))
    url = web_address(_line(target.get("bylines:url")) or address)
    article = _line(target.get("bylines:article")) or address.removeprefix(_ARTICLE)
    if not exact or not article:
        return None
    start = _number(place.get("start"))
    return Anchor(
        article=article,
        revision=max(1, _number(target.get("bylines:revision"))),
        exact=exact,
        prefix=_text(quote.get("prefix")),
        suffix=_text(quote.get("suffix")),
        start=start,
        end=max(start + len(exact), _number(place.get("end"))),
        outlet=_line(target.get("bylines:outlet")),
        title=_line(target.get("bylines:title")),
        url=url,
        published=_line(target.get("bylines:published")) or None,
    )


def _selectors(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """All selectors, also those that refine others."""
    for one in _list(value)[:50]:
        if isinstance(one, dict) and depth < 5:
            yield one
            yield from _selectors(one.get("refinedBy"), depth + 1)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _line(value: object) -> str:
    return clean_line(value).strip() if isinstance(value, str) else ""


def _body(value: object) -> str:
    """A text of the person's, whose tabs are theirs."""
    return "\t".join(map(clean, value.split("\t"))) if isinstance(value, str) else ""


def _text(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0
