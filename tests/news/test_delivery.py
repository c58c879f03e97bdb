"""A message on its way: what each receipt makes of it, and what we promise whatever happens."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.delivery import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_DOUBTS,
    Delivery,
    DeliveryState,
    Moved,
    Receipt,
    Refused,
    Sent,
    SlowDown,
    Trouble,
    Unknown,
    Unreachable,
    advance,
    in_doubt,
    pause_after,
)
from tests.clocks import MORNING
from tests.make import GROUP, SUPERGROUP, make_delivery

MINUTE = timedelta(minutes=1)
NOW = MORNING + MINUTE
ENDS = {DeliveryState.SENT, DeliveryState.UNREACHABLE, DeliveryState.FAILED}

_sending = make_delivery(chat_id=GROUP)
_pending = replace(_sending, state=DeliveryState.PENDING)


@pytest.mark.parametrize(
    ("receipt", "then"),
    [
        (Sent(42), replace(_sending, state=DeliveryState.SENT, message_id=42)),
        (SlowDown(7 * MINUTE), replace(_pending, ready_at=NOW + 7 * MINUTE)),
        (Moved(SUPERGROUP), replace(_pending, ready_at=NOW, chat_id=SUPERGROUP)),
        (Unreachable("blocked"), replace(_sending, state=DeliveryState.UNREACHABLE, reason="blocked")),
        (Refused("too long"), replace(_sending, state=DeliveryState.FAILED, reason="too long")),
        (Trouble("HTTP 500"), replace(_pending, ready_at=NOW + FIRST_PAUSE, attempts=1, reason="HTTP 500")),
        (Unknown("no answer"), replace(_pending, ready_at=NOW + FIRST_PAUSE, doubts=1, reason="no answer")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_a_receipt_makes_of_a_message(receipt: Receipt, then: Delivery) -> None:
    assert advance(_sending, receipt, now=NOW) == then


def test_a_repeat_in_doubt_is_repeated_once_more() -> None:
    repeat = replace(_sending, doubts=1)

    assert advance(repeat, Unknown("no answer"), now=NOW) == replace(
        _pending, doubts=2, ready_at=NOW + FIRST_PAUSE, reason="no answer"
    )


def test_a_message_that_is_in_doubt_again_and_again_ends() -> None:
    doubted = replace(_sending, doubts=MOST_DOUBTS)

    assert advance(doubted, Unknown("no answer"), now=NOW) == replace(
        doubted, state=DeliveryState.FAILED, doubts=MOST_DOUBTS + 1, reason="in doubt 6 times: no answer"
    )


def test_what_is_sent_after_trouble_has_no_reason_left() -> None:
    troubled = replace(_sending, attempts=3, reason="HTTP 500")

    assert advance(troubled, Sent(42), now=NOW).reason == ""


def test_trouble_is_tried_again_with_growing_pauses() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 40)]

    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


_reasons = st.sampled_from(["HTTP 500", "blocked", "no answer"])
_receipts = st.one_of(
    st.builds(Sent, st.integers(1)),
    st.builds(SlowDown, st.timedeltas(timedelta(), timedelta(days=1))),
    st.builds(Moved, st.sampled_from([GROUP, SUPERGROUP])),
    st.builds(Unreachable, _reasons),
    st.builds(Refused, _reasons),
    st.builds(Trouble, _reasons),
    st.builds(Unknown, _reasons),
)


def _history(receipts: list[Receipt | None]) -> list[Delivery]:
    """Where a message stood after each receipt, sent whenever it was due; None: its sender died."""
    delivery, now = _sending, MORNING
    history = []
    for receipt in receipts:
        if delivery.state in ENDS:
            break
        now = max(now, delivery.ready_at)
        sending = replace(delivery, state=DeliveryState.SENDING)
        delivery = advance(sending, receipt, now=now) if receipt else in_doubt(sending, "died", now=now)
        history.append(delivery)
    return history


@given(st.lists(_receipts | st.none(), max_size=30))
def test_whatever_happens_a_message_is_repeated_once_for_each_doubt_and_not_for_ever(
    receipts: list[Receipt | None],
) -> None:
    history = _history(receipts)
    doubts = [
        receipt for receipt in receipts[: len(history)] if receipt is None or isinstance(receipt, Unknown)
    ]

    assert len(doubts) <= MOST_DOUBTS + 1
    assert not history or history[-1].doubts == len(doubts)
    assert len(doubts) <= MOST_DOUBTS or history[-1].state is DeliveryState.FAILED


@given(st.lists(_receipts | st.none(), max_size=30))
def test_whatever_happens_a_message_waits_or_has_ended(receipts: list[Receipt | None]) -> None:
    for delivery in _history(receipts):
        assert delivery.state is DeliveryState.PENDING or delivery.state in ENDS
        assert (delivery.state is DeliveryState.SENT) == (delivery.message_id is not None)


@given(st.lists(_receipts | st.none(), max_size=30))
def test_only_trouble_costs_an_attempt(receipts: list[Receipt | None]) -> None:
    history = _history(receipts)
    troubles = sum(isinstance(receipt, Trouble) for receipt in receipts[: len(history)])

    assert not history or history[-1].attempts == troubles


@given(st.lists(_receipts | st.none(), max_size=30))
def test_what_the_message_says_never_changes(receipts: list[Receipt | None]) -> None:
    for delivery in _history(receipts):
        assert (delivery.message, delivery.id, delivery.due_at) == (
            _sending.message,
            _sending.id,
            _sending.due_at,
        )
