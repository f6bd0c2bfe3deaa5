"""Web addresses in one spelling, so that two can be held against each other. Never for opening."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote, unquote_plus, urlsplit

_TRACKING = """
    _ga _gl _hsenc _hsmi amp amp_js_v at_campaign at_medium cmp cmpid cmpid2 dclid dicbo ef_id fbclid
    fb_action_ids fb_source gbraid gclid gclsrc guccounter guce_referrer guce_referrer_sig icid ig_rid igsh
    igshid intcid intcmp ito li_fat_id linkid mc_cid mc_eid mkt_tok mod msclkid ncid ns_campaign ns_mchannel
    ns_source ocid oly_anon_id oly_enc_id outputtype ref ref_src ref_url rss s_cid s_kwcid sc_campaign
    sc_channel share smid smtyp soc_src soc_trk spm sref taid trk ttclid twclid vero_id wbraid wickedid wt_mc
    xtor yclid
"""
TRACKING = frozenset(_TRACKING.split())
"""Parameters that say how a reader came, or in which dress a page is shown, but not which page it is."""
TRACKING_STARTS = ("at_", "hsa_", "mtm_", "ns_", "piwik_", "pk_", "utm_")
"""Beginnings of such names."""

_DRESSES = ("www.", "m.", "mobile.", "amp.")
_DEFAULT_PORTS = (None, 80, 443)
_DEFAULT_PAGES = frozenset(("index.html", "index.htm"))
_ESCAPE = re.compile("%([0-9A-Fa-f]{2})")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_KEPT = "%!$&'()*+,;=:@/?"
_MOST_ROUNDS = 100


@lru_cache(maxsize=1024)
def canonical(url: str) -> str:
    """The spelling that addresses of one page share, as far as the address alone tells; never raises.

    Scheme (always https), case, `www.` and `m.`, default ports, credentials, fragments (but `#!…`), tracking
    parameters and their order, a last slash, percent-encoding and AMP wrappings make no difference. What
    is no http address comes back as it is, without outer white space. Doing it twice changes nothing.
    """
    current = url.strip()
    for _ in range(_MOST_ROUNDS):
        # What one round uncovers (an address inside an AMP cache's) is for the next.
        following = _round(current).strip()
        if following == current:
            break
        current = following
    return current


def host(url: str) -> str:
    """The host of an address as `canonical` spells it; empty when it has none."""
    return canonical(url).partition("://")[2].partition("/")[0].partition("?")[0].partition("#")[0]


def _round(url: str) -> str:
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not name:
        return url
    path = _spelt(parts.path)
    inner = _inside_a_cache(name, path)
    if inner is not None:
        return f"https://{inner}" + (f"?{parts.query}" if parts.query else "")
    where = _bare_host(name) + ("" if port in _DEFAULT_PORTS else f":{port}")
    query = _query(parts.query)
    fragment = f"#{_spelt(parts.fragment)}" if parts.fragment.startswith("!") else ""
    return f"https://{where}{_bare_path(path)}{f'?{query}' if query else ''}{fragment}"


def _bare_host(name: str) -> str:
    """A host without the dress it wears, as long as a whole domain is left."""
    bare = _ascii(name).rstrip(".")
    while True:
        shorter = next((bare[len(dress) :] for dress in _DRESSES if bare.startswith(dress)), "")
        if "." not in shorter.strip("."):
            break
        bare = shorter.lstrip(".")
    return f"[{bare}]" if ":" in bare else bare


def _ascii(name: str) -> str:
    if name.isascii():
        return name.lower()
    try:
        return name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return quote(name.lower().encode("utf-8", "replace"), safe="")


def _inside_a_cache(name: str, path: str) -> str | None:
    """The address that an AMP cache shows a copy of, without its scheme."""
    start = {"google.com": "/amp/", "ampproject.org": "/c/"}.get(".".join(name.lower().split(".")[-2:]))
    if start is None or not path.startswith(start):
        return None
    inner = path.removeprefix(start).removeprefix("s/")
    return inner if "." in inner.partition("/")[0] else None


def _bare_path(path: str) -> str:
    """A path without dot segments, AMP's own segment, a default page and the last slash."""
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[max(1, len(segments) - 1) :]
        elif segment != ".":
            segments.append(segment)
    while len(segments) > 1 and (not segments[-1] or segments[-1].lower() in _DEFAULT_PAGES):
        segments.pop()
    # A page of its own must be left: `/amp` alone may be a section.
    if len(segments) > 2 and segments[-1].lower() == "amp":
        segments.pop()
    elif len(segments) > 2 and segments[1].lower() == "amp":
        del segments[1]
    elif len(segments) > 1:
        segments[-1] = re.sub(r"(?<=.)\.amp(\.html?)?$", lambda found: found[1] or "", segments[-1])
    return "/".join(segments)


def _query(query: str) -> str:
    parts = [_spelt(part) for part in query.split("&") if part]
    return "&".join(sorted(part for part in parts if not _tracks(part.partition("=")[0].lower())))


def _tracks(name: str) -> bool:
    return name in TRACKING or name.startswith(TRACKING_STARTS)


def _spelt(text: str) -> str:
    """Percent-encoding only where it is needed, in capitals."""
    spelt = quote(text.encode("utf-8", "replace"), safe=_KEPT)
    return _ESCAPE.sub(_plain, spelt)


def _plain(found: re.Match[str]) -> str:
    char = chr(int(found[1], 16))
    return char if char in _PLAIN else found[0].upper()


def without_secrets(url: str) -> str:
    """An address for showing and for export: no name and password, parameters named like secrets hidden.

    Values whose names speak of no secret stay, however random they look: many an address is nothing
    without them.
    """
    return _hiding(url, lambda _: HIDDEN)


def for_keeping(url: str) -> str:
    """The same for keeping: addresses that differ in a hidden value still differ, by a mark of its own.

    What is named like a secret may be what tells one article from another (`?code=`, `?key=`). Doing it
    twice changes nothing.
    """
    return _hiding(url, lambda value: value if _MARKED.fullmatch(value) else HIDDEN + _mark(value))


def names_a_secret(name: str) -> bool:
    """Whether a parameter of this name (percent-encoded) is likely to hold a key or who someone is."""
    return bool(_SECRET_NAME.search(unquote_plus(name)))


def _hiding(url: str, instead: Callable[[str], str]) -> str:
    def shown(parameter: re.Match[str]) -> str:
        start, name, value = parameter.groups()
        return f"{start}{name}={instead(value)}" if names_a_secret(name) else parameter.group()

    return _PARAMETER.sub(shown, _USER.sub(r"\1", url))


def _mark(value: str) -> str:
    """So few letters of a digest that many values share them, and hardly two in one library."""
    import hashlib

    return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()[:6]


HIDDEN = "***"
"""What stands where something was hidden."""

_MARKED = re.compile(r"\*\*\*(?:[0-9a-f]{6})?")
_USER = re.compile(r"\A([A-Za-z]+://)[^/?#]*@")
_PARAMETER = re.compile(r"([?&;#])([^=&;?#]+)=([^&;#]+)")
_SECRET_NAME = re.compile(
    r"token|secret|passw|pwd|api[_-]?key|key(?:$|[_-])|auth|sess|(?:^|[_-])sid$|sig|cred|jwt|hash|hmac"
    r"|bearer|(?:^|[_-])code$|private|^(?:pass|pw|user(?:name)?|login|email|uid)$",
    re.IGNORECASE,
)
