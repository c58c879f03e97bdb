"""The line in which the operator reads how a feed's hub is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.subscription_line import subscription_line
from news.feed import Hub
from news.websub import State, Subscription
from tests.clocks import MORNING
from tests.make import make_feed

_DAY = timedelta(days=1)
_HUB = "https://hub.example/"
_RELIED_ON = replace(
    make_feed(), hub=Hub(url=_HUB, topic="https://kabar.example/rss", since=MORNING, until=MORNING + _DAY)
)
_VERIFIED = {"state": State.VERIFIED, "lease_until": MORNING + _DAY}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "has not been asked to push"),
        (
            {"state": State.ASKED, "attempts": 1},
            "was asked to push, and has not answered yet, asked again 2026-11-23 00:00 UTC",
        ),
        (
            {"state": State.ASKED, "attempts": 3},
            "was asked to push 3 times, and does not answer, asked again 2026-11-23 00:00 UTC",
        ),
        (
            _VERIFIED | {"feed": _RELIED_ON, "pushed_at": MORNING},
            "pushes until 2026-11-24 00:00 UTC, asked again 2026-11-23 00:00 UTC, "
            "last push 2026-11-23 00:00 UTC",
        ),
        (
            _VERIFIED,
            "pushes until 2026-11-24 00:00 UTC, asked again 2026-11-23 00:00 UTC, "
            "but missed what a poll found",
        ),
        (
            {"state": State.VERIFIED, "lease_until": MORNING},
            "pushed until 2026-11-23 00:00 UTC, asked again 2026-11-23 00:00 UTC",
        ),
        ({"state": State.DENIED, "reason": "no"}, "refuses to push (no), asked again 2026-11-23 00:00 UTC"),
        (
            {"state": State.FAILED, "reason": "HTTP 503"},
            "could not be asked to push (HTTP 503), asked again 2026-11-23 00:00 UTC",
        ),
    ],
)
def test_every_state_is_said(changed: dict[str, object], words: str) -> None:
    wanted = Subscription(
        feed=make_feed(), hub=_HUB, topic="https://kabar.example/rss", next_attempt_at=MORNING
    )
    line = subscription_line(replace(wanted, **changed), now=MORNING)  # type: ignore[arg-type]
    assert line == f"hub: {_HUB} {words}"
