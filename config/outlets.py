"""`outlets.yaml`: which outlet the files of a folder come from, where their own text does not say.

default: Example Herald          # for every file of the folder not named below
outlets:
  vision-times.txt: Vision Times
"""

from __future__ import annotations

from pathlib import Path

from config.errors import YamlError
from config.yamlsafe import load_with_marks

SIDECAR = "outlets.yaml"
MAX_BYTES = 1_000_000
_KEYS = frozenset({"default", "outlets"})


def sidecar(folder: Path) -> dict[str, str]:
    """File name -> outlet from `folder/outlets.yaml`; the key `""` holds the folder's default.

    Empty where there is no such file. Raises YamlError when it is broken, with `file:line:column`.
    """
    path = folder / SIDECAR
    try:
        if not path.is_file():
            return {}
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise YamlError(
            f"cannot be read: {error.strerror or error}", where=str(path), do="check its rights"
        ) from None
    except UnicodeDecodeError:
        raise YamlError("is not UTF-8 text", where=f"{path}:1:1", do="save it as UTF-8") from None
    marked = load_with_marks(text, where=str(path))
    for key in marked.data:
        if key not in _KEYS:
            what = f"unknown key `{key[:60]}`"
            raise YamlError(what, where=marked.place(key), do="use `outlets:` and `default:`")
    names: dict[str, str] = {}
    default = marked.data.get("default", "")
    if not isinstance(default, str):
        raise YamlError(
            "`default` must be one name", where=marked.place("default"), do="write `default: NAME`"
        )
    if default.strip():
        names[""] = default.strip()
    outlets = marked.data.get("outlets") or {}
    if not isinstance(outlets, dict):
        raise YamlError(
            "`outlets` must be `file: NAME` lines", where=marked.place("outlets"), do="see the guide"
        )
    for name, outlet in outlets.items():
        if not isinstance(outlet, str) or not outlet.strip():
            what = f"`{name[:60]}` has no outlet"
            raise YamlError(what, where=marked.place("outlets", name), do="write `file: NAME`")
        names[name] = outlet.strip()
    return names
