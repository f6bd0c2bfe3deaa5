"""Pieces of text that are not words of ASCII letters alone, or are long: what each stands for, one by one."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from index.search.analyzer import MAX_TERM, Analysis, initials, raw_words
from index.search.codec.written import ending, named
from index.search.knownterms import Terms
from index.search.pieceterms import Found
from index.search.slots import LONGEST

_CURLY = ("’s".encode(), "’S".encode())
_NUMBER = re.compile(rb"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+")


class Singly:
    """Pieces of any kind, looked at one by one."""

    def __init__(self, analysis: Analysis, terms: Terms) -> None:
        self._analysis = analysis
        self._known = terms
        self._asked: list[bytes] = []
        """Short forms, whose numbers are asked for together; until then it is minus how many there are."""
        self._counts: list[int] = []
        self._widths: list[int] = []
        self._terms: list[int] = []
        self._places: list[int] = []

    def add(self, pieces: Sequence[tuple[int, bytes]], found: Found) -> None:
        """Find what pieces stand for, by their numbers."""
        if not pieces:
            return
        for _, piece in pieces:
            self._take(piece)
        sizes = np.fromiter(map(len, self._asked), np.int64, len(self._asked))
        starts = np.cumsum(sizes) - sizes
        asked = self._known.within(b"".join((*self._asked, bytes(LONGEST))), starts, sizes)
        terms = np.array(self._terms, np.int64)
        waiting = np.flatnonzero(terms < 0)
        terms[waiting] = asked[-1 - terms[waiting]]
        numbers = np.array([number for number, _ in pieces], np.int64)
        widths, counts = np.array(self._widths, np.int64), np.array(self._counts, np.int64)
        found.add(numbers, widths, counts, terms, np.array(self._places, np.int64))

    def _take(self, piece: bytes) -> None:
        bare = piece if piece.isalnum() else _bare(piece)
        if bare.isalnum():
            form = bare.lower()[:MAX_TERM]
            if bare is piece and (extra := initials(piece.decode())):
                self._keep(1, [self._of_form(form), self._known.other(named("", extra))], [0, 0])
            else:
                self._keep(1, [self._of_form(form)], [0])
        elif b"-" in bare and all(map(bytes.isalnum, parts := bare.lower().split(b"-"))):
            forms = [part[:MAX_TERM] for part in parts]
            terms = [self._of_form(form) for form in (*forms, b"".join(forms)[:MAX_TERM])]
            self._keep(len(parts), terms, [*range(len(parts)), 0])
        elif bare is piece and _NUMBER.fullmatch(piece):
            self._keep(1, [self._of_form(bare.replace(b",", b""))], [0])
        else:
            self._take_joined(piece.decode())

    def _take_joined(self, piece: str) -> None:
        """What the next piece, of any kind, stands for."""
        terms: list[int] = []
        places: list[int] = []
        width = 0
        for word in raw_words(piece):
            own, tokens, extra = self._analysis.analysed_once(word)
            for token in tokens:
                terms.append(self._term(token.exact, token.term))
                places.append(width + token.position)
            if extra:
                terms.append(self._known.other(named("", extra)))
                places.append(width)
            width += own
        self._keep(width, terms, places)

    def _keep(self, width: int, terms: Sequence[int], places: Sequence[int]) -> None:
        """What the next piece stands for."""
        self._counts.append(len(terms))
        self._widths.append(width)
        self._terms += terms
        self._places += places

    def _term(self, form: str, stem: str) -> int:
        """The number of any term; words of ASCII letters and digits have the stem the language gives them."""
        key = form.encode()
        if len(key) <= LONGEST and key.isalnum():
            self._asked.append(key)
            return -len(self._asked)
        return self._known.other(named(form, stem))

    def _of_form(self, form: bytes) -> int:
        """The number of the term of an ASCII form with the stem that the language gives it."""
        if len(form) <= LONGEST and form.isalnum():
            self._asked.append(form)
            return -len(self._asked)
        return self._known.other(form + ending(form, self._analysis.stem(form.decode()).encode()))


def _bare(piece: bytes) -> bytes:
    """A piece without `'s` at its end."""
    if piece.endswith((b"'s", b"'S")):
        return piece[:-2]
    return piece[:-4] if piece.endswith(_CURLY) else piece
