"""Processes that a bench starts find their modules compiled, as they do where bylines is installed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_FOLDER = str(Path(tempfile.gettempdir()) / "bylines-bench-compiled")


def compiled() -> dict[str, str]:
    """An environment in which compiled modules are kept, whatever this one says."""
    return {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": _FOLDER}
