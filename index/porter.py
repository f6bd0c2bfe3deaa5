"""English stems: Porter's rules (*An algorithm for suffix stripping*, 1980), as Whoosh applies them.

The index is full of these stems, so they are Whoosh's to the letter. It differs from the paper in that `y` is
neither vowel nor consonant in a measure, and that after `ed` and `ing` a letter is put back or a double one
made single only where no more than two letters are left. The way is another: which rules can apply is looked
up by a word's last two letters, and most words that are met for the first time, names, have none.
"""

from __future__ import annotations

import re

_MEASURE_1 = re.compile("[^aeiouy]*+[aeiou]++[^aeiouy]")
"""Porter's m > 0: a vowel followed by a consonant,"""
_MEASURE_2 = re.compile("[^aeiouy]*+(?:[aeiou]++[^aeiouy]++){2}")
"""m > 1: that twice,"""
_ONLY_1 = re.compile("[^aeiouy]*+[aeiou]++[^aeiouy]++[aeiou]*+$")
"""m = 1: once and no more."""
_VOWEL = re.compile("[aeiouy]")
_SHORT = re.compile("[^aeiouy]++[aeiouy][^aeiouwxy]$")
"""One syllable that ends as `hop` does, so that `hoping` gives back its `e`."""
UNDOUBLED = frozenset("aeiouylsz")
ALONE = ("at", "bl", "iz")

Rules = dict[str, tuple[tuple[str, str], ...]]


def _by_ending(rules: str) -> Rules:
    """Rules by the last two letters of what they replace, the longest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for rule in rules.split():
        suffix, _, other = rule.partition(">")
        found.setdefault(suffix[-2:], []).append((suffix, other))
    return {end: tuple(sorted(some, key=lambda rule: -len(rule[0]))) for end, some in found.items()}


STEP_2 = _by_ending(
    "ational>ate tional>tion enci>ence anci>ance izer>ize bli>ble alli>al entli>ent eli>e ousli>ous"
    " ization>ize ation>ate ator>ate alism>al iveness>ive fulness>ful ousness>ous aliti>al iviti>ive"
    " biliti>ble logi>log"
)
STEP_3 = _by_ending("icate>ic ative> alize>al iciti>ic ical>ic ful> ness>")
STEP_4 = _by_ending(
    "al> ance> ence> er> ic> able> ible> ant> ement> ment> ent> sion>s tion>t ou> ism> ate> iti> ous> ive>"
    " ize>"
)
ENDINGS = frozenset([*STEP_2, *STEP_3, *STEP_4, "ed", "ng", "ll"])
LETTERS = frozenset("sye")
"""Words with other last letters, and other `ENDINGS`, are their own stems."""


def stem(word: str) -> str:
    """The stem of a folded word; one with other characters than ASCII letters is its own."""
    if (word[-1:] not in LETTERS and word[-2:] not in ENDINGS) or len(word) < 3:
        return word
    if not (word.isascii() and word.isalpha()):
        return word
    if word[0] == "y":  # a consonant where a word begins
        return "y" + _stripped("Y" + word[1:])[1:]
    return _stripped(word)


def _stripped(word: str) -> str:
    if word[-1] == "s":
        word = _singular(word)
    if word.endswith(("ed", "ing")):
        word = _present(word)
    if word[-1:] == "y" and _VOWEL.search(word, 0, len(word) - 1):
        word = word[:-1] + "i"
    if word[-2:] in STEP_2:
        word = _replaced(word, STEP_2, _MEASURE_1)
    if word[-2:] in STEP_3:
        word = _replaced(word, STEP_3, _MEASURE_1)
    if word[-2:] in STEP_4:
        word = _replaced(word, STEP_4, _MEASURE_2)
    if word[-1:] == "e" and len(word) > 1:
        shorter = word[:-1]
        if _MEASURE_2.match(shorter) or (_ONLY_1.match(shorter) and not _SHORT.match(shorter)):
            word = shorter
    if word.endswith("ll") and _MEASURE_2.match(word):
        word = word[:-1]
    return word


def _singular(word: str) -> str:
    """Step 1a."""
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word if word[-2] == "s" else word[:-1]


def _present(word: str) -> str:
    """Step 1b, of a word in `ed` or `ing`."""
    if word.endswith("eed"):
        return word[:-1] if _MEASURE_1.match(word, 0, len(word) - 3) else word
    shorter = word[:-2] if word[-1] == "d" else word[:-3]
    if not _VOWEL.search(shorter):
        return word
    if len(shorter) == 2 and shorter[0] == shorter[1] and shorter[0] not in UNDOUBLED:
        return shorter[0]
    return shorter + "e" if shorter in ALONE or _SHORT.match(shorter) else shorter


def _replaced(word: str, rules: Rules, measure: re.Pattern[str]) -> str:
    """A word after the one rule for its longest suffix, if what is before that is long enough."""
    for suffix, other in rules[word[-2:]]:
        if len(word) > len(suffix) and word.endswith(suffix):
            before = word[: len(word) - len(suffix)]
            # The letter before `ion` stays, and belongs to what is measured.
            kept = before + other if suffix[1:] == "ion" else before
            return before + other if measure.match(kept) else word
    return word
