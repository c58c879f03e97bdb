"""What is said of a schedule can be written to the bot."""

import re
from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import bot
from bot.schedule_page import schedule_page
from bot.schedule_words import in_words
from news.chat import Language
from news.schedule import EVERY_DAY, WORKING_DAYS, QuietHours, Schedule
from news.spoken_schedule import parse_schedule, parse_silence
from tests.clocks import MORNING
from tests.make import make_chat

_times = st.times().map(lambda at: at.replace(second=0, microsecond=0))
_schedules = st.builds(
    Schedule,
    times=st.lists(_times, min_size=1, max_size=6, unique=True).map(sorted).map(tuple),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1) | st.sampled_from([EVERY_DAY, WORKING_DAYS]),
    zone=st.sampled_from(
        ["Asia/Jakarta", "Asia/Jayapura", "Asia/Pontianak", "America/Port-au-Prince", "EST5EDT", "Etc/GMT-5"]
    ),
    on_holidays=st.booleans(),
    quiet=st.none()
    | st.lists(_times, min_size=2, max_size=2, unique=True).map(
        lambda ends: QuietHours(start=ends[0], end=ends[1])
    ),
)
_EXAMPLE = re.compile(r"<code>/(?:jadwal|schedule) ([^<]+)</code>")


@pytest.mark.parametrize("language", Language)
@given(schedule=_schedules)
def test_the_words_for_a_schedule_are_read_as_that_schedule(language: Language, schedule: Schedule) -> None:
    assert parse_schedule(in_words(schedule, language=language), current=Schedule()) == schedule


@pytest.mark.parametrize(
    ("schedule", "indonesian", "english"),
    [
        (Schedule(), "setiap hari pukul 07.00 WIB", "every day at 07:00 WIB"),
        (
            Schedule(weekdays=WORKING_DAYS, on_holidays=False, times=(time(7), time(16, 30))),
            "setiap hari kerja pukul 07.00 dan 16.30 WIB, kecuali hari libur nasional",
            "every working day at 07:00 and 16:30 WIB, except public holidays",
        ),
        (
            Schedule(
                weekdays=frozenset({0, 2, 4}),
                zone="Asia/Tokyo",
                quiet=QuietHours(start=time(21), end=time(6)),
            ),
            "setiap Senin, Rabu, dan Jumat pukul 07.00 Asia/Tokyo, tenang 21.00–06.00",
            "every Monday, Wednesday, and Friday at 07:00 Asia/Tokyo, quiet 21:00–06:00",
        ),
        (
            Schedule(weekdays=frozenset({5, 6})),
            "setiap akhir pekan pukul 07.00 WIB",
            "every weekend at 07:00 WIB",
        ),
    ],
)
def test_a_schedule_is_said_as_people_say_it(schedule: Schedule, indonesian: str, english: str) -> None:
    assert in_words(schedule, language=Language.INDONESIAN) == indonesian
    assert in_words(schedule, language=Language.ENGLISH) == english


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("silent", [True, False])
def test_what_is_said_of_silence_can_be_read(language: Language, silent: bool) -> None:
    shown = schedule_page(make_chat(language=language, silent_without_news=silent), now=MORNING)

    assert parse_silence(shown.html.splitlines()[2], current=not silent) is silent


@pytest.mark.parametrize("language", Language)
def test_every_example_that_we_show_can_be_read(language: Language) -> None:
    texts = (Path(bot.__file__).parent / "locales" / f"{language.value}.ftl").read_text(encoding="utf-8")
    examples = _EXAMPLE.findall(texts)

    assert len(examples) >= 4
    for example in examples:
        parse_schedule(example, current=Schedule())
