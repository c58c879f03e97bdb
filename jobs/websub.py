"""Subscribing at WebSub hubs: they are asked when it is time, and answer by calling us back."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from jobs.claims import LAST_WAIT, PATIENCE, Claims
from news.clock import Clock
from news.errors import FeedError, FetchError, FetchForbidden
from news.link import host_of
from news.poll import LONGEST_HALT
from news.text import clean, shorten
from news.websub import Confirmed, HubRequest, Subscription, denial_pause, judged, request_form
from storage.database import Database
from storage.hubs import save_confirmed, save_denied
from storage.subscriptions import (
    claim_due_subscriptions,
    find_subscription,
    save_asked,
    save_failed,
)

HUBS_AT_ONCE = 20
_HUBS_A_CLAIM = 5
PATH = "/websub/"
"""Below our public address, before the token."""

_REASON_LENGTH = 200

log = logging.getLogger(__name__)


class Post(Protocol):
    """How a form is sent."""

    async def __call__(self, url: str, form: Mapping[str, str], *, now: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """What subscribing needs. `base` is our public address, `chance` gives texts that nobody can guess, and
    `pause` is left between two requests to one host."""

    db: Database
    post: Post
    clock: Clock
    base: str
    chance: Callable[[], str]
    pause: timedelta


async def subscribe_due(subscriber: Subscriber, *, stopping: Callable[[], bool] = lambda: False) -> int:
    """Ask the hubs that are due and whose hosts are free, until there are none; returns how many were."""
    asked = 0
    async with Claims[None](subscriber.db, clock=subscriber.clock, pause=subscriber.pause) as claims:
        while True:
            if not stopping():
                await _ask_more(subscriber, claims)
            if claims.is_over(stopping, last_wait=LAST_WAIT):
                return asked
            asked += len(await claims.finished())


async def _ask_more(subscriber: Subscriber, claims: Claims[None]) -> None:
    """Begin to ask hubs that are due, as many as there is room for."""
    room = HUBS_AT_ONCE - len(claims)
    if not claims.is_due(room=room, least=_HUBS_A_CLAIM):
        return
    async with subscriber.db.writing() as tx:
        claimed = await claim_due_subscriptions(
            tx, now=subscriber.clock.now(), limit=room, base=subscriber.base, chance=subscriber.chance
        )
    claims.begin(((host_of(one.hub), _ask(subscriber, one, claims)) for one in claimed), room=room)


async def answer_hub(db: Database, token: str, request: HubRequest, *, now: datetime) -> str | None:
    """What a hub that asks at `token` is told: its challenge, or nothing where it only tells us something;
    None where we have asked for no such thing."""
    # Read first: a stranger who guesses tokens must not keep others from writing.
    async with db.reading() as tx:
        subscription = await find_subscription(tx, token)
    verdict = judged(subscription, request, now=now) if subscription else None
    if subscription is None or verdict is None:
        return None
    async with db.writing() as tx:
        if isinstance(verdict, Confirmed):
            await save_confirmed(tx, subscription, verdict, now=now)
        else:
            await save_denied(tx, subscription, verdict, now=now)
    if isinstance(verdict, Confirmed):
        log.info("%s pushes %s until %s", subscription.hub, subscription.topic, verdict.lease_until)
        return verdict.challenge
    log.warning("%s will not push %s: %s", subscription.hub, subscription.topic, verdict.reason)
    return ""


async def _ask(subscriber: Subscriber, asked: Subscription, claims: Claims[None]) -> None:
    form = request_form(asked, callback=f"{subscriber.base}{PATH}{asked.token}")
    try:
        async with asyncio.timeout(PATIENCE.total_seconds()):
            await subscriber.post(asked.hub, form, now=subscriber.clock.now())
    except FeedError as error:
        await _save_failed(subscriber, asked, error)
    except TimeoutError:
        await _save_failed(subscriber, asked, FetchError(asked.hub, "took too long altogether"))
    else:
        async with subscriber.db.writing() as tx:
            await save_asked(tx, asked, free_at=subscriber.clock.now() + subscriber.pause)
    claims.kept([host_of(asked.hub)])


async def _save_failed(subscriber: Subscriber, asked: Subscription, error: FeedError) -> None:
    log.warning("a hub could not be asked: %s: %s", asked.hub, error.reason)
    now = subscriber.clock.now()
    status, wish = (error.status, error.retry_after) if isinstance(error, FetchError) else (0, None)
    halt = min(wish or timedelta(), LONGEST_HALT) if status == 429 else timedelta()
    # Where we do not go today, we shall hardly go in ten minutes.
    pause = denial_pause(asked.feed, asked.attempts) if isinstance(error, FetchForbidden) else timedelta()
    later = now + max(pause, min(wish or timedelta(), timedelta(days=1)))
    async with subscriber.db.writing() as tx:
        await save_failed(
            tx, asked, reason=shorten(clean(error.reason), _REASON_LENGTH),
            next_attempt_at=max(asked.next_attempt_at or now, later),
            free_at=now + max(subscriber.pause, halt),
        )  # fmt: skip
