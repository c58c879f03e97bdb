"""Where a feed may be fetched from: addresses, ports and URLs."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.address import Networks, read_networks, refusal, url_refusal

PRIVATE = ("10.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10")


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "8.8.8.8",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.0.1.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2001:200::1",
        "2001:4860:4860::8888",
        "2400:cb00::1",
        "2606:4700::1111",
        "2a00:1450:4001:81b::200e",
        "::ffff:8.8.8.8",
        "::FFFF:808:808",
        "64:ff9b::8.8.8.8",
        "64:ff9b::101:101",
    ],
)
def test_a_public_address_may_be_fetched_from(address: str) -> None:
    assert refusal(address, 443) == ""


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("127.0.0.1", "this machine (127.0.0.1)"),
        ("127.255.255.254", "this machine (127.255.255.254)"),
        ("::1", "this machine (::1)"),
        ("0:0:0:0:0:0:0:1", "this machine (::1)"),
        ("0.0.0.0", "an unspecified address (0.0.0.0)"),
        ("0.1.2.3", "an unspecified address (0.1.2.3)"),
        ("::", "an unspecified address (::)"),
        ("10.0.0.1", "a private address (10.0.0.1)"),
        ("172.16.0.1", "a private address (172.16.0.1)"),
        ("172.31.255.255", "a private address (172.31.255.255)"),
        ("192.168.1.1", "a private address (192.168.1.1)"),
        ("fc00::1", "a private address (fc00::1)"),
        ("fd00:ec2::254", "a private address (fd00:ec2::254)"),
        ("fec0::1", "a private address (fec0::1)"),
        ("169.254.169.254", "a link-local address (169.254.169.254)"),
        ("fe80::1", "a link-local address (fe80::1)"),
        ("febf::1", "a link-local address (febf::1)"),
        ("100.64.0.1", "a shared address (100.64.0.1)"),
        ("100.100.100.200", "a shared address (100.100.100.200)"),
        ("224.0.0.1", "a multicast address (224.0.0.1)"),
        ("239.255.255.250", "a multicast address (239.255.255.250)"),
        ("ff02::1", "a multicast address (ff02::1)"),
        ("198.18.0.1", "a benchmarking address (198.18.0.1)"),
        ("2001:2::1", "a benchmarking address (2001:2::1)"),
        ("192.0.2.1", "a documentation address (192.0.2.1)"),
        ("198.51.100.1", "a documentation address (198.51.100.1)"),
        ("203.0.113.1", "a documentation address (203.0.113.1)"),
        ("2001:db8::1", "a documentation address (2001:db8::1)"),
        ("3fff::1", "a documentation address (3fff::1)"),
        ("2002:7f00:1::", "a tunnel's address (2002:7f00:1::)"),
        ("2002:808:808::1", "a tunnel's address (2002:808:808::1)"),
        ("2001:0:808:808::f5ff:fffe", "a tunnel's address (2001:0:808:808::f5ff:fffe)"),
        ("192.88.99.1", "a tunnel's address (192.88.99.1)"),
        ("64:ff9b:1::808:808", "a local translator's address (64:ff9b:1::808:808)"),
        ("168.63.129.16", "a cloud's own address (168.63.129.16)"),
        ("192.0.0.170", "a reserved address (192.0.0.170)"),
        ("240.0.0.1", "a reserved address (240.0.0.1)"),
        ("255.255.255.255", "a reserved address (255.255.255.255)"),
        ("100::1", "a reserved address (100::1)"),
        ("2001:10::1", "a reserved address (2001:10::1)"),
        ("5f00::1", "a reserved address (5f00::1)"),
        ("4000::1", "a reserved address (4000::1)"),
        ("::127.0.0.1", "a reserved address (::7f00:1)"),
        ("::8.8.8.8", "a reserved address (::808:808)"),
        ("::ffff:0:127.0.0.1", "a reserved address (::ffff:0:7f00:1)"),
        ("::ffff:127.0.0.1", "this machine (127.0.0.1)"),
        ("::ffff:7f00:1", "this machine (127.0.0.1)"),
        ("::ffff:0.0.0.0", "an unspecified address (0.0.0.0)"),
        ("::ffff:169.254.169.254", "a link-local address (169.254.169.254)"),
        ("::ffff:100.64.0.1", "a shared address (100.64.0.1)"),
        ("64:ff9b::7f00:1", "this machine (127.0.0.1)"),
        ("64:ff9b::192.168.0.1", "a private address (192.168.0.1)"),
    ],
)
def test_an_address_of_special_use_is_refused_in_words(address: str, reason: str) -> None:
    assert refusal(address, 443) == reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.org",
        "localhost",
        "127.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "2130706433",
        "8.8.8.8.",
        " 8.8.8.8",
        "8.8.8.8\n",
        "１.1.1.1",
        "[2606:4700::1111]",
        "8.8.8.8/32",
        "fe80::1%eth0",
        "2606:4700::1111%1",
        "2606:4700::1111%",
    ],
)
def test_what_is_no_canonical_address_is_never_connected_to(text: str) -> None:
    assert refusal(text, 80) == f"no internet address ({text})"
    assert refusal(text, 80, allowed=read_networks("0.0.0.0/0 ::/0")) == f"no internet address ({text})"


def test_a_reason_stays_short_whatever_it_quotes() -> None:
    assert refusal("1" * 1_000_000, 80) == f"no internet address ({'1' * 50})"


@given(text=st.text(), port=st.integers())
def test_whatever_comes_is_judged_without_an_error(text: str, port: int) -> None:
    assert isinstance(refusal(text, port), str)
    assert isinstance(url_refusal(text), str)


def _embedded(address: IPv4Address | IPv6Address) -> list[IPv6Address]:
    number = int(address)
    return [
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(number),
        IPv6Address(0xFFFF << 48 | number),
        IPv6Address(0x64_FF9B << 96 | number),
        IPv6Address(0x64_FF9B_0001 << 80 | number),
        IPv6Address(0x2002 << 112 | number << 80 | 1),
        IPv6Address(0x2001 << 112 | number << 64 | 0xFFFF_FFFF ^ int(IPv4Address("8.8.8.8"))),
        IPv6Address(0x2001 << 112 | int(IPv4Address("8.8.8.8")) << 64 | 0xFFFF_FFFF ^ number),
    ]


_inside = st.sampled_from(PRIVATE).flatmap(lambda network: st.ip_addresses(v=4, network=network))


@given(address=_inside)
def test_no_form_that_embeds_it_opens_a_private_address(address: IPv4Address) -> None:
    forms = [address, *_embedded(address)]
    assert [form for form in forms if not refusal(str(form), 80)] == []
    assert [form for form in forms if not refusal(form.exploded.upper(), 80)] == []


# Refused here although Python counts them, in some of its versions at least, as public.
STRICTER = (
    ("100.64.0.0/10", "mapped into IPv6, it was forgotten"),
    ("192.0.0.0/24", "protocol assignments, a few anycast services among them"),
    ("192.88.99.0/24", "relays of 6to4, given up"),
    ("168.63.129.16/32", "the platform's service within Azure"),
    ("224.0.0.0/4", "multicast is global to Python where its scope may be"),
    ("ff00::/8", "the same"),
    ("2001::/23", "protocol assignments, a few anycast services among them"),
    ("2002::/16", "6to4, given up"),
    ("3fff::/20", "documentation since 2024"),
    ("fec0::/10", "site-local, given up"),
    ("64:ff9b:1::/48", "local translation"),
    ("::/3", "not allocated: IPv4-compatible, translated, segment routing"),
    *((network, "not allocated") for network in ("4000::/2", "8000::/1")),
)
STRICTER_NETWORKS = [ip_network(network) for network, _ in STRICTER]


def _reached(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    forms = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))
    return IPv4Address(int(address) & 0xFFFF_FFFF) if any(address in form for form in forms) else address


@given(
    address=st.one_of(
        st.ip_addresses(),
        st.ip_addresses(v=4),
        st.ip_addresses(v=6, network="2000::/3"),
        st.ip_addresses(v=4).flatmap(lambda address: st.sampled_from(_embedded(address))),
    )
)
@example(address=ip_address("::ffff:100.64.0.1"))
@example(address=ip_address("224.0.0.1"))
def test_what_python_does_not_count_as_public_is_refused(address: IPv4Address | IPv6Address) -> None:
    refused = bool(refusal(str(address), 80))
    reached = _reached(address)
    if not reached.is_global:
        assert refused
    elif refused:
        assert any(reached in network for network in STRICTER_NETWORKS)


@pytest.mark.parametrize("port", [80, 443, 1024, 3000, 8000, 8080, 8443, 8888, 49152, 65535])
def test_the_web_is_served_on_these_ports(port: int) -> None:
    assert refusal("8.8.8.8", port) == ""


@pytest.mark.parametrize(
    "port",
    [
        *(-1, 0, 1, 21, 22, 23, 25, 53, 79, 81, 110, 143, 445, 465, 587, 993, 1023, 65536),
        *(2049, 2375, 3306, 5432, 6000, 6379, 6667, 9200, 10250, 11211, 27017),
    ],
)
def test_a_port_of_another_service_is_refused_unless_its_address_is_allowed(port: int) -> None:
    reason = f"a port that serves no feeds ({port})"
    assert refusal("8.8.8.8", port) == refusal("2606:4700::1111", port) == reason
    assert refusal("8.8.8.8", port, allowed=read_networks("8.8.8.8")) == ""


ALLOWED = "127.0.0.0/8, 10.20.0.0/16 fd00::/8,192.168.1.7"


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("127.0.0.1", True),
        ("10.20.255.255", True),
        ("10.21.0.0", False),
        ("10.19.255.255", False),
        ("192.168.1.7", True),
        ("192.168.1.8", False),
        ("fd12::1", True),
        ("fc12::1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", True),
        ("::ffff:10.20.0.1", True),
        ("::ffff:10.21.0.1", False),
        ("64:ff9b::10.20.0.1", True),
        ("64:ff9b::10.21.0.1", False),
        ("64:ff9b:1::10.20.0.1", False),
        ("2002:a14:1::1", False),
        ("::10.20.0.1", False),
        ("fd12::1%eth0", False),
        ("8.8.8.8", True),
    ],
)
def test_the_operator_opens_their_own_networks_and_nothing_beside_them(address: str, may: bool) -> None:
    assert (refusal(address, 80, allowed=read_networks(ALLOWED)) == "") is may


def test_all_of_ipv6_does_not_mean_the_ipv4_embedded_in_it() -> None:
    everything = read_networks("::/0")
    assert refusal("fd00::1", 80, allowed=everything) == ""
    assert refusal("::ffff:10.0.0.1", 80, allowed=everything) == "a private address (10.0.0.1)"
    assert refusal("64:ff9b::10.0.0.1", 80, allowed=everything) == "a private address (10.0.0.1)"


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("", ()),
        (" , ,", ()),
        (
            ALLOWED,
            (
                IPv4Network("127.0.0.0/8"),
                IPv4Network("10.20.0.0/16"),
                IPv6Network("fd00::/8"),
                IPv4Network("192.168.1.7/32"),
            ),
        ),
        ("::1\n10.0.0.0/255.0.0.0", (IPv6Network("::1/128"), IPv4Network("10.0.0.0/8"))),
    ],
)
def test_networks_are_read_between_commas_and_spaces(text: str, networks: Networks) -> None:
    assert read_networks(text) == networks


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ("10.20.0.1/16", "has host bits set"),
        ("10.20.0.0/33", "does not appear to be"),
        ("localhost", "does not appear to be"),
        ("0177.0.0.1", "does not appear to be"),
        ("fe80::1%eth0", "names a zone"),
        ("::ffff:10.0.0.0/104", "write the IPv4 network itself"),
        ("64:ff9b::/96", "write the IPv4 network itself"),
    ],
)
def test_a_part_that_is_no_network_is_named(part: str, why: str) -> None:
    with pytest.raises(ValueError, match="no network: ") as caught:
        read_networks(f"127.0.0.0/8, {part}")
    assert part in str(caught.value)
    assert why in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org",
        "https://example.org/feed?format=rss&at=a@b",
        "HTTPS://Example.ORG:8443/@jakarta/feed",
        "http://bücher.example/",
        "http://2130706433/",
        "http://[::ffff:7f00:1]/",
        "http://10.0.0.1/",
    ],
)
def test_a_url_leaves_its_address_to_the_guard(url: str) -> None:
    assert url_refusal(url) == ""


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "neither http nor https (file)"),
        ("gopher://example.org/", "neither http nor https (gopher)"),
        ("javascript:alert(1)", "neither http nor https (javascript)"),
        (f"{'x' * 1000}://example.org/", f"neither http nor https ({'x' * 20})"),
        ("//example.org/", "neither http nor https"),
        ("example.org", "neither http nor https"),
        ("", "neither http nor https"),
        ("http://", "no host in the URL"),
        ("http:/example.org", "no host in the URL"),
        ("https://:443/", "no host in the URL"),
        ("https://me:secret@example.org/", "a user name or password in the URL"),
        ("https://example.org@127.0.0.1/", "a user name or password in the URL"),
        ("https://@example.org/", "a user name or password in the URL"),
        ("http://[::1", "no URL that can be read"),
        ("http://example.org:99999/", "no URL that can be read"),
        ("http://example.org:http/", "no URL that can be read"),
        ("http://example.org\uff0f@127.0.0.1/", "no URL that can be read"),
        ("http://example.org\\@127.0.0.1/", "a space, a backslash or a control character in the URL"),
        ("http://exa mple/", "a space, a backslash or a control character in the URL"),
        ("http://127.0.0.1\t.example.org/", "a space, a backslash or a control character in the URL"),
        ("http://example.org/\r\nHost: x", "a space, a backslash or a control character in the URL"),
        (f"http://example.org/{'x' * 2030}", "longer than 2048 characters"),
    ],
)
def test_a_url_that_leads_nowhere_or_too_far_is_refused_in_words(url: str, reason: str) -> None:
    assert url_refusal(url) == reason


def test_a_url_may_be_as_long_as_a_link() -> None:
    assert url_refusal(f"http://example.org/{'x' * 2029}") == ""
