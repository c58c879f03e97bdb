"""WebSub: hubs are asked, verify and push; what they push is kept, and the next poll finds nothing new."""

import json
from datetime import timedelta

import pytest

from news.rhythm import LATEST, SAFETY_NET
from tests.clocks import MORNING
from tests.jobs.desk import Desk
from tests.storage.given import asked

_HOUR = timedelta(hours=1)


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
