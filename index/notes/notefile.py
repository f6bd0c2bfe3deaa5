"""One note's bytes: read into a `Note`, composed anew, and changed with every untouched byte kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.errors import YamlError
from index.errors import NoteError
from index.notemodel import Anchor, Note
from index.notes import frontmatter, marks, names

MAX_NOTE = 8 * 1024 * 1024
"""Bytes; a longer file is not a note a person wrote, and is not read."""

_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_OURS = ("id", "title", "story", "tags", "created", "updated", "anchors")


def stamp(raw: bytes, mtime_ns: int) -> str:
    """What a file was when it was read: time of change, size and digest."""
    return f"{mtime_ns:x}-{len(raw):x}-{digest(raw)}"


def changed(mark: str) -> int:
    """The time of change in a stamp, in nanoseconds since 1970; 0 when there is none."""
    return int(mark.partition("-")[0] or "0", 16)


def digest(raw: bytes) -> str:
    """32 hex digits of the content's SHA-256."""
    return hashlib.sha256(raw).hexdigest()[:32]


def same_content(mark: str, raw: bytes) -> bool:
    """Whether `raw` is what the stamp was made of; a touched file with the same bytes counts as unchanged."""
    return mark.rpartition("-")[2] == digest(raw)


def now() -> str:
    """The time as notes carry it: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(raw: bytes, path: Path, relative: str, mtime_ns: int) -> tuple[Note, str | None]:
    """The note in these bytes, and what is wrong with it (None if nothing).

    A broken front matter gives a note with status `broken` that has its body; it is never an error.
    """
    parts = frontmatter.split(raw)
    values: dict[str, Any] = {}
    problem = "the front matter has no closing `---`" if parts.unclosed else None
    if parts.header:
        try:
            values = frontmatter.read(parts.header, where=str(path))
        except YamlError as error:
            problem = f"the front matter is broken: {error}"
    anchors, anchor_problem = _anchors(values.get("anchors"))
    text = "\n".join(shown_lines(parts.body))
    changed = datetime.fromtimestamp(mtime_ns / 1e9, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    stated = _string(values.get("id"))
    broken = problem is not None
    note = Note(
        id=stated if names.is_id(stated) else names.id_from_path(relative),
        path=path,
        story=_string(values.get("story")) or None,
        anchors=anchors,
        passages=(),
        status="broken" if broken else "anchored" if anchors else "story",
        title=_string(values.get("title")) or _title_of(text) or path.stem,
        tags=marks.united(_tags(values.get("tags")), marks.tags(text)),
        created=_string(values.get("created")) or changed,
        updated=_string(values.get("updated")) or changed,
        text=text,
        stamp=stamp(raw, mtime_ns),
        links=marks.links(text),
    )
    return note, problem or anchor_problem


def compose(
    *,
    note_id: str,
    title: str,
    story: str | None,
    anchors: Sequence[Anchor],
    tags: Sequence[str],
    text: str,
    created: str,
    extra: Mapping[str, str] | None = None,
) -> bytes:
    """A new note's bytes."""
    values: dict[str, frontmatter.Value] = {"id": note_id, "title": title}
    if story:
        values["story"] = story
    values["tags"] = list(tags)
    values["created"] = created
    values["updated"] = created
    values.update(extra or {})
    if anchors:
        values["anchors"] = [_anchor_values(anchor) for anchor in anchors]
    return b"---\n" + frontmatter.write(values).encode("utf-8", "replace") + b"---\n" + _encode(text)


def rewrite(raw: bytes, note: Note, *, text: str, title: str | None, tags: Sequence[str] | None) -> bytes:
    """The file's bytes with the new text, title and tags; all else as it was, and `raw` if nothing changes.

    Raises NoteError when a title or tags are to be written into a front matter that cannot be edited.
    A new text alone can always be written: a broken front matter is then left exactly as it is.
    """
    parts = frontmatter.split(raw)
    body = merge_body(parts.body, text)
    changes: dict[str, frontmatter.Value] = {}
    if title is not None and title != note.title:
        changes["title"] = title
    stated = frontmatter.read(parts.header, where=str(note.path)) if note.status != "broken" else {}
    if tags is not None and tuple(tags) != note.tags:
        changes["tags"] = _own_tags(tags, stated, text)
    if not changes and body == parts.body:
        return raw
    if not parts.fence:
        return _with_new_header(parts, note, changes, body)
    wanted = {**changes, "updated": now()}
    if not names.is_id(_string(stated.get("id"))):
        wanted["id"] = note.id
    try:
        header = frontmatter.edit(parts.header, wanted, where=str(note.path))
    except YamlError as error:
        if changes:
            raise NoteError(
                "the note's title and tags cannot be changed",
                where=str(note.path),
                do=f"repair its front matter first: {error}",
            ) from error
        header = parts.header
    return parts.fence + header + parts.close + body


def merge_body(old: bytes, text: str) -> bytes:
    """The new text as bytes, in which the lines unchanged at both ends keep their very bytes.

    Lines in between take the line end that most of the old lines have.
    """
    raw_lines = _LINES.findall(old)
    old_lines = shown_lines(old)
    new_lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if new_lines == old_lines:
        return old
    newline = _line_end(old)
    # The last line has no line end of its own, so it is held apart from those that do.
    head = _common(old_lines[:-1], new_lines[:-1])
    tail = _common(old_lines[head:-1][::-1], new_lines[head:-1][::-1])
    last = raw_lines[len(old_lines) - 1 :] if old_lines[-1] == new_lines[-1] else [_encode(new_lines[-1])]
    first_of_tail = len(old_lines) - 1 - tail
    middle = [_encode(line) + newline for line in new_lines[head : len(new_lines) - 1 - tail]]
    merged = b"".join([*raw_lines[:head], *middle, *raw_lines[first_of_tail : len(old_lines) - 1], *last])
    # Where line ends are mixed, an old `\r` and a new `\n` can meet and become one.
    return merged if shown_lines(merged) == new_lines else newline.join(map(_encode, new_lines))


def shown_lines(body: bytes) -> list[str]:
    """The body's lines as the reader sees them: decoded, harmless to show, without their line ends."""
    from index.text import scrub

    text = body.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    # Tabs are the person's indents; `scrub` would make them spaces.
    return ["\t".join(map(scrub, line.split("\t"))) for line in text.split("\n")]


def _line_end(body: bytes) -> bytes:
    """The line end that the body has most of; a line feed for one without any."""
    both = body.count(b"\r\n")
    counts = {b"\n": body.count(b"\n") - both, b"\r\n": both, b"\r": body.count(b"\r") - both}
    return max(counts, key=lambda end: counts[end])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _with_new_header(
    parts: frontmatter.Split, note: Note, changes: Mapping[str, frontmatter.Value], body: bytes
) -> bytes:
    """A file without front matter gets one only when there is something to put in it."""
    if not changes:
        return body
    if parts.unclosed:
        raise NoteError(
            "the note's title and tags cannot be changed",
            where=str(note.path),
            do="close its front matter with a line `---` first",
        )
    header = frontmatter.write({"id": note.id, **changes, "updated": now()})
    return b"---\n" + header.encode("utf-8", "replace") + b"---\n" + body


def _encode(text: str) -> bytes:
    return re.sub("[\ud800-\udfff]", "�", text).encode()


def _string(value: object) -> str:
    from index.text import clean_line

    return clean_line(value).strip() if isinstance(value, str) else ""


def _title_of(text: str) -> str:
    """The first line that has words, without Markdown's heading and quote marks, cut to 80 characters."""
    for line in text.split("\n"):
        bare = line.strip(" \t#>*-+=`_")
        if bare:
            return bare if len(bare) <= 80 else bare[:79].rstrip() + "…"
    return ""


def _tags(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else re.split(r"[,\s]+", value) if isinstance(value, str) else []
    clean = (_string(item).lstrip("#") for item in items)
    return tuple(dict.fromkeys(tag for tag in clean if tag))


def _own_tags(tags: Sequence[str], stated: Mapping[str, object], text: str) -> list[str]:
    """The tags for the front matter: all but those that the text has and the front matter had not."""
    before = {tag.casefold() for tag in _tags(stated.get("tags"))}
    written = {tag.casefold() for tag in marks.tags(text)} - before
    return [tag for tag in tags if tag.casefold() not in written]


def _anchor_values(anchor: Anchor) -> dict[str, str | int]:
    values: dict[str, str | int | None] = {
        "article": anchor.article,
        "revision": anchor.revision,
        "start": anchor.start,
        "end": anchor.end,
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "outlet": anchor.outlet,
        "title": anchor.title,
        "url": anchor.url,
        "published": anchor.published,
    }
    return {key: value for key, value in values.items() if value is not None}


def _anchors(value: object) -> tuple[tuple[Anchor, ...], str | None]:
    if value is None or value == "":
        return (), None
    if not isinstance(value, list):
        return (), "`anchors` is not a list"
    found: list[Anchor] = []
    for number, item in enumerate(value, 1):
        anchor = _anchor(item) if isinstance(item, dict) else None
        if anchor is None:
            return tuple(found), f"anchor {number} lacks an article, a quote or offsets"
        found.append(anchor)
    return tuple(found), None


def _anchor(item: Mapping[str, object]) -> Anchor | None:
    numbers = {}
    for key, default in (("revision", "1"), ("start", ""), ("end", "")):
        text = item.get(key, default)
        if not isinstance(text, str) or not re.fullmatch(r"[0-9]{1,9}", text):
            return None
        numbers[key] = int(text)
    texts = {key: item.get(key, "") for key in ("article", "exact", "prefix", "suffix")}
    if (
        not all(isinstance(text, str) for text in texts.values())
        or not texts["article"]
        or not texts["exact"]
    ):
        return None
    return Anchor(
        article=_string(texts["article"]),
        revision=numbers["revision"],
        # The quote is matched against the article's cleaned text, so it is kept to the character.
        exact=str(texts["exact"]),
        prefix=str(texts["prefix"]),
        suffix=str(texts["suffix"]),
        start=numbers["start"],
        end=max(numbers["start"], numbers["end"]),
        outlet=_string(item.get("outlet")),
        title=_string(item.get("title")),
        url=_string(item.get("url")) or None,
        published=_string(item.get("published")) or None,
    )
