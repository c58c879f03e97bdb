"""How a feed's subscription at its hub is, in one line for the operator."""

from datetime import datetime
from typing import assert_never

from app.wording import minute
from news.websub import State, Subscription


def subscription_line(subscription: Subscription, *, now: datetime) -> str:
    pushed = f", last push {minute(subscription.pushed_at)}" if subscription.pushed_at else ""
    return f"hub: {subscription.hub} {_state(subscription, now=now)}{_doubt(subscription, now=now)}{pushed}"


def _state(subscription: Subscription, *, now: datetime) -> str:
    lease, again = subscription.lease_until, f"asked again {minute(subscription.next_attempt_at)}"
    match subscription.state:
        case State.WANTED:
            return "has not been asked to push"
        case State.ASKED if subscription.attempts < 2:
            return f"was asked to push, and has not answered yet, {again}"
        case State.ASKED:
            return f"was asked to push {subscription.attempts} times, and does not answer, {again}"
        case State.VERIFIED if lease and now < lease:
            return f"pushes until {minute(lease)}, {again}"
        case State.VERIFIED:
            return f"pushed until {minute(lease)}, {again}"
        case State.DENIED:
            return f"refuses to push ({subscription.reason}), {again}"
        case State.FAILED:
            return f"could not be asked to push ({subscription.reason}), {again}"
        case _:
            assert_never(subscription.state)


def _doubt(subscription: Subscription, *, now: datetime) -> str:
    is_running = subscription.lease_until is not None and now < subscription.lease_until
    missed = is_running and not subscription.feed.is_pushed(now=now)
    return ", but missed what a poll found" if missed else ""
