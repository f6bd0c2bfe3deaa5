"""What the extraction of a page gives: plain data that crosses between processes as JSON."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from index.model import Precision, Published, Role


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as read: cleaned text, nothing decided about where it belongs.

    `blocks` are (role, text) in reading order, without the title. `url` is the canonical address, resolved
    and http(s); `outlet` the name the page gives its site. `wall` says in words what stands in place of the
    article ("a consent page", "a paywall", "an error page", "a page that asks for JavaScript", "a page of
    links"), None when the article is there.
    """

    blocks: tuple[tuple[Role, str], ...] = ()
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: Published | None = None
    outlet: str | None = None
    url: str | None = None
    language: str | None = None
    dateline: str | None = None
    wall: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The page as JSON values."""
        data = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.published is not None:
            data["published"] = [self.published.when.isoformat(), self.published.precision.value]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Page:
        """The page that `to_json` gave."""
        dated = data["published"]
        published = Published(datetime.fromisoformat(dated[0]), Precision(dated[1])) if dated else None
        return cls(
            **{
                **data,
                "blocks": tuple((Role(role), text) for role, text in data["blocks"]),
                "authors": tuple(data["authors"]),
                "published": published,
            }
        )
