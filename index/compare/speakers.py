"""Who is speaking: the subject of the verb of saying beside a quote, as far as the text tells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from index.compare.lexicon import listed
from index.compare.speakerwords import (
    MEN,
    NOT_NAMES,
    ORGANISATIONS,
    PERSONAL,
    REPORTING,
    SAYING,
    TITLES,
    WOMEN,
)
from index.words import fold

_WORD = re.compile(r"[A-Za-z]+")
_ACCORDING = re.compile(r"\b[Aa]ccording to\s+(?P<np>[^,;:“”\"]{2,80})")
_BY = re.compile(r"^[\s\w’'\-]{0,40}?\bby\s+(?P<np>[^,;:“”\"]{2,90})")
_PASSIVE = re.compile(
    r"\b(?:was|were|been|being|is|are)\s+(?:\w+\s+)?(?:labelled|labeled|called|described|dismissed|branded|dubbed|"
    r"condemned|denounced|rejected|characterized|characterised)\b"
)
# A set of characters first, so that the search for names is a plain scan.
# A point behind a longer word ends a sentence, and the next word is of another name.
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]*(?:(?:(?<!\w{4})|(?<=Prof)|(?<=Capt)|(?<=Sens)|(?<=Reps)|(?<=Cmdr))\.)?"
_ARTICLE = r"(?:(?:al|el|ad|an|ar|as|ash|at|az)-)?"
_RUN = re.compile(
    rf"{_NAME_WORD}(?:\s+(?:(?:de|al|el|bin|bint|van|von|der|den|da|di|du|la|le|ibn)\s+)*{_ARTICLE}{_NAME_WORD})*"
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
    r"(?:[,;:—–]\s*|\s)(?:(?:with|but|and|while|when|because|although|though|as|after|that|whom?|which)\s+"
    r"(?=[A-Z]|he\b|she\b|the\b)|(?:before|until)\s+(?=[A-Z][^,]*\Z))"
)
_BODIES = (
    r"((?:[\w\-]+\s+){0,2}?(?:officials?|force|spokes(?:man|woman|person)|police|ministry|government|military|army|"
    r"navy|agency|office|department|campaign|company|firm|statement|report|lawyers?|attorneys?|prosecutors?|"
    r"authorities|source|sources|aides?|group|court|judge|president|minister|governor|senator|mayor|experts?|"
    r"analysts?|witness(?:es)?|commentators?|lawmakers?|researchers?|scientists?|residents?|critics|activists|"
    r"investigators|white house))\b"
)
_GENERIC = re.compile(rf"\b(?:the\s+|a\s+|an\s+|his\s+|her\s+|its\s+|their\s+|\w+['’]s\s+)?{_BODIES}")
_DETERMINER = re.compile(r"\b(?:the|an?|his|her|its|their|by|of|to|in|from)\s+", re.IGNORECASE)
_GENERIC_FIRST = re.compile(rf"\W*(?:(?:the|an?)\s+)?{_BODIES}", re.IGNORECASE)
"""The same with capitals, as at the start of a sentence: `Officials`, `The Justice Department`."""
_PLACE_BEFORE = frozenset(("at", "in", "of", "from", "near", "the"))
_OBJECT = re.compile(
    r"\b(?:(?P<of>of)|for|by|with|to|against|about|than)\s+(?:(?:the|a|an|his|her|its|their|then|former|"
    r"prime|vice|president|minister|senator|governor|mayor|leader|candidate|host)\s+)*\Z"
)
"""Before a name that is then no subject: `a spokesman for`, `asked by the mayor`."""

_OWN_WORDS = re.compile(
    r"\s+(?:[\w\-]+\s+){0,2}?(?:letter|tweets?|statement|memoir|book|posts?|message|remarks|speech|testimony|"
    r"e-?mails?|comments?|words|essay|article|diary|op-ed|response|note|manifesto)\b"
)
"""Behind the name of a person, what that person says or writes: `Cox’s letter`."""

_SHARED = re.compile(r"\b(?:and|but|then)(?:\s+(?:then|also|later))?\s*\Z")
"""Before a verb that has the subject of the verb before it: `X called Y a liar and said`."""

_CALLED = re.compile(
    rf"\b[MSLD](?:(?P<he>(?<=M)r|(?<=S)ir|(?<=L)ord)|(?<=M)(?:rs|s|iss)|(?<=D)ame|(?<=L)ady)\b\.?\s+"
    rf"(?P<name>{_ARTICLE}{_NAME_WORD}(?:\s+{_NAME_WORD})*)"
)
_ASIDE = re.compile(r"\([^()]*\)")
_POSSESSIVE = re.compile(r"['’]s$|['’]$")
_INNER_ARTICLE = re.compile(rf"^{_ARTICLE}")
_LONGEST_NAME, _LONGEST_TITLES, _TRAIL = 4, 40, 60
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


HE = Speaker("he", "")
SHE = Speaker("she", "")
"""Pronouns that still have to be resolved."""


@lru_cache(maxsize=4096)
def speaker_of(before: str, after: str, *, closed: bool) -> Speaker | None:
    """Who says what is quoted between `before` and `after`, the rest of its sentence; None when unsure.

    Quoted text must be masked out of both. `closed` tells that a comma or full stop ends the quote,
    as it does before `he said`. `HE` and `SHE` stand for pronouns.
    """
    return (
        (_speaker_after(after) if closed else None)
        or _speaker_passive(before, after)
        or _speaker_according(before, after)
        or _speaker_before(before)
        or _speaker_trailing(after)
    )


def conflict(a: Speaker | None, b: Speaker | None) -> bool:
    """Whether two speakers are named and cannot be one: names may be spelled a little differently, and be cut
    to any part (`Xi`, `Lula`)."""
    if a is None or b is None or not a.key or not b.key or a.key == b.key:
        return False
    if a.key in fold(b.name).split() or b.key in fold(a.name).split():
        return False
    same = sum(x == y for x, y in zip(a.key, b.key, strict=False))
    return same < 0.7 * max(len(a.key), len(b.key))


def reports(text: str) -> bool:
    """Whether a sentence tells what somebody said, in its own words."""
    return _first(text, REPORTING) is not None or _according(text) is not None


def reporter_of(text: str) -> Speaker | None:
    """Who is said to have said something in a sentence without a quote; `HE` or `SHE` for a pronoun."""
    according = _speaker_according(text, text)
    if according is not None:
        return according
    verb = _first(text, REPORTING)
    return _subject(text[: verb.start()]) if verb else None


def _first(text: str, verbs: frozenset[str]) -> re.Match[str] | None:
    """The first of some verbs in a text."""
    return next((word for word in _WORD.finditer(text) if word[0] in verbs), None)


def subject_of(text: str) -> Speaker | None:
    """The person whom a sentence is about, where it opens with one: `Mr Smith went to ...`.

    A single capitalised word that opens it may be no name.
    """
    opening = _LEADING.sub("", text)[:120]
    runs = list(islice(_RUN.finditer(opening), 2))
    if not runs or (runs[0].start() and not _LOWER_TITLE.search(opening[: runs[0].start()])):
        return None
    named = []
    for run in runs:
        before = opening[: run.start()]
        person = _person(run[0], before.rstrip().rsplit(" ", 1)[-1].lower())
        if person is not None and not _PRONOUN.search(before):
            named.append(person)
    if len(named) > 1 and not named[0][1].sure and named[1][0]:
        # What opens a sentence may be no name: `Fire chief Tom Berg`.
        return named[1][1]
    return named[0][1] if named else None


def _pronoun(written: str) -> Speaker:
    return SHE if written.lower() == "she" else HE


@lru_cache(maxsize=4096)
def called(text: str) -> tuple[tuple[str, Speaker], ...]:
    """The folded surnames behind `Mr`, `Ms` and the like in a text, each with its pronoun."""
    found = ((_POSSESSIVE.sub("", one["name"].split()[-1]), one["he"]) for one in _CALLED.finditer(text))
    return tuple((_INNER_ARTICLE.sub("", fold(last)).strip(".,"), HE if he else SHE) for last, he in found)


def pronoun_of(name: str) -> Speaker | None:
    """The pronoun that goes with a full name, by its first name; None where that tells nothing."""
    first, _, rest = fold(name).partition(" ")
    if not rest:
        return None
    return SHE if first in WOMEN else HE if first in MEN else None


@lru_cache(maxsize=4096)
def people_in(text: str) -> tuple[Speaker, ...]:
    """The persons whom a text names in a way that shows them as persons: with a title or a first name."""
    found: list[Speaker] = []
    for run in _RUN.finditer(text):
        name, start = run[0], run.start()
        before = text[max(0, start - 20) : start].rstrip().rpartition(" ")[2].lower()
        if before not in PERSONAL and " " not in name and len(name.split()) == 1:
            continue  # Most are the first words of sentences.
        named = _person(name, before)
        if named is not None and named[1].sure:
            found.append(named[1])
    return tuple(found)


def _speaker_after(after: str) -> Speaker | None:
    """`," said X`, `," X said`, `," he told reporters`."""
    clause = re.split(r"[;:“\"]", after.lstrip(" ,.?!…-—–\"”’'"), maxsplit=1)[0]
    verb = _first(clause, SAYING)
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
    verbs = [word for word in _WORD.finditer(before) if word[0] in SAYING]
    for verb in reversed(verbs):
        found = _subject(before[: verb.start()])
        if found is not None:
            return found
    return None


def _speaker_trailing(after: str) -> Speaker | None:
    """`a "criminal" plan, X said.`"""
    _, comma, clause = after.rpartition(",")
    verb = _first(clause, REPORTING) if comma else None
    if verb is None or verb.start() > _TRAIL:
        return None
    lead = clause[: verb.start()]
    return _subject(lead) if lead.strip() else _noun_phrase(clause[verb.end() :])


def _subject(region: str) -> Speaker | None:
    """The subject at the end of the clause that `region` ends with."""
    clauses = [part for part in _CLAUSE.split(region) if part and part.strip()]
    for part in reversed(clauses):
        clause = _LEADING.sub("", part)
        shared = _SHARED.search(clause) is not None
        pronoun = _PRONOUN.search(clause) if shared else _final(_PRONOUN, clause)
        named = _named(clause, first=shared or "," in clause)
        if pronoun is not None and (named is None or clause.rfind(named.name.split()[-1]) < pronoun.start()):
            return _pronoun(pronoun[0])
        if named is not None:
            return named
        generic = _final(_GENERIC, clause) or _GENERIC_FIRST.match(clause)
        if generic is not None:
            return _unnamed(generic)
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
    if pronoun := re.match(r"\s*(he|she)\b", head, re.IGNORECASE):
        return _pronoun(pronoun[1])
    head = re.split(
        r"\s(?:on|in|at|during|after|of|to|for|with|who|from|as|when|and)\s(?=.*)", head, maxsplit=1
    )[0]
    named = _named(head, first=False)
    if named is not None:
        return named
    generic = _GENERIC.search(text) or _GENERIC_FIRST.match(text)
    return _unnamed(generic) if generic and generic.start() < 40 else None


def _unnamed(body: re.Match[str]) -> Speaker:
    """A speaker without a name, without what stands before its noun phrase: `put out a statement`."""
    return Speaker(_DETERMINER.split(body[1].strip())[-1], "")


def _named(clause: str, *, first: bool) -> Speaker | None:
    """The name of the person who acts in a clause: one behind a title before others; else the first or the
    last."""
    found: list[tuple[bool, Speaker]] = []
    if "(" in clause:
        clause = _ASIDE.sub(" ", clause)
    for match in _RUN.finditer(clause):
        earlier = clause[: match.start()]
        if _POSSESSIVE.search(match[0]) and not _OWN_WORDS.match(clause, match.end()):
            continue
        preposition = _OBJECT.search(earlier[-_LONGEST_TITLES:])
        # In `Chief of the Iranian Army General Ali Hassan` the object ends before the title.
        if preposition and not (preposition["of"] and _is_titled_inside(match[0])):
            continue
        before = earlier.rstrip().rsplit(" ", 1)[-1].lower().strip(".,")
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
    words = run.split()
    owner = max((place for place, word in enumerate(words[:-1]) if _POSSESSIVE.search(word)), default=-1)
    words = [_POSSESSIVE.sub("", word) for word in words[owner + 1 :]]
    while words and (_plain(words[0]) in NOT_NAMES or (len(words) > 1 and _shouts(words[0]))):
        words.pop(0)
    titled = before in PERSONAL
    last_title = max((place for place, word in enumerate(words) if _plain(word) in TITLES), default=-1)
    if 0 <= last_title < len(words) - 1:
        titled = titled or _plain(words[last_title]) in PERSONAL
        words = words[last_title + 1 :]
    if not 0 < len(words) <= _LONGEST_NAME or (before in _PLACE_BEFORE and not titled):
        return None
    last = fold(words[-1]).strip(".,'")
    if last in ORGANISATIONS or last in TITLES or last in NOT_NAMES or len(last) < 2 or _shouts(words[-1]):
        return None
    sure = titled or (len(words) > 1 and fold(words[0]) not in _PLACES)
    return titled, Speaker(" ".join(words).strip(".,"), _INNER_ARTICLE.sub("", last), sure)


def _is_titled_inside(run: str) -> bool:
    first, *others = map(_plain, run.split())
    return first not in TITLES and any(word in PERSONAL for word in others[:-1])


def _plain(word: str) -> str:
    """A word for looking up in lists: `President-elect` as `president`."""
    return word.lower().strip(".,").partition("-")[0]


def _shouts(word: str) -> bool:
    """Whether a word is in capitals throughout: an abbreviation or a caption, no name."""
    return len(word) > 1 and word.isupper() and "." not in word
