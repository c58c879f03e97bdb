"""What a digest looks like."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.packing import pack
from bot.render import as_text, render
from bot.story_lines import story_block
from news.chat import Language
from news.digest import Line
from news.message import Button
from news.schedule import Schedule
from news.story import Story
from tests.bot.telegram_reads import telegram_reads
from tests.clocks import MORNING
from tests.make import make_chat, make_digest, make_item, make_story, make_topic

YESTERDAY = datetime(2026, 11, 22, 7, 20, tzinfo=UTC)


def shown(story: Story, *, number: int = 1) -> str:
    """The story as a list shows it."""
    (message,) = pack([story_block(Line(story=story), make_chat(), number=number, now=MORNING)])
    return message.html


WAYS_ON = (Button(text="🔎 Cari", data="search"), Button(text="🕖 Atur jam", data="schedule"))


def test_a_digest_tells_its_stories_under_its_topics() -> None:
    told_twice = make_story(
        make_item(
            title="Rakor lintas instansi digelar di Belitung",
            lead="Rapat diikuti Forkopimda.",
            outlet="Warta Timah",
            url="https://timah.example/1",
            published_at=YESTERDAY,
        ),
        make_item(outlet="Kabar Pagi", title="Rakor di Belitung", url="https://kabar.example/1"),
    )
    told_once = make_story(
        make_item(title="Logistik tiba", lead="", outlet="Kabar Pagi", url="https://kabar.example/2?a=1&b=2")
    )

    [message] = render(
        make_digest(
            (make_topic(name="Kesbangpol"), [told_twice]),
            (make_topic(name="Pemilu"), [told_once]),
            (make_topic(name="Ormas"), []),
            unwatched=("Suara Rakyat",),
        ),
        now=MORNING,
    )

    assert message.html == (
        "🗞 <b>Kliping pagi</b> · Senin, 23 November 2026, 07.00 WIB\n"
        "3 topik · 2 peristiwa · 3 berita dari 2 media\n\n"
        "<b>KESBANGPOL</b> (1)\n"
        '1. <a href="https://timah.example/1"><b>Rakor lintas instansi digelar di Belitung</b></a>\n'
        "<i>Warta Timah +1 media · kemarin 14.20</i>\n"
        "Rapat diikuti Forkopimda.\n"
        '<blockquote expandable><a href="https://kabar.example/1">Kabar Pagi: Rakor di Belitung</a>'
        "</blockquote>\n\n"
        "<b>PEMILU</b> (1)\n"
        '1. <a href="https://kabar.example/2?a=1&amp;b=2"><b>Logistik tiba</b></a>\n'
        "<i>Kabar Pagi · 07.00</i>\n\n"
        "Tanpa berita baru: Ormas.\n\n"
        "⚠️ 1 media sedang tidak terpantau: Suara Rakyat."
    )
    assert message.buttons == (WAYS_ON,)


def test_a_digest_in_english() -> None:
    story = make_story(make_item(lead="", published_at=YESTERDAY), make_item(outlet="Warta Timah", lead=""))
    [message] = render(
        make_digest((make_topic(), [story]), chat=make_chat(language=Language.ENGLISH)), now=MORNING
    )

    assert as_text(message) == (
        "🗞 Kliping this morning · Monday, 23 November 2026, 07:00 WIB\n"
        "one topic · one event · 2 articles from 2 outlets\n\n"
        "PEMILU (1)\n"
        "1. Bupati membuka rapat koordinasi\n"
        "Kabar Pagi +1 outlet · yesterday 14:20\n"
        "Warta Timah: Bupati membuka rapat koordinasi"
    )


@pytest.mark.parametrize(
    ("hour", "greeting"),
    [(3, "malam"), (4, "pagi"), (10, "pagi"), (11, "siang"), (14, "siang"), (15, "sore"), (18, "malam")],
)
def test_the_greeting_follows_the_hour_in_the_chats_own_zone(hour: int, greeting: str) -> None:
    chat = make_chat(schedule=Schedule(zone="Asia/Jayapura"))
    slot = datetime(2026, 11, 23, hour, tzinfo=UTC) - timedelta(hours=9)

    [message] = render(make_digest((make_topic(), []), chat=chat, slot=slot), now=slot)

    assert message.html.startswith(f"🗞 <b>Kliping {greeting}</b>")


@pytest.mark.parametrize(
    ("published_at", "when"),
    [
        (datetime(2026, 11, 22, 17, 0, tzinfo=UTC), "00.00"),
        (datetime(2026, 11, 22, 16, 59, tzinfo=UTC), "kemarin 23.59"),
        (datetime(2026, 11, 21, 7, 20, tzinfo=UTC), "Sabtu 21 Nov 14.20"),
        (datetime(2025, 11, 21, 7, 20, tzinfo=UTC), "Jumat 21 Nov 2025 14.20"),
    ],
)
def test_a_story_says_when_it_came_out(published_at: datetime, when: str) -> None:
    listed = shown(make_story(make_item(published_at=published_at)))

    assert f"<i>Kabar Pagi · {when}</i>" in listed


def test_a_day_without_news_says_so_in_one_line() -> None:
    digest = make_digest((make_topic(name="Kesbangpol"), []), (make_topic(name="Pemilu"), []))

    [message] = render(digest, now=MORNING)

    assert as_text(message) == (
        "🗞 Kliping pagi · Senin, 23 November 2026, 07.00 WIB\n\n"
        "Belum ada berita baru tentang Kesbangpol dan Pemilu. Kliping terus memantau."
    )


def test_beyond_ten_stories_the_rest_goes_behind_a_button() -> None:
    topic = make_topic(id=5, name="Pemilu")
    stories = [make_story(make_item(title=f"Berita nomor {number}", lead="")) for number in range(1, 13)]

    [message] = render(make_digest((topic, stories)), now=MORNING)

    assert "Berita nomor 10" in message.html
    assert "Berita nomor 11" not in message.html
    assert as_text(message).endswith("… dan 2 lainnya")
    assert message.buttons == (
        (Button(text="Pemilu: 2 lainnya", data="more:5:1795392000:1"),),
        WAYS_ON,
    )


def test_each_message_names_the_stories_that_it_tells_and_those_behind_its_buttons() -> None:
    long = [make_story(make_item(title="x" * 290, lead="y" * 170)) for _ in range(15)]
    messages = render(make_digest((make_topic(), long), (make_topic(), [make_story()])), now=MORNING)

    told = [story for message in messages for story in message.stories]
    assert len(messages) > 1
    assert sorted(set(told)) == sorted(told)
    assert told[:15] == [story.id for story in long]
    assert all(message.stories for message in messages)


def test_a_section_that_goes_on_in_the_next_message_says_so() -> None:
    stories = [make_story(make_item(title=f"Nomor {number} " + "panjang " * 22)) for number in range(10)]

    first, second = render(
        make_digest((make_topic(name="Pemilu"), stories), (make_topic(name="Ormas"), stories)), now=MORNING
    )

    assert "<b>ORMAS</b> (10)\n1." in first.html
    assert second.html.startswith("<b>ORMAS</b> (lanjutan)\n")
    assert first.buttons == ()
    assert second.buttons == (WAYS_ON,)


def test_a_topic_with_a_thread_is_told_there_under_its_own_head() -> None:
    here, there = make_topic(name="Pemilu"), make_topic(name="Ormas", thread=77)
    digest = make_digest((here, [make_story()]), (there, [make_story()]), unwatched=("Suara Rakyat",))

    in_chat, in_thread = render(digest, now=MORNING)

    assert (in_chat.thread, in_thread.thread) == (None, 77)
    assert "PEMILU" in in_chat.html
    assert "ORMAS" not in in_chat.html
    assert "Suara Rakyat" in in_chat.html
    assert in_thread.html.startswith(
        "🗞 <b>Kliping pagi</b> · Senin, 23 November 2026, 07.00 WIB\n1 topik · 1 peristiwa"
    )
    assert "ORMAS" in in_thread.html
    assert "Suara Rakyat" not in in_thread.html


def test_of_many_unwatched_outlets_five_are_named() -> None:
    outlets = tuple(f"Media {number}" for number in range(1, 9))

    [message] = render(make_digest((make_topic(), []), unwatched=outlets), now=MORNING)

    assert message.html.endswith(
        "⚠️ 8 media sedang tidak terpantau: Media 1, Media 2, Media 3, Media 4, Media 5, dan 3 lainnya."
    )


def test_a_long_beginning_is_cut_after_a_sentence() -> None:
    lead = "Kalimat pertama yang cukup panjang untuk berdiri sendiri di sini, kata juru bicara. " * 4
    listed = shown(make_story(make_item(lead=lead)))

    assert listed.splitlines()[-1] == " ".join([lead[:83]] * 2)


def test_a_hostile_headline_stays_one_link() -> None:
    title = '</b></a>@penipu #palsu /start tg://resolve <a href="https://jahat.example">klik</a>'
    read = telegram_reads(shown(make_story(make_item(title=title, url="https://kabar.example/1"))))

    assert read.links == [(title, "https://kabar.example/1")]
    assert read.sparks == []


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "tg://resolve?domain=penipu",
        "http://localhost/1",
        "https://kabar.example:0/1",
        "http://[kabar/1",
    ],
)
def test_a_headline_whose_link_telegram_would_drop_is_harmless_text(url: str) -> None:
    item = replace(make_item(title="Kata @penipu di jahat.example"), url=url)

    read = telegram_reads(shown(make_story(item)))

    assert read.links == []
    assert read.sparks == []
    assert "Kata @\u2060penipu di jahat.\u2060example" in read.text


@pytest.mark.parametrize(
    "text",
    [
        "@penipu",
        "(@penipu)",
        "surel ke a@jahat.example",
        "#palsu",
        "$USD",
        "/start",
        "Kompas.id",
        "buka jahat.рф",
        "10.0.0.1",
        "https://jahat.example/a",
        "tg://resolve?domain=penipu",
        "ton://transfer",
    ],
)
def test_nothing_in_a_beginning_an_outlet_or_a_topic_can_be_tapped(text: str) -> None:
    story = make_story(make_item(title="Judul", lead=text, outlet=text))

    [message] = render(
        make_digest((make_topic(name=text), [story]), (make_topic(name=text), []), unwatched=(text,)),
        now=MORNING,
    )

    assert telegram_reads(message.html).sparks == []


@pytest.mark.parametrize("text", ["Rp1.500.000", "pukul 07.30", "KPU/Bawaslu", "a.n. Bupati", "Pasal 5.2.1"])
def test_ordinary_writing_is_left_as_it_is(text: str) -> None:
    listed = shown(make_story(make_item(lead=text)))

    assert listed.endswith(f"\n{text}")


def test_text_for_a_terminal_has_no_marks_of_ours() -> None:
    [message] = render(
        make_digest((make_topic(), [make_story(make_item(lead="Kata @ani & Budi."))])), now=MORNING
    )

    assert as_text(message).endswith("Kata @ani & Budi.")
