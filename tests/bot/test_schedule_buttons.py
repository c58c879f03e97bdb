"""Weekdays, holidays, quiet hours and days without news: set with a tap."""

import pytest

from tests.bot.people import GROUP, Person

REFUSAL = "Maaf, hanya admin grup yang dapat mengubah pengaturan di sini."


async def test_the_weekdays_are_a_tap_away_and_so_is_the_way_back(sari: Person) -> None:
    shown = await sari.writes("/jadwal")

    days = (await sari.presses("📅 Hari", shown)).message
    back = (await sari.presses("‹ Jadwal", days)).message

    assert days.text == shown.text
    assert days.buttons == (
        "✓ Setiap hari", "Hari kerja",
        "✓ Sen", "✓ Sel", "✓ Rab", "✓ Kam", "✓ Jum", "✓ Sab", "✓ Min",
        "‹ Jadwal",
    )  # fmt: skip
    assert back == shown


async def test_english_speakers_see_their_weekdays(emily: Person) -> None:
    days = (await emily.presses("📅 Days", await emily.writes("/schedule"))).message

    assert days.buttons[:4] == ("✓ Every day", "Working days", "✓ Mon", "✓ Tue")


async def test_working_days_are_one_tap_and_each_day_is_another(sari: Person) -> None:
    days = (await sari.presses("📅 Hari", await sari.writes("/jadwal kecuali Senin"))).message

    working = (await sari.presses("Hari kerja", days)).message
    without_tuesday = (await sari.presses("✓ Sel", working)).message
    with_sunday = (await sari.presses("Min", without_tuesday)).message

    assert working.text.startswith("🕖 Ringkasan datang setiap hari kerja pukul 07.00 WIB.")
    assert "besok, Selasa 24 November" in working.text
    assert without_tuesday.text.startswith("🕖 Ringkasan datang setiap Senin, Rabu, Kamis, dan Jumat pukul")
    assert "Berikutnya: Rabu 25 November, pukul 07.00 WIB." in without_tuesday.text
    assert with_sunday.text.startswith(
        "🕖 Ringkasan datang setiap Senin, Rabu, Kamis, Jumat, dan Minggu pukul"
    )


async def test_the_last_day_stays(sari: Person) -> None:
    days = (await sari.presses("📅 Hari", await sari.writes("/jadwal Kamis"))).message

    pressed = await sari.presses("✓ Kam", days)

    assert pressed.note.startswith("Paling sedikit satu hari harus tersisa.")
    assert pressed.message == days


async def test_holidays_are_switched_off_and_on(sari: Person) -> None:
    shown = await sari.writes("/jadwal")

    off = (await sari.presses("✓ Hari libur", shown)).message
    on = (await sari.presses("Hari libur", off)).message

    assert off.text.startswith(
        "🕖 Ringkasan datang setiap hari pukul 07.00 WIB, kecuali hari libur nasional."
    )
    assert on == shown


async def test_quiet_hours_are_switched_on_and_off(sari: Person) -> None:
    shown = await sari.writes("/jadwal 22.30")

    on = (await sari.presses("🌙 21.00–06.00", shown)).message
    off = (await sari.presses("✓ 🌙 21.00–06.00", on)).message

    assert on.text.startswith("🕖 Ringkasan datang setiap hari pukul 22.30 WIB, tenang 21.00–06.00.")
    assert "Berikutnya: besok, Selasa 24 November, pukul 06.00 WIB." in on.text
    assert off == shown


async def test_typed_quiet_hours_are_switched_off_with_a_tap(sari: Person) -> None:
    shown = await sari.writes("/jadwal tenang 23-5")

    off = (await sari.presses("✓ 🌙 23.00–05.00", shown)).message

    assert off.text.startswith("🕖 Ringkasan datang setiap hari pukul 07.00 WIB.")


async def test_without_news_the_chat_is_told_so_or_not(sari: Person) -> None:
    shown = await sari.writes("/jadwal")

    silent = (await sari.presses("✓ Kabari bila nihil", shown)).message
    asked_again = await sari.writes("/jadwal")
    told = (await sari.presses("Kabari bila nihil", silent)).message

    assert "Bila tidak ada berita baru, Kliping diam." in silent.text
    assert asked_again.text == silent.text
    assert told == shown


async def test_a_button_that_is_pressed_twice_does_what_it_said(sari: Person) -> None:
    shown = await sari.writes("/jadwal")

    await sari.presses_twice("✓ Hari libur", shown)

    assert "kecuali hari libur nasional" in (await sari.writes("/jadwal")).text


@pytest.mark.parametrize("button", ["✓ Hari libur", "🌙", "✓ Kabari bila nihil"])
async def test_a_member_may_not_switch_anything(sari: Person, budi: Person, button: str) -> None:
    shown = await sari.at(GROUP).writes("/jadwal")

    pressed = await budi.presses(button, shown)

    assert (pressed.note, pressed.alert) == (REFUSAL, True)
    assert pressed.message == shown


@pytest.mark.parametrize("button", ["Hari kerja", "✓ Sen"])
async def test_a_member_may_not_choose_days(sari: Person, budi: Person, button: str) -> None:
    shown = await sari.at(GROUP).writes("/jadwal")
    days = (await sari.at(GROUP).presses("📅 Hari", shown)).message

    assert (await budi.presses(button, days)).note == REFUSAL
    assert (await budi.writes("/jadwal")).text == shown.text
