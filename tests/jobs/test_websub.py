"""WebSub: hubs are asked, verify, push and let down; what they push is kept, and polling is the net below."""

import gzip
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import count

import pytest
from aiohttp import ClientSession

from app.websub_page import websub_page
from jobs.fetch import MOST_BYTES, Fetcher
from jobs.guard import Guard
from jobs.inbox import MOST_PUSHES, Full, Inbox, Push, TooMany
from jobs.poll import Poller, poll_due_feeds
from jobs.reading import Readers
from jobs.websub import Subscriber, subscribe_due
from news.address import read_networks
from news.rhythm import LATEST, SAFETY_NET
from news.websub import LATE, LEASE, State, Subscription
from storage.database import Database
from storage.feeds import followed_feeds
from storage.following import follow_feed, forget_feed
from storage.subscriptions import end_subscriptions, subscription_of
from tests.clocks import MORNING, TestClock
from tests.hub import CHALLENGE, Hub, Newspaper, signature, standing_hub, standing_newspaper
from tests.make import make_source
from tests.storage.given import asked

_HOUR = timedelta(hours=1)


@dataclass(kw_only=True)
class Desk:
    """One poller with WebSub, a hub and a newspaper that names it."""

    db: Database
    clock: TestClock
    hub: Hub
    paper: Newspaper
    poller: Poller
    subscriber: Subscriber
    inbox: Inbox

    async def follows(self, path: str = "/rss", *, outlet: str = "Kabar") -> None:
        async with self.db.writing() as tx:
            source = make_source(url=self.paper.url + path, outlet=outlet)
            await follow_feed(tx, source, now=self.clock.now())

    async def polls(self) -> int:
        return await poll_due_feeds(self.poller)

    async def subscribes(self) -> int:
        return await subscribe_due(self.subscriber)

    async def is_subscribed(self) -> None:
        """Follow a feed, poll it, ask its hub and be verified."""
        await self.follows()
        assert await self.polls() == 1
        assert await self.subscribes() == 1
        assert await self.hub.verify() == (200, CHALLENGE)

    async def pushed(
        self, body: bytes, number: int = -1, *, method: str = "sha256", secret: str | None = None
    ) -> int:
        """What the hub pushes has been taken in; the status that the hub saw."""
        status = await self.hub.push(body, number, method=method, secret=secret)
        await self.inbox.queue.join()
        return status

    async def titles(self) -> list[str]:
        return [title for (title,) in await asked(self.db, "SELECT title FROM items ORDER BY id")]

    async def subscription(self, number: int = 0) -> Subscription | None:
        async with self.db.reading() as tx:
            feeds = await followed_feeds(tx, now=self.clock.now())
            return await subscription_of(tx, feeds[number].id)

    async def next_poll_in(self) -> timedelta:
        async with self.db.reading() as tx:
            (feed,) = await followed_feeds(tx, now=self.clock.now())
        assert feed.next_poll_at
        return feed.next_poll_at - self.clock.now()

    async def polls_when_due(self) -> int:
        self.clock.at += await self.next_poll_in()
        return await self.polls()


@pytest.fixture
async def desk(db: Database, clock: TestClock) -> AsyncIterator[Desk]:
    numbers = count(1)
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(standing_hub())
        paper = await stack.enter_async_context(standing_newspaper(hub.url, now=MORNING))
        guard = Guard(allowed=read_networks("127.0.0.0/8"))
        fetcher = await stack.enter_async_context(Fetcher(user_agent="Kliping/test", guard=guard))
        readers = await stack.enter_async_context(Readers())
        inbox = await stack.enter_async_context(
            Inbox(db=db, read=readers.read, clock=clock, pause=timedelta())
        )
        page = websub_page(db, inbox, clock=clock, port=0, host="127.0.0.1")
        base = f"http://127.0.0.1:{await stack.enter_async_context(page)}"
        pause = timedelta()
        yield Desk(
            db=db, clock=clock, hub=hub, paper=paper, inbox=inbox,
            poller=Poller(db=db, fetch=fetcher.fetch, read=readers.read, clock=clock, pause=pause),
            subscriber=Subscriber(
                db=db, post=fetcher.post, clock=clock, base=base, pause=pause,
                chance=lambda: f"unguessable-text-number-{next(numbers)}",
            ),
        )  # fmt: skip


async def test_a_hub_is_asked_verifies_and_pushes_and_the_next_poll_finds_nothing_new(desk: Desk) -> None:
    await desk.is_subscribed()
    (request,) = desk.hub.asked
    assert request == {
        "hub.mode": "subscribe",
        "hub.topic": desk.paper.url + "/rss",
        "hub.callback": f"{desk.subscriber.base}/websub/unguessable-text-number-1",
        "hub.secret": "unguessable-text-number-2",
        "hub.lease_seconds": "864000",
    }
    desk.clock.move(minutes=5)

    assert await desk.pushed(desk.paper.publish("baru", at=desk.clock.now())) == 202
    assert await desk.titles() == ["lama", "baru"]
    assert await desk.next_poll_in() >= SAFETY_NET
    assert await desk.polls() == 0

    assert await desk.polls_when_due() == 1
    assert await desk.titles() == ["lama", "baru"]
    assert SAFETY_NET <= await desk.next_poll_in() <= LATEST


async def test_before_its_hub_has_verified_a_feed_is_polled_in_its_own_rhythm(desk: Desk) -> None:
    await desk.follows()
    await desk.polls()
    await desk.subscribes()
    assert await desk.next_poll_in() < _HOUR
    await desk.polls_when_due()
    assert await desk.next_poll_in() < _HOUR


async def test_the_topic_is_what_the_feed_calls_itself_and_a_link_header_goes_before(desk: Desk) -> None:
    desk.paper.topic = "https://kabar.example/feed"
    await desk.follows("/a")
    await desk.polls()
    await desk.subscribes()
    desk.paper.header = f'<{desk.hub.url}/other>; rel="hub", </feed>; rel=self'
    await desk.follows("/b", outlet="Lain")
    await desk.polls()
    await desk.subscribes()
    assert desk.hub.paths == ["/", "/other"]
    topics = [one["hub.topic"] for one in desk.hub.asked]
    assert topics == ["https://kabar.example/feed", desk.paper.url + "/feed"]


async def test_a_push_may_list_new_entries_only_and_changes_neither_interval_nor_history(desk: Desk) -> None:
    await desk.is_subscribed()
    before = await asked(desk.db, "SELECT interval_seconds, polls, etag, body_hash FROM feeds")
    desk.paper.publish("baru", at=desk.clock.now())
    whole = desk.paper.listed
    desk.paper.listed = whole[:1]
    await desk.pushed(desk.paper.printed())
    assert await asked(desk.db, "SELECT interval_seconds, polls, etag, body_hash FROM feeds") == before
    assert await desk.titles() == ["lama", "baru"]


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


async def test_a_replayed_push_brings_nothing_twice(desk: Desk) -> None:
    await desk.is_subscribed()
    body = desk.paper.publish("baru", at=MORNING)
    assert [await desk.pushed(body), await desk.pushed(body)] == [202, 202]
    assert await desk.titles() == ["lama", "baru"]


async def test_however_often_a_feed_is_pushed_it_is_polled_once_a_day(desk: Desk) -> None:
    await desk.is_subscribed()
    for hour in range(30):
        desk.clock.move(hours=1)
        await desk.pushed(desk.paper.publish(f"jam-{hour}", at=desk.clock.now()))
    assert await desk.polls() == 1


@pytest.mark.parametrize("body", [b"", b"<html><body>Beranda</body></html>", b"\x00\xff", b"{"])
async def test_a_push_that_is_no_feed_is_ignored(desk: Desk, body: bytes) -> None:
    await desk.is_subscribed()
    assert await desk.pushed(body) == 202
    assert await desk.titles() == ["lama"]
    assert await desk.pushed(desk.paper.publish("baru", at=MORNING)) == 202
    assert await desk.titles() == ["lama", "baru"]


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


async def test_a_lease_is_renewed_before_it_ends_and_again_after_it_has_ended(desk: Desk) -> None:
    await desk.is_subscribed()
    assert await desk.subscribes() == 0
    desk.clock.move(days=7)
    assert await desk.subscribes() == 0
    desk.clock.move(days=1.6)
    assert await desk.subscribes() == 1
    assert desk.hub.asked[0] == desk.hub.asked[1]
    renewing = await desk.subscription()
    assert renewing
    assert renewing.lease_until == MORNING + LEASE
    assert await desk.hub.verify(changed={"lease_seconds": "3600"}) == (200, CHALLENGE)
    desk.clock.move(hours=2)
    assert await desk.subscribes() == 1
    assert await desk.hub.verify() == (200, CHALLENGE)
    renewed = await desk.subscription()
    assert renewed
    assert renewed.lease_until == desk.clock.now() + LEASE


async def test_a_lease_that_has_ended_slows_polling_no_more(desk: Desk) -> None:
    await desk.follows()
    await desk.polls()
    await desk.subscribes()
    await desk.hub.verify(changed={"lease_seconds": "7200"})
    await desk.polls_when_due()
    assert timedelta(hours=1) < await desk.next_poll_in() < timedelta(hours=2)
    await desk.polls_when_due()
    assert await desk.next_poll_in() < _HOUR


async def test_a_hub_that_does_not_verify_is_asked_again_later_each_time(desk: Desk) -> None:
    await desk.follows()
    await desk.polls()
    pauses = []
    for _ in range(4):
        assert await desk.subscribes() == 1
        subscription = await desk.subscription()
        assert subscription
        assert subscription.next_attempt_at
        pauses.append(subscription.next_attempt_at - desk.clock.now())
        desk.clock.at = subscription.next_attempt_at
    assert [round(pause / pauses[0]) for pause in pauses] == [1, 2, 4, 8]


async def test_a_hub_in_trouble_is_left_alone_as_long_as_it_asks(desk: Desk) -> None:
    desk.hub.status, desk.hub.headers = 503, {"Retry-After": "7200"}
    await desk.follows()
    await desk.polls()
    await desk.subscribes()
    failed = await desk.subscription()
    assert failed
    assert (failed.state, failed.reason) == (State.FAILED, "HTTP 503 Service Unavailable")
    desk.clock.move(hours=1.9)
    assert await desk.subscribes() == 0
    desk.clock.move(hours=0.2)
    desk.hub.status = 202
    assert await desk.subscribes() == 1
    assert await desk.hub.verify() == (200, CHALLENGE)


async def test_a_hub_that_verifies_before_it_answers_with_an_error_has_verified(desk: Desk) -> None:
    desk.hub.verifies_at_once, desk.hub.status = True, 500
    await desk.follows()
    await desk.polls()
    await desk.subscribes()
    verified = await desk.subscription()
    assert verified
    assert (verified.state, verified.attempts) == (State.VERIFIED, 0)


async def test_a_denial_is_noted_ends_the_lease_and_polling_goes_on_in_its_own_rhythm(desk: Desk) -> None:
    await desk.is_subscribed()
    await desk.polls_when_due()
    assert await desk.next_poll_in() >= SAFETY_NET
    assert await desk.hub.deny(reason="no such\x00topic\n" + "x" * 5_000) == 200
    denied = await desk.subscription()
    assert denied
    assert (denied.state, denied.lease_until) == (State.DENIED, None)
    assert denied.reason.startswith("no such")
    assert len(denied.reason) <= 200
    assert await desk.next_poll_in() < _HOUR
    desk.clock.move(hours=20)
    assert await desk.subscribes() == 0
    desk.clock.move(hours=10)
    assert await desk.subscribes() == 1


async def test_a_hub_that_is_gone_shows_at_the_next_poll_and_is_not_relied_on_until_it_pushes_again(
    desk: Desk,
) -> None:
    await desk.is_subscribed()
    desk.clock.move(minutes=10)
    await desk.polls_when_due()
    desk.paper.publish("tak-terdorong", at=desk.clock.now() + _HOUR)
    await desk.polls_when_due()
    assert await desk.titles() == ["lama", "tak-terdorong"]
    assert await desk.next_poll_in() < _HOUR
    await desk.polls_when_due()
    assert await desk.next_poll_in() < _HOUR

    await desk.pushed(desk.paper.publish("terdorong", at=desk.clock.now()))
    assert await desk.next_poll_in() >= SAFETY_NET
    await desk.polls_when_due()
    assert await desk.next_poll_in() >= SAFETY_NET


async def test_what_a_poll_finds_before_the_hub_could_push_it_is_not_held_against_the_hub(desk: Desk) -> None:
    await desk.is_subscribed()
    await desk.polls_when_due()
    desk.clock.at += await desk.next_poll_in()
    desk.paper.publish("seketika", at=desk.clock.now() - LATE / 2)
    await desk.polls()
    await desk.polls_when_due()
    assert await desk.next_poll_in() >= SAFETY_NET


async def test_two_feeds_have_one_hub_and_each_its_own_token(desk: Desk) -> None:
    await desk.follows("/a")
    await desk.follows("/b", outlet="Lain")
    await desk.polls()
    assert await desk.subscribes() == 2
    assert len({one["hub.callback"] for one in desk.hub.asked}) == 2
    assert len({one["hub.secret"] for one in desk.hub.asked}) == 2
    await desk.hub.verify(0)
    body = desk.paper.publish("baru", at=MORNING)
    crossed = signature(body, desk.hub.asked[1]["hub.secret"], "sha256")
    headers = {"X-Hub-Signature": crossed}
    async with desk.hub.http.post(desk.hub.asked[0]["hub.callback"], data=body, headers=headers) as answer:
        assert answer.status == 202
    await desk.inbox.queue.join()
    assert await desk.titles() == ["lama", "lama"]
    await desk.pushed(body, 0)
    assert await desk.titles() == ["lama", "lama", "baru"]


async def test_a_hub_that_has_moved_is_followed_with_the_form_and_no_further(desk: Desk) -> None:
    desk.paper.hub = desk.hub.url + "/moved"
    await desk.follows()
    await desk.polls()
    await desk.subscribes()
    assert await desk.hub.verify() == (200, CHALLENGE)
    desk.paper.hub = desk.hub.url + "/found"
    desk.paper.publish("baru", at=desk.clock.now())
    await desk.polls_when_due()
    desk.clock.move(hours=1)
    assert await desk.subscribes() == 1
    failed = await desk.subscription()
    assert failed
    assert (failed.state, failed.reason) == (State.FAILED, "HTTP 302 Found")
    assert desk.hub.paths == ["/moved", "/", "/found"]


async def test_a_feed_that_names_another_hub_leaves_the_old_one_and_one_that_names_none_leaves_all(
    desk: Desk,
) -> None:
    await desk.is_subscribed()
    desk.paper.hub = desk.hub.url + "/other"
    desk.paper.publish("baru", at=desk.clock.now())
    await desk.polls_when_due()
    assert await desk.pushed(desk.paper.printed(), 0) == 410
    desk.clock.move(hours=1)
    assert await desk.subscribes() == 1
    assert desk.hub.asked[0]["hub.callback"] != desk.hub.asked[1]["hub.callback"]
    assert await desk.hub.verify() == (200, CHALLENGE)

    desk.paper.hub = ""
    desk.paper.publish("lagi", at=desk.clock.now())
    await desk.polls_when_due()
    assert await desk.subscription() is None


@pytest.mark.parametrize("hub", ["ftp://hub.example/", "http://u:p@hub.example/", "javascript:1", "http://["])
async def test_a_hub_that_we_may_not_ask_is_no_hub(desk: Desk, hub: str) -> None:
    desk.paper.hub = hub
    await desk.follows()
    assert await desk.polls() == 1
    assert await desk.subscription() is None


async def test_a_hub_inside_a_private_network_is_refused_and_left_alone_for_days(desk: Desk) -> None:
    desk.paper.hub = "http://10.1.2.3/hub"
    await desk.follows()
    await desk.polls()
    assert await desk.subscribes() == 1
    failed = await desk.subscription()
    assert failed
    assert (failed.state, failed.reason) == (State.FAILED, "a private address (10.1.2.3)")
    desk.clock.move(hours=20)
    assert await desk.subscribes() == 0


async def test_under_another_address_of_ours_everything_is_asked_for_anew(desk: Desk) -> None:
    await desk.is_subscribed()
    await desk.polls_when_due()
    async with desk.db.writing() as tx:
        assert await end_subscriptions(tx, but_at=desk.subscriber.base, now=desk.clock.now()) == 0
        assert await end_subscriptions(tx, but_at="https://elsewhere.example", now=desk.clock.now()) == 1
    assert await desk.next_poll_in() < _HOUR
    assert (await desk.hub.verify())[0] == 404
    assert await desk.subscribes() == 1
    assert await desk.hub.verify() == (200, CHALLENGE)


async def test_without_an_address_of_ours_only_what_has_run_out_is_forgotten(desk: Desk) -> None:
    await desk.is_subscribed()
    subscription = await desk.subscription()
    assert subscription
    assert subscription.lease_until
    async with desk.db.writing() as tx:
        assert (
            await end_subscriptions(tx, but_at="", now=subscription.lease_until - timedelta(seconds=1)) == 0
        )
        assert await end_subscriptions(tx, but_at="", now=subscription.lease_until) == 1
        assert await end_subscriptions(tx, but_at="", now=subscription.lease_until) == 0


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


async def test_a_content_type_of_comments_within_comments_is_read(desk: Desk) -> None:
    await desk.is_subscribed()
    subscription = await desk.subscription()
    assert subscription
    at = f"{desk.subscriber.base}/websub/{subscription.token}"
    deep = {"Content-Type": "text/xml; " + "(" * 4_000}
    async with desk.hub.http.post(at, data=b"<rss/>", headers=deep) as answer:
        assert answer.status == 202


async def test_a_push_makes_up_for_a_server_that_keeps_pollers_out(desk: Desk) -> None:
    await desk.is_subscribed()
    desk.paper.status = 403
    for _ in range(3):
        await desk.polls_when_due()
    assert await asked(desk.db, "SELECT failure FROM feeds") == [("refused",)]
    await desk.pushed(desk.paper.publish("baru", at=desk.clock.now()))
    assert await desk.titles() == ["lama", "baru"]
    assert await asked(desk.db, "SELECT strikes, reason, failure FROM feeds") == [(0.0, "", "")]


async def test_a_feed_in_json_may_be_pushed(desk: Desk) -> None:
    await desk.is_subscribed()
    items = [{"id": "1", "url": "https://kabar.example/json", "title": "Dari JSON"}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": items}
    await desk.pushed(json.dumps(feed).encode())
    assert await desk.titles() == ["lama", "Dari JSON"]
