"""Telegram's limits on sending, with a clock of our own."""

from dataclasses import dataclass

import aiohttp
import pytest

from sandbox.clock import SandboxClock
from sandbox.server import Sandbox
from sandbox.telegram.errors import TelegramError
from sandbox.telegram.limits import Limits
from sandbox.telegram.records import Chat, ChatType
from tests.sandbox.driver import SARI, TOKEN, Driver


@dataclass
class Seconds:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def private(number: int) -> Chat:
    return Chat(id=number, type=ChatType.PRIVATE)


def retry_after(limits: Limits, chat: Chat) -> int | None:
    try:
        limits.count(chat)
    except TelegramError as error:
        return int((error.parameters or {})["retry_after"])
    return None


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def limits(seconds: Seconds) -> Limits:
    return Limits(seconds=seconds)


def test_thirty_messages_a_second_leave_in_all(limits: Limits, seconds: Seconds) -> None:
    assert [retry_after(limits, private(number)) for number in range(31)] == [None] * 30 + [1]
    seconds.now += 1
    assert retry_after(limits, private(99)) is None


def test_one_chat_takes_a_burst_and_then_one_a_second(limits: Limits, seconds: Seconds) -> None:
    assert [retry_after(limits, private(1)) for _ in range(6)] == [None] * 5 + [1]
    seconds.now += 1
    assert [retry_after(limits, private(1)) for _ in range(2)] == [None, 1]


def test_a_group_takes_twenty_a_minute(limits: Limits, seconds: Seconds) -> None:
    group = Chat(id=-1, type=ChatType.GROUP)
    for _ in range(20):
        assert retry_after(limits, group) is None
        seconds.now += 1
    assert retry_after(limits, group) == 40
    seconds.now += 40
    assert retry_after(limits, group) is None


def test_a_thousand_a_second_leave_where_they_are_paid_for(limits: Limits) -> None:
    for number in range(1_000):
        limits.count(private(number), paid=True)

    with pytest.raises(TelegramError):
        limits.count(private(1_000), paid=True)
    assert retry_after(limits, private(1_000)) is None


async def test_too_much_at_once_is_answered_with_429() -> None:
    async with Sandbox(token=TOKEN, clock=SandboxClock()) as sandbox, aiohttp.ClientSession() as http:
        driver = Driver(sandbox, http)
        await driver.write(SARI, "/start")
        answers = [await driver.call("sendMessage", chat_id=SARI, text="x") for _ in range(6)]
    assert [answer.status for answer in answers] == [200] * 5 + [429]
    assert answers[-1].body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
