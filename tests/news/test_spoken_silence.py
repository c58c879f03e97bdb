"""Silence without news as people wish for it, alone and beside what else they write of their schedule."""

from datetime import time

import pytest

from news.errors import ScheduleError
from news.schedule import WORKING_DAYS, QuietHours, Schedule
from news.spoken_schedule import parse_schedule, parse_silence

SILENT = [
    "diam kalau tidak ada berita",
    "Diam saja kalau memang tidak ada berita.",
    "tanpa berita diam",
    "jangan kirim kalau kosong",
    "jangan kirim apa-apa bila tidak ada berita baru",
    "kalau tidak ada berita, diam",
    "Kalau tidak ada berita, tidak usah kirim",
    "jangan kabari saya kalau nihil",
    "diam pada hari tanpa berita",
    "tenang kalau tidak ada berita",
    "hanya kalau ada berita",
    "kirim hanya bila ada berita baru",
    "silent without news",
    "stay silent when there's no news",
    "don't send anything if there is nothing new",
    "if there is no news, say nothing",
    "no news: stay quiet",
    "silent on days without news",
    "only when there is news",
]
TOLD = [
    "beri tahu kalau tidak ada berita",
    "beritahu saya jika tidak ada berita",
    "kabari bila nihil",
    "kalau kosong tetap kirim",
    "kirim juga kalau kosong",
    "jangan diam kalau tidak ada berita",
    "say so without news",
    "say if no news",
    "tell me when there is no news",
    "when there's no news, let me know",
    "don't be silent without news",
]


@pytest.mark.parametrize(
    ("text", "silent"), [*((text, True) for text in SILENT), *((text, False) for text in TOLD)]
)
@pytest.mark.parametrize("before", [True, False])
def test_whether_a_chat_wishes_for_silence(text: str, silent: bool, before: bool) -> None:
    current = Schedule(times=(time(5),), quiet=QuietHours(start=time(21), end=time(6)))

    assert parse_silence(text, current=before) is silent
    assert parse_schedule(text, current=current) == current


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("text", ["07.00", "tiap hari kerja jam 7 pagi", "quiet 22:00-06:00"])
def test_what_says_nothing_of_it_leaves_it_as_it_was(text: str, before: bool) -> None:
    assert parse_silence(text, current=before) is before


@pytest.mark.parametrize(
    ("text", "silent", "schedule"),
    [
        (
            "07.00 dan 16.30 WIB hari kerja, diam kalau tidak ada berita",
            True,
            Schedule(times=(time(7), time(16, 30)), weekdays=WORKING_DAYS),
        ),
        (
            "diam kalau tidak ada berita, 07.00 dan 16.30 WIB hari kerja",
            True,
            Schedule(times=(time(7), time(16, 30)), weekdays=WORKING_DAYS),
        ),
        (
            "jam 6 pagi kecuali hari libur, kalau kosong jangan kirim; tenang 21-5",
            True,
            Schedule(times=(time(6),), on_holidays=False, quiet=QuietHours(start=time(21), end=time(5))),
        ),
        (
            "jangan kirim jam 22 sampai 5, jangan kirim kalau kosong, jam 7",
            True,
            Schedule(quiet=QuietHours(start=time(22), end=time(5))),
        ),
        (
            "hanya kalau ada berita, tiap Senin jam 8 WITA",
            True,
            Schedule(times=(time(8),), weekdays=frozenset({0}), zone="Asia/Makassar"),
        ),
        (
            "weekdays at 7 am and 4:30 pm, and stay silent when there is no news",
            True,
            Schedule(times=(time(7), time(16, 30)), weekdays=WORKING_DAYS),
        ),
        (
            "say so without news, 7 am UTC+8, quiet 22:00-06:00",
            False,
            Schedule(zone="Asia/Makassar", quiet=QuietHours(start=time(22), end=time(6))),
        ),
        ("tiap hari jam 7, dan kirim kalau kosong", False, Schedule()),
    ],
)
def test_it_is_one_wish_beside_others(text: str, silent: bool, schedule: Schedule) -> None:
    assert parse_silence(text, current=not silent) is silent
    assert parse_schedule(text, current=Schedule()) == schedule


@pytest.mark.parametrize(
    ("text", "not_understood"),
    [
        ("diam", "diam"),
        ("07.00, diam kalau hujan", "diam"),
        ("tidak ada berita", "tidak"),
        ("kalau ada berita", "kalau"),
        ("tidak beri tahu kalau kosong", "tidak"),
        ("no news, quiet 22-6", "no"),
        (
            "diam kalau tidak ada berita, beri tahu kalau kosong",
            "diam kalau tidak ada berita, beri tahu kalau kosong",
        ),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, not_understood: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        parse_silence(text, current=False)

    assert caught.value.text == not_understood
