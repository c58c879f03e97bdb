"""Trouble on request."""

import asyncio

import aiohttp
import pytest

from tests.sandbox.driver import GROUP, SARI, Driver, Json

BRIEFLY = aiohttp.ClientTimeout(total=0.2)


async def trouble(driver: Driver, *faults: Json, **more: int) -> None:
    await driver.script("faults", faults=list(faults), **more)


async def statuses(driver: Driver, chat_id: int, times: int) -> list[int]:
    return [(await driver.call("sendMessage", chat_id=chat_id, text=f"{n}")).status for n in range(times)]


async def test_a_fault_strikes_as_often_as_told(started: Driver) -> None:
    await trouble(started, {"method": "sendMessage", "kind": "500", "times": 2})
    assert await statuses(started, SARI, 3) == [500, 500, 200]


async def test_a_fault_may_concern_one_chat_or_every_method(started: Driver) -> None:
    await trouble(started, {"method": "*", "kind": "502", "chat": GROUP})
    assert await statuses(started, GROUP, 1) == [502]
    assert await statuses(started, SARI, 1) == [200]
    assert (await started.call("getChat", chat_id=GROUP)).refusal == "Bad Gateway"
    await trouble(started)
    assert await statuses(started, GROUP, 1) == [200]


async def test_a_share_of_the_calls_is_drawn_the_same_way_from_the_same_seed(started: Driver) -> None:
    fault = {"method": "sendMessage", "kind": "500", "share": 0.5}
    await trouble(started, fault, seed=7)
    first = await statuses(started, SARI, 20)
    await trouble(started, fault, seed=7)
    assert await statuses(started, SARI, 20) == first
    assert set(first) == {200, 500}


async def test_a_fault_lets_as_many_calls_pass_as_told(started: Driver) -> None:
    later = {"method": "sendMessage", "kind": "502", "times": 1, "after": 2}
    await trouble(started, {"method": "sendMessage", "kind": "500", "times": 1}, later)
    assert await statuses(started, SARI, 4) == [500, 200, 502, 200]


async def test_a_429_tells_how_long_to_wait(started: Driver) -> None:
    await trouble(started, {"method": "sendMessage", "kind": "429", "retry_after": 7, "times": 1})
    answer = await started.call("sendMessage", chat_id=SARI, text="x")
    assert answer.body["parameters"] == {"retry_after": 7}
    assert await statuses(started, SARI, 1) == [200]


async def test_a_global_429_halts_every_call(started: Driver) -> None:
    await trouble(
        started, {"method": "sendMessage", "kind": "429", "retry_after": 9, "times": 1, "global": True}
    )
    assert await statuses(started, SARI, 1) == [429]
    answer = await started.call("getMe")
    assert 1 <= answer.body["parameters"]["retry_after"] <= 9


@pytest.mark.parametrize(("kind", "arrives"), [("drop_before", False), ("drop_after", True)])
async def test_a_connection_is_cut_before_or_after_the_call(
    started: Driver, kind: str, arrives: bool
) -> None:
    await trouble(started, {"method": "sendMessage", "kind": kind, "times": 1})
    with pytest.raises(aiohttp.ClientConnectionError):
        await started.call("sendMessage", chat_id=SARI, text="Putus")
    assert ("Putus" in [message["text"] for message in await started.shown(SARI)]) is arrives
    [*_, last] = (await started.read("requests"))["requests"]
    assert (last["parameters"]["text"], last["status"], last["answer"]) == ("Putus", None, None)
    assert (last["done"], last["fault"]) == (arrives, kind)


@pytest.mark.parametrize(("kind", "arrives"), [("silence", False), ("timeout_after", True)])
async def test_a_call_goes_without_an_answer(started: Driver, kind: str, arrives: bool) -> None:
    await trouble(started, {"method": "sendMessage", "kind": kind, "times": 1})
    url = f"{started.sandbox.url}/bot42:sandbox/sendMessage"
    with pytest.raises(TimeoutError):
        await started.http.post(url, json={"chat_id": SARI, "text": "Sunyi"}, timeout=BRIEFLY)
    assert ("Sunyi" in [message["text"] for message in await started.shown(SARI)]) is arrives


@pytest.mark.parametrize(("kind", "arrives"), [("silence", False), ("timeout_after", True)])
async def test_a_silence_ends_after_so_many_seconds_with_the_connection(
    started: Driver, kind: str, arrives: bool
) -> None:
    await trouble(started, {"method": "sendMessage", "kind": kind, "times": 1, "seconds": 0.05})
    with pytest.raises(aiohttp.ClientConnectionError):
        async with asyncio.timeout(10):
            await started.call("sendMessage", chat_id=SARI, text="Sunyi")
    assert ("Sunyi" in [message["text"] for message in await started.shown(SARI)]) is arrives


async def test_a_late_answer_comes_after_the_message(started: Driver) -> None:
    await trouble(started, {"method": "sendMessage", "kind": "late", "times": 1, "seconds": 0.5})
    answer = asyncio.create_task(started.call("sendMessage", chat_id=SARI, text="Lambat"))
    while "Lambat" not in [message["text"] for message in await started.shown(SARI)]:
        assert not answer.done()
    [*_, last] = (await started.read("requests"))["requests"]
    assert (last["status"], last["done"], last["fault"]) == (200, True, "late")
    assert (await answer).status == 200


async def test_what_is_no_fault_is_refused(driver: Driver) -> None:
    for fault in ({"kind": "flood"}, {"method": "sendMessage"}, {"kind": "500", "share": "x"}):
        assert "error" in await driver.script("faults", status=400, faults=[fault])
