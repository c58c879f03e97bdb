"""A message whose sender was killed: how long until another has it, and until it has ended."""

from datetime import timedelta

from benchmarks.chaos.takeover import Look, Takeover, takeovers
from news.delivery import LEASE
from tests.clocks import MORNING

SECOND = timedelta(seconds=1)


def look(*, after: float, leased: dict[int, float], repeats: tuple[int, ...] = ()) -> Look:
    """So many seconds after the beginning, with the messages that were claimed so many seconds after it."""
    until = {message: MORNING + claimed * SECOND + LEASE for message, claimed in leased.items()}
    return Look(at=MORNING + after * SECOND, leased=until, repeats=frozenset(repeats))


def test_a_takeover_lasts_from_the_kill_until_another_claims_and_to_the_end() -> None:
    looks = [
        look(after=-1, leased={}),
        look(after=1, leased={7: 0}),
        look(after=19, leased={7: 0}),
        look(after=20, leased={7: 0}),
        look(after=21, leased={7: 21}, repeats=(7,)),
        look(after=22, leased={}, repeats=(7,)),
        look(after=27, leased={}),
    ]
    assert list(takeovers(looks, [MORNING + SECOND])) == [
        Takeover(claimed=timedelta(seconds=20), ended=timedelta(seconds=26))
    ]


def test_a_message_that_ends_or_is_held_on_was_not_taken_over() -> None:
    looks = [
        look(after=1, leased={7: 0, 8: 0}),
        look(after=2, leased={8: 0}),
        look(after=8, leased={8: 8}),
        look(after=9, leased={}),
    ]
    assert list(takeovers(looks, [MORNING + SECOND])) == []


def test_of_several_kills_that_since_the_lease_was_renewed_counts() -> None:
    looks = [look(after=20, leased={7: 5}), look(after=25, leased={7: 5}), look(after=26, leased={})]
    kills = [MORNING + number * SECOND for number in (4, 6, 7)]
    (taken,) = takeovers(looks, kills)
    assert taken.claimed == timedelta(seconds=20)


def test_what_waits_when_we_look_for_the_last_time_has_waited_till_then() -> None:
    looks = [
        look(after=20, leased={7: 0}),
        look(after=21, leased={7: 21}, repeats=(7,)),
        look(after=30, leased={}, repeats=(7,)),
    ]
    (taken,) = takeovers(looks, [MORNING + SECOND])
    assert taken.ended == timedelta(seconds=29)
