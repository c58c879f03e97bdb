"""The pace at which Telegram is written to: even, learned down by refusals, and slowly up again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.ids import ChatId
from news.pace import Pace, after_departures, after_refusal, departures, pause_in, rate_of, yielded
from tests.clocks import MORNING

PERSON, OTHER, GROUP = ChatId(7), ChatId(8), ChatId(-7)
SECOND = timedelta(seconds=1)
LONG_AGO = MORNING - timedelta(days=1)
NEW = Pace(
    next_at=LONG_AGO,
    replies_until=LONG_AGO,
    rate=0.0,
    halted_until=LONG_AGO,
    refused_at=LONG_AGO,
    refused_chat=ChatId(0),
)


def refused(pace: Pace, *chats: ChatId, seconds: float = 5, after: float = 0) -> Pace:
    """The pace when messages into these chats were refused at the same time."""
    for chat_id in chats:
        pace = after_refusal(pace, chat_id, timedelta(seconds=seconds), most=30, now=MORNING + after * SECOND)
    return pace


def test_the_first_message_may_leave_at_once_and_the_others_at_even_distances() -> None:
    free = departures(NEW, most=10, now=MORNING, until=MORNING + SECOND / 4)

    assert [(at - MORNING).total_seconds() for at in free] == pytest.approx([0, 0.1006, 0.2012])


def test_nobody_takes_a_turn_that_is_taken() -> None:
    free = departures(NEW, most=10, now=MORNING, until=MORNING + SECOND)
    taken = after_departures(NEW, free[:3], most=10, now=MORNING)

    assert departures(taken, most=10, now=MORNING, until=MORNING + SECOND)[0] == free[3]
    assert departures(taken, most=10, now=MORNING, until=free[3] - SECOND / 1000) == []
    assert after_departures(taken, [], most=10, now=MORNING) == taken


@given(spans=st.lists(st.floats(0, 0.3), min_size=1, max_size=60), most=st.sampled_from([1, 7, 30]))
def test_in_no_second_more_leave_than_may_however_turns_are_asked_for(spans: list[float], most: int) -> None:
    now, pace, left = MORNING, NEW, []
    for span in spans:
        now += span * SECOND
        free = departures(pace, most=most, now=now, until=now + SECOND / 10)
        pace = after_departures(pace, free, most=most, now=now)
        left += free

    assert left == sorted(left)
    assert all(later - first >= SECOND for first, later in zip(left, left[most:], strict=False))


def test_a_person_gets_one_a_second_and_a_group_twenty_a_minute() -> None:
    assert (pause_in(PERSON), pause_in(GROUP)) == (SECOND, 3 * SECOND)


def test_one_chat_that_is_refused_again_and_again_halts_nobody_else() -> None:
    pace = refused(NEW, GROUP, GROUP, GROUP)

    assert departures(pace, most=30, now=MORNING, until=MORNING) == [MORNING]
    assert rate_of(pace, most=30, now=MORNING) == 30


def test_two_chats_that_are_refused_halt_all_and_slow_them_down() -> None:
    pace = refused(NEW, PERSON, OTHER)

    assert departures(pace, most=30, now=MORNING, until=MORNING + 5 * SECOND)[0] == MORNING + 5 * SECOND
    assert rate_of(pace, most=30, now=MORNING) == 24


def test_refusals_far_apart_have_nothing_to_do_with_one_another() -> None:
    pace = refused(refused(NEW, PERSON), OTHER, after=11)

    assert rate_of(pace, most=30, now=MORNING + 11 * SECOND) == 30


def test_those_that_were_on_their_way_when_all_were_halted_slow_nobody_down_again() -> None:
    pace = refused(refused(NEW, PERSON, OTHER), GROUP, ChatId(9), seconds=7, after=1)

    assert rate_of(pace, most=30, now=MORNING + SECOND) == pytest.approx(24, abs=0.1)
    assert pace.halted_until == MORNING + 8 * SECOND


def test_the_rate_grows_back_by_and_by() -> None:
    pace = refused(NEW, PERSON, OTHER)
    minutes = [rate_of(pace, most=30, now=MORNING + timedelta(minutes=m)) for m in (1, 2, 4, 60)]

    assert minutes == [25.5, 27, 30, 30]


def test_the_rate_never_falls_to_nothing() -> None:
    pace = NEW
    for number in range(100):
        pace = refused(pace, PERSON, OTHER, after=6 * number)

    assert rate_of(pace, most=30, now=MORNING + 600 * SECOND) >= 3


def test_a_clock_that_is_set_back_holds_up_nobody() -> None:
    pace = refused(NEW, PERSON, OTHER, seconds=30)
    pace = after_departures(pace, [MORNING + 30 * SECOND], most=30, now=MORNING)
    before = MORNING - timedelta(hours=1)

    assert departures(pace, most=30, now=before, until=before) == [before]


@pytest.mark.parametrize(("waiting", "further"), [(-1, 0), (0.4, 0), (2, 3), (20, 21), (3600, 0)])
def test_digests_look_further_ahead_where_a_crowd_of_replies_waits(waiting: float, further: float) -> None:
    until = MORNING + waiting * SECOND
    pace = replace(NEW, next_at=until, replies_until=until)

    assert yielded(pace, most_ahead=SECOND, now=MORNING) == further * SECOND


@pytest.mark.parametrize(
    ("replied", "most", "distance"), [(-2, 30, 1.006), (-0.5, 30, 1.04), (0.5, 30, 1.04), (-2, 500, 1.03)]
)
def test_messages_leave_more_slowly_beside_replies_and_at_hundreds_a_second(
    replied: float, most: float, distance: float
) -> None:
    pace = replace(NEW, replies_until=MORNING + replied * SECOND)
    first, second = departures(pace, most=most, now=MORNING, until=MORNING + SECOND)[:2]

    assert (second - first).total_seconds() == pytest.approx(distance / most, abs=1e-5)
