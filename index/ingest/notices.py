"""What a site says about a page and not about the event: age notices, paywalls, buttons, end marks."""

from __future__ import annotations

import re

_NOTICE = re.compile(
    r"(?:this (?:article|story|content|page|post) (?:is|was (?:last )?(?:published|updated|posted)) "
    r"(?:more than|over|about|at least) .{1,30}\b(?:years?|months?|days?)(?: (?:old|ago))\.?"
    r"(?: (?:some|the) information .{0,80})?"
    r"|(?:some|the) information (?:in (?:it|this article) )?may (?:no longer|not) be (?:current|accurate)\.?"
    r"|(?:article|contenu|cet article est) (?:réservé|exclusif|accessible) .{0,30}abonnés?\.?"
    r"|réservé aux abonnés|contenido (?:exclusivo|solo) para suscriptores|nur für abonnenten"
    r"|(?:this (?:article|content) is )?(?:for )?(?:subscribers? only|only for subscribers)(?: content)?\.?"
    r"|dieser (?:artikel|beitrag) ist (?:älter als|mehr als) .{1,40}|artykuł (?:tylko )?dla subskrybentów"
    r"|(?:video )?ad feedback|order reprints|today['’]?s paper|contribuer|réagir|offrir(?: l['’]article)?"
    r"|share full article|audio (?:article|version)|print(?: this)? article)",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"(?:(?:ca\.|about|around|okolo|około)\s*)?\d+\s*(?:-|–)?\s*"
    r"(?:min(?:ute[ns]?|utos|uti|uty|ut)?|мин(?:ут[аы]?)?|मिनट)\.?\s*"
    r"(?:(?:de )?(?:read(?:ing)?(?: time)?|lecture|lectura|lettura|leitura|leestijd|lesezeit|czytania|čtení"
    r"|lästid|læsetid|чтения|читання)|to read)?"
    r"|(?:(?:estimated )?read(?:ing)? time|lesezeit|lesedauer|temps de lecture|tiempo de lectura"
    r"|tempo di lettura|tempo de leitura|leestijd|czas czytania|время чтения)\s*[:：]?.{0,20}",
    re.IGNORECASE,
)
# Names of buttons that lose the space between them when a page is copied.
_SHARE = re.compile(
    r"(?:Facebook|Twitter|X(?=[A-Z]|\Z)|E-?[Mm]ail|Print|Whats[Aa]pp|Linked[Ii]n|Reddit|Telegram|Pinterest"
    r"|Messenger|Copy ?[Ll]ink|Share|Tweet|Flipboard|Pocket|Save|SMS|Bluesky|Threads|Link)"
)
_END = re.compile(
    r"[\W_]*(?:30|end ?item|ends?|eom|fin|ende|конец|完)[\W_]*(?:/?\d{4})?[\W_]*", re.IGNORECASE
)
_END_MARKED = re.compile(r"\W.*\W\Z|(?i:end ?item)\W?\Z|ENDS?\Z|EOM\Z")
_LAST_WORD = re.compile(
    r"(?<=[.!?\"”»)])\s+(?:(?i:end ?item)|[(<\[/-]\s?(?:ENDS?|EOM|30)\s?[)>\]/-]|\(完\))\.?\Z"
)
_LONGEST_LAST_WORD = 16
_PRINT_TAIL = re.compile(r"\s+Order Reprints(?:\s*\|\s*[\w’' ]{1,20})*\Z")


def is_notice(line: str) -> bool:
    """A line that a site puts on its pages, whatever the article says."""
    return len(line) <= 200 and bool(
        _NOTICE.fullmatch(line) or _READING_TIME.fullmatch(line) or _buttons(line) or is_end_mark(line)
    )


def _buttons(line: str) -> bool:
    """`FacebookTwitterEmail`: two or more names of buttons without anything between them."""
    place = count = 0
    while found := _SHARE.match(line, place):
        place = found.end()
        count += 1
    return count > 1 and place == len(line)


def is_end_mark(line: str) -> bool:
    """`- 30 -`, `Enditem`, `(END)`: the mark below the last paragraph; `30` and `End` alone are none."""
    return len(line) <= 20 and bool(_END.fullmatch(line) and _END_MARKED.match(line))


def without_end_mark(line: str) -> str:
    """A last paragraph without the mark that agencies put after its full stop."""
    end = line[-_LONGEST_LAST_WORD:]
    found = _LAST_WORD.search(end)
    return line[: len(line) - len(end) + found.start()] if found else line


def without_links(line: str) -> str:
    """A credit without the page's links glued to its end."""
    return _PRINT_TAIL.sub("", line)
