"""Lines that name what they hold: `Title: …`, `URL: …`, and the headers of a mail."""

from __future__ import annotations

import re

from index.ingest import furniture
from index.ingest.body import words

# Names of one field, apart by a slash: a name may have a space in it.
_NAMES = {
    "title": "title/headline/titel/titre/título/titolo/заголовок/标题/subject/betreff/objet/sujet/asunto"
    "/oggetto/assunto/onderwerp/temat/тема",
    "outlet": "outlet/publication/newspaper/source/quelle/fuente/fonte/источник/来源/media/medium/publisher"
    "/from/المصدر",
    "sender": "from/von/de/da/od/van/от/absender/expéditeur/remitente/mittente",
    "deck": "deck/subtitle/standfirst/subheadline/untertitel/subtítulo/summary/dek",
    "url": "url/link/permalink",
    "ignored": "section/category/language/lang/page/pages/edition/topic/topics/keywords/tags/word count/words"
    "/length/rubrik/load-date/document type/document id/to/cc/bcc/reply-to/message-id/mime-version"
    "/content-type/list-unsubscribe/return-path/an/à/para/kopie",
}
_FIELD_OF = {name: key for key, names in _NAMES.items() if key != "sender" for name in names.split("/")}
_LABELLED = re.compile(r"([^\W\d_][\w -]{0,24}?)\s*[:：]\s*(\S.*)")
_ADDRESS = re.compile(r"\s*[<(\[]?\b(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}[>)\]]?")
# Fields whose names are ordinary words, so that a first paragraph may begin with them.
_SHY = frozenset({"deck", "title"})
MAX_VALUE = 24
"""How many words the value of a field has at most, where only its name tells it from a paragraph."""


def read(line: str) -> tuple[str, str] | None:
    """(field, value) of a line that is a known field, else None. A sender is an `outlet` without address."""
    pair = _LABELLED.fullmatch(line) if len(line) <= 400 else None
    if pair is None:
        return None
    name, value = pair[1].lower().strip(), pair[2]
    if _ADDRESS.search(value) and name in _NAMES["sender"].split("/"):
        return "outlet", _ADDRESS.sub("", value).strip(" \"'") or value
    key = _FIELD_OF.get(name)
    if key is None or (key == "outlet" and words(value) > 5):
        return None
    if key == "ignored" and name in {"an", "à", "para", "to", "cc"} and not _ADDRESS.search(value):
        return None
    return key, value


def continues_head(line: str) -> bool:
    """Whether a line right below the head is one more field of it, and no paragraph."""
    found = read(line)
    if found is None:
        return False
    key, value = found
    return words(value) <= MAX_VALUE and (key not in _SHY) and (key != "url" or furniture.is_url(value))
