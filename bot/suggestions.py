"""Topics that we suggest to whoever does not know yet what to follow: the first of the topic packs."""

from itertools import islice

from bot.refusals import StaleButton
from news.packs import Pack, packs

_MOST = 6
"""Three rows of buttons: more would push the next steps off a small screen."""


def suggestions() -> tuple[Pack, ...]:
    """The packs that we suggest, in the order in which we show them."""
    return tuple(islice(packs().values(), _MOST))


def suggestion(key: str) -> Pack:
    """The pack of that key, also one that we no longer suggest. Raises StaleButton."""
    found = packs().get(key)
    if found is None:
        raise StaleButton
    return found
