"""The time to read pages, against trafilatura alone on the same pages in the same run.

The pages are those of our own making, as they are and grown to the size of real ones; the public ones when
BYLINES_PAGES is set. The limit is for pages of real size: what we add to a page of a few lines weighs more.
Ours parses, drops what is hidden, reads metadata, types the blocks and goes through a worker process;
trafilatura alone gives the text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter, process_time

import trafilatura

from index.ingest.html import reading
from index.ingest.html.extractor import Extractor
from index.ingest.html.fragment import paragraphs
from tests.bench.evaluate_extraction import Gold, own, public

ROUNDS = 6
LIMIT = 1.3
"""The most that our reading may take, in times of trafilatura alone."""


def report() -> str:
    """Milliseconds a page and the ratio, for each set of pages; and the time of a feed item's fragment."""
    sets = {
        "short pages": _fresh(list(own())),
        "pages of real size": _fresh([_grown(gold) for gold in own()]),
    }
    found = list(public())[:200]
    if found:
        sets["public pages"] = [found] * ROUNDS
    lines = []
    with Extractor(workers=2) as extractor, ThreadPoolExecutor(2) as pool:

        def one(gold: Gold) -> object:
            return extractor.extract(gold.raw, url=gold.url)

        def worked(golds: Sequence[Gold]) -> object:
            return list(map(one, golds))

        def shared(golds: Sequence[Gold]) -> object:
            return list(pool.map(one, golds))

        for name, rounds in sets.items():
            size = sum(len(gold.raw) for gold in rounds[0]) / len(rounds[0]) / 1024
            lines.append(f"{name}: {len(rounds[0])} of {size:.0f} KiB")
            limit = "" if name == "short pages" else f" (at most {LIMIT})"
            for way, work, clock in (
                ("the reading alone, processor's time", _inside, process_time),
                ("through one worker", worked, perf_counter),
                ("through two workers, as it is used", shared, perf_counter),
            ):
                ours, peer = _times(rounds, work, _alone, clock)
                lines.append(
                    f"  {way:<36} {ours:6.2f} ms a page, trafilatura alone {peer:6.2f}, "
                    f"ratio {ours / peer:.2f}{limit}"
                )
    item = "<p>Two drones fell on the <a href='https://example.org/a?b=1'>roof</a>, officials said.</p>" * 11
    each, _ = _times(
        [[Gold("item", item.encode(), "")] * 50] * ROUNDS,
        lambda golds: [paragraphs(gold.raw.decode()) for gold in golds],
        lambda golds: len(golds),
        process_time,
    )
    lines.append(f"a feed item's fragment of {len(item)} characters: {each * 1000:.0f} µs (at most 200)")
    return "\n".join(lines)


def _alone(golds: Sequence[Gold]) -> object:
    return [trafilatura.extract(gold.raw, include_comments=False) for gold in golds]


def _inside(golds: Sequence[Gold]) -> object:
    return [reading.read(gold.raw, url=gold.url) for gold in golds]


def _times(
    rounds: Sequence[Sequence[Gold]],
    ours: Callable[[Sequence[Gold]], object],
    peer: Callable[[Sequence[Gold]], object],
    clock: Callable[[], float],
) -> tuple[float, float]:
    """The median milliseconds a page of both, run in turns; the first round warms what is made once."""
    times: tuple[list[float], list[float]] = ([], [])
    for number, golds in enumerate(rounds):
        for work, taken in zip((ours, peer), times, strict=True):
            began = clock()
            work(golds)
            if number:
                taken.append((clock() - began) * 1000 / len(golds))
    return median(times[0]), median(times[1])


def _fresh(golds: Sequence[Gold]) -> list[list[Gold]]:
    """The pages for each round, with other words in each: both programs remember lines they have seen."""
    return [
        [
            Gold(gold.name, gold.raw.replace(b" the ", f" the{number} ".encode()), gold.text, gold.url)
            for gold in golds
        ]
        for number in range(ROUNDS)
    ]


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
