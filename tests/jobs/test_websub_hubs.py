"""Which hub is asked: it may serve two feeds, move, be left for another, or be none that we may ask."""

from datetime import timedelta

import pytest

from news.websub import State
from storage.subscriptions import end_subscriptions
from tests.clocks import MORNING
from tests.hub import CHALLENGE, signature
from tests.jobs.desk import Desk

_HOUR = timedelta(hours=1)


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
