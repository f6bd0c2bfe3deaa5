"""The time to read pages, against trafilatura alone on the same pages in the same run.

The pages are those of our own making, as they are and grown to the size of real ones; the public ones when
BYLINES_PAGES is set. Ours parses, drops what is hidden, reads metadata, types the blocks and goes through a
worker process; trafilatura alone gives the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

import trafilatura

from index.ingest.html.extractor import Extractor
from index.ingest.html.fragment import paragraphs
from tests.bench.evaluate_extraction import Gold, own, public

ROUNDS = 7
LIMIT = 1.3
"""The most that our reading may take, in times of trafilatura alone."""


def report() -> str:
    """Milliseconds a page and the ratio, for each set of pages; and the time of a feed item's fragment."""
    sets = {"small pages": list(own()), "pages of real size": [_grown(gold) for gold in own()]}
    found = list(public())
    if found:
        sets["public pages"] = found[:200]
    lines = []
    with Extractor(workers=1) as extractor:
        for name, golds in sets.items():
            ours, peer = _times(golds, lambda gold: extractor.extract(gold.raw, url=gold.url), _alone)
            size = sum(len(gold.raw) for gold in golds) / len(golds) / 1024
            lines.append(
                f"{name:<20} {len(golds):>4} of {size:>4.0f} KiB: bylines {ours:6.2f} ms a page, trafilatura "
                f"{peer:6.2f} ms, ratio {ours / peer:.2f} (at most {LIMIT})"
            )
    item = "<p>Two drones fell on the <a href='https://example.org/a?b=1'>roof</a>, officials said.</p>" * 11
    each, _ = _times([Gold("item", item.encode(), "")] * 50, lambda gold: paragraphs(gold.raw.decode()), len_)
    lines.append(f"a feed item's fragment of {len(item)} characters: {each * 1000:.0f} µs (at most 200)")
    return "\n".join(lines)


def _alone(gold: Gold) -> object:
    return trafilatura.extract(gold.raw, include_comments=False)


def len_(gold: Gold) -> object:
    """Nothing to compare with."""
    return len(gold.raw)


def _times(
    golds: Sequence[Gold], ours: Callable[[Gold], object], peer: Callable[[Gold], object]
) -> tuple[float, float]:
    """The median milliseconds a page of both, run in turns."""
    rounds: tuple[list[float], list[float]] = ([], [])
    for number in range(ROUNDS + 1):
        for work, times in zip((ours, peer), rounds, strict=True):
            began = perf_counter()
            for gold in golds:
                work(gold)
            if number:  # the first round warms the caches
                times.append((perf_counter() - began) * 1000 / len(golds))
    return median(rounds[0]), median(rounds[1])


def _grown(gold: Gold) -> Gold:
    """A page with the scripts, styles and links that a real site adds."""
    script = "<script>window.data=" + '{"key":"value","list":[1,2,3]},' * 1500 + "</script>"
    style = "<style>" + ".a-b{margin:0;padding:1px}" * 1200 + "</style>"
    links = "".join(
        f'<div class="nav-item"><a class="link-{n}" href="/s/{n}"><span>Section {n}</span></a></div>'
        for n in range(250)
    )
    menu = f'<nav class="mega-menu">{links}</nav>'
    raw = (
        gold.raw.decode()
        .replace("</head>", f"{style}{script}</head>")
        .replace("</body>", f"{menu}{script}</body>")
    )
    return Gold(gold.name, raw.encode(), gold.text, gold.url)
