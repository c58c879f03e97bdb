"""The pace at which Telegram is written to."""

from datetime import timedelta

from jobs.pace import Pace
from news.ids import ChatId
from tests.clocks import MORNING

PERSON, GROUP = ChatId(7), ChatId(-7)


def test_the_first_message_may_leave_at_once() -> None:
    assert Pace(rate=30).wait(now=MORNING) == timedelta()
    assert Pace(rate=30).earliest(PERSON) is None


def test_messages_keep_an_even_distance_in_all() -> None:
    pace = Pace(rate=30)
    pace.left(PERSON, now=MORNING)
    assert pace.wait(now=MORNING) == timedelta(seconds=1 / 30)
    assert pace.wait(now=MORNING + timedelta(seconds=1)) == timedelta()


def test_a_person_gets_one_a_second_and_a_group_twenty_a_minute() -> None:
    pace = Pace(rate=30)
    pace.left(PERSON, now=MORNING)
    pace.left(GROUP, now=MORNING)
    assert pace.earliest(PERSON) == MORNING + timedelta(seconds=1)
    assert pace.earliest(GROUP) == MORNING + timedelta(seconds=3)


def test_a_halt_concerns_one_chat() -> None:
    pace = Pace(rate=30)
    pace.halt(GROUP, until=MORNING + timedelta(minutes=1))
    assert pace.earliest(GROUP) == MORNING + timedelta(minutes=1)
    assert pace.earliest(PERSON) is None


def test_the_memory_of_chats_is_bounded() -> None:
    pace = Pace(rate=30)
    for number in range(1, 10_101):
        pace.left(ChatId(number), now=MORNING)
    assert pace.earliest(ChatId(1)) is None
    assert pace.earliest(ChatId(10_100)) is not None
    assert len(pace._chats) == 10_000
