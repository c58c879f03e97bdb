"""Changing what was said."""

import pytest
from telegram.error import BadRequest

from bot.application import Conversation
from bot.desk import Desk
from bot.saying import Voice
from news.ids import ChatId
from news.message import Button, Message
from tests.bot.people import Person
from tests.clocks import TestClock


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


async def test_a_message_that_telegram_does_not_take_is_an_error(voice: Voice, sari: Person) -> None:
    greeting = await sari.writes("/start")

    with pytest.raises(BadRequest, match="entities"):
        await voice.change(ChatId(sari.chat), greeting.id, Message(html="<b>Halo"))
