"""WebSub: which hub a feed names, when it is asked to push, and what of its words and pushes we believe.

wanted ─asked→ asked ─verified→ verified ─asked again before the lease ends→ asked …
                 ├─denied→ denied ─asked again, days later→ asked
                 └─failed→ failed ─asked again, later each time→ asked
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import blake2b
from hmac import compare_digest, new
from urllib.parse import urljoin

from news.address import url_refusal
from news.feed import Feed
from news.link_header import linked
from news.text import clean, shorten

LEASE = timedelta(days=10)
"""That we ask hubs for; what they grant counts."""

LONGEST_LEASE = timedelta(days=30)
"""That we believe: a hub that forgets its subscribers does not tell them."""

SOONEST_RENEWAL = timedelta(hours=1)
FIRST_RETRY, LAST_RETRY = timedelta(minutes=10), timedelta(days=1)
FIRST_AFTER_DENIAL, LAST_AFTER_DENIAL = timedelta(days=1), timedelta(days=30)

LATE = timedelta(hours=1)
"""A hub that has not pushed an article by then has missed it."""

METHODS = ("sha1", "sha256", "sha384", "sha512")
"""Of signatures, from the weakest."""

_RENEWED_AT = 0.8
"""Share of the lease after which it is renewed: four retries at least find room in the rest."""

_SPREAD = 0.1
_REASON_LENGTH = 200
_LONGEST_CHALLENGE = 2_000


class State(StrEnum):
    """How far a subscription is: WANTED has not been asked for at its present hub."""

    WANTED = "wanted"
    ASKED = "asked"
    VERIFIED = "verified"
    DENIED = "denied"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advertised:
    """The hub at which a feed can be subscribed to, and its address there; a feed without one has no hub.

    `topic` may differ from the address at which the feed is polled.
    """

    hub: str
    topic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a feed's hub was asked, and what came of it.

    `token` ends the address at which we listen for the hub, `secret` is what it signs with, and `method` the
    strongest way in which it has signed so far. `polled_at` is when the feed itself was last asked.
    """

    feed: Feed
    hub: str
    topic: str
    state: State = State.WANTED
    token: str = ""
    secret: str = ""
    method: str = ""
    attempts: int = 0
    next_attempt_at: datetime | None = None
    verified_at: datetime | None = None
    lease_until: datetime | None = None
    pushed_at: datetime | None = None
    polled_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HubRequest:
    """What a hub says about a subscription of ours: the parameters of its GET, as written."""

    mode: str
    topic: str
    challenge: str = ""
    lease_seconds: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """The hub will push until `lease_until`, and wants its challenge back."""

    challenge: str
    lease_until: datetime
    next_attempt_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Denied:
    """The hub will not push, for this reason in its words, or no longer."""

    reason: str
    next_attempt_at: datetime


def advertised(*, hub: str, topic: str, header: str, url: str) -> Advertised | None:
    """The hub that a document from `url` names in its head (`hub`, `topic`) or in HTTP's Link `header`.

    The header goes before the document. None where neither names a hub that we may ask.
    """
    hubs = (urljoined(url, link) for link in (*linked(header, "hub"), hub) if link)
    usable = next((link for link in hubs if link), "")
    topics = (urljoined(url, link) for link in (*linked(header, "self"), topic, url) if link)
    known_as = next((link for link in topics if link), "")
    return Advertised(hub=usable, topic=known_as) if usable and known_as else None


def urljoined(base: str, link: str) -> str:
    """`link` made absolute, or empty where it is no address that we may ask."""
    try:
        absolute = urljoin(base, link.strip())
        absolute.encode()  # a header may hold bytes that are no text
    except ValueError:
        return ""
    return "" if url_refusal(absolute) else absolute


def request_form(subscription: Subscription, *, callback: str) -> Mapping[str, str]:
    """The parameters of the request that a hub push to `callback`."""
    return {
        "hub.mode": "subscribe",
        "hub.topic": subscription.topic,
        "hub.callback": callback,
        "hub.secret": subscription.secret,
        "hub.lease_seconds": str(int(LEASE.total_seconds())),
    }


def judged(subscription: Subscription, request: HubRequest, *, now: datetime) -> Confirmed | Denied | None:
    """What a hub's GET about this subscription changes; None where we asked for no such thing.

    A hub verifies whatever it was asked in our name, by whomever; and we never ask to be unsubscribed.
    """
    if subscription.state is State.WANTED or request.topic != subscription.topic:
        return None
    if request.mode == "denied":
        reason = shorten(clean(request.reason[:1_000]), _REASON_LENGTH) or "no reason given"
        at = now + denial_pause(subscription.feed, subscription.attempts)
        return Denied(reason=reason, next_attempt_at=at)
    if request.mode != "subscribe" or not 0 < len(request.challenge) <= _LONGEST_CHALLENGE:
        return None
    lease = _lease(request.lease_seconds)
    renewal = _spread(subscription.feed, lease * _RENEWED_AT)
    return Confirmed(
        challenge=request.challenge,
        lease_until=now + lease,
        next_attempt_at=now + max(renewal, SOONEST_RENEWAL),
    )


def retry_pause(feed: Feed, attempts: int) -> timedelta:
    """How long a hub is left alone that has not verified the last one of so many requests in a row."""
    return _spread(feed, min(FIRST_RETRY * 2 ** min(max(attempts - 1, 0), 20), LAST_RETRY))


def denial_pause(feed: Feed, attempts: int) -> timedelta:
    """How long a hub is left alone that has said no, or is where we do not go."""
    pause = FIRST_AFTER_DENIAL * 2 ** min(max(attempts - 1, 0), 10)
    return _spread(feed, min(pause, LAST_AFTER_DENIAL))


def signature_method(body: bytes, header: str, *, secret: str, at_least: str = "") -> str:
    """How `header` (X-Hub-Signature) signs `body`; empty where it does not, or in a weaker way than before
    (`at_least`)."""
    method, _, signature = header.strip().partition("=")
    method = method.strip().lower()
    if not secret or method not in METHODS or (at_least and METHODS.index(method) < METHODS.index(at_least)):
        return ""
    expected = new(secret.encode(), body, method).hexdigest()
    # As bytes: of texts, only those in ASCII can be compared in constant time.
    same = compare_digest(expected.encode(), signature.strip().lower().encode("utf-8", "replace"))
    return method if same else ""


def has_missed(feed: Feed, published: Iterable[datetime], *, now: datetime) -> bool:
    """Whether a poll that brought articles of these times shows that the hub does not push them."""
    if feed.hub is None or feed.hub.since is None or not feed.is_pushed(now=now):
        return False
    since = feed.hub.since
    return any(since < at < now - LATE for at in published)


def _lease(seconds: str) -> timedelta:
    # Hubs of the time before WebSub name none.
    granted = timedelta(seconds=int(seconds)) if seconds.isdecimal() and len(seconds) < 10 else LEASE
    return min(granted, LONGEST_LEASE)


def _spread(feed: Feed, pause: timedelta) -> timedelta:
    # A stable share per feed, so that feeds subscribed to together are not renewed together for ever.
    share = int.from_bytes(blake2b(feed.url.encode("utf-8", "replace"), digest_size=4).digest()) / 2**32
    return pause * (1 + _SPREAD * (share - 0.5))
