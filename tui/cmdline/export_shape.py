"""The JSON of an exported story: `compare`'s, with rows, runs of shared wording, and notes."""

from __future__ import annotations

from config.version import VERSION
from index.dossier import Dossier
from index.model import Story
from tui.cmdline import shapes


def export(found: Dossier) -> shapes.Shape:
    """Everything that an export holds, in one document; fields may be added, never renamed."""
    return {
        "made_with": f"bylines {VERSION}",
        "made": found.made or None,
        **shapes.comparison(Story(found.card, found.articles), found.comparison),
        "rows": [
            {
                "row": number,
                "standing": found.standing(row),
                "told_by": list(found.told_by(row)),
                "passages": [passage.id for passage in found.in_row(row)],
            }
            for number, row in enumerate(found.rows, start=1)
        ],
        "wording": [
            {
                "a": one.a,
                "b": one.b,
                "share": one.share,
                "spans": [{"passage": name, "start": start, "end": end} for name, start, end in one.spans],
            }
            for one in found.comparison.wording
        ],
        "notes": [shapes.note(one) for one in found.notes],
        "left_out": list(found.others),
    }
