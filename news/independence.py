"""Independence: how many newsrooms have told an event by themselves.

Sites of one network publish one another's articles, and what an agency sends out is printed by many: both
count once, the latter by its beginning or, where full texts are known, by all of it (`news.copies`). One
owner does not make one newsroom.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files

from news.item import Item
from news.words import fold, forms

_SAME_TEXT = 0.6
"""The share of all words of two beginnings that both have, from which on they are one text."""

_ENOUGH_WORDS = 12
"""Words of a beginning that is long enough to be told from another."""

_SECOND_LEVEL = frozenset(
    {"ac", "co", "com", "desa", "edu", "go", "mil", "my", "net", "or", "org", "sch", "web"}
)
"""What stands before a country's ending without being anybody's name: kabar.co.id is the site."""


def independent(items: Sequence[Item]) -> int:
    """How many newsrooms have told what the items tell: networks and copies of one text count once."""
    voices: list[Item] = []
    for item in items:
        if not any(_is_one_voice(item, voice) for voice in voices):
            voices.append(item)
    return len(voices)


def _is_one_voice(one: Item, other: Item) -> bool:
    return network(one) == network(other) or one.original == other.original or same_text(one, other)


def network(item: Item) -> str:
    """The network of the site at which the item stands; a site that belongs to none is its own."""
    return _network(item.link.removeprefix("//").partition("/")[0].partition(":")[0])


def same_text(one: Item, other: Item) -> bool:
    """Whether the two begin with the same text, as an agency's report does wherever it is printed."""
    first, second = _beginning(one.lead), _beginning(other.lead)
    if min(len(first), len(second)) < _ENOUGH_WORDS:
        return False
    return len(first & second) >= _SAME_TEXT * len(first | second)


@lru_cache(10_000)
def _network(host: str) -> str:
    site = _site(host)
    return _networks().get(site, site)


def _site(host: str) -> str:
    labels = host.rsplit(".", 3)
    is_second_level = len(labels) > 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if is_second_level else -2 :])


@lru_cache(20_000)
def _beginning(lead: str) -> frozenset[str]:
    return frozenset(map(fold, forms(lead)))


@cache
def _networks() -> dict[str, str]:
    lines = (files("news") / "data" / "networks.txt").read_text(encoding="utf-8").splitlines()
    sites = [line.split() for line in lines if line and not line.startswith("#")]
    return {site: network[0] for network in sites for site in network}
