"""Hubs that let down: leases end and are renewed, trouble is waited for, and polling is the net below."""

from datetime import timedelta

from news.rhythm import SAFETY_NET
from news.websub import LATE, LEASE, State
from tests.clocks import MORNING
from tests.hub import CHALLENGE
from tests.jobs.desk import Desk

_HOUR = timedelta(hours=1)


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
