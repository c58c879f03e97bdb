"""Which addresses a feed may be fetched from: public ones, in whatever form they come."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.address import read_networks, refusal, url_refusal

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
