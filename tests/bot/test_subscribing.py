"""Following topics, and ending that."""

import pytest

from news.chat import MOST_TOPICS
from tests.bot.people import FORUM, Person


async def test_a_topic_is_followed_by_command(sari: Person) -> None:
    answer = await sari.writes("/langganan banjir belitung")

    assert answer.text == (
        "✓ Banjir belitung diikuti.\nYang dicari: banjir belitung\n\n"
        "Beritanya datang besok pukul 07.00 WIB.\n\n"
        "📭 7 hari terakhir: tidak ada beritanya. Begitu ada, Anda membacanya di ringkasan.\n"
        "Ingin lebih banyak? Kurangi katanya, atau pisahkan dengan ATAU."
    )


async def test_the_english_command_does_the_same(emily: Person) -> None:
    answer = await emily.writes("/subscribe banjir OR longsor")

    assert answer.text.startswith("✓ You now follow Banjir OR longsor.\nLooking for: banjir ATAU longsor")


async def test_a_topic_may_be_given_its_own_name(sari: Person) -> None:
    answer = await sari.writes("/langganan Bencana alam: banjir ATAU longsor")

    assert answer.text.startswith("✓ Bencana alam diikuti.\nYang dicari: banjir ATAU longsor")


async def test_a_field_with_a_colon_is_no_name(sari: Person) -> None:
    assert "Yang dicari: judul:pemilu" in (await sari.writes("/langganan judul:pemilu")).text


async def test_following_the_same_twice_is_said(sari: Person) -> None:
    await sari.writes("/langganan Bencana: banjir")

    assert (await sari.writes("/langganan bencana: longsor")).text.startswith("Bencana sudah Anda ikuti.")
    assert (await sari.writes("/langganan banjir")).text.startswith("Bencana sudah Anda ikuti.")


async def test_more_topics_than_a_chat_may_follow_are_refused(sari: Person) -> None:
    for number in range(MOST_TOPICS):
        await sari.writes(f"/langganan banjir{number}")

    answer = await sari.writes("/langganan satu lagi")

    assert answer.text.startswith(f"Paling banyak {MOST_TOPICS} topik dapat diikuti.")


@pytest.mark.parametrize(
    ("query", "marked", "hint"),
    [
        ("pemilu (pilkada", "pemilu (pilkada👉", "Kurung yang dibuka belum ditutup"),
        ("pemilu ATAU", "pemilu ATAU👉", "seharusnya ada kata"),
        ('"dana hibah', '"dana hibah👉', "Tanda kutip"),
        ("-kampanye", "👉-kampanye", "Selain yang dikecualikan"),
        ("<b>pemilu</b> )", "<b>pemilu</b> 👉)", "ATAU"),
    ],
)
async def test_a_query_that_cannot_be_read_is_answered_with_the_place(
    sari: Person, query: str, marked: str, hint: str
) -> None:
    answer = await sari.writes(f"/langganan {query}")

    assert marked in answer.text
    assert hint in answer.text


async def test_a_query_that_is_too_long_is_shown_in_part(sari: Person) -> None:
    answer = await sari.writes(f"/langganan {'banjir ' * 100}")

    assert "Paling panjang 512 huruf." in answer.text
    assert len(answer.text) < 400


async def test_without_a_topic_suggestions_are_offered(sari: Person) -> None:
    answer = await sari.writes("/langganan")

    assert answer.text.startswith("Topik apa yang ingin Anda ikuti?")
    assert (await sari.presses("Bencana", answer)).note.startswith("✓ Bencana diikuti.")


async def test_plain_words_are_offered_as_search_or_as_topic(sari: Person) -> None:
    offer = await sari.writes("banjir belitung")

    await sari.presses("Langganan", offer)

    assert (await sari.reads_next(offer)).text.startswith("✓ Banjir belitung diikuti.")


async def test_a_topic_followed_in_a_forum_thread_goes_there(sari: Person) -> None:
    forum = sari.at(FORUM)
    thread = (await forum.threads())["Pemilu"]

    answer = await forum.writes("/langganan pemilu", thread=thread)

    assert answer.thread == thread
    assert "Beritanya datang di utas ini besok pukul 07.00 WIB." in answer.text


async def test_the_topics_are_listed_with_a_button_each(sari: Person) -> None:
    await sari.writes("/langganan Bencana: banjir ATAU longsor")
    await sari.writes("/langganan pemilu")

    topics = await sari.writes("/topik")

    assert topics.text.startswith(
        "Topik yang Anda ikuti (2)\n• Bencana · banjir ATAU longsor\n• Pemilu · pemilu"
    )
    assert topics.buttons == ("✕ Bencana", "✕ Pemilu", "➕ Tambah topik", "Berhenti dari semua")


async def test_a_topic_is_ended_with_a_tap_and_brought_back_with_another(sari: Person) -> None:
    await sari.writes("/langganan Bencana: banjir ATAU longsor")
    topics = await sari.writes("/topik")

    dropped = await sari.presses("✕ Bencana", topics)
    restored = await sari.presses("Urungkan", dropped.message)

    assert dropped.note == "Bencana tidak diikuti lagi."
    assert dropped.message.text.startswith("Bencana tidak diikuti lagi.\nbanjir ATAU longsor")
    assert restored.message.text.startswith("Topik yang Anda ikuti (1)\n• Bencana · banjir ATAU longsor")


async def test_ending_a_topic_that_is_gone_says_so_and_leaves_the_message_with_its_undo(sari: Person) -> None:
    await sari.writes("/langganan banjir")
    await sari.writes("/langganan pemilu")
    old = await sari.writes("/topik")
    await sari.writes("/berhenti banjir")

    pressed = await sari.presses("✕ Banjir", old)

    assert pressed.alert
    assert pressed.note.startswith("Tombol ini sudah tidak berlaku.")
    assert pressed.message.text == old.text


async def test_a_topic_is_ended_by_its_name_in_any_case(sari: Person) -> None:
    await sari.writes("/langganan Banjir Belitung: banjir")

    answer = await sari.writes("/berhenti banjir belitung")

    assert answer.text.startswith("Banjir Belitung tidak diikuti lagi.")
    assert "↩️ Urungkan" in answer.buttons


async def test_a_name_that_no_topic_has_is_said(sari: Person) -> None:
    assert (await sari.writes("/berhenti <apa>")).text == "Tidak ada topik bernama “<apa>” di sini."


async def test_all_topics_end_after_one_question(sari: Person) -> None:
    await sari.writes("/langganan banjir")
    await sari.writes("/langganan pemilu")

    question = await sari.writes("/berhenti semua")
    ended = await sari.presses("Ya", question)

    assert question.text.startswith("Berhenti mengikuti semua (2) topik?")
    assert ended.message.text.startswith("Semua topik dihentikan")
    assert (await sari.writes("/topik")).text.startswith("Belum ada topik yang Anda ikuti.")


async def test_the_question_can_be_answered_with_no(sari: Person) -> None:
    await sari.writes("/langganan banjir")
    question = await sari.writes("/berhenti semua")

    kept = await sari.presses("Batal", question)

    assert kept.message.text.startswith("Topik yang Anda ikuti (1)")


async def test_a_double_tap_does_nothing_twice(sari: Person) -> None:
    greeting = await sari.writes("/start")

    first, second = await sari.presses_twice("Pemilu", greeting)

    assert first.note == (
        "✓ Pemilu diikuti. Beritanya datang besok pukul 07.00 WIB. 7 hari terakhir: tidak ada beritanya."
    )
    assert second.note.startswith("Pemilu sudah Anda ikuti.")
    assert (await sari.writes("/topik")).text.startswith("Topik yang Anda ikuti (1)")
