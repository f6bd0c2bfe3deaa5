"""Quoted pieces of sentences: their words, and which are utterances at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.compare.lexicon import listed
from index.compare.names import AS_WRITTEN, Names
from index.compare.quotespans import Span
from index.compare.speakers import Speaker
from index.words import STOPWORDS, stem, tokens
from index.words import words as written

ENDS = frozenset(",.?!…-—–;:'’")
"""Marks that may end a quote before `he said`."""

_NAMED_THUS = re.compile(
    r"\b(?:so-called|known as|nicknamed|dubbed|titled|entitled|headlined|named|aka|"
    r"the (?:word|term|phrase)s?|film|movie|book|song|album|novel|show|series|episode|documentary|"
    r"magazine)\Z",
    re.IGNORECASE,
)
_LONGEST_NAMING = 16
"""Characters, more than any of these words have."""
_SMALL = frozenset(listed("a an the of and in on to for with at by or from vs de la le"))
_PLAIN = {"“": '"', "”": '"', "’": "'", "‘": "'", "—": "-", "–": "-", "…": " "}
_IRREGULAR = {
    form: base
    for base, forms in {
        "know": "knew known",
        "make": "made",
        "take": "took taken",
        "give": "gave given",
        "go": "went gone",
        "see": "saw seen",
        "come": "came",
        "tell": "told",
        "think": "thought",
        "bring": "brought",
        "find": "found",
        "keep": "kept",
        "lose": "lost",
        "win": "won",
        "hold": "held",
        "leave": "left",
        "mean": "meant",
        "pay": "paid",
        "run": "ran",
        "speak": "spoke spoken",
        "write": "wrote written",
        "begin": "began begun",
        "choose": "chose chosen",
        "fight": "fought",
        "build": "built",
        "buy": "bought",
        "become": "became",
        "fall": "fell fallen",
        "feel": "felt",
        "grow": "grew grown",
        "stand": "stood",
    }.items()
    for form in forms.split()
}


@dataclass(frozen=True, eq=False, slots=True)
class Piece:
    """The part of a quoted span that lies in one sentence.

    `words` are folded and `parts` the words between its ellipses; `stems` are of the words that carry
    meaning, `bag` each once. `span` tells pieces of one quote apart from those of others. `said` is
    False where the sentence names nobody as saying it (scare quotes).
    """

    passage: str
    article: int
    outlet: str
    text: str
    words: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    stems: tuple[str, ...]
    bag: frozenset[str]
    speaker: Speaker | None
    said: bool
    span: int
    order: int


def parts_of(text: str, spelt: Names = AS_WRITTEN) -> tuple[tuple[str, ...], ...]:
    """The folded words of each stretch between ellipses, names in one spelling."""
    parts = (words_of(part, spelt) for part in text.replace("...", "…").split("…"))
    return tuple(part for part in parts if part)


def pauses(text: str) -> bool:
    """Whether there is an ellipsis in a text, so that it has parts."""
    return "…" in text or "..." in text


def words_of(text: str, spelt: Names = AS_WRITTEN) -> tuple[str, ...]:
    """The folded words of a text, in order, names in one spelling."""
    plain = text
    if not text.isascii():
        # One by one: `translate` looks up every character.
        for mark, other in _PLAIN.items():
            plain = plain.replace(mark, other)
    if spelt is AS_WRITTEN:
        return tuple(tokens(plain))
    return tuple(spelt.folded(written(plain)))


def meaning(words: Sequence[str]) -> tuple[str, ...]:
    """Stems of the words that carry meaning, past tenses of irregular verbs among them."""
    return tuple(stem(_IRREGULAR.get(word, word)) for word in words if word not in STOPWORDS)


def is_utterance(text: str, span: Span) -> bool:
    """Whether quoted text is something said: no title of a work, no nickname, no so-called name."""
    before, after = text[: span.start - 1], text[span.end + 1 :]
    words = text[span.start : span.end].split()
    lead = before.rstrip()
    if _NAMED_THUS.search(lead.removesuffix(",").rstrip()[-_LONGEST_NAMING:]):
        return False
    capitals = [word for word in words if word[:1].isupper()]
    if (
        len(words) <= 2
        and capitals
        and re.search(r"[A-Z][\w.]+\s$", before)
        and re.match(r"\s[A-Z]\w+", after)
    ):
        return False
    titled = all(word[:1].isupper() or word.lower() in _SMALL for word in words)
    if not titled or not capitals or len(words) > 9:
        return True
    # A title of a work or a name stands inside the sentence; a short saying follows a comma or colon.
    return lead[-1:] in (",", ":") and words[-1][-1:] in ".!?,"
