"""Which addresses may be fetched."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fetch.addresses import checked, is_public, joined, same_host
from index.fetch.errors import FetchError

PRIVATE = (
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2002:a9fe:a9fe::1",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "2606:4700::1%eth0",
    "fec0::1",
    "ff02::1",
    "no address",
    "",
)
PUBLIC = (
    "1.1.1.1",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.1",
    "172.15.255.255",
    "172.32.0.1",
    "223.255.255.255",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "::ffff:93.184.216.34",
    "64:ff9b::5db8:d822",
    "2002:5db8:d822::1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_and_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert is_public(address)


def test_teredo_is_unwrapped_to_both_of_its_addresses() -> None:
    def teredo(server: str, client: str) -> ipaddress.IPv6Address:
        hidden = int(ipaddress.IPv4Address(client)) ^ 0xFFFF_FFFF
        return ipaddress.IPv6Address((0x20010000 << 96) | (int(ipaddress.IPv4Address(server)) << 64) | hidden)

    assert not is_public(teredo("93.184.216.34", "127.0.0.1"))
    assert not is_public(teredo("127.0.0.1", "93.184.216.34"))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_inside_an_ipv6_one_is_as_public_as_it_is_itself(
    inner: ipaddress.IPv4Address,
) -> None:
    number = int(inner)
    for wrapped in (0xFFFF << 32 | number, 0x64FF9B << 96 | number, 0x2002 << 112 | number << 80 | 1):
        assert is_public(ipaddress.IPv6Address(wrapped)) == is_public(inner)


@given(st.ip_addresses())
def test_nothing_is_public_that_python_calls_private(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if is_public(address):
        inner = getattr(address, "ipv4_mapped", None) or address
        assert inner in ipaddress.ip_network("64:ff9b::/96") or not inner.is_private
        assert not address.is_multicast


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://2130706433/", "127.0.0.1"),
        ("http://0x7f.1/", "127.0.0.1"),
        ("http://0x7F000001/", "127.0.0.1"),
        ("http://017700000001/", "127.0.0.1"),
        ("http://127.1/", "127.0.0.1"),
        ("http://0177.0.0.01/", "127.0.0.1"),
        ("http://10.1.258/", "10.1.1.2"),
        ("http://127.0.0.1./", "127.0.0.1"),
        ("http://１２７.0.0.1/", "127.0.0.1"),
        ("http://127。0。0。1/", "127.0.0.1"),
        ("http://①②⑦.0.0.1/", "127.0.0.1"),
        ("http://[::FFFF:127.0.0.1]/", "::ffff:7f00:1"),
        ("http://[64:ff9b::7f00:1]/", "64:ff9b::7f00:1"),
    ],
)
def test_h101_every_way_to_write_an_ip_address_is_that_address(url: str, host: str) -> None:
    found = checked(url)
    assert ipaddress.ip_address(found.host) == ipaddress.ip_address(host)
    assert found.literal is not None
    assert not is_public(found.literal)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org/feed",
        "//example.org/feed",
        "http:example.org",
        "http:///feed",
        "http://",
        "http://@/",
        "http://:80/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/html,x",
        "feed://example.org/",
        "unix:///run/x.sock",
        "http://example.org/\r\nX: y",
        "http://example.org\r\n/",
        "http://example.org/a b",
        "http://exam ple.org/",
        " http://example.org/",
        "http://example.org/\n",
        "http://example.org/\x00",
        "http://example.org/\x85",
        "http://example.org/\u2028",
        "http://example.org/\u202egnp",
        "http://example.org/\ud800",
        "http://example.org\\@evil.example/",
        "http://exa%6dple.org/",
        "http://example.org:0/",
        "http://example.org:65536/",
        "http://example.org:80a/",
        "http://example.org:-1/",
        "http://example.org:８０/",
        "http://example..org/",
        "http://.example.org/",
        "http://-example.org/",
        "http://" + "a" * 64 + ".org/",
        "http://" + "a." * 130 + "org/",
        "http://\u2603\ufe0f.\u200d/",
        "http://[::1/",
        "http://::1/",
        "http://[fe80::1%25eth0]/",
        "http://[127.0.0.1]/",
        "http://256.1.1.1/",
        "http://1.2.3.4.5/",
        "http://4294967296/",
        "http://08.1/",
        "http://0xg.1/",
        "http://example.org/" + "a" * 9_000,
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        checked(url)
    assert caught.value.kind == "refused"
    assert "\n" not in str(caught.value)


def test_a_web_address_is_taken_apart_and_put_together() -> None:
    url = checked("HTTPS://Jane:pa%20ss@BÜCHER.example:8443/a b".replace(" ", "%20") + "/ü?q=ä&x=[1]#part")
    assert (url.scheme, url.host, url.port) == ("https", "xn--bcher-kva.example", 8443)
    assert url.text() == "https://xn--bcher-kva.example:8443/a%20b/%C3%BC?q=%C3%A4&x=[1]"
    assert url.authorization == "Basic SmFuZTpwYSBzcw=="
    assert "Jane" not in repr(url.with_userinfo(None)) + url.text()
    assert url.text(secret=True).startswith("https://Jane:pa%20ss@xn--")


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://example.org", "http://example.org/"),
        ("http://example.org.", "http://example.org/"),
        ("http://example.org?x", "http://example.org/?x"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://example.org:443/", "http://example.org:443/"),
        ("http://example.org:/", "http://example.org/"),
        ("http://[2606:4700:0:0::1111]:8080/x", "http://[2606:4700::1111]:8080/x"),
        ("http://my_site.example.org/%7Ea/100%25", "http://my_site.example.org/%7Ea/100%25"),
        ("http://example.org/p;a=1?x=%2F&y=a+b", "http://example.org/p;a=1?x=%2F&y=a+b"),
        ("http://example.org/@user/1", "http://example.org/@user/1"),
        ("http://faß.example/", "http://xn--fa-hia.example/"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
    ],
)
def test_the_usual_forms_of_an_address(url: str, text: str) -> None:
    assert checked(url).text() == text
    assert checked(text).text() == text


def test_references_are_joined_without_credentials() -> None:
    base = checked("https://a:b@example.org/x/feed?q")
    assert joined(base, "../y z.html#f").text(secret=True) == "https://example.org/y%20z.html"
    assert joined(base, "//other.example/p").text() == "https://other.example/p"
    assert joined(base, "http://u:p@other.example/").userinfo is None
    assert joined(base, "/caf\udce9").text() == "https://example.org/caf%E9"
    assert joined(base, "").text() == base.text()
    for bad in ("javascript:alert(1)", "file:///etc/passwd", "http://[x/", "//a\r\nx", "//evil:99999/"):
        with pytest.raises(FetchError):
            joined(base, bad)


def test_same_host_looks_at_the_host_alone() -> None:
    assert same_host("http://127.0.0.1:1/a", "https://2130706433:2/b")
    assert not same_host("http://a.example/", "http://b.example/")
    assert not same_host("http://a.example/", "nonsense")


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_refused(text: str) -> None:
    for url in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            found = checked(url)
        except FetchError as error:
            assert error.kind == "refused"
        else:
            assert found.text().isascii()
            assert checked(found.text()) == found.with_userinfo(None)
