"""The closing table of what was added: counts on stdout, what was left out and why on stderr."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import AddReport, Skipped
from tui.cmdline.output import Output
from tui.wording import count

ALL_NAMED = 20
"""Up to so many left out are named one by one; more are counted by their reason."""

_NAMED = 3


def tell(out: Output, report: AddReport) -> None:
    """Print what came of sources."""
    out.line(summary(report))
    skips(out, report.skipped)


def summary(report: AddReport) -> str:
    """The counts on one line: articles added, updated, unchanged; in part and skipped where there are any."""
    return (
        f"{count(report.added, 'article')} added, {report.updated:,} updated, {report.unchanged:,} unchanged"
        + (f", {report.partial:,} only in part" if report.partial else "")
        + (f", {len(report.skipped):,} skipped" if report.skipped else "")
    )


def skips(out: Output, skipped: Sequence[Skipped]) -> None:
    """Say what was left out: each by name while they are few, else by reason with the first names."""
    if len(skipped) <= ALL_NAMED:
        for one in skipped:
            out.message(f"skipped {one.source}: {one.reason}")
        return
    by_reason: dict[str, list[str]] = {}
    for one in skipped:
        by_reason.setdefault(one.reason, []).append(one.source)
    for reason, sources in sorted(by_reason.items(), key=lambda pair: -len(pair[1])):
        shown = ", ".join(sources[:_NAMED])
        more = f" and {len(sources) - _NAMED:,} more (`--json` names all)" if len(sources) > _NAMED else ""
        out.message(f"skipped {len(sources):,}: {reason}: {shown}{more}")
