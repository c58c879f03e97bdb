"""Subscriptions: remembered with their feeds, claimed by one at a time, and never mixed up."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

import pytest

from news.feed import Feed, Hub
from news.websub import Advertised, Confirmed, Denied, State, Subscription
from storage.database import Database
from storage.following import forget_feed
from storage.hosts import HOST_LEASE
from storage.hubs import save_confirmed, save_denied, save_missed, save_push
from storage.subscriptions import (
    claim_due_subscriptions,
    find_subscription,
    save_advertised,
    save_asked,
    save_failed,
    subscription_of,
)
from tests.clocks import MORNING
from tests.conftest import OpenDatabase
from tests.storage.given import asked, given_feed

_BASE = "https://kliping.example"
_HUB = Advertised(hub="https://hub.example/", topic="https://kabar.example/rss")
_OTHER = Advertised(hub="https://other.example/", topic="https://kabar.example/rss")
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def chance() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"chance-{next(numbers)}"


async def given_hub(db: Database, *, path: str = "kabar", named: Advertised = _HUB) -> Feed:
    """A feed that names a hub, as its last poll saw."""
    feed = await given_feed(db, url=f"https://{path}.example/rss")
    async with db.writing() as tx:
        await save_advertised(tx, [(feed, named)], now=MORNING)
    return feed


async def claim(
    db: Database, chance: Callable[[], str], *, at: datetime = MORNING, limit: int = 10
) -> list[Subscription]:
    async with db.writing() as tx:
        return await claim_due_subscriptions(tx, now=at, limit=limit, base=_BASE, chance=chance)


async def known(db: Database, feed: Feed) -> Subscription:
    async with db.reading() as tx:
        subscription = await subscription_of(tx, feed.id)
    assert subscription
    return subscription


async def test_a_hub_that_was_named_is_known_with_its_feed(db: Database) -> None:
    feed = await given_hub(db)
    wanted = await known(db, feed)
    assert (wanted.feed.id, wanted.hub, wanted.topic) == (feed.id, _HUB.hub, _HUB.topic)
    assert (wanted.state, wanted.token, wanted.next_attempt_at) == (State.WANTED, "", MORNING)
    assert wanted.feed.hub == Hub(url=_HUB.hub, topic=_HUB.topic)
    assert await asked(db, "SELECT name FROM hosts ORDER BY name") == [("hub.example",), ("kabar.example",)]


async def test_a_claim_gives_token_and_secret_once_and_is_due_again_later_each_time(
    db: Database, chance: Callable[[], str]
) -> None:
    await given_hub(db)
    (first,) = await claim(db, chance)
    assert (first.state, first.token, first.secret) == (State.ASKED, "chance-1", "chance-2")
    async with db.writing() as tx:
        await save_asked(tx, first, free_at=MORNING)
    assert await claim(db, chance) == []
    assert first.next_attempt_at
    (second,) = await claim(db, chance, at=first.next_attempt_at)
    assert (second.token, second.secret, second.attempts) == ("chance-1", "chance-2", 2)
    assert second.next_attempt_at
    assert second.next_attempt_at - first.next_attempt_at > first.next_attempt_at - MORNING


async def test_of_one_host_one_is_claimed_at_a_time_and_a_claim_ends_with_its_lease(
    db: Database, chance: Callable[[], str]
) -> None:
    a, b = await given_hub(db, path="a"), await given_hub(db, path="b")
    await given_hub(db, path="c", named=_OTHER)
    first = await claim(db, chance)
    assert sorted(one.hub for one in first) == [_HUB.hub, _OTHER.hub]
    assert await claim(db, chance) == []
    (second,) = await claim(db, chance, at=MORNING + HOST_LEASE)
    assert {second.feed.id, *(one.feed.id for one in first if one.hub == _HUB.hub)} == {a.id, b.id}


async def test_many_pollers_never_claim_the_same(
    postgres_url: str, open_database: OpenDatabase, chance: Callable[[], str]
) -> None:
    db = open_database(postgres_url)
    for number in range(12):
        named = Advertised(hub=f"https://hub-{number}.example/", topic=_HUB.topic)
        await given_hub(db, path=f"{number}", named=named)
    others = [open_database(postgres_url) for _ in range(4)]
    claimed = await asyncio.gather(*(claim(other, chance, limit=5) for other in others))
    claimed.append(await claim(db, chance, limit=20))
    hubs = [one.hub for lot in claimed for one in lot]
    assert len(hubs) == len(set(hubs)) == 12


async def test_a_feed_that_is_gone_is_neither_subscribed_to_nor_pushed(
    db: Database, chance: Callable[[], str]
) -> None:
    await given_hub(db)
    (one,) = await claim(db, chance)
    async with db.writing() as tx:
        await tx.exec_driver_sql("UPDATE feeds SET gone_at = '2026-11-23 00:00:00'")
        assert await find_subscription(tx, one.token) is None
    assert await claim(db, chance, at=MORNING + _DAY) == []


async def test_a_subscription_goes_with_its_feed(db: Database, chance: Callable[[], str]) -> None:
    feed = await given_hub(db)
    (one,) = await claim(db, chance)
    async with db.writing() as tx:
        await forget_feed(tx, feed.url)
        assert await find_subscription(tx, one.token) is None
    assert await asked(db, "SELECT * FROM subscriptions") == []


async def test_what_an_old_hub_says_does_not_touch_the_subscription_at_the_new_one(
    db: Database, chance: Callable[[], str]
) -> None:
    feed = await given_hub(db)
    (old,) = await claim(db, chance)
    before = await known(db, feed)
    async with db.writing() as tx:
        await save_advertised(tx, [(before.feed, _OTHER)], now=MORNING)
    wanted = await known(db, feed)
    assert (wanted.hub, wanted.state, wanted.token) == (_OTHER.hub, State.WANTED, "")
    confirmed = Confirmed(challenge="c", lease_until=MORNING + _DAY, next_attempt_at=MORNING + _DAY)
    async with db.writing() as tx:
        await save_confirmed(tx, old, confirmed, now=MORNING)
        await save_failed(tx, old, reason="no", next_attempt_at=MORNING, free_at=MORNING)
        await save_push(tx, old, feed, new=0, next_poll_at=MORNING, now=MORNING)
        assert await find_subscription(tx, old.token) is None
    assert await known(db, feed) == wanted


async def test_a_hub_named_again_changes_nothing_and_one_named_no_more_is_forgotten(
    db: Database, chance: Callable[[], str]
) -> None:
    feed = await given_hub(db)
    await claim(db, chance)
    before = await known(db, feed)
    async with db.writing() as tx:
        await save_advertised(tx, [(before.feed, _HUB)], now=MORNING + _DAY)
    assert await known(db, feed) == before
    async with db.writing() as tx:
        await save_advertised(tx, [(before.feed, None)], now=MORNING + _DAY)
    assert await asked(db, "SELECT * FROM subscriptions") == []


async def test_a_failure_after_the_hub_has_verified_is_none(db: Database, chance: Callable[[], str]) -> None:
    feed = await given_hub(db)
    (one,) = await claim(db, chance)
    confirmed = Confirmed(challenge="c", lease_until=MORNING + _DAY, next_attempt_at=MORNING + _DAY / 2)
    async with db.writing() as tx:
        await save_confirmed(tx, one, confirmed, now=MORNING)
        await save_failed(tx, one, reason="reset", next_attempt_at=MORNING + _MINUTE, free_at=MORNING)
    verified = await known(db, feed)
    assert (verified.state, verified.reason, verified.attempts) == (State.VERIFIED, "", 0)
    assert verified.next_attempt_at == MORNING + _DAY / 2
    assert verified.feed.hub
    assert (verified.feed.hub.since, verified.feed.hub.until) == (MORNING, MORNING + _DAY)


async def test_a_failure_is_kept_with_its_reason_and_the_host_is_free_when_it_says(
    db: Database, chance: Callable[[], str]
) -> None:
    feed = await given_hub(db)
    (one,) = await claim(db, chance)
    async with db.writing() as tx:
        await save_failed(
            tx, one, reason="HTTP 503", next_attempt_at=MORNING + _MINUTE, free_at=MORNING + _DAY
        )
    failed = await known(db, feed)
    assert (failed.state, failed.reason) == (State.FAILED, "HTTP 503")
    assert await claim(db, chance, at=MORNING + _DAY - _MINUTE) == []
    assert len(await claim(db, chance, at=MORNING + _DAY)) == 1


async def test_a_renewal_keeps_since_when_the_hub_is_held_to_its_promise(
    db: Database, chance: Callable[[], str]
) -> None:
    feed = await given_hub(db)
    (one,) = await claim(db, chance)
    later = MORNING + _DAY / 2
    for now in (MORNING, later, MORNING + 3 * _DAY):
        confirmed = Confirmed(challenge="c", lease_until=now + _DAY, next_attempt_at=now + _DAY / 2)
        current = await known(db, feed)
        async with db.writing() as tx:
            await save_confirmed(tx, current, confirmed, now=now)
        since = (await known(db, feed)).verified_at
        assert since == (MORNING if now < MORNING + _DAY else now)
    assert one.token == (await known(db, feed)).token


async def test_a_hub_that_missed_something_is_relied_on_again_once_it_pushes_something_new(
    db: Database, chance: Callable[[], str]
) -> None:
    feed = await given_hub(db)
    (one,) = await claim(db, chance)
    confirmed = Confirmed(challenge="c", lease_until=MORNING + _DAY, next_attempt_at=MORNING + _DAY)
    async with db.writing() as tx:
        await save_confirmed(tx, one, confirmed, now=MORNING)
        await save_missed(tx, [feed.id], now=MORNING)
    relied_on = []
    for new in (0, 1):
        doubted = await known(db, feed)
        relied_on.append(doubted.feed.is_pushed(now=MORNING))
        async with db.writing() as tx:
            await save_push(tx, doubted, doubted.feed, new=new, next_poll_at=MORNING, now=MORNING)
    relied_on.append((await known(db, feed)).feed.is_pushed(now=MORNING))
    assert relied_on == [False, False, True]


async def test_a_denial_ends_the_promise_and_brings_the_next_poll_near(
    db: Database, chance: Callable[[], str]
) -> None:
    feed = await given_hub(db)
    (one,) = await claim(db, chance)
    async with db.writing() as tx:
        await tx.exec_driver_sql("UPDATE feeds SET next_poll_at = '2026-11-24 00:00:00'")
        await save_denied(tx, one, Denied(reason="no", next_attempt_at=MORNING + _DAY), now=MORNING)
    denied = await known(db, feed)
    assert (denied.state, denied.reason, denied.lease_until) == (State.DENIED, "no", None)
    due = await asked(db, "SELECT next_poll_at < '2026-11-23 01:00:00' FROM feeds")
    assert [bool(row[0]) for row in due] == [True]
