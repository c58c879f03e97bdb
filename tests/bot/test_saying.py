"""Saying something and changing what was said, at Telegram's pace."""

import pytest
from aiohttp import ClientSession
from telegram.error import BadRequest

from bot.application import Conversation
from bot.desk import Desk
from bot.saying import Voice
from news.ids import ChatId
from news.message import Button, Message
from storage.database import Database
from tests.bot.people import SARI, Person
from tests.bot.telegram_answers import answering, refusal
from tests.clocks import TestClock
from tests.storage.given import asked


@pytest.fixture
def voice(application: Conversation, desk: Desk, clock: TestClock) -> Voice:
    return Voice(application.bot, clock, desk.pacing)


async def test_saying_the_same_again_is_no_error(voice: Voice, sari: Person) -> None:
    greeting = await sari.writes("/start")

    assert await voice.change(ChatId(sari.chat), greeting.id, Message(html="Halo"))
    assert await voice.change(ChatId(sari.chat), greeting.id, Message(html="Halo"))
    assert [message.text for message in await sari.reads()] == ["Halo"]


async def test_a_message_that_is_gone_cannot_be_changed(voice: Voice, sari: Person) -> None:
    await sari.writes("/start")

    assert not await voice.change(ChatId(sari.chat), 404, Message(html="Halo"))
    assert not await voice.change_buttons(ChatId(sari.chat), 404, ((Button(text="Halo", data="halo"),),))


async def test_a_message_that_telegram_does_not_take_is_an_error(desk: Desk, clock: TestClock) -> None:
    async with answering(refusal(400, "Bad Request: can't parse entities: no end")) as (bot, _):
        with pytest.raises(BadRequest, match="entities"):
            await Voice(bot, clock, desk.pacing).change(ChatId(SARI), 1, Message(html="<b>Halo"))


async def test_what_is_said_leaves_at_telegrams_pace(voice: Voice, sari: Person, clock: TestClock) -> None:
    await sari.writes("/start")
    clock.move(seconds=1)
    clock.slept = []

    for text in ("satu", "dua"):
        await voice.write(ChatId(sari.chat), Message(html=text))

    # A thousand a second, a little slower: the first one leaves at once.
    assert clock.slept == [0.00104]


async def test_all_who_write_learn_of_a_refusal(
    voice: Voice, sari: Person, http: ClientSession, sqlite_db: Database
) -> None:
    await sari.writes("/start")
    fault = {"method": "sendMessage", "kind": "429", "retry_after": 2, "times": 1}
    await http.post("/sandbox/faults", json={"faults": [fault]})

    await voice.write(ChatId(sari.chat), Message(html="Halo"))

    assert await asked(sqlite_db, "SELECT refused_chat FROM paces WHERE name = 'telegram'") == [(sari.chat,)]
