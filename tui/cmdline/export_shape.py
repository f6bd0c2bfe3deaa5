"""The JSON of an exported story: `compare`'s, with rows, runs of shared wording, and notes."""

from __future__ import annotations

from config.version import VERSION
from index.dossier import Dossier
from index.model import Story
from tui.cmdline import shapes

_STATE = frozenset({"unread", "marked", "pinned", "archived", "notes", "read"})
"""What tells of the person's reading and not of the story."""


def export(found: Dossier) -> shapes.Shape:
    """Everything that an export holds, in one document; fields may be added, never renamed."""
    compared = shapes.comparison(Story(found.card, found.articles), found.comparison)
    return {
        "made_with": f"bylines {VERSION}",
        "made": found.made or None,
        **compared,
        "story": {
            **_without_state(compared["story"]),
            "articles": [_without_state(one) for one in compared["story"]["articles"]],
        },
        "other_outlets": list(found.others),
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
    }


def _without_state(shape: shapes.Shape) -> shapes.Shape:
    return {name: value for name, value in shape.items() if name not in _STATE}
