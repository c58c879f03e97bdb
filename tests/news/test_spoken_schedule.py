"""Schedules as people write them: days, zones, holidays, quiet hours, and all of it at once."""

from dataclasses import replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.errors import LimitReached, OffsetUnknown, ScheduleError
from news.phrases import LONGEST
from news.schedule import EVERY_DAY, MOST_TIMES, WORKING_DAYS, QuietHours, Schedule, next_slot
from news.spoken_schedule import parse_schedule
from tests.clocks import MORNING

NIGHT = QuietHours(start=time(21), end=time(6))
CURRENT = Schedule(
    times=(time(5),), weekdays=frozenset({2}), zone="Asia/Tokyo", on_holidays=False, quiet=NIGHT
)

_WORDS = (
    "7 07.00 19:30 jam pukul setengah delapan tujuh dua puluh belas lewat kurang seperempat pagi malam siang "
    "noon half past to am pm dan , - senin jumat minggu hari kerja tiap setiap akhir pekan sampai kecuali "
    "libur nasional tidak termasuk except holidays tenang jangan antara tanpa quiet hours no WIB Asia/Tokyo "
    "diam beri tahu kalau berita kosong hanya if news silent say so "
    "new york UTC+7 gmt utc + 05:30 kata 99 ٧ \u0000"
).split(" ")


def days(text: str) -> str:
    """The weekdays that are read, from 0 for Monday."""
    return "".join(map(str, sorted(parse_schedule(text, current=CURRENT).weekdays)))


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("senin", "0"),
        ("tiap Jumat", "4"),
        ("setiap Jum'at", "4"),
        ("Jum’at 07.00", "4"),
        ("setiap hari Senin dan Kamis", "03"),
        ("sen, rab, jum", "024"),
        ("Ahad", "6"),
        ("senin sampai jumat", "01234"),
        ("senin-jumat", "01234"),
        ("Senin – Jumat", "01234"),
        ("Senin s/d hari Kamis", "0123"),
        ("sabtu sampai senin", "056"),
        ("Mon-Fri", "01234"),
        ("every Tuesday and Thursday", "13"),
        ("hari kerja", "01234"),
        ("tiap hari kerja jam 7", "01234"),
        ("jam 7 pagi hari kerja", "01234"),
        ("weekdays", "01234"),
        ("akhir pekan", "56"),
        ("akhir minggu", "56"),
        ("weekends", "56"),
        ("setiap Sabtu dan Minggu", "56"),
        ("tiap hari", "0123456"),
        ("every day at 7", "0123456"),
        ("tiap pagi jam 7", "0123456"),
        ("07.00, tiap hari", "0123456"),
        ("kirim setiap hari jam 7", "0123456"),
        ("kecuali Minggu", "012345"),
        ("kecuali setiap Minggu", "012345"),
        ("hari kerja kecuali Jumat", "0123"),
        ("kecuali Sabtu, Minggu dan hari libur", "01234"),
        ("except on weekends", "01234"),
        ("kecuali hari libur, tiap Senin", "0"),
        ("07.00", "2"),
    ],
)
def test_weekdays(text: str, read: str) -> None:
    assert days(text) == read


@pytest.mark.parametrize(
    ("text", "on_holidays"),
    [
        ("kecuali hari libur", False),
        ("kecuali libur nasional", False),
        ("kecuali Minggu dan tanggal merah", False),
        ("libur nasional tidak", False),
        ("tidak di hari libur", False),
        ("except public holidays", False),
        ("no holidays", False),
        ("termasuk hari libur", True),
        ("hari libur juga", True),
        ("also on public holidays", True),
    ],
)
@pytest.mark.parametrize("before", [True, False])
def test_public_holidays(text: str, on_holidays: bool, before: bool) -> None:
    current = Schedule(on_holidays=before)

    assert parse_schedule(text, current=current).on_holidays is on_holidays
    assert parse_schedule("07.00", current=current).on_holidays is before


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("tenang 21.00-06.00", time(21), time(6)),
        ("tenang 21.00–06.00", time(21), time(6)),
        ("jam tenang 22 sampai 5", time(22), time(5)),
        ("jangan antara 22 dan 5", time(22), time(5)),
        ("jangan kirim jam 22 sampai 5", time(22), time(5)),
        ("jangan ganggu dari jam 9 malam sampai setengah enam pagi", time(21), time(5, 30)),
        ("quiet 22:00-06:00", time(22), time(6)),
        ("quiet hours from 10 pm to 6 am", time(22), time(6)),
        ("quiet 10 to 8", time(10), time(8)),
    ],
)
def test_quiet_hours(text: str, start: time, end: time) -> None:
    assert parse_schedule(text, current=CURRENT).quiet == QuietHours(start=start, end=end)
    assert parse_schedule(f"{text}, 07.00", current=Schedule()) == Schedule(
        quiet=QuietHours(start=start, end=end)
    )


@pytest.mark.parametrize("text", ["tanpa jam tenang", "jam tenang mati", "no quiet hours", "quiet off"])
def test_no_quiet_hours(text: str) -> None:
    assert parse_schedule(text, current=CURRENT).quiet is None


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("WIB", "Asia/Jakarta"),
        ("7:30 WITA", "Asia/Makassar"),
        ("08.00wit", "Asia/Jayapura"),
        ("08.00 asia/tokyo", "Asia/Tokyo"),
        ("7 pagi waktu Makassar", "Asia/Makassar"),
        ("7 am New York time", "America/New_York"),
        ("07.00 Etc/GMT+7", "Etc/GMT+7"),
        ("07.00 port-au-prince", "America/Port-au-Prince"),
    ],
)
def test_zones(text: str, zone: str) -> None:
    assert parse_schedule(text, current=Schedule()).zone == zone


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("07.00 UTC+7", "Asia/Jakarta"),
        ("07.00UTC+8.", "Asia/Makassar"),
        ("jam 7 pagi GMT +9", "Asia/Jayapura"),
        ("UTC + 7, 07.00", "Asia/Jakarta"),
        ("07.00 WITA (UTC+8)", "Asia/Makassar"),
        ("07.00 utc−3", "Etc/GMT+3"),
        ("7 am UTC+05:30", "Asia/Kolkata"),
        ("07.00 Etc/GMT-7", "Etc/GMT-7"),
    ],
)
def test_offsets(text: str, zone: str) -> None:
    assert parse_schedule(text, current=CURRENT) == replace(CURRENT, times=(time(7),), zone=zone)


def test_what_is_added_to_a_zone_is_another_time_where_it_can_be_no_offset() -> None:
    for text in ("06.00 UTC + 16.00", "06.00 UTC + 16", "06.00 UTC & 16.00"):
        assert parse_schedule(text, current=Schedule()) == Schedule(times=(time(6), time(16)), zone="UTC")


@pytest.mark.parametrize("offset", ["UTC+10:30", "GMT-3:30", "UTC+15", "utc+7.30"])
def test_an_offset_that_no_zone_keeps_is_no_schedule_and_said_by_itself(offset: str) -> None:
    with pytest.raises(OffsetUnknown) as caught:
        parse_schedule(f"07.00 {offset} tiap hari", current=Schedule())

    assert caught.value.text == offset


def test_all_of_it_at_once_in_either_language() -> None:
    schedule = Schedule(
        times=(time(7), time(16, 30)),
        weekdays=WORKING_DAYS,
        zone="Asia/Makassar",
        on_holidays=False,
        quiet=QuietHours(start=time(22), end=time(6)),
    )
    indonesian = (
        "tiap hari kerja 07.00 dan 16.30 WITA, kecuali hari libur nasional, tenang jam 10 malam - 6 pagi"
    )
    english = (
        "weekdays at 7 am and half past four pm WITA except public holidays; quiet hours 22:00 until 6:00"
    )

    assert parse_schedule(indonesian, current=Schedule()) == schedule
    assert parse_schedule(english, current=CURRENT) == schedule


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("07.00", {"times": (time(7),)}),
        ("tiap hari", {"weekdays": EVERY_DAY}),
        ("WIT", {"zone": "Asia/Jayapura"}),
        ("termasuk hari libur", {"on_holidays": True}),
        ("tanpa jam tenang", {"quiet": None}),
    ],
)
def test_what_the_text_leaves_out_stays_as_it_was(text: str, changed: dict[str, object]) -> None:
    read = parse_schedule(text, current=CURRENT)

    fields = ("times", "weekdays", "zone", "on_holidays", "quiet")
    assert {name: getattr(read, name) for name in fields if name not in changed} == {
        name: getattr(CURRENT, name) for name in fields if name not in changed
    }
    assert {name: getattr(read, name) for name in changed} == changed


@pytest.mark.parametrize(
    ("text", "not_understood"),
    [
        ("", ""),
        ("   ", "   "),
        ("jam", "jam"),
        ("07.00 besok", "besok"),
        ("07.00 Mars/Olympus", "Mars/Olympus"),
        ("07.00 WIB WITA", "07.00 WIB WITA"),
        ("07.00 WIB UTC+8", "07.00 WIB UTC+8"),
        ("07.00 utc - 3", "-"),
        ("kecuali Senin sampai Minggu", "kecuali Senin sampai Minggu"),
        ("07.00, libur", "libur"),
        ("kecuali Minggu saat", "saat"),
        ("07.00 12 sore", "12 sore"),
        ("tenang", "tenang"),
        ("07.00 tenang 22-22", "tenang 22-22"),
        ("tenang 21-6, tanpa jam tenang", "tenang 21-6, tanpa jam tenang"),
        ("jangan 7 dan 16", "jangan"),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, not_understood: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        parse_schedule(text, current=CURRENT)

    assert caught.value.text == not_understood


def test_a_day_has_at_most_so_many_times() -> None:
    with pytest.raises(LimitReached) as caught:
        parse_schedule(" ".join(map(str, range(MOST_TIMES + 1))), current=Schedule())

    assert (caught.value.what, caught.value.limit) == ("times", MOST_TIMES)


@pytest.mark.parametrize("text", ["7" * (LONGEST + 1), "kata " * 20_000, "٧" * 100_000])
def test_a_text_without_end_is_no_schedule(text: str) -> None:
    with pytest.raises(ScheduleError):
        parse_schedule(text, current=Schedule())


@settings(max_examples=500, deadline=None)  # the first holiday loads the library
@given(st.text(max_size=LONGEST) | st.lists(st.sampled_from(_WORDS), max_size=12).map(" ".join))
def test_any_text_is_a_schedule_or_not(text: str) -> None:
    try:
        schedule = parse_schedule(text, current=Schedule())
    except (ScheduleError, LimitReached):
        return
    assert next_slot(schedule, after=MORNING) > MORNING
