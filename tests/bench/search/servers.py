"""Peers in processes of their own, asked through pipes: a line of JSON in, a line of JSON back."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Server:
    """A running peer; see `tantivy_server` and `whoosh_server`."""

    def __init__(self, name: str, python: Path, script: str, arguments: Mapping[str, object]) -> None:
        """Raises OSError when the peer does not start."""
        self.name = name
        call = [str(python), str(Path(__file__).with_name(script)), json.dumps(arguments)]
        self._complaints = tempfile.TemporaryFile("w+")  # noqa: SIM115 (closed with the process)
        self._process = subprocess.Popen(
            call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints, text=True
        )
        self._answer()

    def ask(self, operation: str, text: str = "", /, **options: object) -> Any:
        """What the peer measured: milliseconds of an operation, None for one it has none for.

        Raises OSError when the peer is gone.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"operation": operation, "text": text, **options}) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def close(self) -> None:
        """End it."""
        self._process.communicate()
        self._complaints.close()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._complaints.seek(0)
            failure = self._complaints.read().strip().splitlines()
            raise OSError(f"{self.name} ended: {failure[-1] if failure else 'without a word'}")
        return json.loads(line)


def tantivy(folder: Path, data: Path) -> Server | None:
    """tantivy in a virtual environment beside the benchmark's folders; None where it cannot be had."""
    own = folder.parent / "venv"
    python = own / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    try:
        if not python.exists():
            venv.create(own, with_pip=True)
            install = [str(python), "-m", "pip", "install", "--quiet", "tantivy>=0.25,<1"]
            subprocess.run(install, check=True, timeout=120, capture_output=True)
        arguments = {"data": str(data), "index": str(folder / "tantivy")}
        return Server("tantivy", python, "tantivy_server.py", arguments)
    except (OSError, subprocess.SubprocessError):
        return None


def whoosh(folder: Path, data: Path) -> Server:
    """Whoosh as it comes, with its own codec, writer and searcher. Raises OSError."""
    arguments = {"data": str(data), "index": str(folder / "whoosh")}
    return Server("Whoosh", Path(sys.executable), "whoosh_server.py", arguments)
