"""What `index.text` does to text that is suspect, which is rare: apart, as its patterns are slow to make."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MARKS_PER_BASE = 4
"""How many combining marks a character keeps; real orthographies need fewer."""

_TABS_KEPT = 4
_TAB = "    "

# Every class below is written as the inside of a bracket expression.
_CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_BREAKS = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
# Bidirectional controls, zero-width characters, invisible operators, fillers of no width, annotation
# and musical controls, the replacement for an embedded object, tags.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ufeff\ufff0-\ufffc\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0xF0000, 0x10000)
)
_SURROGATES = "\ud800-\udfff"
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_BLANKS = "\u3164\uffa0\u2800"
_REGIONAL = "\U0001f1e6-\U0001f1ff"
_JOINERS = "\u200c\u200d"
# Characters that may be combining marks: no letter, digit, space or common punctuation. `_mark` decides.
_MARKISH = (
    r"[^\w\s\x00-\u02ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2100-\u2bff\u3001-\u3029\u3030-\u3098"
    r"\uff01-\uffee\U0001f000-\U0001faff]"
)

_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdcf\ufdf0-\ufdff"
    "\ufe70-\ufefc\U00010a00-\U00011fff"
)
_PICTURES = "\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff"

# A control string (OSC, DCS, APC, PM, SOS) goes with its payload only when it ends on its line;
# an unterminated one loses its introducer and number alone, so that no following text is lost.
_SEQUENCES = re.compile(
    "(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])"
    "(?:[^\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029]*(?:\x07|\x1b\\\\|\x9c)|[0-9]{0,4};?)"
    "|(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]?"
    "|\x1b[ -/]*[0-~]?"
)
_LINE_ENDS = re.compile(f"\r\n?|[{_BREAKS}]")
_PAIRS = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_LONE = re.compile(f"[{_SURROGATES}]")
_TABS = re.compile("\t+")
_REMOVED = re.compile(f"[{_CONTROLS}{_INVISIBLE}{_PRIVATE}{_NONCHARACTERS}]")
_STRAY_SELECTORS = re.compile(
    "(?<![#*0-9\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff])[\ufe0e\ufe0f]"
    "|(?<![\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])[\U000e0100-\U000e01ef]"
    "|[\ufe00-\ufe0d]"
)
_STRAY_JOINERS = re.compile(
    f"(?<![{_JOINING}])\u200c|\u200c(?![{_JOINING}])"
    f"|(?<![{_JOINING}{_PICTURES}])\u200d|(?<=[{_JOINING}])\u200d(?![{_JOINING}])"
    f"|(?<=[{_PICTURES}])\u200d(?![{_PICTURES}])"
)
_MARK_RUN = re.compile(f"{_MARKISH}{{{MARKS_PER_BASE + 1},}}")
_LEADING_MARKS = re.compile(rf"(?:\A|(?<=\n)){_MARKISH}+")
_BLANK = re.compile(f"[{_BLANKS}]")
_FLAGS = re.compile(f"[{_REGIONAL}]+")
_UNSAFE = re.compile(f"[{_CONTROLS}\t{_BREAKS}{_INVISIBLE}{_PRIVATE}{_NONCHARACTERS}{_SURROGATES}]")
_BREAKING = "\t\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"


def cleaned(text: str) -> str:
    """`text` without anything that acts or hides."""
    text = _invisible(without_controls(text))
    text = _LEADING_MARKS.sub(_without_leading_marks, text)
    return _MARK_RUN.sub(_bounded, text)


def scrubbed(text: str) -> str:
    """Unsafe characters as U+FFFD, tabs and breaks as a space; the length stays."""
    return _UNSAFE.sub(_stand_in, text)


def without_marks_ahead(line: str) -> str:
    """A line without combining marks at its head."""
    while line and _mark(line[0]):
        line = line[1:].lstrip()
    return line


def without_controls(text: str) -> str:
    """Escape sequences and control characters gone, line ends as `\\n`, tabs as bounded spaces."""
    text = _SEQUENCES.sub("", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _TABS.sub(lambda run: _TAB * min(len(run[0]), _TABS_KEPT), text)
    return _REMOVED.sub("", text)


def _invisible(text: str) -> str:
    """Surrogates, stray selectors and joiners, blanks and lone regional indicators made harmless."""
    if _LONE.search(text):
        text = _PAIRS.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)
        text = _REMOVED.sub("", _LONE.sub("\ufffd", text))
    text = _BLANK.sub(" ", text)
    text = _STRAY_SELECTORS.sub("", text)
    text = _STRAY_JOINERS.sub("", text)
    return _FLAGS.sub(_whole_flags, text)


def _whole_flags(run: re.Match[str]) -> str:
    """Pairs of regional indicators kept; a lone one, whose width programs disagree on, as its letter."""
    flags = run[0]
    if len(flags) % 2 == 0:
        return flags
    return flags[:-1] + chr(ord(flags[-1]) - 0x1F1E6 + ord("A"))


@lru_cache(maxsize=4096)
def _mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "M"


def _without_leading_marks(run: re.Match[str]) -> str:
    """A mark with no base would combine with whatever is drawn before it, a border perhaps."""
    return run[0].lstrip("".join({char for char in run[0] if _mark(char)}))


def _bounded(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for char in run[0]:
        marks = marks + 1 if _mark(char) else 0
        if marks <= MARKS_PER_BASE:
            kept.append(char)
    return "".join(kept)


def _stand_in(found: re.Match[str]) -> str:
    return " " if found[0] in _BREAKING else "\ufffd"
