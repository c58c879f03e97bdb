"""Which ports and private networks may be fetched from: what the operator allows beside the public web."""

from ipaddress import IPv4Network, IPv6Network

import pytest

from news.address import Networks, read_networks, refusal


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
