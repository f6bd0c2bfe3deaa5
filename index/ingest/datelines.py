"""Datelines: where a report was written, at the head of its first paragraph."""

from __future__ import annotations

import re

from index.datewords import MONTHS

_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY = rf"(?i:(?:{_MONTH})\.?\s+\d{{1,2}}|\d{{1,2}}\.?\s+(?:de\s+)?(?:{_MONTH})\.?)"
_DATE = rf"(?:(?:,|\.)?\s+{_DAY}(?:,?\s+(?:de\s+)?\d{{4}})?\.?)?"
_NAMED = (
    r"(?P<agency>[A-Z\u0400-\u042f][\w .&/\-]{1,30}?"
    r"|(?:dpa|epd|kna|apa|sda|afp|sid|ots)(?:[/-][\w/-]{1,12})?)"
)
_AGENCY = rf"(?:\s*[(/]\s?{_NAMED}\s?[)/])?"
_CAPS = r"[A-ZÀ-ÞА-ЯЁІЇЄ][A-ZÀ-ÞА-ЯЁІЇЄ.'’\-]+(?:[ /-]+[A-ZÀ-ÞА-ЯЁІЇЄ][A-ZÀ-ÞА-ЯЁІЇЄ.'’\-]+){0,4}"
_WORD = r"[A-ZÀ-ÞА-ЯЁІЇЄ][\w.'’\-]*"
_REGION = rf"(?:,\s{_WORD}(?:\s(?:of\s)?{_WORD}){{0,2}}){{0,2}}"
_DASH = r"\s*(?:—|–|--|\s-)\s+|\s*[—–]\s?|\s+[-–—]\s?"
_OPENING = r"(?=[\"“„«‘'(]*(?:[A-ZÀ-ÞА-ЯЁІЇЄ0-9]))"
_PATTERNS = (
    re.compile(rf"(?P<place>{_CAPS}{_REGION}){_DATE}{_AGENCY}(?:{_DASH}){_OPENING}"),
    re.compile(rf"(?P<place>{_CAPS}){_DATE}{_AGENCY}:\s+{_OPENING}"),
    re.compile(
        rf"(?P<place>{_WORD}(?:[ /-]{_WORD}){{0,3}}{_REGION}){_DATE}\s*"
        rf"\({_NAMED}\)(?:{_DASH}|:?\s+){_OPENING}"
    ),
    re.compile(
        rf"(?P<place>{_WORD}(?:\s{_WORD}){{0,2}},\s{_WORD}(?:\s{_WORD}){{0,2}})\s(?:—|–|--)\s{_OPENING}"
    ),
    re.compile(
        rf"(?P<place>{_WORD}(?:[ -]{_WORD}){{0,2}}),?\s+{_DAY}(?:,?\s+(?:de\s+)?\d{{4}})?"
        rf"{_AGENCY}(?:{_DASH}){_OPENING}"
    ),
    re.compile(
        rf"(?P<place>{_WORD}(?:[ -]{_WORD})?)\.\s+{_DAY}\.\s+(?P<agency>[A-ZА-Я][A-ZА-Яа-я.]+)\s*"
        rf"(?:{_DASH}){_OPENING}"
    ),
    re.compile(
        rf"(?P<place>{_CAPS}),\s+{_DAY}\.?\s+/(?P<agency>[A-ZА-Я]{{2,12}})/\.?\s*(?:[—–-]\s*)?{_OPENING}"
    ),
    re.compile(r"(?P<agency>CNN)(?P<place>)\s?(?:—|–)\s+(?=[\"“„«‘]?[A-Z0-9])"),
    # `May 4 (Reuters) - …`: a wire report without a place.
    re.compile(rf"{_DAY}\s+\((?P<agency>[A-Z][\w .&-]{{1,30}})\)(?P<place>)(?:{_DASH}){_OPENING}"),
    re.compile(r"\((?P<agency>[A-Z]{2,6})\)(?P<place>)(?:\s*(?:—|–|--|-)\s+)(?=[\"“„«‘]?[A-Z0-9])"),
    re.compile(
        r"[（(【]?(?P<agency>新华社|中新社|中新网|法新社|路透社|美联社"
        r"|本报)(?P<place>[\u4e00-\u9fff]{2,8}?)\d{1,2}月\d{1,2}日[电訊讯]?(?:电)?[）)】]?\s*"
    ),
)
_NO_PLACE = re.compile(
    r"(?:BREAKING|UPDATED?|WATCH|EXCLUSIVE|OPINION|ANALYSIS|LIVE|NATO|WHO|UNESCO|UNICEF|OPEC|IAEA|NASA"
    r"|FACT|FACT CHECK|READ MORE"
    r"|RELATED|VIDEO|PHOTOS?|NOTE|CORRECTION|EDITOR['’]S NOTE|ICYMI|QUESTION|ANSWER|Q|A|FILE|MORE|ALSO"
    r"|BBC|CNN|FBI|CIA|NSA|TV|PM"
    r"|US|USA|UK|EU|UN|TL;DR|P\.?S\.?|OP-ED|COMMENT|NEW|READ|LISTEN|POLL|QUIZ)\b",
)


def split(paragraph: str) -> tuple[str | None, str | None, str]:
    """(dateline, agency, rest): the place as written, the agency named beside it, and the paragraph after."""
    head = paragraph[:120]
    for pattern in _PATTERNS:
        found = pattern.match(head)
        if not found or len(paragraph) <= found.end() + 20:
            continue
        agency = found.groupdict().get("agency")  # one pattern has no such group
        if not found["place"]:
            return None, agency, paragraph[found.end() :]
        if not _NO_PLACE.match(found["place"]):
            return found["place"].strip(" ,"), agency, paragraph[found.end() :]
    return None, None, paragraph
