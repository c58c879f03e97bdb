"""Setting when the digest comes."""

from datetime import timedelta

import pytest

from news.ids import ChatId
from news.schedule import MOST_TIMES
from storage.chats import next_digest_at
from storage.database import Database
from tests.bot.people import Person
from tests.clocks import MORNING, TestClock


async def test_the_schedule_is_shown_in_words_with_the_usual_choices(sari: Person) -> None:
    shown = await sari.writes("/jadwal")

    assert shown.text.startswith(
        "🕖 Ringkasan datang setiap hari pukul 07.00 WIB.\n"
        "Berikutnya: besok, Selasa 24 November, pukul 07.00 WIB.\n"
        "Bila tidak ada berita baru, Kliping mengabari."
    )
    assert shown.buttons == (
        "06.00", "✓ 07.00", "08.00", "12.00", "16.00", "20.00", "✓ WIB", "WITA", "WIT",
        "📅 Hari", "✓ Hari libur", "🌙 21.00–06.00", "✓ Kabari bila nihil",
    )  # fmt: skip


async def test_times_and_zone_can_be_typed(sari: Person) -> None:
    shown = await sari.writes("/jadwal 06.30 dan 16.00 WITA")

    assert shown.text.startswith("🕖 Ringkasan datang setiap hari pukul 06.30 dan 16.00 WITA.")
    assert "Berikutnya: hari ini, Senin 23 November, pukul 16.00 WITA." in shown.text


async def test_english_speakers_read_and_write_times_their_way(emily: Person) -> None:
    shown = await emily.writes("/schedule 6:30 and 16:00 and 20:00")

    assert shown.text.startswith("🕖 The digest comes every day at 06:30, 16:00, and 20:00 WIB.")


async def test_a_time_is_added_and_taken_away_with_a_tap(sari: Person) -> None:
    shown = await sari.writes("/jadwal")

    added = (await sari.presses("16.00", shown)).message
    taken = (await sari.presses("✓ 07.00", added)).message

    assert added.text.startswith("🕖 Ringkasan datang setiap hari pukul 07.00 dan 16.00 WIB.")
    assert taken.text.startswith("🕖 Ringkasan datang setiap hari pukul 16.00 WIB.")


async def test_a_typed_time_stands_among_the_buttons(sari: Person) -> None:
    shown = await sari.writes("/jadwal 06.30")

    assert shown.buttons[:3] == ("06.00", "✓ 06.30", "07.00")


async def test_the_last_time_stays(sari: Person) -> None:
    pressed = await sari.presses("✓ 07.00", await sari.writes("/jadwal"))

    assert pressed.note.startswith("Paling sedikit satu jam harus tersisa.")
    assert pressed.message.text.startswith("🕖 Ringkasan datang setiap hari pukul 07.00 WIB.")


async def test_more_times_than_a_day_may_have_are_refused(sari: Person) -> None:
    shown = await sari.writes("/jadwal 1 2 3 4 5 6")

    pressed = await sari.presses("20.00", shown)

    assert pressed.alert
    assert pressed.note.startswith(f"Paling banyak {MOST_TIMES} jam dalam sehari.")
    assert (await sari.writes("/jadwal 1 2 3 4 5 6 7")).text == pressed.note


async def test_the_zone_is_chosen_with_a_tap(sari: Person) -> None:
    shown = await sari.writes("/jadwal 08.30")

    pressed = await sari.presses("WITA", shown)

    assert pressed.message.text.startswith("🕖 Ringkasan datang setiap hari pukul 08.30 WITA.")
    assert "Berikutnya: hari ini, Senin 23 November, pukul 08.30 WITA." in pressed.message.text
    assert "✓ WITA" in pressed.message.buttons


async def test_all_that_a_schedule_says_can_be_typed_and_is_said_back(sari: Person) -> None:
    shown = await sari.writes("/jadwal tiap hari kerja jam 7 pagi, kecuali hari libur, tenang 22-6 WITA")

    assert shown.text.startswith(
        "🕖 Ringkasan datang setiap hari kerja pukul 07.00 WITA, kecuali hari libur nasional, "
        "tenang 22.00–06.00.\nBerikutnya: besok, Selasa 24 November, pukul 07.00 WITA."
    )
    assert {"Hari libur", "✓ 🌙 22.00–06.00", "✓ WITA"} < set(shown.buttons)


@pytest.mark.parametrize("text", ["25.00", "pagi", "07.00 WIB WITA", "<b>"])
async def test_what_cannot_be_read_is_said_with_examples_that_can(sari: Person, text: str) -> None:
    answer = (await sari.writes(f"/jadwal {text}")).text

    assert answer.startswith(f"{text} belum bisa dibaca sebagai jadwal.")
    assert "/jadwal tiap hari kerja jam 7 pagi" in answer


async def test_an_offset_from_utc_is_the_zone_that_is_meant_and_shown_as_such(
    sari: Person, emily: Person
) -> None:
    assert "pukul 07.00 WITA." in (await sari.writes("/jadwal 07.00 UTC+8")).text
    assert "at 07:00 UTC+5." in (await emily.writes("/schedule 7 am GMT+5")).text


async def test_an_offset_that_cannot_be_kept_is_answered_with_what_to_write_instead(
    sari: Person, emily: Person
) -> None:
    answer = (await sari.writes("/jadwal 07.00 UTC+10:30")).text

    assert answer.startswith("Tidak ada zona waktu yang sepanjang tahun UTC+10:30.")
    assert "/jadwal 07.00 Adelaide" in answer
    assert (await emily.writes("/schedule UTC+15")).text.startswith("No timezone is at UTC+15 all year.")


async def test_silence_without_news_is_wished_for_in_words_beside_the_rest(sari: Person) -> None:
    shown = await sari.writes("/jadwal 07.00 dan 16.30 WIB hari kerja, diam kalau tidak ada berita")
    again = await sari.writes("/jadwal beri tahu kalau tidak ada berita")

    assert shown.text.startswith("🕖 Ringkasan datang setiap hari kerja pukul 07.00 dan 16.30 WIB.")
    assert "\nBila tidak ada berita baru, Kliping diam.\n" in shown.text
    assert "Kabari bila nihil" in shown.buttons
    assert again.text.startswith("🕖 Ringkasan datang setiap hari kerja pukul 07.00 dan 16.30 WIB.")
    assert "\nBila tidak ada berita baru, Kliping mengabari.\n" in again.text


async def test_english_speakers_wish_for_silence_their_way(emily: Person) -> None:
    shown = await emily.writes("/schedule weekdays 7 am, silent without news")

    assert "\nWhen there is no news, Kliping stays silent.\n" in shown.text
    kept = await emily.writes("/schedule 8 am")
    assert "\nWhen there is no news, Kliping stays silent.\n" in kept.text


async def test_the_next_digest_is_due_at_the_next_slot_of_a_new_schedule(
    sari: Person, sqlite_db: Database
) -> None:
    await sari.writes("/jadwal 08.00, diam kalau tidak ada berita")

    async with sqlite_db.reading() as tx:
        assert await next_digest_at(tx, ChatId(sari.chat)) == MORNING + timedelta(hours=1)


async def test_a_wish_for_silence_takes_no_digest_away_that_is_due(
    sari: Person, sqlite_db: Database, clock: TestClock
) -> None:
    await sari.writes("/langganan banjir")
    clock.move(days=1)

    await sari.writes("/jadwal diam kalau tidak ada berita")

    async with sqlite_db.reading() as tx:
        assert await next_digest_at(tx, ChatId(sari.chat)) == MORNING + timedelta(days=1)
