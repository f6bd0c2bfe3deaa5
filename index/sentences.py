"""Sentences of a paragraph, found by rules: terminators, quotes, abbreviations, attributions.

A candidate is a run of terminators with its closing quotes. What stands before it (an abbreviation,
an initial, an ordinal) and after it (a lower-case word, an attribution) decides whether it ends one.
"""

from __future__ import annotations

import re

# One set of characters first, so that the search for candidates is a plain scan.
_ENDS = re.compile(
    r"[.!?…。！？।॥\n](?:"
    r"(?<=[.!?…])(?:(?<=\s\.)(?:\s\.){2,3}(?=\s))?[.!?…]*"  # a run of terminators, or a spaced ellipsis
    r"""(?:["'”’“‘»)\]】]|\s(?=[»”])[»”])*"""  # closing quotes and brackets
    r"(?:\s+|(?=[A-Z][a-z’']*[\s,])|\Z)"  # then white space, or a capital word glued on
    r"|(?<=[。！？।॥])[。！？।॥]*[”’」』）)】\"']*\s*"
    r"|(?<=\n)\s*\n\s*)"
)
_NEAR = 40  # how far around a candidate is looked, in characters: no text makes this slow
_OPENERS = "\"'“”‘’«»([{„‚「『（【¿¡—–- \u00a0"
_CLOSERS = "\"'”’“‘»)]】」』） \u00a0"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end of a sentence when a capital or a figure follows.
_TITLES = _words(
    """mr mrs ms mx dr prof sen sens rep reps gov govs lt gen col sgt capt cmdr adm maj cpl pvt rev hon
    st ste mt ft pres supt det insp atty messrs mme mlle vs v cf fig figs vol nos pp ca approx dept
    asst assoc ald amb cong sec treas brig rear vice dir sr sra srta dña ud uds núm pág ee av hr fr frl
    nr bzw z.b d.h u.a s.o ggf evtl inkl abs str tel geb art mgr dhr mevr drs sig dott on avv ing г
    ул им пр т.е см стр акад проф обл р-н"""
)
# May end a sentence: only when the next word clearly begins one.
_MAY_END = _words(
    """inc corp co ltd jr sr bros llc plc etc al ave blvd rd hwy apt est esq ph.d m.d b.a m.a a.m p.m
    u.s u.k u.n e.u d.c ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn
    miss mo mont neb nev n.h n.j n.m n.y n.c n.d okla ore pa r.i s.c s.d tenn tex va vt wash w.va
    wis wyo ont que jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs
    fri sat sun no e.g i.e u.s.a mio mrd usw tsd bn mn ee.uu uu млн млрд тыс руб гг др т.д т.п долл"""
)
_LONG_ABBREVIATIONS = frozenset(word[-5:] for word in _TITLES | _MAY_END if len(word) >= 5)
_BEFORE_NUMBER = _words(
    """no nos nr núm fig p pp vol art ch sec abs § jan feb mar apr jun jul aug sept sep oct nov dec"""
)
_STARTERS = _words(
    """the a an this that these those he she it they we you i his her its their our my your there here
    in on at by for from with as but and or so yet if when while after before since until because
    although though however meanwhile still also then now last next earlier later according both
    each many most some several no not what who why how where which one two three all another other
    during despite under over officials police more even just only once instead asked speaking to of
    mr mrs ms der die das ein eine er sie es wir ihr ich in im am auf mit bei nach und aber doch
    auch dies diese le la les un une il elle ils elles on nous vous ce cette ces en dans mais et
    selon pour el los las una unos él ella ellos ellas según pero y lo o os as um uma ele ela mas
    segundo gli i l' un' ma nel secondo он она они мы вы я это в на но и по как"""
)
_MONTHS = re.compile(
    r"(?:jan|feb|m[aä]r|apr|ma[iyj]|jun|jul|aug|sep|o[ck]t|nov|de[czs]|янв|фев|мар|апр|ма[йя]|июн|июл"
    r"|авг|сен|окт|ноя"
    r"|дек|jahrhundert|klasse|liga|platz|runde|stock|века)",
    re.IGNORECASE,
)
_SAID = (
    r"(?:said|says|say|asked|asks|replied|replies|wrote|writes|tweeted|told|added|adds|shouted|yelled"
    r"|exclaimed"
    r"|declared|responded|answered|wondered|cried|recalled|joked|quipped|demanded|posted|chanted|read"
    r"|reads|sagte"
    r"|fragte|schrieb|dijo|preguntó|escribió)"
)
_ATTRIBUTION = re.compile(
    rf"(?:(?:[A-Z][\w.’'-]*|the|of|a|de|von|van|al)\s+){{1,4}}(?:later|then|also|once|has)?\s*{_SAID}\b"
    rf"|(?:he|she|they|it|i|we)\s+{_SAID}\b"
)
_WORD = re.compile(r"[^\W_](?:[^\s\"“”«»„()\[\]]*[^\W_])?", re.UNICODE)
_INITIAL_NAME = re.compile(r"(?:[^\W\d_]\.[\s-]?)*[^\W\d_]\Z")
_LETTERS_DOTTED = re.compile(r"[^\W\d_](?:\.\s?[^\W\d_]{1,2})+\Z")


def sentence_spans(text: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """The sentences of `text` as (start, end) offsets: in order, apart, without outer white space.

    Together they cover everything but white space; a text of white space has none. `language` is an
    ISO 639-1 code if known, and only sharpens the rules (German ordinals).
    """
    spans: list[tuple[int, int]] = []
    start = _skip(text, 0)
    size = len(text)
    for found in _ENDS.finditer(text, start):
        after = found.end()
        if after >= size:
            break
        at = found.start()
        if at < start or not (_plain(text, start, at, after) or _ends(text, start, found, language)):
            continue
        end = found.start() + len(found[0].rstrip())
        if found[0].isspace():
            end = len(text[:end].rstrip())
        if end > start:
            spans.append((start, end))
        start = after
    end = len(text.rstrip())
    if end > start:
        spans.append((start, end))
    return tuple(spans)


def _plain(text: str, start: int, at: int, after: int) -> bool:
    """The usual end, decided at once: a full stop after a long small word, then a capital."""
    word = text[at - 5 : at]
    return (
        after == at + 2
        and text[at] == "."
        and at > start + 5
        and text[after].isupper()
        and word.islower()
        and word.isalpha()
        and word not in _LONG_ABBREVIATIONS
    )


def _skip(text: str, position: int) -> int:
    return position + len(text[position:]) - len(text[position:].lstrip())


def _ends(text: str, start: int, found: re.Match[str], language: str | None) -> bool:
    """Whether the sentence from `start` ends at this candidate."""
    mark = found[0]
    first = mark[0]
    if first in "。！？।॥\n":
        return True
    at = found.start()
    after = found.end()
    if at - start < _NEAR and not text[start:at].strip(_OPENERS):
        return False
    following = text[after : after + 60].lstrip(_OPENERS)
    if not following:
        return True
    if not mark[-1].isspace():
        return _glued(text, at)
    char = following[0]
    if char.islower() and not following[1:2].isupper():
        return False
    closed = mark.rstrip()[-1] not in ".!?…"
    if first == "." and not mark.startswith(".."):
        return _period_ends(text, start, at, following, closed, language)
    if first in "!?" or "!" in mark or "?" in mark:
        return not (closed and _ATTRIBUTION.match(following))
    return _ellipsis_ends(text, at, following, closed)


def _glued(text: str, at: int) -> bool:
    """`ahead.Despite`: two sentences without a space, but not `Node.Js` or an address."""
    word = _word_before(text, at)
    return len(word) >= 3 and word.isalpha() and word.islower()


def _ellipsis_ends(text: str, at: int, following: str, closed: bool) -> bool:
    """An ellipsis after a space stands for left-out words, so only a clear beginning ends it."""
    if closed or (at and not text[at - 1].isspace()):
        return not (closed and _ATTRIBUTION.match(following))
    return _begins(following)


def _word_before(text: str, at: int) -> str:
    """The word that a full stop at `at` follows, with its inner full stops: `U.S`, `Ph.D`."""
    cut = at
    while cut and at - cut < 24 and not text[cut - 1].isspace() and text[cut - 1] not in '"“”«»„([—–/':
        cut -= 1
    return text[cut:at].strip("'‘’")


def _begins(following: str) -> bool:
    word = _WORD.match(following)
    if word is None or following[1:2] == ".":
        return False
    return re.split(r"['’]", word[0], maxsplit=1)[0].lower().rstrip(".") in _STARTERS


def _period_ends(text: str, start: int, at: int, following: str, closed: bool, language: str | None) -> bool:
    word = _word_before(text, at)
    if not word:
        return True
    key = word.lower()
    if word.isdigit():
        return _number_ends(text, start, at, word, following, language)
    if closed and key not in _TITLES:
        return not _abbreviated(word) or key == "no" or _begins(following) or text[at + 1] in '"”'
    if following[0].isdigit() and key in _BEFORE_NUMBER:
        return False
    if key == "no":
        return True
    if key in _TITLES:
        return _street(text, at, key) and _begins(following)
    if key in _MAY_END or _LETTERS_DOTTED.fullmatch(word):
        if key in {"a.m", "p.m", "etc", "e.u"}:
            return following[0].isupper() and not _zone(following)
        return _begins(following) and (word[0].isupper() or key in _MAY_END)
    if _INITIAL_NAME.fullmatch(word):
        return _initial_ends(text, at, word, following)
    return True


def _abbreviated(word: str) -> bool:
    return word.lower() in _MAY_END or bool(_LETTERS_DOTTED.fullmatch(word))


def _zone(following: str) -> bool:
    """`9 a.m. ET`, `p.m. Saturday`: the time goes on."""
    return bool(
        re.match(r"(?:[A-Z]{2,4}\b|(?:Eastern|Central|Pacific|Mountain|local)\b|\w+day\b)", following)
    )


def _street(text: str, at: int, key: str) -> bool:
    """`Main St. The`: a street; `on St. Mary` is a saint."""
    if key not in {"st", "ft", "mt"}:
        return False
    before = text[max(0, at - _NEAR) : at].rsplit(maxsplit=2)
    return len(before) == 3 and before[1][:1].isupper()


def _number_ends(text: str, start: int, at: int, word: str, following: str, language: str | None) -> bool:
    """Not `1. The`, at the head of a list item, and not the German ordinal of `5. Mai`."""
    if at - start < _NEAR and not text[start : at - len(word)].strip(_OPENERS):
        return False
    if len(word) <= 2 and _MONTHS.match(following):
        return False
    return not (language == "de" and len(word) <= 2 and following[0].isupper() and not _begins(following))


def _initial_ends(text: str, at: int, word: str, following: str) -> bool:
    """`Donald J. Trump` goes on; `plan B. The` ends, and so does `than I. She`."""
    if not word[-1].isupper():
        return _begins(following)
    if len(word) > 1:
        return False
    before = text[max(0, at - _NEAR) : at - 1].rstrip()
    named = before.split(" ")[-1] if before else ""
    return bool(_begins(following) and not named[:1].isupper() and not named.endswith("."))
