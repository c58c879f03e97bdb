"""Where a feed may be fetched from: which URLs, which internet addresses and which ports.

Who names a feed could make us ask any address for a page, those included that only this machine or its
network can reach. So a feed is fetched from the public internet alone, apart from the networks that the
operator allows. What counts is the address of the socket about to connect (`jobs.guard`); spellings, names
and redirects are ways to get there, and nothing here looks at them.

Not known here: this machine's own public addresses, and translators (NAT64) at prefixes of a network's own.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from news.link import LENGTH_LIMIT

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]

_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IANA has given to the public IPv6 internet; the rest is for special uses or for none."""


def _networks(text: str) -> Networks:
    return tuple(ip_network(part) for part in text.split())


_SPECIAL: tuple[tuple[str, Networks], ...] = (
    ("this machine", _networks("127.0.0.0/8 ::1")),
    # To connect to 0.0.0.0 or :: is to connect to this machine.
    ("an unspecified address", _networks("0.0.0.0/8 ::")),
    ("a private address", _networks("10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10")),
    # The metadata services of the clouds, which hand out credentials, are among them.
    ("a link-local address", _networks("169.254.0.0/16 fe80::/10")),
    ("a shared address", _networks("100.64.0.0/10")),
    ("a multicast address", _networks("224.0.0.0/4 ff00::/8")),
    ("a benchmarking address", _networks("198.18.0.0/15 2001:2::/48")),
    (
        "a documentation address",
        _networks("192.0.2.0/24 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20"),
    ),
    # 6to4 with its relays, and Teredo: tunnels into whatever IPv4 address they embed. Both are given up, no
    # feed lives behind them, and so a harmless embedded address does not open them.
    ("a tunnel's address", _networks("2002::/16 192.88.99.0/24 2001::/32")),
    # Where the embedded address stands in it is each network's own choice.
    ("a local translator's address", _networks("64:ff9b:1::/48")),
    # Public by its number, yet Azure answers there to its own virtual machines.
    ("a cloud's own address", _networks("168.63.129.16")),
    # A few anycast services within these are public; none of them is a web server.
    ("a reserved address", _networks("192.0.0.0/24 240.0.0.0/4 2001::/23")),
)

_WEB_PORTS = frozenset({80, 443})
_SERVICE_PORTS = frozenset(
    # Browsers refuse these, because what listens there may take an HTTP request for its own commands:
    # telephony, file shares, X11, mail, IRC, backups.
    {1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6679, 6697, 10080, *range(6665, 6670)}
    # Browsers do not know these, because nobody browses from inside a data centre: SQL Server, Oracle,
    # ZooKeeper, Docker, etcd, MySQL, remote desktop, PostgreSQL, AMQP, VNC, CouchDB, Redis, Cassandra, Kafka,
    # Elasticsearch, the kubelet, memcached, MongoDB.
    | {1433, 1521, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 5432, 5672, 5900, 5984, 6379, 9042, 9092}
    | {9200, 9300, 10250, 11211, 27017}
)

_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f\\]")


def read_networks(text: str) -> Networks:
    """The networks and single addresses in `text`, separated by commas or spaces.

    Raises ValueError naming the part that is no network. IPv4 is written as IPv4: `refusal` looks through the
    forms that embed it, so that a network of those would never match.
    """
    return tuple(_network(part) for part in text.replace(",", " ").split())


def _network(part: str) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(part)
    except ValueError as error:
        raise ValueError(f"no network: {error}") from None
    if isinstance(network, IPv6Network):
        if "%" in part:
            raise ValueError(f"no network: {part!r} names a zone")
        if network.subnet_of(_MAPPED) or network.subnet_of(_NAT64):
            raise ValueError(f"no network: {part!r} embeds IPv4; write the IPv4 network itself")
    return network


def refusal(address: str, port: int, *, allowed: Networks = ()) -> str:
    """Why no feed is fetched from this numeric `address` and `port`, in words; empty when one may be.

    A network in `allowed` opens its addresses on every port. An IPv4 address embedded in IPv6, mapped or for
    NAT64, is judged as what it is.
    """
    known = _known(address)
    if known is None:
        return f"no internet address ({address[:50]})"
    reached = _reached(known)
    if any(reached in network for network in allowed):
        return ""
    return _place(reached) or _service(port)


def _known(address: str) -> Address | None:
    # A zone names one of this machine's own interfaces. No public address has one, and the event loop would
    # look the text up again, as if it were a name.
    if "%" in address:
        return None
    try:
        return ip_address(address)
    except ValueError:
        return None


def _reached(address: Address) -> Address:
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _NAT64):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _place(address: Address) -> str:
    for words, networks in _SPECIAL:
        if any(address in network for network in networks):
            return f"{words} ({address})"
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return f"a reserved address ({address})"
    return ""


def _service(port: int) -> str:
    # Below 1024 the system's services listen, and of these only two serve the web.
    if port in _SERVICE_PORTS or (port not in _WEB_PORTS and not 1024 <= port <= 65_535):
        return f"a port that serves no feeds ({port})"
    return ""


def url_refusal(url: str) -> str:
    """Why no feed is fetched from this `url`, in words; empty when only its address remains to be judged."""
    if len(url) > LENGTH_LIMIT:
        return f"longer than {LENGTH_LIMIT} characters"
    # Parsers disagree on what these mean: some drop them, some end the host at them.
    if _NOT_IN_A_URL.search(url):
        return "a space, a backslash or a control character in the URL"
    try:
        parts = urlsplit(url)
        scheme, host, _ = parts.scheme, parts.hostname, parts.port
    except ValueError:
        return "no URL that can be read"
    if scheme not in ("http", "https"):
        return f"neither http nor https ({scheme[:20]})" if scheme else "neither http nor https"
    if "@" in parts.netloc:
        return "a user name or password in the URL"
    return "" if host and host.strip(".") else "no host in the URL"
