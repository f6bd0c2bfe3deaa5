"""Which addresses may be fetched: URLs taken apart strictly, and which IP addresses are public."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import quote, unquote_to_bytes, urljoin

import idna

from index.fetch.errors import FetchError
from index.fetch.manners import masked

LONGEST_URL = 8_000
"""Characters of an address; servers take no longer ones either."""

IPAddress = IPv4Address | IPv6Address

_PORTS = {"http": 80, "https": 443}
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u3000\ufeff\ud800-\udfff]|[\u2000-\u200f\u202a-\u202f]")
_LOOSE = re.compile("[ \udc80-\udcff]")
_PARTS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
_HOST_PORT = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")
_PATH_KEPT = "/:@!$&'()*+,;=~-._%"
_QUERY_KEPT = _PATH_KEPT + "?[]|"

# The IANA registries of special-purpose addresses. Kept here, as `ipaddress` answers by Python version
# and calls addresses global that lead to private ones (NAT64, 6to4).
_SPECIAL_4 = tuple(
    IPv4Network(net)
    for net in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_GLOBAL_6 = IPv6Network("2000::/3")
_SPECIAL_6 = tuple(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "3fff::/20"))
_TEREDO = IPv6Network("2001::/32")
_SIX_TO_FOUR = IPv6Network("2002::/16")
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class URL:
    """An http or https address that passed the checks.

    `host` is in lower case and ASCII (punycode), an IP address in its usual form, without brackets.
    `path` begins with a slash and `query` (None without `?`) is percent-encoded. `userinfo` is the encoded
    name and password as written, kept apart; nothing else of the address holds it. There is no fragment.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str | None
    userinfo: str | None = None

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, host and port: what may see the same credentials."""
        return self.scheme, self.host, self.port

    @property
    def literal(self) -> IPAddress | None:
        """The host as an IP address; None for a name."""
        try:
            return ip_address(self.host)
        except ValueError:
            return None

    @property
    def authority(self) -> str:
        """Host and, unless it is the scheme's own, port."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def authorization(self) -> str | None:
        """The Basic `Authorization` header for the name and password; None without them."""
        if self.userinfo is None:
            return None
        name, _, password = self.userinfo.partition(":")
        return "Basic " + b64encode(unquote_to_bytes(name) + b":" + unquote_to_bytes(password)).decode()

    def with_userinfo(self, userinfo: str | None) -> URL:
        """The same address with that name and password."""
        return replace(self, userinfo=userinfo)

    def text(self, *, secret: bool = False) -> str:
        """The address as a string; name and password only if `secret`."""
        user = f"{self.userinfo}@" if secret and self.userinfo is not None else ""
        query = "" if self.query is None else f"?{self.query}"
        return f"{self.scheme}://{user}{self.authority}{self.path}{query}"


def checked(url: str) -> URL:
    """`url` taken apart. Raises FetchError ("refused") for what is no plain http or https address.

    Refused are other schemes, control characters and white space anywhere, backslashes before the path,
    host names that IDNA does not allow, and ports out of range. A host that is a number in any form that a
    browser takes (`2130706433`, `0x7f.1`) becomes the IPv4 address it stands for.
    """
    if len(url) > LONGEST_URL:
        raise _refused(url, f"an address of more than {LONGEST_URL:,} characters")
    if _UNFIT.search(url):
        raise _refused(url, "an address with a space or control character in it")
    parts = _PARTS.fullmatch(url)
    if parts is None:
        raise _refused(url, "not a web address", "give it whole, such as https://example.org/feed")
    scheme = parts[1].lower()
    if scheme not in _PORTS:
        raise _refused(
            url, f"addresses of the kind {scheme[:20]}: are not fetched", "give an http or https one"
        )
    userinfo, at, place = (parts[2] or "").rpartition("@")
    found = _HOST_PORT.fullmatch(place)
    if found is None or "\\" in userinfo:
        raise _refused(url, "an address without a proper host name")
    port = int(found[2]) if found[2] else _PORTS[scheme]
    if not 0 < port < 65_536:
        raise _refused(url, "an address with an impossible port")
    return URL(
        scheme=scheme,
        host=_host(found[1], url),
        port=port,
        path=_encoded(parts[3], _PATH_KEPT) or "/",
        query=None if parts[4] is None else _encoded(parts[4], _QUERY_KEPT),
        userinfo=_encoded(userinfo, _PATH_KEPT) if at else None,
    )


def joined(base: URL, reference: str) -> URL:
    """What `reference` means on a page at `base`, without userinfo. Raises FetchError as `checked`.

    Spaces inside and bytes that are no UTF-8 (as surrogate escapes) are encoded, as servers write them so.
    """
    reference = _LOOSE.sub(lambda found: f"%{ord(found[0]) & 0xFF:02X}", reference.strip(" \t"))
    if _UNFIT.search(reference):
        # Joining would drop line breaks in silence.
        raise _refused(reference, "an address with a control character in it")
    try:
        target = urljoin(base.text(), reference)
    except ValueError:
        target = reference
    return checked(target).with_userinfo(None)


def same_host(url: str, other: str) -> bool:
    """Whether both are proper addresses at one host, whatever their ports."""
    try:
        return checked(url).host == checked(other).host
    except FetchError:
        return False


def is_public(address: IPAddress | str) -> bool:
    """Whether an IP address is one of the public internet, looked at through NAT64, 6to4 and mapping.

    A string that is no IP address is not public.
    """
    if isinstance(address, str):
        try:
            address = ip_address(address)
        except ValueError:
            return False
    if isinstance(address, IPv4Address):
        return not any(address in net for net in _SPECIAL_4)
    if address.scope_id is not None:
        return False
    inner = _inside(address)
    if inner is not None:
        return all(is_public(one) for one in inner)
    return address in _GLOBAL_6 and not any(address in net for net in _SPECIAL_6)


def _inside(address: IPv6Address) -> tuple[IPv4Address, ...] | None:
    """The IPv4 addresses that an IPv6 address leads to; None when it is one of its own."""
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address in _NAT64:
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    if address in _SIX_TO_FOUR:
        return (IPv4Address((int(address) >> 80) & 0xFFFF_FFFF),)
    if address in _TEREDO and address.teredo is not None:
        return address.teredo
    return None


def _host(written: str, url: str) -> str:
    """The host in ASCII. Raises FetchError."""
    if written.startswith("["):
        try:
            return str(IPv6Address(written[1:-1]))
        except ValueError:
            raise _refused(url, "an address without a proper host name") from None
    name = written.lower()
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True, std3_rules=False).decode()
        except (idna.IDNAError, UnicodeError):
            raise _refused(url, "an address whose host name is not allowed (IDNA)") from None
    name = name.removesuffix(".")
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused(url, "an address without a proper host name")
    if _NUMBER.fullmatch(labels[-1]):
        return _number(labels, url)
    return name


def _number(labels: list[str], url: str) -> str:
    """An IPv4 address from its one to four numbers, each decimal, octal (`0…`) or hexadecimal (`0x…`)."""
    try:
        numbers = [_parsed(label) for label in labels]
        *first, last = numbers
        if len(numbers) > 4 or any(n > 255 for n in first) or last >= 256 ** (5 - len(numbers)):
            raise ValueError
    except ValueError:
        raise _refused(url, "an address without a proper host name") from None
    return str(IPv4Address(sum(n << (24 - 8 * place) for place, n in enumerate(first)) + last))


def _parsed(label: str) -> int:
    if len(label) > 20 or not _NUMBER.fullmatch(label):
        raise ValueError
    if label[:2] == "0x":
        return int(label[2:] or "0", 16)
    return int(label, 8 if len(label) > 1 and label[0] == "0" else 10)


def _encoded(text: str, kept: str) -> str:
    """`text` with everything percent-encoded that may not stand there; what is encoded stays as it is."""
    return quote(text, safe=kept)


def _refused(url: str, what: str, do: str = "") -> FetchError:
    return FetchError(what, kind="refused", where=masked(url), do=do)
