"""A small server of sample feeds that change while one watches: `make demo-feeds`.

Three outlets tell invented events, each in its own words and a little later than the one before: one in
RSS, one in Atom, one in JSON Feed. A fourth feed holds teasers of the seeds, whose pages hold the whole;
one feed is slow, one fails, one is gone. Nothing leaves this computer.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from config.paths import seeds
from index.ingest.plaintext import parse
from index.model import Role, Source, SourceKind

EVERY = 5.0
"""Seconds between one event and the next."""

_SHOWN = 15
_AT_START = 3
# Parts of names, put together so that hundreds of events have a town and people of their own.
_HEADS = ("Ash", "Bren", "Cald", "Dun", "Els", "Far", "Glen", "Hart", "Inver", "Kel", "Lang", "Mor", "Nether")
_TAILS = ("ford", "nick", "combe", "more", "worth", "ley", "holm", "well", "lee", "stead", "thwaite")
_FIRST = ("Mara", "Tom", "Ines", "Paul", "Nora", "Sam", "Lena", "Ivo", "Ruth", "Omar", "Vera")
_LAST = (
    "Lindt",
    "Akers",
    "Roy",
    "Vance",
    "Beck",
    "Okoro",
    "Hart",
    "Kray",
    "Sato",
    "Dahl",
    "Mercer",
    "Quill",
    "Zander",
)


@dataclass(frozen=True)
class _Kind:
    """What an event is about: what was done and why, what is said for and against it, what comes of it."""

    what: str
    did: str
    why: str
    quote: str
    against: str
    after: str
    counted: str


_KINDS = (
    _Kind(
        "bridge", "closed its old stone bridge", "divers found cracks in two arches",
        "A lorry more and it would have been in the river", "ferries for the cut-off farms",
        "Masons are to replace the keystones before the winter floods", "pounds for scaffolding and masonry",
    ),
    _Kind(
        "library", "reopened the public library", "the leaking roof was covered with copper",
        "The manuscripts are dry for the first time since the war", "longer evening hours for students",
        "Two thousand rescued books are still in a freezer", "pounds given by readers",
    ),
    _Kind(
        "tram", "stopped the last tram line", "inspectors condemned the brakes of every car",
        "We could not have promised to stop at the hospital hill", "trolley buses on the same wires",
        "The yellow cars are offered to museums", "passengers a year who must change to buses",
    ),
    _Kind(
        "harbour", "banned lorries from the harbour quay", "the sea wall had begun to sink",
        "The cranes were leaning towards the trawlers", "a rail siding for the fish market",
        "Pilots will bring container ships in at high tide only", "tonnes of herring to be landed elsewhere",
    ),
    _Kind(
        "chess final", "sent a schoolgirl to the chess final", "she beat three grandmasters in one afternoon",
        "She sacrificed the queen and asked for a biscuit", "a proper clock and a coach",
        "The deciding game will be shown on the cinema's screen", "spectators in the gymnasium",
    ),
    _Kind(
        "hospital", "sold the cottage hospital to a charity", "the surgical ward had stood empty for a year",
        "Mothers have had to drive an hour to give birth", "a written pledge on the maternity unit",
        "Nurses keep their contracts, and the ambulance stays", "pounds of debt that are written off",
    ),
    _Kind(
        "wolf", "called off the hunt for a wolf", "tests showed that a stray husky had killed the sheep",
        "The flock was scattered over the whole moor", "compensation for every lamb",
        "Shepherds have been lent guard dogs from the Pyrenees", "sheep lost since Easter",
    ),
    _Kind(
        "comet", "named a comet after its night porter", "he photographed it with a borrowed lens",
        "I took it for a smudge on the glass", "darker streets, with lamps out after midnight",
        "Astronomers expect it to be seen with the naked eye in May", "kilometres to its tail",
    ),
    _Kind(
        "cheese", "recalled its prize-winning cheese", "listeria was found in a cellar",
        "We have buried a year of work behind the dairy", "an independent laboratory",
        "Ripening rooms are being scrubbed with steam", "wheels taken off the shelves",
    ),
    _Kind(
        "strike", "ended a bakers' strike", "the mill agreed to pay for night shifts",
        "Nobody here wants to eat toast from a packet again", "the same wage for apprentices",
        "Ovens were lit at four in the morning", "loaves sold before noon",
    ),
)  # fmt: skip


class Event:
    """One invented event; `number` says everything about it."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.kind = _KINDS[number % len(_KINDS)]
        self.town = _HEADS[number * 5 % len(_HEADS)] + _TAILS[number * 3 % len(_TAILS)]
        self.mayor = f"{_FIRST[number * 4 % len(_FIRST)]} {_LAST[number * 6 % len(_LAST)]}"
        self.critic = f"{_FIRST[(number * 4 + 5) % len(_FIRST)]} {_LAST[(number * 6 + 7) % len(_LAST)]}"
        self.many = 2_000 + number * 7 % 23 * 300

    def herald(self) -> tuple[str, list[str]]:
        """As the first outlet tells it."""
        kind = self.kind
        return f"{self.town}: what the {kind.what} decision means", [
            f"{self.town} {kind.did} on Friday after {kind.why}, officials said.",
            f"“{kind.quote},” said {self.mayor} of {self.town}.",
            f"The figure given was {self.many:,} {kind.counted}.",
            f"{self.critic}, who speaks for the opposition, demanded {kind.against}.",
            f"{kind.after}.",
        ]

    def post(self) -> tuple[str, list[str]]:
        """As the second outlet tells it, with another figure now and then."""
        kind, many = self.kind, self.many + 100 * (self.number % 3 == 0)
        return f"{self.town} {kind.did}", [
            f"{self.town.upper()} — {self.town} {kind.did} on Friday, to the surprise of many.",
            f"Minutes seen by this paper say that {kind.why}.",
            f"The records speak of {many:,} {kind.counted}.",
            f"“{kind.quote},” {self.mayor} told reporters.",
            f"{kind.after}. Critics around {self.critic} ask for {kind.against}.",
        ]

    def wire(self) -> tuple[str, list[str]]:
        """As the third outlet tells it: short, and largely in the first one's words."""
        kind = self.kind
        return f"After the {kind.what} news from {self.town}: {self.critic} demands {kind.against}", [
            f"{self.town} {kind.did} on Friday after {kind.why}, officials said.",
            f"{self.critic}, for the opposition, demanded {kind.against}. {self.mayor} defended it.",
            f"The count is {self.many:,} {kind.counted}.",
        ]


class Demo:
    """What the server says at a time; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.origin = ""
        self._clock = clock
        self._began = clock()
        # Half a day of the sample calendar passes with each event, so that what comes round is long ago.
        self._start = datetime.now(UTC).replace(microsecond=0) - timedelta(days=365)
        self._seeds = self._read_seeds()

    def events(self, later: float = 0.0) -> list[Event]:
        """The newest events that an outlet knows of, which is so many seconds `later` than the first."""
        known = _AT_START + int(max(0.0, self._clock() - self._began - later) // EVERY)
        return [Event(number) for number in range(known)][::-1][:_SHOWN]

    def when(self, event: Event) -> datetime:
        """When an event was published."""
        return self._start + timedelta(hours=12 * event.number)

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Status, type and body for a path."""
        if path == "/slow.xml":
            time.sleep(5)
        known = {
            "/herald.xml": ("application/rss+xml", self._rss),
            "/post.atom": ("application/atom+xml", self._atom),
            "/wire.json": ("application/feed+json", self._json),
            "/seeds.xml": ("application/rss+xml", self._teasers),
            "/slow.xml": ("application/rss+xml", self._slow),
            "/": ("text/html", self._front),
            "/feeds.opml": ("text/x-opml", self.opml),
        }
        if path in known:
            kind, made = known[path]
            return 200, f"{kind}; charset=utf-8", made().encode()
        page = self._article(path)
        if page is not None:
            return 200, "text/html; charset=utf-8", page.encode()
        status = {"/broken.xml": 500, "/gone.xml": 410}.get(path, 404)
        return status, "text/plain", b"no feed here"

    def opml(self) -> str:
        """The list of all feeds."""
        feeds = {
            "Demo Herald": "herald.xml",
            "Demo Post": "post.atom",
            "Demo Wire": "wire.json",
            "Demo Seeds (teasers)": "seeds.xml",
            "Demo Snail (slow)": "slow.xml",
            "Demo Wreck (fails)": "broken.xml",
            "Demo Ghost (gone)": "gone.xml",
        }
        outlines = "".join(
            f'<outline type="rss" text="{name}" xmlUrl="{self.origin}/{path}"/>\n'
            for name, path in feeds.items()
        )
        return f'<opml version="2.0"><head><title>Demo</title></head><body>\n{outlines}</body></opml>\n'

    def _rss(self) -> str:
        items = ""
        for event in self.events():
            title, paragraphs = event.herald()
            text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
            items += (
                f"<item><title>{escape(title)}</title><link>{self.origin}/herald/{event.number}</link>"
                f"<guid>{self.origin}/herald/{event.number}</guid>"
                f"<pubDate>{format_datetime(self.when(event))}</pubDate>"
                f"<content:encoded><![CDATA[{text}]]></content:encoded></item>\n"
            )
        return _rss("Demo Herald", self.origin, items)

    def _atom(self) -> str:
        entries = ""
        for event in self.events(3.0):
            title, paragraphs = event.post()
            text = escape("".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs))
            when = self.when(event).isoformat()
            entries += (
                f"<entry><title>{escape(title)}</title><id>urn:demo:post:{event.number}</id>"
                f'<link rel="alternate" href="{self.origin}/post/{event.number}"/><updated>{when}</updated>'
                f'<published>{when}</published><content type="html">{text}</content></entry>\n'
            )
        return (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">'
            f"<title>Demo Post</title><id>urn:demo:post</id><updated>{self._start.isoformat()}</updated>"
            f"{entries}</feed>"
        )

    def _json(self) -> str:
        items = []
        for event in self.events(6.0):
            title, paragraphs = event.wire()
            items.append(
                {
                    "id": event.number,
                    "url": f"{self.origin}/wire/{event.number}",
                    "title": title,
                    "content_text": "\n\n".join(paragraphs),
                    "date_published": self.when(event).isoformat(),
                }
            )
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Demo Wire", "language": "en"}
        return json.dumps({**feed, "home_page_url": self.origin, "items": items})

    def _slow(self) -> str:
        return _rss("Demo Snail", self.origin, "")

    def _teasers(self) -> str:
        items = "".join(
            f"<item><title>{escape(title)}</title><link>{self.origin}/seeds/{name}</link>"
            f"<description>{escape(paragraphs[0][:90])} …</description></item>\n"
            for name, (title, _, paragraphs) in self._seeds.items()
        )
        return _rss("Demo Seeds", self.origin, items)

    def _article(self, path: str) -> str | None:
        """The page of an item, by its address."""
        folder, _, name = path.strip("/").partition("/")
        if folder == "seeds" and name in self._seeds:
            return _page(*self._seeds[name])
        if folder in ("herald", "post", "wire") and name.isdecimal() and len(name) < 7:
            event = Event(int(name))
            title, paragraphs = getattr(event, folder)()
            return _page(title, f"Demo {folder.title()}", paragraphs)
        return None

    def _front(self) -> str:
        return (
            '<!doctype html><html><head><title>Demo feeds</title><link rel="alternate"'
            ' type="application/rss+xml" title="Demo Herald" href="/herald.xml"></head>'
            "<body><p>A page that names a feed.</p></body></html>"
        )

    @staticmethod
    def _read_seeds() -> dict[str, tuple[str, str, list[str]]]:
        """Title, outlet and paragraphs of the seeds, by file name."""
        found = {}
        for path in sorted(seeds().glob("*.txt")):
            draft = parse(path.read_bytes(), Source(SourceKind.FILE, str(path)))
            paragraphs = list(draft.texts(Role.BODY))
            title = draft.title or paragraphs[0][:80]
            found[path.stem] = (title, draft.outlet or f"Demo {path.stem.title()}", paragraphs)
        return found


def _rss(title: str, home: str, items: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{title}</title><link>{home}</link><language>en</language>{items}</channel></rss>"
    )


def _page(title: str, outlet: str, paragraphs: list[str]) -> str:
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang=en><head><title>{escape(title)}</title>"
        f'<meta property="og:site_name" content="{escape(outlet)}"></head>'
        f"<body><nav>Home News Sport</nav><article><h1>{escape(title)}</h1>{text}</article></body></html>"
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader that goes away is nothing to talk about."""


def server(demo: Demo, port: int = 0) -> ThreadingHTTPServer:
    """A server of `demo` on this computer; the caller runs and closes it."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, kind, body = demo.answer(self.path)
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("ETag", etag)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            if sys.stderr.isatty():
                sys.stderr.write(f"  {self.command} {self.path}\n")

    made = _Server(("127.0.0.1", port), Handler)
    demo.origin = f"http://127.0.0.1:{made.server_address[1]}"
    return made


def main() -> None:
    """Serve until Ctrl-C, with a library of its own that is thrown away then."""
    folder = Path(tempfile.mkdtemp(prefix="bylines-demo-feeds-"))
    demo = Demo()
    with server(demo, int(sys.argv[1]) if len(sys.argv) > 1 else 0) as running:
        (folder / "feeds.opml").write_text(demo.opml(), encoding="utf-8")
        command = f"bylines --library {folder / 'library'}"
        sys.stdout.write(
            f"Sample feeds at {demo.origin}; something new every {EVERY:g} seconds. In another terminal:\n\n"
            f"    {command} feeds import {folder / 'feeds.opml'}\n"
            f"    {command} fetch\n"
            f"    {command} feeds\n"
            f"    {command} stories\n"
            f"    {command} add {demo.origin}/seeds/{next(iter(demo._seeds))}\n"
            f"    {command}\n\n"
            "`fetch` again after some seconds finds more. Ctrl-C here ends it and removes that library.\n"
        )
        sys.stdout.flush()
        try:
            running.serve_forever()
        except KeyboardInterrupt:
            sys.stdout.write("\n")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
