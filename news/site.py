"""The web site that an address belongs to: its host without `www.`, and its registered domain."""

import re
from urllib.parse import urlsplit

_SECOND_LEVEL = frozenset(
    "ac biz co com desa edu go gob gov gub mil my net nom or org ponpes sch web".split()
)
"""Labels under which a country's domains are registered: `go.id`, `co.uk`."""

_ADDRESS = re.compile(r"[\d.]+|.*:.*")


def bare_host(url: str) -> str:
    """The host of a web address without `www.`, in small letters; empty where it has none."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").rstrip(".")


def site_of(url: str) -> str:
    """The registered domain of a web address: `tempo.co` of `https://rss.tempo.co/nasional`."""
    host = bare_host(url)
    if _ADDRESS.fullmatch(host):
        return host
    labels = host.split(".")
    under_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if under_country else labels[-2:])
