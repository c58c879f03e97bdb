"""From the first tap to the digest, a search and the end of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import ClientSession

from tests.journeys.chatting import Person


async def tomorrow_at_seven(http: ClientSession) -> str:
    """07.00 in Jakarta of the next day but one: a whole day lies before it."""
    clock = datetime.fromisoformat((await (await http.get("/sandbox/state")).json())["clock"])
    return (clock.astimezone(UTC) + timedelta(days=2)).strftime("%Y-%m-%dT00:00:00+00:00")


def texts(messages: list[dict[str, Any]], person: Person) -> list[str]:
    return [message["text"] for message in messages if message["from"] == person.bot]


def headlines(digests: list[str]) -> set[str]:
    """The numbered lines of the digests, without their numbers."""
    return {found for text in digests for found in re.findall(r"^\d+\. (.+)$", text, re.MULTILINE)}


async def test_somebody_subscribes_by_button_and_command_reads_the_digest_searches_and_leaves(
    sari: Person,
) -> None:
    assert "Selamat datang di Kliping" in await sari.writes("/start")
    await sari.presses(sari.button("Kesbangpol"))
    assert any(button.startswith("✓ Kesbangpol · ") for button in sari.buttons)
    assert "Pemilu diikuti" in await sari.writes("/langganan Pemilu")

    before = len(await sari.everything())
    await sari.moves_clock(await tomorrow_at_seven(sari.http))
    digests = texts((await sari.everything())[before:], sari)
    assert any(text.startswith("🗞 Kliping pagi") and "07.00 WIB" in text for text in digests)
    assert any("KESBANGPOL" in text for text in digests)
    assert any("PEMILU" in text for text in digests)

    await sari.catches_up()
    found = await sari.writes("/cari pemilu")
    assert found.startswith("🔎 pemilu")
    assert "1. " in found

    assert "Pemilu tidak diikuti lagi" in await sari.writes("/berhenti pemilu")
    assert "Kesbangpol" in await sari.writes("/topik")


async def test_an_english_speaker_is_served_in_english(emily: Person) -> None:
    assert "Welcome to Kliping" in await emily.writes("/start")
    assert "Pilkada" in await emily.writes("/subscribe Pilkada")
    before = len(await emily.everything())
    await emily.moves_clock(await tomorrow_at_seven(emily.http))
    digests = texts((await emily.everything())[before:], emily)
    assert any("07:00 WIB" in text and "Kliping" in text for text in digests)


def first_told(message: dict[str, Any]) -> list[str]:
    """The links of the message's headlines, but for those that are marked as having grown."""
    text = message["text"].encode("utf-16-le")
    starts = {
        entity["url"]: text[: 2 * entity["offset"]].decode("utf-16-le").rpartition("\n")[2]
        for entity in message["entities"]
        if entity["type"] == "text_link"
    }
    return [url for url, start in starts.items() if re.fullmatch(r"\d+\. ", start)]


async def test_no_story_is_told_twice_over_three_mornings_unless_it_grew(sari: Person) -> None:
    await sari.writes("/start")
    await sari.writes("/langganan pemilu ATAU pilkada ATAU kesbangpol ATAU korupsi")
    before = len(await sari.everything())
    for days in (1, 2, 3):
        at = datetime.fromisoformat(await tomorrow_at_seven(sari.http)) - timedelta(days=1)
        await sari.moves_clock((at if days > 1 else at + timedelta(days=1)).isoformat())
    told = [link for message in (await sari.everything())[before:] for link in first_told(message)]
    assert len(told) > 20
    assert len(told) == len(set(told))


async def test_the_digest_on_request_does_not_use_up_the_scheduled_one(sari: Person) -> None:
    await sari.writes("/start")
    await sari.writes("/langganan kesbangpol ATAU pemilu")
    on_request = headlines([await sari.writes("/ringkasan")])
    before = len(await sari.everything())
    await sari.moves_clock(await tomorrow_at_seven(sari.http))
    scheduled = headlines(texts((await sari.everything())[before:], sari))
    assert on_request
    assert len(on_request & scheduled) > 3


async def test_a_digest_that_is_due_seconds_before_the_clock_stops_is_no_trouble(sari: Person) -> None:
    await sari.writes("/start")
    await sari.writes("/langganan kesbangpol ATAU pemilu")
    at = datetime.fromisoformat(await tomorrow_at_seven(sari.http)) + timedelta(seconds=1)
    await sari.moves_clock(at.isoformat())
    await sari.moves_clock((at + timedelta(seconds=1)).isoformat())
    assert any("07.00 WIB" in text for text in texts(await sari.everything(), sari))


async def test_whoever_follows_a_topic_learns_what_it_brings_and_may_end_it(
    sari: Person, emily: Person
) -> None:
    followed = await sari.writes("/langganan kpu")
    shown = re.search(r"📰 7 hari terakhir: (\d+) peristiwa dari \d+ media, antara lain:\n• (.+)\n", followed)
    assert shown
    assert int(shown[1]) > 3
    await sari.writes("/langganan gerhana senja")
    assert "📭 7 hari terakhir: tidak ada beritanya." in sari.last["text"]
    assert "Gerhana senja tidak diikuti lagi." in await sari.presses("✕ Berhenti mengikuti")
    assert headlines([await sari.writes("/ringkasan")])

    assert "📰 The last 7 days: " in await emily.writes("/subscribe kpu")
    assert f"• {shown[2]}\n" in emily.last["text"]
