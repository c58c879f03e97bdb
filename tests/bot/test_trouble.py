"""What people read when something goes wrong, and what the operator reads."""

import logging
import re
from dataclasses import replace

import pytest
from aiohttp import ClientSession

from app.conversing import desk_of
from bot.desk import Desk
from news.chat import Chat, Topic
from news.digest import Digest
from storage.database import Database
from tests.bot.conftest import TOKEN
from tests.bot.people import Person, Shown
from tests.clocks import TestClock


@pytest.fixture
def desk(sqlite_db: Database, clock: TestClock) -> Desk:
    """A desk that cannot compose digests."""

    async def digest_now(chat: Chat, topic: Topic | None) -> Digest:
        raise RuntimeError("out of ink")

    return replace(desk_of(sqlite_db, clock, most=1_000), digest_now=digest_now)


async def test_an_error_of_ours_is_told_with_the_code_under_which_it_is_logged(
    sari: Person, caplog: pytest.LogCaptureFixture
) -> None:
    await sari.writes("/langganan banjir")

    answer = await sari.writes("/ringkasan")

    told = re.match(r"Ada yang salah di pihak kami \(kode ([0-9A-F]{6})\)", answer.text)
    assert told
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == [
        f"an answer failed, code {told[1]}"
    ]


async def test_after_an_error_of_ours_the_conversation_goes_on(sari: Person) -> None:
    followed = await sari.writes("/langganan banjir")

    pressed = await sari.presses("Ringkasan sekarang", followed)

    assert pressed.note == ""
    assert (await sari.reads_next(followed)).text.startswith("Ada yang salah di pihak kami")
    assert (await sari.writes("/topik")).text.startswith("Topik yang Anda ikuti (1)")


@pytest.mark.parametrize(
    "data",
    [
        *("tarik:1", "drop:", "drop:-1", "drop:99999999999999999999", "follow:99", "undo:", "undo:x"),
        *("time:+2500", "time:0700", "zone:Mars", "language:xx", "search:0", "watch", "", ":"),
        *(
            "follow:pemilu:x",
            "unfollow:pemilu:٣",
            "packs:",
            "packs:99",
            "packs:-1",
            "day:+7",
            "day:1",
            "weekdays:some",
            "holidays:maybe",
            "nonews:",
            "quiet:2100-2100",
            "quiet:2500-0600",
        ),
    ],
)
async def test_a_button_that_is_no_longer_valid_says_so(sari: Person, http: ClientSession, data: str) -> None:
    await sari.writes("/start")
    old = await given_button(http, sari, data)

    pressed = await sari.presses("Dulu", old)

    assert pressed.alert
    assert pressed.note.startswith("Tombol ini sudah tidak berlaku. Ketik /topik")


async def test_who_talks_faster_than_telegram_allows_is_answered_a_little_later(
    sari: Person, http: ClientSession, clock: TestClock
) -> None:
    await sari.writes("/start")
    fault = {"method": "sendMessage", "kind": "429", "retry_after": 2, "times": 1}
    await http.post("/sandbox/faults", json={"faults": [fault]})

    answer = await sari.writes("/topik")

    assert answer.text.startswith("Belum ada topik yang Anda ikuti.")
    assert 2 in clock.slept


async def given_button(http: ClientSession, person: Person, data: str) -> Shown:
    """A message of the bot that carries a button "Dulu" with that data."""
    keyboard = {"inline_keyboard": [[{"text": "Dulu", "callback_data": data or " "}]]}
    message = {"chat_id": person.chat, "text": "Pesan lama", "reply_markup": keyboard}
    await http.post(f"/bot{TOKEN}/sendMessage", json=message)
    return (await person.reads())[-1]


async def test_an_answer_that_telegram_does_not_take_is_noted_and_the_conversation_goes_on(
    sari: Person, http: ClientSession, caplog: pytest.LogCaptureFixture
) -> None:
    await sari.writes("/start")
    fault = {"method": "sendMessage", "kind": "502", "times": 1}
    await http.post("/sandbox/faults", json={"faults": [fault]})

    await sari.says("/topik")

    assert (await sari.writes("/jadwal")).text.startswith("🕖")
    assert f"chat {sari.chat} got no answer: Bad Gateway (502)" in caplog.text


async def test_when_the_database_fails_the_person_is_told_too(
    emily: Person, http: ClientSession, sqlite_db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    async with sqlite_db.writing() as tx:
        await tx.exec_driver_sql("DROP TABLE chats")

    answer = await emily.writes("/start")
    pressed = await emily.presses("Dulu", await given_button(http, emily, "topics"))

    assert pressed.note == ""
    told = re.match(r"Something went wrong on our side \(code ([0-9A-F]{6})\)", answer.text)
    assert told
    assert f"an update could not be taken, code {told[1]}" in caplog.text
