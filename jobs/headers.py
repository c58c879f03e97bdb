"""What the headers of an answer say, read without trusting them."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urldefrag, urljoin

LONGEST_WISH = timedelta(days=30)
"""That a server may ask us to stay away."""

LONGEST_FRESHNESS = timedelta(hours=6)

_LONGEST_VALIDATOR = 500
_MAX_AGE = re.compile(r"(?<![\w-])max-age\s*=\s*\"?(\d{1,9})")
_NO_STORE = re.compile(r"(?<![\w-])no-(?:cache|store)\b")
_TYPE = re.compile(r"\s*([\w.+-]{1,60}/[\w.+-]{1,60})\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{1,40})", re.ASCII | re.IGNORECASE)
_UNQUOTED = re.compile(r"[^!-~\u00a0-\ud7ff\ue000-\U0010ffff]")
"""Spaces, and bytes that are no UTF-8: some servers put them into an address as they are."""


def validator(headers: Mapping[str, str], name: str) -> str:
    """The header `name` where it can be kept and sent back as it is, else empty."""
    value = headers.get(name, "")
    return value if len(value) <= _LONGEST_VALIDATOR and value.isascii() and value.isprintable() else ""


def content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    """The media type and the charset, or empty."""
    # Python's own reader follows comments within comments as deep as they go, and falls.
    text = headers.get("Content-Type", "")
    kind, charset = _TYPE.match(text), _CHARSET.search(text)
    return (kind[1].lower() if kind else "", charset[1] if charset else "")


def fresh_for(headers: Mapping[str, str]) -> timedelta:
    """For how long still the server calls its answer fresh, LONGEST_FRESHNESS at most.

    Who sets it for all files of a site, or for a month, has not thought of the feed.
    """
    control, age = headers.get("Cache-Control", "").lower(), headers.get("Age", "").strip()
    found = None if _NO_STORE.search(control) else _MAX_AGE.search(control)
    if not found:
        return timedelta()
    gone = int(age[:10]) if age.isascii() and age.isdecimal() else 0
    return min(timedelta(seconds=max(int(found[1]) - gone, 0)), LONGEST_FRESHNESS)


def retry_after(headers: Mapping[str, str], *, now: datetime) -> timedelta | None:
    """How long the server wants to be left alone, in seconds or until a date; None where it does not say."""
    text = headers.get("Retry-After", "").strip()
    if text.isascii() and text.isdecimal():
        return min(timedelta(seconds=int(text[:9])), LONGEST_WISH)
    try:
        at = parsedate_to_datetime(text)
        wish = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    except (ValueError, OverflowError):
        return None
    return min(max(wish, timedelta()), LONGEST_WISH)


def redirect_target(headers: Mapping[str, str], *, base: str) -> str:
    """Where the answer from `base` sends us on, or empty. Raises ValueError where that is no URL."""
    location = headers.get("Location", "").strip()
    if not location:
        return ""
    plain = _UNQUOTED.sub(lambda odd: quote(odd[0].encode(errors="surrogateescape")), location)
    return urldefrag(urljoin(base, plain)).url
