"""A feed's address as it is followed: one way to write it, and no password in it."""

from urllib.parse import urlsplit

from news.address import url_refusal
from news.link import web_link
from news.text import shorten

_SHOWN = 120


def feed_address(written: str) -> str:
    """The address that was written, as it is kept: scheme and host in small letters, and no fragment.

    Raises ValueError that says what is wrong, for others to read: without what may be a password.
    """
    address = web_link(written, base="")
    if address is None:
        raise ValueError(f"{shown(written)!r} is no http(s) address")
    parts = urlsplit(address)
    if "@" in parts.netloc:
        raise ValueError(f"{shown(address)} holds a name or a password; put the address without it")
    address = parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), fragment="").geturl()
    if reason := url_refusal(address):
        raise ValueError(f"{shown(address)} is not fetched: {reason}")
    return address


def shown(written: str) -> str:
    """What was written, short and without what may be a password, for a message that others may read."""
    before, _, after = written.rpartition("@")
    scheme, slashes, _ = before.partition("//")
    return shorten(f"{scheme if slashes else ''}{slashes}…@{after}" if before else written, _SHOWN)
