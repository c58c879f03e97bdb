"""Two chats get the messages 0, 1 and 2, 3; whatever becomes of them is counted."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from benchmarks.chaos.judge import Asked, Verdict, judged
from news.delivery import DeliveryState
from tests.clocks import MORNING

SECOND = timedelta(seconds=1)
CHAT_OF = {0: 0, 1: 0, 2: 1, 3: 1}
ALL_SENT = dict.fromkeys(CHAT_OF, DeliveryState.SENT)


def asked(
    message: int, *, after: int = 0, marked: bool = False, accepted: bool = True, answered: bool = True
) -> Asked:
    """A call, so many seconds after the beginning."""
    return Asked(
        message=message,
        chat=CHAT_OF[message],
        at=MORNING + after * SECOND,
        marked=marked,
        accepted=accepted,
        answered=answered,
    )


def of(
    calls: Sequence[Asked],
    *,
    ends: dict[int, DeliveryState] | None = None,
    gone: dict[int, datetime] | None = None,
) -> Verdict:
    return judged(CHAT_OF, calls, ends=ALL_SENT | (ends or {}), gone=gone or {})


def test_where_all_came_once_and_in_order_nothing_is_wrong() -> None:
    assert of([asked(0), asked(2), asked(1), asked(3)]) == Verdict(
        lost=[],
        doubled=[],
        doubled_marked=[],
        doubled_answered=[],
        out_of_order=[],
        sent_to_gone=[],
        unreachable=[],
        knocked=[],
        withheld=0,
    )


def test_a_message_that_was_never_accepted_is_lost_whatever_the_outbox_says() -> None:
    refused = asked(1, accepted=False)
    assert of([asked(0), refused, asked(2), asked(3)]).lost == [1]


def test_a_message_that_has_not_ended_is_lost_although_it_was_accepted() -> None:
    calls = [asked(0), asked(1), asked(2), asked(3)]
    assert of(calls, ends={3: DeliveryState.PENDING}).lost == [3]
    assert judged(CHAT_OF, calls, ends={}, gone={}).lost == [0, 1, 2, 3]


def test_a_second_acceptance_is_a_double_with_the_mark_or_without() -> None:
    calls = [asked(0), asked(0, marked=True), asked(1), asked(1), asked(2, marked=True), asked(3)]
    verdict = of(calls)
    assert (verdict.doubled_marked, verdict.doubled) == ([0], [1])


def test_a_double_whose_answer_had_come_is_told_apart() -> None:
    calls = [asked(0, answered=False), asked(0, marked=True), asked(2), asked(2, marked=True)]
    assert of(calls).doubled_answered == [2]


def test_out_of_order_is_what_comes_after_a_later_message_of_its_chat() -> None:
    late = asked(0, after=2)
    assert of([asked(1), asked(2), late, asked(3)]).out_of_order == [late]


def test_a_repeat_is_not_out_of_order() -> None:
    assert of([asked(0), asked(1), asked(0, marked=True), asked(2), asked(3)]).out_of_order == []


def test_what_a_chat_left_before_is_unreachable_and_not_lost() -> None:
    verdict = of(
        [asked(0), asked(1, after=2, accepted=False), asked(2), asked(3)],
        ends={1: DeliveryState.UNREACHABLE},
        gone={0: MORNING + SECOND},
    )
    assert (verdict.unreachable, verdict.lost, verdict.sent_to_gone) == ([1], [], [])


def test_what_failed_is_lost_although_its_chat_left_later() -> None:
    verdict = of([asked(0), asked(2), asked(3)], ends={1: DeliveryState.FAILED}, gone={0: MORNING + SECOND})
    assert (verdict.unreachable, verdict.lost) == ([], [1])


def test_what_is_accepted_for_a_chat_after_it_left_is_counted() -> None:
    sent = asked(1, after=2)
    verdict = of([asked(0), sent, asked(2), asked(3)], gone={0: MORNING + SECOND})
    assert verdict.sent_to_gone == [sent]


def test_to_ask_again_of_a_chat_that_said_it_was_gone_is_to_knock() -> None:
    refused = replace(asked(0, accepted=False), shut=True)
    again = replace(asked(1, accepted=False), shut=True)
    assert of([asked(0, accepted=False), refused, again]).knocked == [again]


def test_answers_that_were_withheld_from_accepted_messages_are_counted() -> None:
    calls = [asked(0, answered=False), asked(1, answered=False, accepted=False), asked(2)]
    assert of(calls).withheld == 1
