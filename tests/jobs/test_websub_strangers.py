"""What reaches our address: pushes that are signed as agreed, up to the limits, and nothing else."""

import gzip
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from aiohttp import ClientSession

from jobs.fetch import MOST_BYTES
from jobs.inbox import MOST_PUSHES, Full, Inbox, Push, TooMany
from news.websub import State
from storage.following import forget_feed
from tests.clocks import MORNING, TestClock
from tests.jobs.desk import Desk
from tests.storage.given import asked


@pytest.mark.parametrize("method", ["sha1", "sha256", "sha384", "sha512"])
async def test_every_method_of_signing_is_known(desk: Desk, method: str) -> None:
    await desk.is_subscribed()
    await desk.pushed(desk.paper.publish("baru", at=MORNING), method=method)
    assert await desk.titles() == ["lama", "baru"]


@pytest.mark.parametrize(
    ("method", "secret"), [("sha256", "another secret"), ("", None), ("md5", None), ("sha256", "")]
)
async def test_what_is_not_signed_as_agreed_is_acknowledged_and_ignored(
    desk: Desk, method: str, secret: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    await desk.is_subscribed()
    body = desk.paper.publish("palsu", at=MORNING)
    assert await desk.pushed(body, method=method, secret=secret) == 202
    assert await desk.titles() == ["lama"]
    assert "it is not signed as agreed" in caplog.text
    assert "unguessable" not in caplog.text


async def test_a_hub_never_goes_back_to_a_weaker_way_of_signing(desk: Desk) -> None:
    await desk.is_subscribed()
    await desk.pushed(desk.paper.publish("satu", at=MORNING), method="sha256")
    await desk.pushed(desk.paper.publish("dua", at=MORNING), method="sha1")
    assert await desk.titles() == ["lama", "satu"]


async def test_a_push_for_nobody_is_told_so_and_a_feed_that_is_forgotten_is_nobody(desk: Desk) -> None:
    await desk.is_subscribed()
    async with desk.db.writing() as tx:
        await forget_feed(tx, desk.paper.url + "/rss")
    assert await asked(desk.db, "SELECT * FROM subscriptions") == []
    assert await desk.pushed(desk.paper.publish("baru", at=MORNING)) == 410
    assert (await desk.hub.verify())[0] == 404


async def test_a_push_beyond_the_limit_is_refused_whatever_its_headers_say(desk: Desk) -> None:
    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(MOST_BYTES // 65_536 + 1):
            yield b" " * 65_536

    await desk.is_subscribed()
    large = b" " * (MOST_BYTES + 1)
    assert await desk.pushed(large) == 413
    at = desk.hub.asked[0]["hub.callback"]
    packed = {"Content-Encoding": "gzip"}
    async with desk.hub.http.post(at, data=unannounced()) as answer:
        assert answer.status == 413
    async with desk.hub.http.post(at, data=gzip.compress(large), headers=packed) as answer:
        assert answer.status == 413
    async with desk.hub.http.post(at, data=b"not packed at all", headers=packed) as answer:
        assert answer.status == 400
    assert desk.inbox.waiting_bytes == desk.inbox.waiting == 0


async def test_when_the_inbox_is_full_hubs_are_told_to_come_again(desk: Desk) -> None:
    await desk.is_subscribed()
    body = desk.paper.publish("baru", at=MORNING)
    async with AsyncExitStack() as stack:
        for number in range(MOST_PUSHES):
            await stack.enter_async_context(desk.inbox.room(str(number)))
        with pytest.raises(Full):
            await stack.enter_async_context(desk.inbox.room("x"))
        assert await desk.pushed(body) == 503
    async with desk.inbox.room("x") as room:
        room.take(64 * 1024 * 1024)
        assert await desk.pushed(body) == 503
    assert await desk.pushed(body) == 202
    assert await desk.titles() == ["lama", "baru"]


@pytest.mark.parametrize(
    "changed",
    [
        {"topic": "https://other.example/rss"},
        {"mode": "unsubscribe"},
        {"mode": "publish"},
        {"mode": ""},
        {"challenge": ""},
        {"challenge": "x" * 2_001},
    ],
)
async def test_what_we_did_not_ask_for_is_not_verified(desk: Desk, changed: dict[str, str]) -> None:
    await desk.follows()
    await desk.polls()
    await desk.subscribes()
    assert (await desk.hub.verify(changed=changed))[0] == 404
    subscription = await desk.subscription()
    assert subscription
    assert (subscription.state, subscription.lease_until) == (State.ASKED, None)


@pytest.mark.parametrize("path", ["/", "/websub", "/websub/", "/websub/short", "/websub/%00", "/websub/a/b"])
async def test_nothing_else_is_found_at_our_address(desk: Desk, path: str) -> None:
    async with ClientSession(desk.subscriber.base) as http:
        for method in ("GET", "POST"):
            async with http.request(method, path) as response:
                assert response.status == 404


async def test_one_subscription_does_not_take_all_the_room(desk: Desk) -> None:
    await desk.is_subscribed()
    subscription = await desk.subscription()
    assert subscription
    body = desk.paper.publish("baru", at=MORNING)
    async with AsyncExitStack() as stack:
        for _ in range(3):
            await stack.enter_async_context(desk.inbox.room(subscription.token))
        assert await desk.pushed(body) == 429
    assert await desk.pushed(body) == 202


async def test_a_hub_that_pushes_again_at_once_has_to_wait(desk: Desk, clock: TestClock) -> None:
    async with Inbox(db=desk.db, read=desk.poller.read, clock=clock) as inbox:

        async def push() -> None:
            async with inbox.room("a") as room:
                room.fill(Push(token="a", body=b"", signature=""))

        await push()
        with pytest.raises(TooMany):
            await push()
        async with inbox.room("b"):
            clock.move(seconds=10)
            await push()
        await inbox.queue.join()
        assert inbox.waiting == 0
