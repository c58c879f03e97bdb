"""/media: which outlets are watched, and how well that goes."""

from datetime import timedelta

import pytest

from bot.handlers.sources import PAGE, sources_page
from bot.notices import CHANGES_NAMED, feed_notice
from bot.packing import MOST_UNITS, plain_text, utf16_units
from bot.texts import Texts
from news.chat import Language
from news.failure import Failure
from news.feed import Health
from news.ids import FeedId
from storage.database import Database
from storage.outlets import WatchedOutlet
from storage.troubles import FeedChange
from tests.bot.people import Person
from tests.clocks import MORNING
from tests.make import make_chat
from tests.storage.given import changed_feeds, given_feed


def _outlet(
    name: str, health: Health = Health.OK, *, hours: int | None = 2, failure: Failure | None = None
) -> WatchedOutlet:
    newest_at = None if hours is None else MORNING - timedelta(hours=hours)
    return WatchedOutlet(name=name, region="", feeds=1, health=health, newest_at=newest_at, failure=failure)


async def test_outlets_in_trouble_come_first_without_technical_words(
    sari: Person, sqlite_db: Database
) -> None:
    await given_feed(sqlite_db, url="https://kabar.example/rss", outlet="Kabar Pagi")
    broken = await given_feed(sqlite_db, url="https://warta.example/rss", outlet="Warta Sore")
    await changed_feeds(sqlite_db, broken, strikes=3.0, reason="HTTP 404", failure="not-found")

    shown = await sari.writes("/media")

    assert shown.text.splitlines() == [
        "📰 Media yang dipantau Kliping: 2, lewat 2 feed",
        "✅ 1 baik · ⚠️ 1 bermasalah",
        "",
        "⚠️ Warta Sore – bermasalah: tidak ditemukan di alamatnya",
        "⏳ Kabar Pagi – belum ada berita",
    ]


async def test_in_english(emily: Person, sqlite_db: Database) -> None:
    await given_feed(sqlite_db, outlet="Kabar Pagi")

    assert (await emily.writes("/sources")).text.startswith("📰 Outlets that Kliping watches: 1, by one feed")


async def test_without_outlets_it_says_so(sari: Person) -> None:
    assert (await sari.writes("/media")).text == "Belum ada media yang dipantau."


async def test_pages_are_turned_by_buttons(sari: Person, sqlite_db: Database) -> None:
    for number in range(PAGE + 1):
        await given_feed(sqlite_db, url=f"https://kabar{number}.example/rss", outlet=f"Kabar {number:02}")
    first = await sari.writes("/media")
    assert "Kabar 19" in first.text
    assert "Kabar 20" not in first.text

    second = (await sari.presses("Berikutnya", first)).message
    assert "Kabar 20" in second.text
    assert "Kabar 00" in (await sari.presses("Sebelumnya", second)).message.text


def test_every_kind_of_health_has_its_line() -> None:
    outlets = [
        _outlet("Baik"),
        _outlet("Diam", Health.SILENT, hours=24 * 9),
        _outlet("Rusak", Health.BROKEN),
        _outlet("Rusak benar", Health.BROKEN, failure=Failure.TIMEOUT),
        _outlet("Rusak sejak awal", Health.BROKEN, hours=None),
        _outlet("Sunyi", hours=None),
        _outlet("Hilang", Health.GONE),
    ]
    page = sources_page(outlets, make_chat(), start=0, now=MORNING)
    assert plain_text(page.html).splitlines()[3:] == [
        "🔇 Diam – belum menerbitkan berita lebih lama daripada biasanya, berita terakhir Sabtu 14 Nov 07.00",
        "⛔ Hilang – feed-nya dihentikan",
        "⚠️ Rusak – bermasalah; berita terakhir 05.00",
        "⚠️ Rusak benar – bermasalah: servernya tidak menjawab; berita terakhir 05.00",
        "⚠️ Rusak sejak awal – bermasalah",
        "✅ Baik – 05.00",
        "⏳ Sunyi – belum ada berita",
    ]


def test_a_page_fits_into_a_message_whatever_outlets_are_called() -> None:
    outlets = [_outlet("<b>&" * 500 + str(n), Health.BROKEN) for n in range(PAGE)]
    page = sources_page(outlets, make_chat(), start=0, now=MORNING)
    assert len(plain_text(page.html)) <= MOST_UNITS


def test_a_notice_names_some_feeds_and_counts_the_others() -> None:
    changes = [
        FeedChange(
            id=FeedId(n), url=f"https://kabar.example/{n}", outlet="Kabar", is_broken=n > 0, reason="HTTP 500"
        )
        for n in range(CHANGES_NAMED + 3)
    ]
    lines = feed_notice(changes, language=Language.ENGLISH).splitlines()
    assert lines[0] == "✅ The feed of Kabar works again (https://kabar.example/0)"
    assert lines[1] == "⚠️ The feed of Kabar cannot be used: HTTP 500 (https://kabar.example/1)"
    assert lines[-1] == "… and 3 more: kliping feeds list"
    assert len(lines) == CHANGES_NAMED + 1


@pytest.mark.parametrize("language", Language)
def test_a_notice_fits_into_a_message_whatever_its_feeds_are_called(language: Language) -> None:
    changes = [
        FeedChange(
            id=FeedId(n), url="https://kabar.example/" + "𝄞" * 900, outlet="😀" * 900, is_broken=True,
            is_gone=True, reason="📰" * 900,
        )
        for n in range(900)
    ]  # fmt: skip
    notice = feed_notice(changes, language=language)
    named = len(notice.splitlines()) - 1
    assert 3_000 < utf16_units(notice) <= 4_096
    assert str(len(changes) - named) in notice.splitlines()[-1]


def test_of_a_feed_that_is_gone_the_notice_says_that_polling_has_ended() -> None:
    gone = FeedChange(
        id=FeedId(1),
        url="https://kabar.example/1",
        outlet="Kabar",
        is_broken=True,
        is_gone=True,
        reason="410",
    )
    assert feed_notice([gone], language=Language.ENGLISH) == (
        "⛔ The feed of Kabar is gone, polling has ended: 410 (https://kabar.example/1)"
    )
    assert feed_notice([gone], language=Language.INDONESIAN) == (
        "⛔ Feed Kabar sudah tidak ada dan tidak diperiksa lagi: 410 (https://kabar.example/1)"
    )


def test_a_notice_says_in_words_what_happened_before_it_gives_the_reason() -> None:
    broken = FeedChange(
        id=FeedId(1),
        url="https://kabar.example/1",
        outlet="Kabar",
        is_broken=True,
        reason="HTTP 404 Not Found",
        failure=Failure.NOT_FOUND,
    )
    assert feed_notice([broken], language=Language.ENGLISH) == (
        "⚠️ The feed of Kabar cannot be used: there is nothing at its address – HTTP 404 Not Found "
        "(https://kabar.example/1)"
    )
    assert feed_notice([broken], language=Language.INDONESIAN) == (
        "⚠️ Feed Kabar tidak dapat dipakai: tidak ditemukan di alamatnya – HTTP 404 Not Found "
        "(https://kabar.example/1)"
    )


@pytest.mark.parametrize("language", Language)
def test_every_kind_of_failure_has_words_of_its_own(language: Language) -> None:
    worded = {Texts(language).plain("failure", kind=kind) for kind in Failure}
    assert len(worded) == len(Failure)
