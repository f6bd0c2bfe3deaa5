"""Who is speaking: the subject of the verb of saying beside a quote, as far as the text tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.compare.lexicon import listed
from index.words import fold

_SAYING = frozenset(
    listed("""
    said says say saying added adds adding told tells telling asked asks asking stated states
    stating wrote writes writing tweeted tweets tweeting posted posts posting argued argues arguing
    claimed claims claiming insisted insists insisting warned warns warning noted notes noting
    explained explains explaining replied replies replying responded responds responding answered
    declared declares declaring announced announces announcing acknowledged acknowledges
    acknowledging admitted admits admitting confirmed confirms confirming denied denies denying
    recalled recalls continued continues continuing concluded concludes suggested suggests
    suggesting called calls calling described describes describing labelled labeled labels labelling
    labeling dismissed dismisses branded brands accused accuses accusing blasted slammed criticized
    criticised praised demanded demands demanding urged urges urging vowed vows pledged pledges
    promised promises cited cites citing mentioned mentions listed lists reported reports reporting
    asserted asserts asserting contended contends maintained maintains quipped joked shouted yelled
    testified testifies remarked remarks observed observes predicted predicts proclaimed proclaims
    repeated reiterated stressed emphasized emphasised complained lamented cautioned countered
    thought believes believed charged denounced condemned rejected tells dubbed apologized
    apologised expressed hailed touted
""")
)
_WORD = re.compile(r"[A-Za-z]+")
_REPORTING = frozenset(
    listed("""
    said adding added saying told telling asked stated wrote tweeted argued claimed claiming
    insisted warned noted explained replied responded announced acknowledged admitted confirmed
    denied continued suggest suggested suggests suggesting asserted asserting labelled labeled
    called described accused urged vowed reported demanded dismissed rejected contend contends
    contended testified declared says
""")
)
"""The verbs that make a sentence a report of what somebody said."""

_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?P<np>[^,;:“”\"]{2,80})")
_BY = re.compile(r"^[\s\w’'\-]{0,40}?\bby\s+(?P<np>[^,;:“”\"]{2,90})")
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are)\s+(?:\w+\s+)?(?:labelled|labeled|called|described|dismissed|branded|dubbed|"
    r"condemned|denounced|rejected|characterized|characterised)\b"
)
# A set of characters first, so that the search for names is a plain scan.
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]*\.?"
_RUN = re.compile(
    rf"{_NAME_WORD}(?:\s+(?:(?:de|al|el|bin|bint|van|von|der|den|da|di|du|la|le|ibn)\s+)*{_NAME_WORD})*"
)
_LEAD = re.compile(rf"(?:(?:he|she|they|the|a|an)\b|(?:[a-z][\w’'\-]*\s+){{0,5}}{_NAME_WORD})")
"""What may stand between a quote and the verb behind it: `he`, `the officer`, `port director Ada Brook`."""

_LOWER_TITLE = re.compile(
    r"^[\w.'’\- ]{0,40}\b"
    r"(?:spokes\w+|president|minister|senator|governor|mayor|director|leader|officer|the)\s$"
)
_PRONOUN = re.compile(r"\b(?:he|she|He|She)\b")
_LEADING = re.compile(
    r"^\W*(?:(?:At|In|On|During|After|Before|For|As|When|While|Speaking|Hours|Days|Later|Earlier|Meanwhile|"
    r"However|But|And|Also|Still|Yet|Then|Since|With|By|From|Following|Asked|Despite|To|Early|"
    r"Last|[A-Z]\w+(?:ed|ing))\b[^,]{0,90},\s*)+"
)
_CLAUSE = re.compile(
    r"(?:[,;:—–]\s*|\s)(?:with|but|and|while|when|because|although|though|as|after|that|who)\s+"
    r"(?=[A-Z]|he\b|she\b|the\b)"
)
_GENERIC = re.compile(
    r"\b(?:the\s+|a\s+|an\s+|his\s+|her\s+|its\s+|their\s+|\w+['’]s\s+)?((?:[\w\-]+\s+){0,2}?(?:officials?|force|spokes(?:man|woman|person)"
    r"|police|ministry|government|military|army|navy|agency|office|department|campaign|company|firm|statement|"
    r"report|lawyers?|attorneys?|prosecutors?|authorities|source|sources|aides?|group|court|judge|president|"
    r"minister|governor|senator|mayor|experts?|analysts?|witness(?:es)?|commentators?|lawmakers?|researchers?|scientists?))\b"
)
_TITLES = frozenset(
    listed("""
    mr mrs ms dr sir dame lord lady president prime minister chancellor senator sen rep
    representative gov governor mayor judge justice king queen prince princess pope general gen
    colonel col captain capt lieutenant lt sergeant sgt major admiral professor prof chairman
    chairwoman secretary attorney congressman congresswoman director chief officer sheriff
    ambassador spokesman spokeswoman spokesperson speaker leader former house white us u.s uk
    democratic republican russian ukrainian american british french german kremlin pm counselor
    counsellor adviser advisor executive candidate founder ceo anchor host reporter analyst author
    coach star rev reverend bishop cardinal archbishop vice deputy state police
""")
)
_NOT_NAMES = frozenset(
    listed("""
    said says the a an in on at by for from to with but and or if as it its he she they we i this
    that these those there here monday tuesday wednesday thursday friday saturday sunday january
    february march april may june july august september october november december his her their our
    my your not no yes also still yet so when while after before since what who why how where most
    many some several all both each other another one two three four five six seven eight nine ten
    because although though unless more even only just all do does did is are was were have has had
    please thank watch read related advertisement image photo video now then again hours days years
    news earlier later meanwhile however according speaking asked
""")
)
_ORGANISATIONS = frozenset(
    listed("""
    institute agency post times house senate congress court ministry department council office party
    committee university press reuters cnn bbc nbc msnbc tass news force police government states
    kingdom union nations commission bank group inc corp company association center centre tribune
    journal court division bureau administration fbi cia nsa pentagon kremlin twitter facebook
    telegram capitol
""")
)

_PERSONAL = _TITLES - {"house", "white", "state", "police", "us", "u.s", "uk", "kremlin"}
"""Titles behind which a person's name comes."""

_PLACE_BEFORE = frozenset(("at", "in", "of", "from", "near", "the"))
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_LONGEST_NAME, _TRAIL = 4, 60
_PLACES = frozenset(
    listed("""
    united new north south west east saudi san los las hong great latin middle central
""")
)
"""First words of places, which look like first names."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or body that speaks: `name` for showing, `key` for comparing (the folded surname, or "").

    `key` is empty for speakers that are not named (`officials`, `the air force`). `sure` tells that the
    words themselves show a person: a title before the name, or a first name with it.
    """

    name: str
    key: str
    sure: bool = False


HE = Speaker("he or she", "")
"""A pronoun that still has to be resolved."""


@lru_cache(maxsize=4096)
def speaker_of(before: str, after: str, *, closed: bool) -> Speaker | None:
    """Who says what is quoted between `before` and `after`, the rest of its sentence; None when unsure.

    Quoted text must be masked out of both. `closed` tells that a comma or full stop ends the quote,
    as it does before `he said`. `HE` stands for a pronoun.
    """
    return (
        (_speaker_after(after) if closed else None)
        or _speaker_passive(before, after)
        or _speaker_according(before, after)
        or _speaker_before(before)
        or _speaker_trailing(after)
    )


def conflict(a: Speaker | None, b: Speaker | None) -> bool:
    """Whether two speakers are named and cannot be one: names may be spelled a little differently."""
    if a is None or b is None or not a.key or not b.key or a.key == b.key:
        return False
    same = sum(x == y for x, y in zip(a.key, b.key, strict=False))
    return same < 0.7 * max(len(a.key), len(b.key))


def reports(text: str) -> bool:
    """Whether a sentence tells what somebody said, in its own words."""
    return _first(text, _REPORTING) is not None or _according(text) is not None


def reporter_of(text: str) -> Speaker | None:
    """Who is said to have said something in a sentence without a quote; `HE` for a pronoun."""
    according = _speaker_according(text, text)
    if according is not None:
        return according
    verb = _first(text, _REPORTING)
    return _subject(text[: verb.start()]) if verb else None


def _first(text: str, verbs: frozenset[str]) -> re.Match[str] | None:
    """The first of some verbs in a text."""
    return next((word for word in _WORD.finditer(text) if word[0] in verbs), None)


def subject_of(text: str) -> Speaker | None:
    """The person whom a sentence is about, where it opens with one: `Mr Smith went to ...`."""
    opening = _LEADING.sub("", text)[:120]
    match = _RUN.search(opening)
    if match is None or (match.start() and not _LOWER_TITLE.search(opening[: match.start()])):
        return None
    runs = [
        _person(run[0], opening[: run.start()].rstrip().rsplit(" ", 1)[-1].lower())
        for run in _RUN.finditer(opening)
    ]
    found = next((named[1] for named in runs[:2] if named is not None), None)
    return found if found is not None and found.sure else None


@lru_cache(maxsize=4096)
def people_in(text: str) -> tuple[Speaker, ...]:
    """The persons whom a text names in a way that shows them as persons: with a title or a first name."""
    found: list[Speaker] = []
    for run in _RUN.finditer(text):
        name, start = run[0], run.start()
        before = text[max(0, start - 20) : start].rstrip().rsplit(" ", 1)[-1].lower()
        if before not in _PERSONAL and len(name.split()) == 1:
            continue  # Most are the first words of sentences.
        named = _person(name, before)
        if named is not None and named[1].sure:
            found.append(named[1])
    return tuple(found)


def _speaker_after(after: str) -> Speaker | None:
    """`," said X`, `," X said`, `," he told reporters`."""
    clause = re.split(r"[;:“\"]", after.lstrip(" ,.?!…-—–\"”’'"), maxsplit=1)[0]
    verb = _first(clause, _SAYING)
    if verb is None or verb.start() > 160:
        return None
    lead = clause[: verb.start()]
    if lead.strip() == "":
        return _noun_phrase(clause[verb.end() :])
    if not _LEAD.match(lead):
        return None
    if re.search(r"\b(?:is|was|were|are|has|had|have|to|of which)\b", lead.partition(",")[0]):
        return None
    return _subject(lead)


def _speaker_passive(before: str, after: str) -> Speaker | None:
    """`was labelled "..." by X`."""
    if "by" not in after or not _PASSIVE.search(before):
        return None
    match = _BY.match(after) or _BY.match(after.lstrip(" ,.\"”’'"))
    return _noun_phrase(match["np"]) if match else None


def _speaker_according(before: str, after: str) -> Speaker | None:
    match = _according(after) or _according(before)
    return _noun_phrase(match["np"]) if match else None


def _according(text: str) -> re.Match[str] | None:
    return _ACCORDING.search(text) if "ccording to" in text else None


def _speaker_before(before: str) -> Speaker | None:
    """`X said: "`, `X told reporters that Y was "`."""
    verbs = [word for word in _WORD.finditer(before) if word[0] in _SAYING]
    for verb in reversed(verbs):
        found = _subject(before[: verb.start()])
        if found is not None:
            return found
    return None


def _speaker_trailing(after: str) -> Speaker | None:
    """`a "criminal" plan, X said.`"""
    _, comma, clause = after.rpartition(",")
    verb = _first(clause, _REPORTING) if comma else None
    if verb is None or verb.start() > _TRAIL:
        return None
    lead = clause[: verb.start()]
    return _subject(lead) if lead.strip() else _noun_phrase(clause[verb.end() :])


def _subject(region: str) -> Speaker | None:
    """The subject at the end of the clause that `region` ends with."""
    clauses = [part for part in _CLAUSE.split(region) if part and part.strip()]
    for part in reversed(clauses):
        clause = _LEADING.sub("", part)
        pronoun = _final(_PRONOUN, clause)
        named = _named(clause, first="," in clause)
        if pronoun is not None and (named is None or clause.rfind(named.name.split()[-1]) < pronoun.start()):
            return HE
        if named is not None:
            return named
        generic = _final(_GENERIC, clause)
        if generic is not None:
            return Speaker(generic[1].strip(), "")
    return None


def _final(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """The last match in a text."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _noun_phrase(text: str) -> Speaker | None:
    """The speaker named at the start of `text`."""
    head = re.split(r"[,;:“\"]|\.\s(?=[A-Z][a-z]+ [a-z])", text, maxsplit=1)[0]
    if re.match(r"\s*(?:he|she)\b", head, re.IGNORECASE):
        return HE
    head = re.split(
        r"\s(?:on|in|at|during|after|of|to|for|with|who|from|as|when|and)\s(?=.*)", head, maxsplit=1
    )[0]
    named = _named(head, first=False)
    if named is not None:
        return named
    generic = _GENERIC.search(text)
    return Speaker(generic[1].strip(), "") if generic and generic.start() < 40 else None


def _named(clause: str, *, first: bool) -> Speaker | None:
    """A person's name in a clause: one behind a title before others; else the first or the last."""
    found: list[tuple[bool, Speaker]] = []
    for match in _RUN.finditer(clause):
        before = clause[: match.start()].rstrip().rsplit(" ", 1)[-1].lower().strip(".,")
        named = _person(match[0], before)
        if named is not None:
            found.append(named)
    if not found:
        return None
    titled = [speaker for is_titled, speaker in found if is_titled]
    if titled:
        return titled[0] if first else titled[-1]
    return found[0][1] if first else found[-1][1]


@lru_cache(maxsize=4096)
def _person(run: str, before: str) -> tuple[bool, Speaker] | None:
    """The person that a run of capitalised words names, and whether a title says so; None for none."""
    words = [_POSSESSIVE.sub("", word) for word in run.split()]
    while words and (_plain(words[0]) in _NOT_NAMES or (len(words) > 1 and _shouts(words[0]))):
        words.pop(0)
    titled = before in _PERSONAL
    last_title = max((place for place, word in enumerate(words) if _plain(word) in _TITLES), default=-1)
    if 0 <= last_title < len(words) - 1:
        titled = titled or _plain(words[last_title]) in _PERSONAL
        words = words[last_title + 1 :]
    if not 0 < len(words) <= _LONGEST_NAME or (before in _PLACE_BEFORE and not titled):
        return None
    last = fold(words[-1]).strip(".,'")
    if last in _ORGANISATIONS or last in _TITLES or last in _NOT_NAMES or len(last) < 2 or _shouts(words[-1]):
        return None
    sure = titled or (len(words) > 1 and fold(words[0]) not in _PLACES)
    return titled, Speaker(" ".join(words).strip(".,"), last, sure)


def _plain(word: str) -> str:
    """A word for looking up in lists: `President-elect` as `president`."""
    return word.lower().strip(".,").partition("-")[0]


def _shouts(word: str) -> bool:
    """Whether a word is in capitals throughout: an abbreviation or a caption, no name."""
    return len(word) > 1 and word.isupper() and "." not in word
