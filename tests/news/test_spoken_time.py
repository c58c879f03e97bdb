"""Times of day as people write them."""

from datetime import time

import pytest

from news.errors import ScheduleError
from news.schedule import Schedule
from news.spoken_schedule import parse_schedule


def times(text: str) -> list[str]:
    """What is read, as "07.00"."""
    return [f"{at:%H.%M}" for at in parse_schedule(text, current=Schedule(times=(time(5),))).times]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("07.00", "07.00"),
        ("7", "07.00"),
        ("07:30", "07.30"),
        ("0730", "07.30"),
        ("jam 7", "07.00"),
        ("pukul 19.30", "19.30"),
        ("00.00", "00.00"),
        ("  23.59  ", "23.59"),
        ("jam 7.", "07.00"),
        ("７.３０", "07.30"),
    ],
)
def test_a_time_in_digits(text: str, at: str) -> None:
    assert times(text) == [at]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("3 pagi", "03.00"),
        ("jam 7 pagi", "07.00"),
        ("10 siang", "10.00"),
        ("12 siang", "12.00"),
        ("1 siang", "13.00"),
        ("3 sore", "15.00"),
        ("6 sore", "18.00"),
        ("5 petang", "17.00"),
        ("7 malam", "19.00"),
        ("11 malam", "23.00"),
        ("12 malam", "00.00"),
        ("1 malam", "01.00"),
        ("4 subuh", "04.00"),
        ("2 dini hari", "02.00"),
        ("12 tengah malam", "00.00"),
        ("7.30 malam", "19.30"),
        ("19.30 malam", "19.30"),
        ("malam jam 8", "20.00"),
        ("7 pm", "19.00"),
        ("7pm", "19.00"),
        ("7:30 p.m.", "19.30"),
        ("12 am", "00.00"),
        ("12 pm", "12.00"),
        ("7 in the morning", "07.00"),
        ("3 in the afternoon", "15.00"),
        ("7 in the evening", "19.00"),
        ("10 at night", "22.00"),
        ("7 o'clock", "07.00"),
    ],
)
def test_the_part_of_the_day_says_which_of_the_two_hours_it_is(text: str, at: str) -> None:
    assert times(text) == [at]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("jam tujuh pagi", "07.00"),
        ("jam sebelas", "11.00"),
        ("jam dua belas siang", "12.00"),
        ("jam dua puluh", "20.00"),
        ("dua puluh satu tiga puluh", "21.30"),
        ("dua puluh tiga puluh", "20.30"),
        ("dua puluh tiga tiga puluh", "23.30"),
        ("tujuh tiga puluh lima", "07.35"),
        ("jam tujuh sepuluh", "07.10"),
        ("tujuh lewat seperempat", "07.15"),
        ("tujuh lewat dua puluh lima menit", "07.25"),
        ("7 lebih 5", "07.05"),
        ("delapan kurang seperempat", "07.45"),
        ("8 kurang 10", "07.50"),
        ("12 kurang seperempat malam", "23.45"),
        ("tengah hari", "12.00"),
        ("tengah malam", "00.00"),
        ("seven thirty", "07.30"),
        ("half past seven", "07.30"),
        ("half past seven in the evening", "19.30"),
        ("quarter to eight", "07.45"),
        ("a quarter past eight", "08.15"),
        ("ten to eight pm", "19.50"),
        ("twenty five past six", "06.25"),
        ("noon", "12.00"),
        ("midnight", "00.00"),
    ],
)
def test_a_time_in_words(text: str, at: str) -> None:
    assert times(text) == [at]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("setengah delapan", "07.30"),
        ("setengah delapan pagi", "07.30"),
        ("setengah delapan malam", "19.30"),
        ("jam setengah 8 malam", "19.30"),
        ("setengah satu siang", "12.30"),
        ("setengah satu malam", "00.30"),
        ("setengah tujuh malam", "18.30"),
        ("setengah dua belas siang", "11.30"),
        ("setengah dua belas malam", "23.30"),
        ("setengah lima sore", "16.30"),
    ],
)
def test_setengah_is_half_an_hour_before_and_in_the_morning_unless_it_is_said(text: str, at: str) -> None:
    assert times(text) == [at]


@pytest.mark.parametrize(
    ("text", "several"),
    [
        ("06.30 dan 16.00", ["06.30", "16.00"]),
        ("16.00, 06.30 and 12", ["06.30", "12.00", "16.00"]),
        ("1 2 3", ["01.00", "02.00", "03.00"]),
        ("07.00 07.00", ["07.00"]),
        ("7 pagi dan 7 malam", ["07.00", "19.00"]),
        ("pagi jam 7, sore jam 4", ["07.00", "16.00"]),
        ("pagi 7 malam 8", ["07.00", "20.00"]),
        ("malam jam 7 dan 9", ["19.00", "21.00"]),
        ("malam jam 7 dan 06.00", ["06.00", "19.00"]),
        ("tujuh, delapan", ["07.00", "08.00"]),
        ("setengah delapan dan setengah lima sore", ["07.30", "16.30"]),
    ],
)
def test_several_times_in_their_order(text: str, several: list[str]) -> None:
    assert times(text) == several


@pytest.mark.parametrize(
    "text",
    [
        "24.00", "7.60", "7.5", "-7", "07.00.00", "2460", "pagi", "setengah", "setengah pagi", "12 sore",
        "6 siang", "pagi 16.00", "7 lewat", "8 kurang 70", "dua puluh lima", "٧", "७ pagi", "7-9",
    ],
)  # fmt: skip
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(ScheduleError):
        times(text)
