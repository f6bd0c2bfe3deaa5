"""Web archives: the pages of a WARC, record by record, never more of one than a page may have.

warcio reads the headers and undoes chunking. The walk from record to record and the unpacking of bodies are
done here, as its own take a cut archive for a whole one and unpack without a bound.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any

from index import text as texts
from index.errors import SourceError
from index.ingest import guard, kinds, packing
from index.ingest.kinds import Kind
from index.ingest.run import Item, Run, Step
from index.model import Skipped, Source, SourceKind

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

MAX_PAGE = 15 * 2**20
"""The largest page, in bytes as sent and as unpacked."""

MAX_HEADER = 1 << 20
"""The longest header of a record, in bytes, with that of the answer in it."""

_PIECE = 1 << 16
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_ANSWERS = ("response", "resource")


@dataclass
class _Walk:
    """How far the walk has come."""

    location: str
    records: int = 0
    pages: int = 0
    others: int = 0
    seen: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of an archive."""

    address: str
    item: str
    body: bytes
    charset: str | None


def read(
    stream: IO[bytes],
    location: str,
    run: Run,
    *,
    outlet: str | None = None,
    fallback_outlet: str | None = None,
) -> Iterator[Step]:
    """The pages of an unpacked archive, each as a call that reads it.

    A page is an answer (or a resource) with status 200 that says, or shows, that it is HTML. The other
    answers are counted in one line at the end. The time of the crawl is never that of publication. A cut or
    damaged archive gives what came before the damage, and says after which record it was.
    """
    walk = _Walk(location)
    bounded = _Bounded(stream)
    try:
        for page in _pages(bounded, walk, run):
            if isinstance(page, Skipped):
                yield page
            else:
                yield _reader(page, location, run, outlet, fallback_outlet)
    except (*packing.DAMAGED, SourceError) as error:
        said = error.what if isinstance(error, SourceError) else str(error)
        yield Skipped(
            location,
            f"damaged after record {walk.records} ({texts.clean_line(said)[:200]});"
            " what came before was read",
        )
        if not walk.pages and not walk.others:
            return
    if walk.others:
        answers = "1 answer is no page" if walk.others == 1 else f"{walk.others:,} answers are no pages"
        yield Skipped(location, f"{answers} (pictures, redirects, errors ...); pages: {walk.pages:,}")
    elif not walk.pages:
        yield Skipped(location, "holds no pages")


def _reader(
    page: _Page, location: str, run: Run, outlet: str | None, fallback: str | None
) -> Callable[[], Item]:
    source = Source(SourceKind.WARC, location, page.item)
    shown = f"{location}: {page.address}"

    def call() -> Item:
        from index.ingest.html.page import read_page

        try:
            item = read_page(
                page.body,
                source,
                extractor=run.extractor(),
                url=page.address,
                charset=page.charset,
                outlet=outlet,
                fallback_outlet=fallback,
            )
        except SourceError as error:
            return Skipped(shown, error.what)
        except Exception as error:  # noqa: BLE001  (whatever it is, the other pages are read)
            return guard.failed(shown, error)
        return Skipped(shown, item.reason) if isinstance(item, Skipped) else item

    return call


def _pages(stream: _Bounded, walk: _Walk, run: Run) -> Iterator[_Page | Skipped]:
    """The pages, and what is wrong with some. Raises SourceError and DAMAGED where the rest is lost."""
    from warcio.recordloader import ArcWarcRecordLoader

    loader = ArcWarcRecordLoader()
    while not run.stop():
        record = _next(loader, stream)
        if record is None:
            return
        end = stream.position + record.length
        found = _page(loader, record, walk) if record.rec_type in _ANSWERS else None
        stream.skip(end - stream.position, run)
        if run.stop():
            return
        walk.records += 1
        if found is not None:
            walk.pages += isinstance(found, _Page)
            yield found
        elif record.rec_type in _ANSWERS:
            walk.others += 1


def _next(loader: Any, stream: _Bounded) -> ArcWarcRecord | None:
    """The next record with its header, None at the end of the archive. Raises SourceError."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.statusandheaders import StatusAndHeadersParserException

    stream.budget = MAX_HEADER
    line = b"\n"
    while line and not line.strip():
        line = stream.readline()
    if not line:
        return None
    try:
        record = loader.parse_record_stream(
            stream, statusline=line, known_format="warc", no_record_parse=True
        )
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as error:
        raise SourceError("what follows is no record") from error
    length = record.rec_headers.get_header("Content-Length")
    if length is None or not length.strip().isdecimal() or len(length) > 15:
        raise SourceError("a record without a length")
    return record


def _page(loader: Any, record: ArcWarcRecord, walk: _Walk) -> _Page | Skipped | None:
    """The page in an answer, None when there is none, Skipped when it cannot be had."""
    address = texts.clean_line(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<>")
    if not address.lower().startswith(("http://", "https://")):
        return None
    # Nothing of a record beyond the bound is ever asked for, not even by a chunk that claims to be longer.
    limit = record.raw_stream.limit
    record.raw_stream.limit = min(limit, MAX_PAGE + MAX_HEADER)
    head = _http_head(loader, record)
    if head is None or not _says_page(head):
        return None
    declared, charset = _content_type(head)
    body = _body(record, head)
    if not declared and kinds.by_content(body[: kinds.HEAD]) is not Kind.HTML:
        return None
    if len(body) > MAX_PAGE:
        return Skipped(f"{walk.location}: {address}", f"larger than {MAX_PAGE >> 20} MiB")
    return _Page(address, _item(address, record, walk), body, charset)


def _http_head(loader: Any, record: ArcWarcRecord) -> Any:
    """The header of the answer; of a resource, the record's own."""
    from warcio.statusandheaders import StatusAndHeadersParserException

    if record.rec_type != "response":
        return record.rec_headers
    try:
        return loader.http_parser.parse(record.raw_stream)
    except (StatusAndHeadersParserException, EOFError):
        return None


def _says_page(head: Any) -> bool:
    """Whether the status is 200 and the type, if there is one, is that of a page."""
    if head.protocol.upper().startswith("HTTP") and not head.statusline.startswith("200"):
        return False
    declared, _ = _content_type(head)
    return not declared or declared in _PAGE_TYPES


def _content_type(head: Any) -> tuple[str, str | None]:
    """(type, charset) as the header says, in lower case."""
    kind, _, rest = (head.get_header("Content-Type") or "")[:500].partition(";")
    _, mark, charset = rest.lower().partition("charset=")
    return kind.strip().lower(), (charset.split(";")[0].strip(" \"'") or None) if mark else None


def _body(record: ArcWarcRecord, head: Any) -> bytes:
    """The page's bytes, unchunked and unpacked, at most one more than a page may have."""
    stream = record.raw_stream
    stream.stream.budget = MAX_PAGE  # the lines between chunks are no header
    if record.rec_type == "response" and "chunked" in (head.get_header("Transfer-Encoding") or "").lower():
        from warcio.bufferedreaders import ChunkedDataReader

        stream = ChunkedDataReader(stream)
    body: bytes = stream.read(MAX_PAGE + 1)
    packed = (head.get_header("Content-Encoding") or "").lower()
    return _unpacked(body) if packed and record.rec_type == "response" else body


def _unpacked(body: bytes) -> bytes:
    """A body that was sent packed with gzip or deflate; as it is when it was stored unpacked."""
    for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
        if bits < 0 and body.lstrip()[:1] == b"<":
            break
        try:
            unpacker = zlib.decompressobj(bits)
            return unpacker.decompress(body, MAX_PAGE + 1)
        except zlib.error:
            continue
    return body


def _item(address: str, record: ArcWarcRecord, walk: _Walk) -> str:
    """What tells the page from others of the archive: its address, with its time when it is there again."""
    if address not in walk.seen:
        walk.seen.add(address)
        return address
    return f"{address} {texts.clean_line(record.rec_headers.get_header('WARC-Date') or str(walk.records))}"


class _Bounded:
    """A stream that counts, reads no header longer than its budget, and knows when it was cut."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.position = 0
        self.budget = MAX_HEADER

    def read(self, size: int) -> bytes:
        """Up to `size` bytes; fewer at the end only."""
        data = self._stream.read(size)
        self.position += len(data)
        return data

    def readline(self, size: int | None = None) -> bytes:
        """The next line. Raises SourceError when a header's lines are longer than the budget."""
        limit = self.budget + 1 if size is None else min(size, self.budget + 1)
        line = self._stream.readline(limit)
        self.position += len(line)
        self.budget -= len(line)
        if self.budget < 0:
            raise SourceError(f"a header longer than {MAX_HEADER >> 20} MiB")
        return line

    def skip(self, count: int, run: Run) -> None:
        """Pass over so many bytes. Raises SourceError when the stream ends before."""
        while count > 0 and not run.stop():
            data = self.read(min(count, _PIECE))
            if not data:
                raise SourceError("the next one is cut off")
            count -= len(data)

    def tell(self) -> int:
        """How many bytes were read."""
        return self.position
