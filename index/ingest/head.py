"""The head of an article on its page: title, deck, byline, dates and captions above the body."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index import dates
from index.datewords import Label
from index.ingest import bodystart, bylines, credits, fields, furniture, metaline, tail
from index.ingest.body import is_prose, width, words
from index.ingest.lines import Para
from index.ingest.metaline import Meta
from index.model import Precision, Published


@dataclass
class Head:
    """What stood above the body; `start` is the number of the first line of the body."""

    start: int = 0
    title: str | None = None
    deck: str | None = None
    outlet: str | None = None
    url: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    agency: str | None = None
    captions: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)


def read(paras: Sequence[Para], language: str | None) -> Head:
    """The head of the article. Lines that are not understood are kept in `extra`, and nothing is lost."""
    head = Head()
    metas = {
        place: meta
        for place, para in enumerate(paras[: bodystart.MAX_HEAD])
        if not fields.read(para.text) and (meta := metaline.parse(para.text, language))
    }
    head.start = bodystart.find(paras, metas)
    lines = paras[: head.start]
    roles = _Sorter(head, lines, metas, paras[head.start :], language)
    roles.run()
    return head


def _affiliation(line: str) -> str | None:
    """The outlet in a line under a byline: `BBC News, in London`."""
    name = re.split(r",\s|\s(?:in|at)\s", line, maxsplit=1)[0]
    return (
        name if words(line) <= 7 and name != line and credits.is_outlet(name) and not is_prose(line) else None
    )


def _glued(line: str, title: str) -> bool:
    """`HomeWorldSome headline`: a breadcrumb that lost its separators, glued to the title."""
    before = len(line) - len(title)
    return (
        0 < before <= 45
        and line.endswith(title)
        and (not line[before - 1].isspace() or furniture.is_breadcrumb(line))
    )


class _Sorter:
    """Gives each line of the head its part."""

    def __init__(
        self,
        head: Head,
        lines: Sequence[Para],
        metas: dict[int, Meta],
        body: Sequence[Para],
        language: str | None,
    ) -> None:
        self.head = head
        self.lines = lines
        self.metas = metas
        self.body = body
        self.language = language
        self.used: set[int] = set()
        self.title_at = -1

    def run(self) -> None:
        self._fields()
        self._furniture()
        self._title()
        self._captions()
        self._names()
        self._bios()
        self._dates()
        self._rest()

    def _free(self) -> list[int]:
        return [place for place in range(len(self.lines)) if place not in self.used]

    def _fields(self) -> None:
        """`Title: …`, `Source: …` lines."""
        for place in self._free():
            pair = fields.read(self.lines[place].text)
            if pair is None:
                continue
            self.used.add(place)
            key, value = pair
            if key == "title" and not self.head.title:
                self.head.title, self.title_at = value, place
            elif key == "outlet":
                self.head.outlet = self.head.outlet or value
            elif key == "deck":
                self.head.deck = value
            elif key == "url" and furniture.is_url(value):
                self.head.url = value

    def _furniture(self) -> None:
        for place in self._free():
            line = self.lines[place].text
            if place in self.metas:
                self.used.add(place)
                self.head.outlet = self.head.outlet or self.metas[place].outlet
                self.head.agency = self.head.agency or self.metas[place].agency
            elif furniture.is_url(line):
                self.used.add(place)
                self.head.url = self.head.url or (line if line.startswith("http") else None)
            elif (
                furniture.is_control(line)
                or furniture.is_slug(line)
                or furniture.is_section(line)
                or furniture.is_breadcrumb(line)
                or credits.is_copyright(line)
                or metaline.is_timestamp(line)
                or metaline.is_label(line)
            ):
                self.used.add(place)
            elif credits.is_credit(line) and not credits.AGENCY.match(line):
                self.used.add(place)
                self.head.credits.append(line)

    def _title(self) -> None:
        """The heading; else the line that another one ends with; else the first line fit for a title."""
        if self.head.title:
            return
        free = [place for place in self._free() if not credits.is_caption(self.lines[place].text)]
        heading = [place for place in free if self.lines[place].level == 1]
        repeated = [place for place in free if self._glued_to(place)]
        fitting = [place for place in free if self._fits_title(place)]
        signed = min(
            (
                at
                for at, meta in self.metas.items()
                if meta.authors or (at - 1 in free and self._above_date(at - 1))
            ),
            default=len(self.lines),
        )
        above = [place for place in fitting if place < signed]
        for place in (*heading, *repeated, *above):
            self._take_title(place)
            return
        # A full stop does not keep a line from being the title when the byline stands below it.
        below = [
            place
            for place in free
            if any(meta > place for meta in self.metas) and width(self.lines[place].text) <= 160
        ]
        if below and (
            words(self.lines[below[0]].text) >= 3 or not bylines.is_desk(self.lines[below[0]].text)
        ):
            self._take_title(below[0])
        elif fitting:
            self._take_title(fitting[0])

    def _above_date(self, place: int) -> bool:
        line = self.lines[place].text
        return words(line) >= 3 and width(line) <= 160 and not furniture.is_slogan(line)

    def _take_title(self, place: int) -> None:
        title, outlet = credits.title_and_outlet(self.lines[place].text)
        self.head.title, self.title_at = title, place
        self.head.outlet = self.head.outlet or outlet
        for other in self._free():
            line = self.lines[other].text
            if other == place or line == title or _glued(line, title):
                self.used.add(other)
            elif credits.title_and_outlet(line)[0] == title:
                self.used.add(other)
                self.head.outlet = self.head.outlet or credits.title_and_outlet(line)[1]

    def _glued_to(self, place: int) -> bool:
        """Whether an earlier line is this one with a breadcrumb glued before it."""
        line = self.lines[place].text
        if words(line) < 3:
            return False
        return any(_glued(other.text, line) for other in self.lines[:place])

    def _fits_title(self, place: int) -> bool:
        line = self.lines[place].text
        if line.endswith((".", ",", ";", "。", "，")) and not line.endswith(("...", "U.S.", "D.C.")):
            return False
        signed = place + 1 in self.metas and bool(self.metas[place + 1].authors)
        if words(line) < 3 and width(line) < 18 and not signed:
            return False
        if self._is_masthead(place):
            return False
        if bylines.looks_like_name(line) and not signed and self._others_fit(place):
            return False
        return (2 if signed else 10) <= width(line) <= 260

    def _others_fit(self, place: int) -> bool:
        return any(
            words(self.lines[other].text) >= 4 and not credits.is_caption(self.lines[other].text)
            for other in self._free()
            if other != place and not self.lines[other].text.endswith(".")
        )

    def _is_masthead(self, place: int) -> bool:
        """A paper's name alone on a line, above a line fit for a title."""
        line = self.lines[place].text
        return (
            words(line) <= 5
            and credits.is_outlet(line)
            and not re.search(r"[:?!]", line)
            and self._others_fit(place)
        )

    def _captions(self) -> None:
        for place in self._free():
            line = self.lines[place].text
            twin = line in (other.text for at, other in enumerate(self.lines) if at != place)
            if credits.is_caption(line) or (twin and place > self.title_at and not credits.is_outlet(line)):
                self.used.add(place)
                if credits.caption(line) not in self.head.captions:
                    self.head.captions.append(credits.caption(line))

    def _names(self) -> None:
        authors: list[str] = []
        for place, meta in sorted(self.metas.items()):
            if place < len(self.lines):
                authors += meta.authors
        for place in self._free():
            line = self.lines[place].text
            if place < self.title_at or authors or not self._beside_meta(place):
                continue
            names = bylines.name_line(line)
            if names and not (credits.is_outlet(line) and not names[1:]):
                authors += names
                self.head.outlet = self.head.outlet or bylines.written_for(line)
                self.used.add(place)
            elif (
                bylines.is_desk(line)
                and words(line) <= 4
                and not credits.is_outlet(line)
                and not is_prose(line)
            ):
                authors.append(line)
                self.used.add(place)
        self.head.authors = tuple(dict.fromkeys(authors))

    def _beside_meta(self, place: int) -> bool:
        near = range(max(0, place - 2), min(len(self.lines), place + 4))
        return any(other in self.metas for other in near) or any(
            tail.is_bio(self.lines[other].text, bylines.names(self.lines[place].text))
            for other in near
            if other > place
        )

    def _bios(self) -> None:
        for place in self._free():
            line = self.lines[place].text
            if place > self.title_at and tail.is_bio(line, self.head.authors):
                self.used.add(place)

    def _dates(self) -> None:
        """The publication date: labelled, or below the title, or beside a byline; never a page's own date."""
        labelled: list[Published] = []
        plain: list[Published] = []
        for place, meta in sorted(self.metas.items()):
            published = dates.publication(meta.found) if place < len(self.lines) else None
            if published is None:
                continue
            if any(item.label is Label.PUBLISHED for item in meta.found):
                labelled.append(published)
            elif self._counts(place, meta, published):
                plain.append(published)
        if labelled or plain:
            first = (labelled or plain)[0]
            same = [item for item in labelled + plain if item.when.date() == first.when.date()]
            self.head.published = max(same, key=lambda item: item.precision is Precision.MINUTE)

    def _counts(self, place: int, meta: Meta, published: Published) -> bool:
        if published.precision is Precision.MONTH and not meta.authors:
            return False
        if meta.authors:
            return True
        if self.title_at < 0:
            return any(self.metas[other].authors for other in self.metas if abs(other - place) <= 2)
        if place > self.title_at:
            return True
        # Above the title a bare date is the page's own; beside a section's name it is the article's.
        line = self.lines[place].text
        return len(line) > meta.found[0].end - meta.found[0].start + 3 and not metaline.WEEKDAY.search(line)

    def _rest(self) -> None:
        """Deck below the title, masthead or slogan above it; what else there is, is kept."""
        for place in self._free():
            line = self.lines[place].text
            if furniture.related_line(line):
                continue
            if credits.AGENCY.match(line):
                self.head.agency = self.head.agency or line
            elif place < self.title_at or self.title_at < 0:
                if self._is_masthead(place) or (words(line) <= 5 and credits.is_outlet(line)):
                    self.head.outlet = self.head.outlet or line
                elif self.title_at < 0 or (is_prose(line) and not furniture.is_slogan(line)):
                    self.head.extra.append(line)
            elif (name := _affiliation(line)) and any(self.metas.get(place - back) for back in (1, 2)):
                self.head.outlet = self.head.outlet or name
            elif self.head.deck is None and words(line) >= bodystart.DECK_WORDS:
                self.head.deck = line
            elif words(line) >= bodystart.DECK_WORDS:
                self.head.extra.append(line)
            elif credits.is_outlet(line):
                self.head.outlet = self.head.outlet or line
