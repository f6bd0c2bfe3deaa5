"""Settings as YAML that this project reads back, without PyYAML."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[\w~/.+$@][\w ~/.,+$@()=<>-]*", re.ASCII)


def scalar(text: str) -> str:
    """A string as YAML: bare where that is safe, else in double quotes."""
    return text if _PLAIN.fullmatch(text) and text == text.strip() else json.dumps(text, ensure_ascii=False)


def lines(name: str, value: object, indent: int = 0) -> list[str]:
    """`name: value` as lines; `value` is made of strings, lists of strings and mappings."""
    head = " " * indent + scalar(name) + ":"
    if isinstance(value, dict) and value:
        return [head, *(line for key, inner in value.items() for line in lines(key, inner, indent + 2))]
    if isinstance(value, dict):
        return [f"{head} {{}}"]
    if isinstance(value, list):
        return [f"{head} [{', '.join(_in_list(str(one)) for one in value)}]"]
    return [f"{head} {scalar(str(value))}"]


def _in_list(text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if "," in text else scalar(text)
