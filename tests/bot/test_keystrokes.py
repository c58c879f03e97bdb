"""Of what a person types inline only the newest is worth an answer, and that not for long."""

import json
from datetime import timedelta

from bot.keystrokes import TOO_LATE, Keystrokes
from storage.updates import Arrived
from tests.clocks import MORNING

SARI, BUDI = 7001, 7002
SECOND = timedelta(seconds=1)


def typed(number: int, *, person: int = SARI) -> Arrived:
    raw = {"update_id": number, "inline_query": {"id": str(number), "from": {"id": person}}}
    return Arrived(id=number, place=person, raw=json.dumps(raw))


def said(number: int, *, text: str = '"inline_query"') -> Arrived:
    raw = {"update_id": number, "message": {"text": text}}
    return Arrived(id=number, place=SARI, raw=json.dumps(raw))


def test_the_newest_of_a_person_supersedes_the_older_ones() -> None:
    keystrokes = Keystrokes()

    assert list(keystrokes.came([typed(1), typed(2, person=BUDI), typed(3)], now=MORNING)) == [1]
    assert list(keystrokes.came([typed(4)], now=MORNING)) == [3]
    over = [keystrokes.are_over(each, now=MORNING) for each in (typed(1), typed(3), typed(4))]
    assert over == [True, True, False]
    assert not keystrokes.are_over(typed(2, person=BUDI), now=MORNING)


def test_what_comes_again_or_out_of_its_order_supersedes_nothing() -> None:
    keystrokes = Keystrokes()
    keystrokes.came([typed(2)], now=MORNING)

    assert list(keystrokes.came([typed(2), typed(1)], now=MORNING)) == [1]
    assert not keystrokes.are_over(typed(2), now=MORNING)


def test_what_has_waited_too_long_is_over() -> None:
    keystrokes = Keystrokes()
    keystrokes.came([typed(1)], now=MORNING)

    assert not keystrokes.are_over(typed(1), now=MORNING + TOO_LATE)
    assert keystrokes.are_over(typed(1), now=MORNING + TOO_LATE + SECOND)


def test_what_came_before_a_restart_is_over() -> None:
    assert Keystrokes().are_over(typed(1), now=MORNING)


def test_what_people_say_is_never_over() -> None:
    keystrokes = Keystrokes()

    assert list(keystrokes.came([said(1), said(2), typed(3)], now=MORNING)) == []
    assert not keystrokes.are_over(said(1), now=MORNING + 2 * TOO_LATE)


def test_who_types_no_more_is_forgotten() -> None:
    keystrokes = Keystrokes()
    keystrokes.came([typed(number, person=number) for number in range(1, 100)], now=MORNING)
    keystrokes.came([typed(100)], now=MORNING + TOO_LATE + SECOND)

    assert list(keystrokes._newest) == [SARI]
