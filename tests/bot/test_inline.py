"""Searching from any chat: `@bot query`, and the cards that it brings."""

import json
import logging
import re
from datetime import timedelta
from html import escape

import pytest
from aiohttp import ClientSession

from news.item import Entry
from sandbox.server import Sandbox
from storage.database import Database
from storage.grouping import join_stories
from tests.bot.people import GROUP, Card, Offered, Person
from tests.bot.test_hostile_words import HOSTILE
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.storage.given import asked, given_items, given_stories, given_story

STRANGER = {"id": 7001, "first_name": "Ratna", "is_bot": False}

MINUTE = timedelta(minutes=1)
HOUR = 60 * MINUTE


def floods(*numbers: int) -> list[Entry]:
    """Articles "Banjir 1", a minute old, "Banjir 2", two minutes old, and so on."""
    return [
        make_entry(title=f"Banjir n{number} surut", published_at=MORNING - number * MINUTE)
        for number in numbers
    ]


async def given_floods(db: Database, count: int) -> None:
    await given_stories(db, *floods(*range(1, count + 1)), at=MORNING - MINUTE / 2)


async def pages(person: Person, query: str) -> list[Offered]:
    """All that the query brings, page after page."""
    shown = [await person.types(query)]
    while shown[-1].next_offset:
        shown.append(await person.types(query, offset=shown[-1].next_offset))
    return shown


async def given_harvest(db: Database) -> None:
    """One story, told by two outlets."""
    told = {"title": "Panen raya di Belitung", "lead": "Petani panen. Harga naik.", "url": "https://a.id/1"}
    (first,) = await given_items(
        db, make_entry(**told, published_at=MORNING - 2 * HOUR), outlet="Kabar Pagi", at=MORNING - HOUR
    )
    (second,) = await given_items(
        db, make_entry(title="Gabah melimpah"), outlet="Pos Belitung", at=MORNING - MINUTE
    )
    await given_story(db, first, second)


async def test_what_is_typed_brings_cards_in_the_language_of_whoever_types(
    sari: Person, emily: Person, sqlite_db: Database
) -> None:
    await given_harvest(sqlite_db)

    (his,), (hers,) = (await sari.types("panen")).cards, (await emily.types("panen")).cards

    assert his == Card(
        id=hers.id,
        title="Panen raya di Belitung",
        description="Kabar Pagi +1 media · 2 jam yang lalu · Petani panen. Harga naik.",
    )
    assert hers.description == "Kabar Pagi +1 outlet · 2 hours ago · Petani panen. Harga naik."


async def test_a_card_that_is_sent_is_the_storys_line_as_in_a_digest(
    sari: Person, sqlite_db: Database
) -> None:
    await given_harvest(sqlite_db)
    offered = await sari.types("panen")

    message = await sari.at(GROUP).sends(offered.cards[0], offered)

    assert (message["from"], message["via"]) == (sari.id, "kliping_sandbox_bot")
    assert message["text"].splitlines() == [
        "Panen raya di Belitung",
        "Kabar Pagi +1 media · Belitung · 05.00",
        "Petani panen. Harga naik.",
        "Pos Belitung: Gabah melimpah",
    ]
    assert '<a href="https://a.id/1"' in message["html"]


async def test_who_types_needs_no_chat_with_the_bot_and_gets_none(sari: Person, sqlite_db: Database) -> None:
    await given_harvest(sqlite_db)

    assert len((await sari.types("panen")).cards) == 1
    assert await asked(sqlite_db, "SELECT id FROM chats") == []


async def test_the_language_chosen_in_the_private_chat_is_that_of_the_cards(
    emily: Person, sqlite_db: Database
) -> None:
    await given_harvest(sqlite_db)
    await emily.presses("Indonesia", await emily.writes("/language"))

    assert "2 jam yang lalu" in (await emily.types("panen")).cards[0].description


async def test_a_card_sent_to_the_bot_itself_is_no_question(sari: Person, sqlite_db: Database) -> None:
    await given_harvest(sqlite_db)
    await sari.writes("/start")
    offered = await sari.types("panen")

    sent = await sari.sends(offered.cards[0], offered)

    answer = await sari.writes("/topik")
    assert answer.text.startswith("Belum ada topik")
    assert answer.id == sent["message_id"] + 2  # behind the card and the command nothing else was said


async def test_pages_follow_one_another_until_all_are_shown(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 45)

    shown = await pages(sari, "banjir")

    assert [len(page.cards) for page in shown] == [20, 20, 5]
    assert [title for page in shown for title in page.titles] == [
        f"Banjir n{number} surut" for number in range(1, 46)
    ]
    assert [page.button for page in shown] == ["", "", ""]


async def test_pages_stay_as_they_are_while_news_comes_in(
    sari: Person, sqlite_db: Database, clock: TestClock
) -> None:
    await given_floods(sqlite_db, 45)
    first = await sari.types("banjir")
    clock.move(minutes=2)
    await given_stories(sqlite_db, *floods(-1), at=clock.at)
    ((grown,),) = await asked(sqlite_db, "SELECT story_id FROM items WHERE title = 'Banjir n30 surut'")
    (news,) = await given_items(sqlite_db, *floods(0), outlet="Pos Belitung", at=clock.at)
    async with sqlite_db.writing() as tx:
        await join_stories(tx, {news.id: grown})

    second = await sari.types("banjir", offset=first.next_offset)
    third = await sari.types("banjir", offset=second.next_offset)

    assert second.titles + third.titles == [f"Banjir n{number} surut" for number in range(21, 46)]
    assert "Banjir n-1 surut" not in first.titles + second.titles + third.titles
    assert sum(len(page.cards) for page in await pages(sari, "banjir")) == 46


async def test_an_empty_query_brings_what_matters_most_today_and_a_hint(
    sari: Person, emily: Person, sqlite_db: Database
) -> None:
    await given_floods(sqlite_db, 3)
    await given_harvest(sqlite_db)

    offered = await sari.types("  ")

    assert offered.titles[0] == "Panen raya di Belitung"
    assert len(offered.cards) == 4
    assert offered.button == "🔎 Ketik yang dicari, atau buka Kliping ›"
    assert (await emily.types("")).button == "🔎 Type what to find, or open Kliping ›"


async def test_the_hint_stands_above_the_first_page_only(sari: Person, sqlite_db: Database) -> None:
    await given_floods(sqlite_db, 25)

    shown = await pages(sari, "")

    assert [len(page.cards) for page in shown] == [20, 5]
    assert [bool(page.button) for page in shown] == [True, False]


async def test_nothing_found_offers_the_private_chat(sari: Person, emily: Person) -> None:
    offered = await sari.types("gerhana matahari di malam bulan purnama")

    assert offered.cards == ()
    assert offered.button == "Tidak ada berita tentang “gerhana matahari di…” · Buka Kliping ›"
    assert (await emily.types("eclipse")).button == "No news about “eclipse” · Open Kliping ›"
    assert (await sari.writes("/start inline")).text.startswith("👋 Selamat datang di Kliping!")


async def test_who_found_nothing_goes_on_with_the_search_in_the_private_chat(
    sari: Person, http: ClientSession
) -> None:
    await sari.types("gerhana")
    await sari.types("gerhana bulan di atas laut, dan matahari yang terbenam")

    short, long = [json.loads(each["button"])["start_parameter"] for each in await answers(http)]
    answer = await sari.writes(f"/start {short}")

    assert answer.text.startswith("Tidak ada berita tentang gerhana.")
    assert answer.buttons == ("➕ Langganan",)
    assert (await sari.writes(f"/start {long}")).text.startswith("👋 Selamat datang di Kliping!")


@pytest.mark.parametrize(
    ("query", "indonesian", "english"),
    [
        ("banjir (", "Di situ seharusnya ada kata yang dicari.", "A word to look for is missing there."),
        (
            '"dana hib',
            "Tanda kutip yang dibuka belum ditutup.",
            "A quotation mark was opened but not closed.",
        ),
        ("sejak:x y", "Tanggal ditulis seperti ini: 2026-11-23.", "A date is written like this: 2026-11-23."),
    ],
)
async def test_a_query_that_cannot_be_read_says_why(
    sari: Person, emily: Person, query: str, indonesian: str, english: str
) -> None:
    assert (await sari.types(query)).button == f"⚠️ {indonesian}"
    assert (await emily.types(query)).button == f"⚠️ {english}"


async def test_a_query_that_cannot_be_read_is_explained_in_the_private_chat(
    sari: Person, http: ClientSession
) -> None:
    await sari.types("banjir (")
    (answer,) = await answers(http)

    explained = await sari.writes(f"/start {json.loads(answer['button'])['start_parameter']}")

    assert "banjir (👉" in explained.text


async def test_answers_are_remembered_for_one_person_and_not_for_long(
    sari: Person, http: ClientSession
) -> None:
    await sari.types("banjir")

    (answer,) = await answers(http)
    assert (answer["cache_time"], answer["is_personal"]) == ("60", "true")


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words[:12].encode("unicode_escape").decode())
async def test_whatever_is_typed_is_answered(
    sari: Person, emily: Person, sqlite_db: Database, words: str
) -> None:
    await given_stories(
        sqlite_db, make_entry(title=f"Banjir {escape(words)}", lead=escape(words)), at=MORNING - HOUR
    )
    for person in (sari, emily):
        for query in (words[:256], "banjir"):
            offered = await person.types(query)
            assert not offered.button.startswith(("⚠️ Ada", "⚠️ Something")), offered.button
            for card in offered.cards:
                await person.at(GROUP).sends(card, offered)


@pytest.mark.parametrize("offset", ["x", "1:2", "-1:0:0", f"{10**15}:999999:{10**17}", "٣:1:1", "9" * 64])
async def test_an_offset_of_somebody_elses_making_harms_nothing(
    sari: Person, sqlite_db: Database, offset: str
) -> None:
    await given_floods(sqlite_db, 3)

    assert len((await sari.types("banjir", offset=offset)).cards) in (0, 3)


async def test_when_the_database_fails_the_button_says_so(
    emily: Person, sqlite_db: Database, caplog: pytest.LogCaptureFixture, http: ClientSession
) -> None:
    async with sqlite_db.writing() as tx:
        await tx.exec_driver_sql("DROP TABLE chats")

    offered = await emily.types("banjir")

    told = re.fullmatch(r"⚠️ Something went wrong on our side \(code ([0-9A-F]{6})\)", offered.button)
    assert told
    assert f"an answer to an inline query failed, code {told[1]}" in caplog.text
    assert (await answers(http))[-1]["cache_time"] == "0"


async def test_an_answer_that_comes_too_late_is_no_trouble(
    sari: Person, http: ClientSession, sandbox: Sandbox, caplog: pytest.LogCaptureFixture
) -> None:
    fault = {"method": "answerInlineQuery", "kind": "502", "times": 1}
    await http.post("/sandbox/faults", json={"faults": [fault]})
    body = {"from": sari.id, "query": "banjir", "wait": 1}
    await http.post("/sandbox/inline", json=body)
    typed = {"id": "1", "from": STRANGER, "query": "banjir", "offset": ""}
    sandbox.world.updates.add("inline_query", typed)

    await sari.types("longsor")

    assert "an inline query got no answer: Bad Gateway" in caplog.text
    assert [record.message for record in caplog.records if record.levelno >= logging.ERROR] == []


async def answers(http: ClientSession) -> list[dict[str, str]]:
    """What the bot has answered to inline queries."""
    asked_ = (await (await http.get("/sandbox/requests")).json())["requests"]
    return [each["parameters"] for each in asked_ if each["method"] == "answerInlineQuery"]
