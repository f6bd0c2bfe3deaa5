"""What stands in place of an article: walls, errors, checks, shells, lists of links.

Each rule needs words of its kind and the absence of an article, so that a short report, a report about
cookies, or an article below a banner is none of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from index.ingest import body
from index.ingest.html.source import Tree

CONSENT = "a consent page"
PAYWALL = "a paywall"
ERROR = "an error page"
SCRIPT = "a page that asks for JavaScript"
ROBOT = "a check for robots"
LINKS = "a page of links"

LONG = 1500
"""Characters of running text that no wall has, besides those of a consent page about itself."""

SHORT = 600
"""Characters of running text below which an error message may be all there is."""

MANY = 6
"""So many linked headlines make a list; so many paragraphs of running text in a row make an article."""

_ROBOT_TITLE = re.compile(
    r"just a moment\W*|attention required\b.*|please wait\b.*cloudflare.*|ddos-guard"
    r"|checking your browser\b.*"
    r"|.{0,40}are you a robot\W*|pardon our interruption\W*|verif(?:y|ying) (?:that )?you are (?:a )?human\W*"
    r"|human verification|security check\W*|robot check|captcha|one more step\b.*|un momento\W*"
    r"|einen moment\W*"
    r"|un instant\W*",
    re.IGNORECASE,
)
_ROBOT_TEXT = re.compile(
    r"checking (?:if the site connection is secure|your browser)"
    r"|verify(?:ing)? (?:that )?you are (?:a )?human"
    r"|unusual (?:traffic|activity) from your|enable cookies and reload|press (?:&|and) hold|ray id:"
    r"|needs to review the security of your connection|complete the security check|not a robot",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"(?:http )?(?:error |fehler |erreur )?(?:40[0134589]|410|429|451|50[0-4]|52\d)"
    r"(?:\W+(?:error|(?:page |file )?not found|forbidden|unauthorized|gone|bad gateway|service unavailable"
    r"|internal server error|gateway time-?out|too many requests|unavailable for legal reasons))?\W*"
    r"|.{0,20}\b(?:page|file|url|article|story|content) (?:you .{0,40} )?(?:was |is |could "
    r"|can ?)?(?:not be found"
    r"|not found|no longer (?:available|exists)|does(?: not|n['’]t) exist|cannot be found"
    r"|isn['’]t available)\b.{0,15}"
    r"|not found|page unavailable|(?:access |permission )(?:denied|forbidden)|forbidden|bad gateway"
    r"|internal server error"
    r"|service (?:temporarily )?unavailable|gateway time-?out|(?:oops|uh-oh|sorry|whoops)\b.{0,60}"
    r"|something went wrong\W*|an error occurred\W*|error|fehler|erreur|fehler \d{3}.{0,30}"
    r"|erreur \d{3}.{0,30}"
    r"|(?:diese )?seite (?:wurde )?nicht gefunden.{0,30}|page (?:introuvable|non trouvée).{0,30}"
    r"|página no encontrada.{0,30}|pagina non trovata.{0,30}|página não encontrada.{0,30}"
    r"|pagina niet gevonden.{0,30}|страница не найдена.{0,30}|页面不存在|找不到.{0,6}页面",
    re.IGNORECASE,
)
_ERROR_TEXT = re.compile(
    r"page (?:you(?:['’]re| are)?|that you) .{0,40}(?:looking for|requested|trying to)|\b(?:404|403|500"
    r"|502|503)\b.{0,30}"
    r"(?:error|not found|forbidden)|error (?:404|403|500|502|503)|(?:has|have) been (?:moved|removed"
    r"|deleted)|no longer exists"
    r"|could not be found|can['’]?(?:no)?t be found|don['’]t have permission|was not found on this server"
    r"|server encountered|try again later|temporarily unable|nicht gefunden|introuvable|no encontrada"
    r"|не найдена",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:enable|turn on|activate|allow|requires?|need|without|supports?) (?:\w+ ){0,2}java\s?script"
    r"|java\s?script (?:is |must be |has been |to be |wird |muss |est |está )?(?:\w+ )?(?:disabled"
    r"|required|enabled|turned off"
    r"|not enabled|not available|deaktiviert|benötigt|aktiviert|désactivé|requis|deshabilitado|необходим)"
    r"|javascript (?:aktivieren|einschalten)|activ(?:er|ez) (?:le )?javascript|(?:habilit"
    r"|activ)\w+ (?:el )?javascript"
    r"|включите javascript|启用 ?javascript",
    re.IGNORECASE,
)
# The wide expression below is slow; no consent page is without one of these words.
_CONSENT_WORDS = (
    "cookie",
    "consen",
    "privac",
    "datenschutz",
    "einwilligung",
    "zustimm",
    "partenaires",
    "vie privée",
    "согласие",
)
_CONSENT = re.compile(
    r"\bwe (?:and|,) .{0,40}\bpartners\b|\bour (?:\d+ |third[- ]party |advertising |trusted )?partners\b"
    r"|\bwe (?:use|store|value|care"
    r" about|process) (?:\w+ ){0,3}(?:cookies|your (?:privacy|data|personal))|\byour (?:privacy|consent"
    r"|cookie|data|device|choices"
    r"|preferences|personal data|personal information)\b|\baccept (?:all|cookies)|reject all"
    r"|manage (?:settings|options|preferences|cookies"
    r"|choices)|legitimate interest|privacy (?:settings|policy|preferences|notice)|cookie (?:policy"
    r"|settings|preferences|notice|statement)"
    r"|before you continue|withdraw (?:your )?consent|personali[sz]ed (?:ads|advertising|content)"
    r"|ad and content measurement"
    r"|(?:by|when you) click\w* .{0,30}(?:accept|agree|consent)|store and/or access information"
    r"|(?:mit|ohne) werbung|ihre? (?:einwilligung|zustimmung|daten)|zustimmen und|cookies? (?:akzeptieren"
    r"|zustimmen|und)"
    r"|unsere partner|nos partenaires|vos (?:données|choix)|votre (?:vie privée|consentement|choix)"
    r"|accepter et|nuestros socios"
    r"|sus (?:datos|preferencias)|tu privacidad|su privacidad|aceptar (?:y|todo|las cookies)|файлы cookie"
    r"|согласие на обработку",
    re.IGNORECASE,
)
_PAY = re.compile(
    r"(?:subscribe|sign (?:in|up)|log ?in|register|pay|join)(?: now| today| here)?(?: and"
    r"| or [\w ]{2,20})? (?:to|for) (?:continue|read(?:ing)? (?:the|this|more|on|full)"
    r"|keep reading|unlock|access (?:the|this|full)|see the)|to continue reading"
    r"|continue reading (?!the main story)(?:this"
    r"|the|your|with|for)"
    r"|(?:this|the) (?:\w+ )?(?:article|story|content|post|page) is (?:\w+ )?(?:for"
    r"|available (?:only )?(?:to|for)|reserved for|exclusive to|exclusively"
    r" for) (?:\w+ ){0,3}(?:subscribers|members|readers)|(?:subscriber|member)s?[- ]only|(?:only"
    r"|exclusive(?:ly)?) (?:for|to) (?:our )?(?:paying )?(?:subscribers"
    r"|members)|unlock (?:this|the|full|unlimited)|(?:reached|used|read) (?:your|all) .{0,40}(?:limit"
    r"|free)|(?:free )?(?:articles?|stories)"
    r" (?:left|remaining) this|create (?:a|your) free account|start your (?:free )?trial|choose (?:a"
    r"|your) (?:plan|subscription)"
    r"|get (?:full|unlimited|complete) (?:digital )?access|become a (?:member|subscriber)"
    r"|want to read (?:more|the rest|on)"
    r"|the (?:rest|remainder) of this (?:article|story)|weiterlesen mit|jetzt weiterlesen"
    r"|diese[rn] (?:artikel|beitrag|text) "
    r"(?:weiter)?(?:zu )?lesen|(?:nur|exklusiv) für (?:unsere )?abonnent\w+|mit (?:einem )?\w*abo\b"
    r"|probeabo|lesen sie weiter mit"
    r"|(?:article|contenu) (?:est )?réservé|réservé aux abonnés|abonnez-vous pour|pour lire la suite"
    r"|il vous reste .{0,30}(?:lire|article)"
    r"|(?:solo|exclusivo|exclusiva) para (?:nuestros )?suscriptores|suscríbete para|para seguir leyendo"
    r"|regístrate para"
    r"|abbonati per|per continuare a leggere|riservato agli abbonati|assine para|para continuar lendo"
    r"|conteúdo exclusivo"
    r"|только для подписчиков|чтобы читать дальше|оформите подписку",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\])[\"'”’»]?\Z")


@dataclass(frozen=True)
class Seen:
    """What the rules look at: the extracted paragraphs, what the page declares, and all that it shows.

    `show` gives the text of the page, which takes long and is asked for only where an article is short.
    """

    paragraphs: Sequence[str]
    show: Callable[[], str]
    title: str
    tab: str
    free: bool | None
    article: bool
    front: bool
    headings: int
    teasers: Callable[[], frozenset[str]]
    scripts: bool

    @cached_property
    def shown(self) -> str:
        """All text of the page, notices for those without scripts included."""
        return self.show()


def wall(seen: Seen) -> str | None:
    """What stands in place of the article, or None when the article is there (or nothing at all)."""
    prose = [line for line in seen.paragraphs if body.is_prose(line)]
    size = sum(body.width(line) for line in prose)
    if _consent(seen, prose):
        return CONSENT
    if _links(seen, prose):
        return LINKS
    if size >= LONG:
        return None
    rest = [line for line in prose if not _PAY.search(line)]
    kept = sum(body.width(line) for line in rest)
    if kept < SHORT:
        found = _robot(seen) or _error(seen, kept)
        if found:
            return found
    if _paywall(seen, kept, rest):
        return PAYWALL
    if size < SHORT / 2 and _script(seen, size):
        return SCRIPT
    return None


def _robot(seen: Seen) -> str | None:
    titled = any(_ROBOT_TITLE.fullmatch(line.strip()) for line in (seen.title, seen.tab))
    said = len(_ROBOT_TEXT.findall(seen.shown[:5000]))
    return ROBOT if (titled and len(seen.shown) < 3000) or (said >= 2 and len(seen.shown) < 2000) else None


def _error(seen: Seen, kept: int) -> str | None:
    titles = [line.split("|")[0].split(" - ")[0].split(" – ")[0].strip() for line in (seen.title, seen.tab)]
    named = any(line and len(line) < 90 and _ERROR_TITLE.fullmatch(line) for line in titles)
    told = bool(_ERROR_TEXT.search(seen.shown[:20_000]))
    if seen.article and not (named and told and kept < 200):
        return None
    first = " ".join(seen.paragraphs[:3])
    own = bool(_ERROR_TEXT.search(first)) and sum(map(len, seen.paragraphs)) < 400 and not seen.article
    return ERROR if (named and (told or len(seen.shown) < 1500)) or own else None


def _consent(seen: Seen, prose: Sequence[str]) -> bool:
    """Running text that speaks to the visitor about cookies, and hardly any other."""
    text = " ".join(seen.paragraphs).lower()
    if not any(word in text for word in _CONSENT_WORDS):
        return False
    about = [line for line in seen.paragraphs if _CONSENT.search(line)]
    if sum(len(_CONSENT.findall(line)) for line in about) < 2:
        return False
    other = sum(body.width(line) for line in prose if line not in about)
    mine = sum(map(body.width, about))
    return other < 300 and mine > 2 * other and (not seen.article or other < 80)


def _paywall(seen: Seen, kept: int, rest: Sequence[str]) -> bool:
    """A teaser: short, and either cut and declared as paid, or with the invitation to pay below it."""
    cut = bool(rest) and bool(_CUT.search(rest[-1]))
    among = any(_PAY.search(line) for line in seen.paragraphs[-6:])
    if seen.free is False:
        return kept < 1000 and (among or cut or kept < 500 or bool(_PAY.search(seen.shown)))
    if among:
        return kept < (LONG if cut else 900)
    # Sites invite to subscribe in menus and at the foot of every page, so that this alone says little.
    return kept < (SHORT if cut else 300) and not seen.free and bool(_PAY.search(seen.shown))


def _script(seen: Seen, size: int) -> bool:
    if size and (seen.article or not any(map(_SCRIPT.search, seen.paragraphs))):
        return False
    if _SCRIPT.search(seen.shown[:20_000]):
        return len(seen.shown) < 4000
    return seen.scripts and len(seen.shown) < 250 and not seen.paragraphs


def _links(seen: Seen, prose: Sequence[str]) -> bool:
    """Linked headlines with a teaser at most below each: a front page, a section, a search."""
    if (seen.article and not seen.front) or seen.headings < MANY or _longest(seen.paragraphs) >= MANY:
        return False
    if seen.front or len(prose) < 2:
        return True
    teasers = seen.teasers()
    own = sum(body.width(line) for line in prose if line not in teasers)
    return own < SHORT / 2 and len(teasers.intersection(prose)) >= MANY / 2


def _longest(paragraphs: Sequence[str]) -> int:
    """The most paragraphs of running text in a row."""
    best = run = 0
    for line in paragraphs:
        run = run + 1 if body.is_prose(line) else 0
        best = max(best, run)
    return best


def teasers(tree: Tree, clean: Callable[[str], str]) -> frozenset[str]:
    """The texts that stand alone below a heading that is a link."""
    found: set[str] = set()
    after = False
    for element in tree.iter("h1", "h2", "h3", "h4", "p"):
        if element.tag == "p":
            if after:
                found.add(clean("".join(element.itertext())))
            after = False
        else:
            after = _linked(element)
    return frozenset(found)


def linked_headings(tree: Tree) -> int:
    """How many headings are links, outside of what stands beside an article."""
    return sum(
        _linked(heading) and next(heading.iterancestors("aside", "nav", "footer"), None) is None
        for heading in tree.iter("h1", "h2", "h3", "h4")
    )


def _linked(heading: Tree) -> bool:
    return any("href" in link.attrib for link in heading.iter("a")) or (
        next(heading.iterancestors("a"), None) is not None
    )
