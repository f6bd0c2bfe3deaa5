"""What is the text of an item: whether it is the whole article or a teaser, and what stands around it."""

from __future__ import annotations

import html as entities
import re

CONTENT_WORDS = 120
"""From how many words on an item's content (`content:encoded`, Atom's `content`) is taken for the article."""

SUMMARY_WORDS = 250
"""The same for a summary (`description`, Atom's `summary`), which may be long and still a teaser."""

# How much of the HTML's end, of its text's end, and of the last words is looked at, in characters.
_TAIL, _END, _LAST = 4_000, 1_000, 300
_HEAD = 6_000
_TAGS = re.compile(
    r"<(script|style|noscript)\b.{0,100000}?</\1\s*>|<!--.{0,100000}?-->|<[^<>]{0,5000}>", re.DOTALL | re.I
)
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
_READ_ON = (
    r"(?:continue reading|read (?:the )?(?:more|full|rest|entire|whole|on)\b|keep reading"
    r"|(?:the )?full (?:story|article)|view (?:full |the )?(?:article|post)|see more"
    r"|more\s*(?:»|→|>|\.\.\.|…)"
    r"|click here to (?:read|continue)|weiterlesen|mehr (?:lesen|erfahren)|lire la suite|lire l['’]article"
    r"|(?:seguir|sigue) leyendo|leer más|leggi tutto|continua a leggere|continu(?:e|ar) lendo|leia mais"
    r"|lees (?:verder|meer)|läs (?:mer|vidare)|læs mere|les mer|czytaj (?:dalej|więcej)"
    r"|читать (?:далее|дальше|полностью)|читати (?:далі|повністю)|devamını oku|続きを読む|阅读全文|閱讀全文"
    r"|전문 보기|اقرأ المزيد)"
)
# The call to read on, with the title behind it perhaps, at the end of a text.
_CALL = re.compile(
    rf"(?:(?<=[.!?…»”\"'\]])|(?<=\.\.\.)|\A)\s*[\[(]?{_READ_ON}[^.!?]{{0,200}}[.!?…»→>›\s\])]{{0,10}}\Z",
    re.IGNORECASE,
)
_CALLS = re.compile(
    rf"(?:\.\.\.|…|[\[(]\s*(?:\.\.\.|…|more|…\s*more)\s*[\])])\s*\Z|{_CALL.pattern}", re.IGNORECASE
)
_FIRST_ON = (
    r"(?:the post\b.{0,600}?\b(?:appeared first on\b|first appeared on (?-i:[A-Z\dÀ-ÞА-Я\"“«]))"
    r"|this (?:article|story|post) (?:was )?(?:originally |first )(?:appeared|published)"
    r" (?:first )?(?:on|at|in) (?-i:[A-Z\dÀ-ÞА-Я\"“«])"
    r"|(?:der beitrag|el artículo|la entrada|l['’]article|l['’]articolo|o post|het bericht|artykuł|запись)\b"
    r".{0,600}?(?:erschien zuerst (?:auf|bei)"
    r"|se publicó primero en|aparece primero en|est apparu en premier sur"
    r"|proviene da|sembra essere il primo su|apareceu primeiro em|verscheen eerst op|впервые появилась"
    r"|pochodzi z serwisu))"
)
_FOOTER = re.compile(rf"(?:(?<=[.!?…»”\"'\]])|\A)\s*{_FIRST_ON}.{{0,200}}\Z", re.IGNORECASE | re.DOTALL)
_FURNITURE = re.compile(
    rf"{_FIRST_ON}.{{0,200}}|\W*{_READ_ON}[^.!?]{{0,160}}[.!?…»→>›\s\])]{{0,10}}|[\[(]?\s*(?:\.\.\.|…)\s*[\])]?"
    r"|(?:\[?(?:link|comments|permalink|permalien)\]?\s*)+|submitted by\s+/u/\S+.{0,80}"
    r"|(?:comments?|kommentare?|commentaires?|comentarios?)(?:\s*\(?\d*\)?)?",
    re.IGNORECASE | re.DOTALL,
)


def is_full(html: str, *, content: bool) -> bool:
    """Whether `html` looks like the whole article; `content` tells it from a summary.

    It does when it has CONTENT_WORDS (a summary SUMMARY_WORDS) and does not end as teasers do: with an
    ellipsis, or a call to read on. Two characters of a script without spaces count as a word.
    """
    needed = CONTENT_WORDS if content else SUMMARY_WORDS
    if len(html) < 2 * needed:  # not even in a script where two characters are a word
        return False
    end = " ".join(entities.unescape(plain(html[-_TAIL:])).split())[-_END:]
    if _CALLS.search(_FOOTER.sub("", end).rstrip()[-_LAST:]):
        return False
    # Most articles are long enough by their beginning.
    return _words(html[:_HEAD]) >= needed or (len(html) > _HEAD and _words(html) >= needed)


def _words(html: str) -> int:
    text = plain(html)
    words = len(text.split())
    return words if text.isascii() else words + len(_CJK.findall(text)) // 2


def plain(html: str) -> str:
    """`html` with its tags, scripts and comments as spaces; entities are left as they are."""
    return _TAGS.sub(" ", html) if "<" in html else html


def without_furniture(paragraphs: list[str]) -> list[str]:
    """`paragraphs` without what feeds put below an item's text, and without the call to read on."""
    kept = [line for line in paragraphs if not (len(line) <= 800 and _FURNITURE.fullmatch(line))]
    if kept and len(kept[-1]) <= 20_000:
        kept[-1] = _CALL.sub("", _FOOTER.sub("", kept[-1]).rstrip()).rstrip()
    return [line for line in kept if line]
