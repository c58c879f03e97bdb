"""The plan: one seed, one plan, with everything in it that can go wrong."""

from itertools import pairwise

from benchmarks.chaos.plan import Place, Turn, drawn

PLAN = drawn(1, chats=1_000, digests=2_000, kills=20, senders=3)


def test_a_seed_stands_for_one_plan() -> None:
    assert (drawn(1, chats=1_000, digests=2_000, kills=20, senders=3) == PLAN) is True
    assert (drawn(2, chats=1_000, digests=2_000, kills=20, senders=3) == PLAN) is False


def test_every_chat_gets_two_digests_of_two_or_three_messages_in_their_order() -> None:
    of_chats: dict[int, list[int]] = {}
    for chat, numbers in PLAN.digests:
        assert len(numbers) in (2, 3)
        of_chats.setdefault(chat, []).extend(numbers)
    assert len(of_chats) == 1_000
    assert all(one < other for numbers in of_chats.values() for one, other in pairwise(numbers))
    assert len(PLAN.chat_of) == sum(map(len, of_chats.values()))


def test_each_kind_of_chat_fault_and_change_is_there() -> None:
    assert set(PLAN.places) == set(Place)
    assert {turn for _, turn in PLAN.turns.values()} == set(Turn)
    kinds = {"429", "500", "502", "silence", "drop_before", "drop_after", "timeout_after", "late"}
    assert {fault["kind"] for _, fault in PLAN.faults} == kinds
    assert any(fault.get("global") for _, fault in PLAN.faults)


def test_kills_meet_all_senders_while_messages_are_left() -> None:
    assert len(PLAN.kills) == 20
    assert {kill.sender for kill in PLAN.kills} == {0, 1, 2}
    assert max(kill.accepted for kill in PLAN.kills) < len(PLAN.chat_of)
