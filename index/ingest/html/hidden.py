"""Which elements a person does not see, by their own attributes; style sheets are not read."""

from __future__ import annotations

import re
from collections.abc import Mapping

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;]+)")
_ZERO = re.compile(r"0*\.?0+(?:px|em|rem|pt|%|vw|vh)?")
_WORDS = {"white": "ffffff", "black": "000000", "transparent": "transparent"}
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*(?:[,/]\s*([\d.]+%?)\s*)?\)")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
WHITE = "ffffff"


def declarations(style: str) -> dict[str, str]:
    """The declarations of a `style` attribute, in lower case, without `!important`."""
    return {
        name: value.replace("!important", "").strip()
        for name, value in _DECLARATION.findall(style[:4000].lower())
    }


def is_hidden(attributes: Mapping[str, str], background: str | None = None) -> bool:
    """Whether an element with these attributes is not shown; `background`: the colour behind it, if known."""
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    style = attributes.get("style")
    if not style:
        return False
    said = declarations(style)
    if said.get("display") == "none" or said.get("visibility") in ("hidden", "collapse"):
        return True
    if said.get("mso-hide") == "all" or _ZERO.fullmatch(said.get("font-size", "x")):
        return True
    if _ZERO.fullmatch(said.get("opacity", "x")):
        return True
    ink = colour(said.get("color", ""))
    if ink is None:
        return False
    return ink == "transparent" or ink == (_background(said) or background)


def background_of(attributes: Mapping[str, str]) -> str | None:
    """The colour an element paints behind its text (RRGGBB), or None when it does not say."""
    style = attributes.get("style")
    painted = _background(declarations(style)) if style and "background" in style.lower() else None
    return painted or colour(attributes.get("bgcolor", ""))


def _background(said: Mapping[str, str]) -> str | None:
    if "url(" in said.get("background", "") or "url(" in said.get("background-image", ""):
        return "picture"
    found = colour(said.get("background-color", "") or said.get("background", ""))
    return None if found == "transparent" else found


def colour(text: str) -> str | None:
    """A colour as RRGGBB or `transparent`; None when it is not understood."""
    text = text.strip().lower()
    if found := _HEX.search(text):
        digits = found[1]
        return digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    if found := _RGB.search(text):
        if found[4] in ("0", "0.0", "0%"):
            return "transparent"
        return "".join(f"{min(255, int(part)):02x}" for part in found.group(1, 2, 3))
    return next((code for word, code in _WORDS.items() if word in text.split()), None)
