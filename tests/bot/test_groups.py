"""Groups: anyone may ask, administrators decide."""

import pytest

from tests.bot.people import GROUP, Person

REFUSAL = "Maaf, hanya admin grup yang dapat mengubah pengaturan di sini."


@pytest.mark.parametrize(
    "command",
    ["/langganan banjir", "/berhenti semua", "/berhenti banjir", "/jadwal 08.00", "/bahasa english"],
)
async def test_a_member_may_not_change_settings(budi: Person, command: str) -> None:
    assert (await budi.writes(command)).text == REFUSAL


@pytest.mark.parametrize(
    "command", ["/cari banjir", "/topik", "/jadwal", "/bahasa", "/bantuan", "/ringkasan"]
)
async def test_a_member_may_ask(budi: Person, command: str) -> None:
    assert (await budi.writes(command)).text != REFUSAL


async def test_an_administrator_may_change_settings(sari: Person, budi: Person) -> None:
    assert (await sari.at(GROUP).writes("/langganan banjir")).text.startswith("✓ Banjir diikuti.")

    await sari.at(GROUP).promotes(budi)

    assert (await budi.writes("/langganan pemilu")).text.startswith("✓ Pemilu diikuti.")


async def test_a_members_tap_on_a_setting_is_refused_with_an_alert(sari: Person, budi: Person) -> None:
    shown = await sari.at(GROUP).writes("/jadwal")

    pressed = await budi.presses("16.00", shown)

    assert (pressed.note, pressed.alert) == (REFUSAL, True)
    assert pressed.message == shown


async def test_a_group_has_its_own_topics(sari: Person) -> None:
    await sari.at(GROUP).writes("/langganan banjir")

    assert (await sari.writes("/topik")).text.startswith("Belum ada topik yang Anda ikuti.")


async def test_plain_words_and_commands_of_other_bots_are_not_answered(sari: Person) -> None:
    group = sari.at(GROUP)

    await group.says("banjir di @kliping_sandbox_bot")
    await group.says("/cuaca")
    unknown = await group.writes("/cuaca@kliping_sandbox_bot")
    schedule = await group.writes("/jadwal")

    assert unknown.text == "Perintah itu tidak dikenal. Semua perintah ada di /bantuan."
    assert schedule.text.startswith("🕖")
    assert await group.reads() == [unknown, schedule]
