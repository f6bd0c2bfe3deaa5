"""The language of a text, from its script and its smallest words; None when not sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

SAMPLE = 4000
"""How many characters are looked at."""

_WORDS = {
    "en": "the of and to in that was for is on with said by from have has it not are he his they be at"
    " as but",
    "fr": "le la les des et à dans une que qui est du au pour par sur avec plus ce cette sont été aux ne"
    " pas son ses",
    "de": "der die das und den von zu mit sich des auf für ist im dem nicht ein eine als auch es werden"
    " hat nach bei",
    "es": "el la los las de que y en un una por con del se para al es su lo como más fue ha según sus entre",
    "it": "il di che e la per un una del della è con non si da le al sono nel dei gli alla ha più anche"
    " delle",
    "pt": "o a os as de que e em um uma do da para com não no na por dos mais ao se foi das à pelo são"
    " também",
    "nl": "de het een van en in is dat op te zijn met voor niet die aan er om ook als bij door naar werd"
    " heeft",
    "sv": "och att det som en på är av för med den till inte om ett har de från vid han var efter sig",
    "da": "og at det som en på er af for med den til ikke om et har de fra ved han var efter sig blev",
    "pl": "i w na z się do że nie to jest o jak po za od przez przy dla są ich był oraz ale",
    "tr": "ve bir bu da de için ile olarak olan çok daha en gibi kadar sonra ise ancak olduğu dedi",
    "ru": "и в на что не с по из он как это за к от его для а о но был также о",
    "uk": "і в на що не з та за до у про як це від його для але був який також є",
}
_LATIN = tuple(name for name in _WORDS if name not in {"ru", "uk"})
_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = (
    ("ja", re.compile("[\u3040-\u30ff]"), 0.1),
    ("ko", re.compile("[\uac00-\ud7a3]"), 0.3),
    ("zh", re.compile("[\u4e00-\u9fff]"), 0.3),
    ("el", re.compile("[\u0370-\u03ff]"), 0.4),
    ("he", re.compile("[\u0590-\u05ff]"), 0.4),
    ("hi", re.compile("[\u0900-\u097f]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.4),
)
_ARABIC = re.compile("[\u0600-\u06ff]")
_PERSIAN = re.compile("[پچژگک]")
_URDU = re.compile("[ٹڈڑںے]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")


def detect(text: str) -> str | None:
    """The ISO 639-1 code of the language `text` is mostly written in, or None when unsure."""
    sample = text[:SAMPLE]
    words = _WORD.findall(sample.lower())
    letters = sum(map(len, words))
    if letters < 20:
        return None
    if sample.isascii():
        return _by_words(words, _LATIN)
    for name, script, share in _SCRIPTS:
        if len(script.findall(sample)) >= share * letters:
            return name
    if len(_ARABIC.findall(sample)) >= 0.4 * letters:
        return _arabic(sample)
    if len(_CYRILLIC.findall(sample)) >= 0.4 * letters:
        return _by_words(words, ("ru", "uk")) or _cyrillic(sample)
    return _by_words(words, _LATIN)


def _arabic(sample: str) -> str | None:
    if len(_URDU.findall(sample)) >= 3:
        return "ur"
    return "fa" if len(_PERSIAN.findall(sample)) >= 3 else "ar"


def _cyrillic(sample: str) -> str | None:
    ukrainian, russian = len(re.findall("[іїєґ]", sample)), len(re.findall("[ыэъё]", sample))
    if ukrainian == russian:
        return None
    return "uk" if ukrainian > russian else "ru"


@cache
def _languages(names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """For each small word the places in `names` of the languages that have it."""
    found: dict[str, tuple[int, ...]] = {}
    for place, name in enumerate(names):
        for word in dict.fromkeys(_WORDS[name].split()):
            found[word] = (*found.get(word, ()), place)
    return found


def _by_words(words: Sequence[str], names: tuple[str, ...]) -> str | None:
    """The language whose small words are the most frequent, when it leads clearly."""
    known = _languages(names)
    counts = [0] * len(names)
    for places in filter(None, map(known.get, words)):
        for place in places:
            counts[place] += 1
    (best, name), (second, _) = sorted(zip(counts, names, strict=True), reverse=True)[:2]
    if len(words) < 8 or best < max(3, 0.12 * len(words)) or best < 1.2 * second:
        return None
    return name
