"""Adding an archive of pages again changes nothing, even when it holds an address twice."""

from __future__ import annotations

from pathlib import Path

from index.library import Library
from tests.warcs import answer, page, record


def test_a_web_archive_added_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    def said(place: str) -> bytes:
        return answer(
            page(f"{place} to close", *(f"The council voted on day {n} to close {place}." for n in range(6)))
        )

    address = "https://crawl.example/a"
    first = record("response", address, said("the bridge"))
    later = record("response", address, said("the baths"), date="2024-02-02T00:00:00Z")
    path = tmp_path / "a.warc"
    path.write_bytes(first + later + first)
    once, again = library.add([str(path)]), library.add([str(path)])
    assert (once.added, once.updated, once.unchanged, once.skipped) == (2, 0, 1, ())
    assert (again.added, again.updated, again.unchanged, again.skipped) == (0, 0, 3, ())
    assert {library.article(id).published for id in once.articles} == {None}
