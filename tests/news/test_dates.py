"""What a feed's date means, in all the ways in which dates are written."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.dates import LENGTH_LIMIT, read_date

TEN_IN_JAKARTA = datetime(2026, 7, 20, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Mon, 20 Jul 2026 10:00:00 +0700",
        "Mon, 20 Jul 2026 03:00:00 GMT",
        "20 Jul 2026 10:00:00 +0700",
        "Fri, 20 Jul 2026 10:00:00 +0700",
        "Monday, 20 July 2026 10:00 +0700",
        "MON, 20 JUL 2026 10:00:00 +0700",
        "Mon, 20 Jul 26 10:00:00 +0700",
        "20-Jul-2026 10:00:00 +0700",
        "20-Jul-26 10:00 +07",
        "Mon 20 Jul, 2026 10:00:00 +07:00",
        "Mon., 20 Jul. 2026, 10.00.00 +07",
        "Mon,20 Jul 2026 10:00:00+0700",
        "Mon, 20 Jul 2026 10:00:00 GMT+7",
        "Mon, 20 Jul 2026 10:00:00 UTC+07:00",
        "Mon, 20 Jul 2026 03:00:00 Z",
        "Mon, 20 Jul 2026 03:00:00 UT",
        "Mon, 20 Jul 2026 03:00:00 utc",
        "Mon, 20 Jul 2026 03:00:00 -0000",
        "Mon, 20 Jul 2026 03:00:00",
        "Sun, 19 Jul 2026 22:00:00 EST",
        "Sun, 19 Jul 2026 23:00:00 EDT",
        "Sun, 19 Jul 2026 21:00:00 CST",
        "Sun, 19 Jul 2026 22:00:00 CDT",
        "Sun, 19 Jul 2026 20:00:00 MST",
        "Sun, 19 Jul 2026 21:00:00 MDT",
        "Sun, 19 Jul 2026 19:00:00 PST",
        "Sun, 19 Jul 2026 20:00:00 PDT",
        "Sun, 19 Jul 2026 19:00:00 -0800 (PST)",
        "Mon, 20 Jul 2026 10:00:00 WIB",
        "Mon, 20 Jul 2026 11:00:00 WITA",
        "Mon, 20 Jul 2026 12:00:00 wit",
        "Mon, 20 Jul 2026 10:00:00 +0700 (Waktu Indonesia Barat)",
        "Mon Jul 20 2026 10:00:00 GMT+0700 (Western Indonesia Time)",
        "Mon, 20 Jul 2026 03:00:00 XYZT",
        "Mon Jul 20 03:00:00 2026",
        "Mon Jul 20 10:00:00 WIB 2026",
        "Mon Jul 20 10:00:00 +0700 2026",
    ],
)
def test_dates_as_mail_writes_them(text: str) -> None:
    assert read_date(text) == TEN_IN_JAKARTA


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-20T10:00:00+07:00",
        "2026-07-20T10:00:00+0700",
        "2026-07-20T10:00:00+07",
        "2026-07-20T10:00+07:00",
        "2026-07-20T03:00:00Z",
        "2026-07-20t03:00:00z",
        "2026-07-20T03:00:00.0Z",
        "2026-07-20T03:00:00,000000000000Z",
        "2026-07-20 10:00:00 +07:00",
        "2026-07-19 20:00:00 −07:00",
        "2026-07-20 03:00:00 UTC",
        "2026-07-20 03:00:00",
        "2026-07-20T03:00",
        "20260720T030000Z",
        "20260720T100000+0700",
        "20260720T0300",
        "2026/07/20 03:00:00",
        "2026-7-20 3:00",
    ],
)
def test_dates_as_iso_writes_them(text: str) -> None:
    assert read_date(text) == TEN_IN_JAKARTA


@pytest.mark.parametrize(
    "text",
    [
        "Senin, 20 Juli 2026 10:00 WIB",
        "Senin, 20 Juli 2026 11:00 WITA",
        "Senin, 20 Juli 2026 12.00 WIT",
        "Senin, 20 Juli 2026 - 10:00 WIB",
        "Senin, 20 Juli 2026 | 10:00 (WIB)",
        "Sen, 20 Jul 2026 10.00",
        "Sen, 20 Jul 2026 03:00 GMT",
        "20 Juli 2026 pukul 10.00",
        "Senin, 20 Juli 2026, pukul 10.00 WIB.",
        "20 Jul 2026 jam 10:00",
        "Hari Senin tanggal 20 Juli 2026 Pkl. 10.00 WIB",
        "10:00 WIB, 20 Juli 2026",
        "20/07/2026 10:00",
        "20/7/26 10:00",
        "07/20/2026 10:00",
        "20-07-2026 10:00:00 WIB",
        "20-07-2026 10:00",
        "20.07.2026 10.00",
        "07/20/2026 10:00 AM",
    ],
)
def test_dates_as_indonesian_newspapers_write_them(text: str) -> None:
    assert read_date(text) == TEN_IN_JAKARTA


@pytest.mark.parametrize(
    "month",
    """Januari/Jan Februari/Pebruari/Feb/Peb Maret/Mar April/Apr Mei Juni/Jun Juli/Jul
    Agustus/Agust/Agst/Ags/Agt/Agu September/Sept/Sep Oktober/Okt November/Nopember/Nov/Nop
    Desember/Des""".split(),
)
def test_the_names_of_a_month(month: str) -> None:
    names = month.split("/")
    dates = {read_date(f"Ahad, 5 {name} 2026 07.00 WIB") for name in names}

    number = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split().index(names[0][:3]) + 1
    assert dates == {datetime(2026, number, 5, tzinfo=UTC)}


@pytest.mark.parametrize(
    "weekday", "Senin Selasa Rabu Kamis Jumat Jum'at Jum’at Sabtu Minggu Ahad Sel Rab Kam Jum Sab Min".split()
)
def test_an_indonesian_weekday_means_western_indonesia(weekday: str) -> None:
    assert read_date(f"{weekday}, 20 Sep 2026 10:00") == datetime(2026, 9, 20, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "in_utc"),
    [
        ("July 20, 2026 10:00 PM", "2026-07-20 22:00"),
        ("Jul 20, 2026, 3:05pm", "2026-07-20 15:05"),
        ("Monday, July 20th, 2026 at 12:05 a.m.", "2026-07-20 00:05"),
        ("July 20, 2026 12:05 PM EST", "2026-07-20 17:05"),
        ("2026-07-20", "2026-07-20 00:00"),
        ("20 July 2026", "2026-07-20 00:00"),
        ("20 Juli 2026", "2026-07-19 17:00"),
        ("05/07/2026", "2026-07-04 17:00"),
        ("2026-07-20T24:00:00Z", "2026-07-21 00:00"),
        ("Thu, 31 Dec 2026 24:00:00 GMT", "2027-01-01 00:00"),
        ("Thu, 31 Dec 2026 23:59:60 GMT", "2027-01-01 00:00"),
        ("2026-12-31T23:59:60Z", "2027-01-01 00:00"),
        ("2026-07-20T10:00:00.1234567890Z", "2026-07-20 10:00:00.123456"),
        ("1 Jan 1990 00:00:00 GMT", "1990-01-01 00:00"),
        ("31 Dec 2100 23:59:59 GMT", "2100-12-31 23:59:59"),
        ("29 Feb 2028 00:00 GMT", "2028-02-29 00:00"),
        ("Tue, 5 Jan 99 00:00:00 GMT", "1999-01-05 00:00"),
        ("\n <![CDATA[ 20 Juli 2026\xa010:00\u202fWIB ]]>\t", "2026-07-20 03:00"),
        ("Sen,&nbsp;20 Jul 2026 10.00", "2026-07-20 03:00"),
        ("20 Apr 2026 10.00", "2026-04-20 03:00"),
        (" " * LENGTH_LIMIT + "20 July 2026" + "\n" * LENGTH_LIMIT, "2026-07-20 00:00"),
    ],
)
def test_a_date_and_its_instant(text: str, in_utc: str) -> None:
    assert read_date(text) == datetime.fromisoformat(f"{in_utc}Z")


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "kemarin", "2 jam lalu", "hari ini", "Kemarin, 20 Juli 2026 10:00", "10:00 WIB",
        "Juli 2026", "Senin", "1", "12345", "20260607", "1784512800", "1784512800000", "1 2 2026", "3.11.7",
        "10.00", "32 Foo 2026", "32 Jul 2026 10:00:00 GMT", "31 Feb 2026", "Sat, 31 Feb 2026 10:00:00 GMT",
        "2026-02-31", "2026-02-31T10:00:00Z", "0 Jul 2026", "20 Jul 0000", "0000-00-00",
        "0000-00-00 00:00:00", "0001-01-01T00:00:00+07:00", "Mon, 01 Jan 0001 00:00:00 +0000", "9999-12-31",
        "9999-12-31T23:59:59-07:00", "31 Dec 1989 23:59:59 GMT", "2101-01-01T00:00:00Z", "13/13/2026",
        "20 Jul 2026 25:00", "20 Jul 2026 24:01", "20 Jul 2026 10:60", "20 Jul 2026 10:00:61",
        "20 Jul 2026 10:00 +1500", "2026-07-20T10:00:00+23:00", "20 Jul 2026 10:00 +0799",
        "20 Jul 2026 10:00 12:00", "20 Jul 21 Jul 2026", "20 Jul 126", "202 Jul 2026",
        "20 Juli 2026 20/07/2026", "2026-W30-1", "20 Juli 2026 di Kudus", "20 Jul 2026 10:00 <b>",
        "20 Jul 2026 10:00 lalu",
        " " * LENGTH_LIMIT + "." * LENGTH_LIMIT + "20 Jul 2026",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


ZONES = st.integers(-14 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters)))
DATES = st.datetimes(
    datetime.fromisoformat("1990-01-02"), datetime.fromisoformat("2100-12-30"), timezones=ZONES
)
JAKARTA, JAYAPURA = timezone(timedelta(hours=7)), timezone(timedelta(hours=9))
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
DAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()


def _in_words(date: datetime, clock: str) -> str:
    return f"{DAYS[date.weekday()]}, {date.day} {MONTHS[date.month - 1]} {date.year} {date:{clock}}"


def _twelve_hours(date: datetime) -> str:
    return f"{date:%B} {date.day}, {date.year}, {date.hour % 12 or 12}:{date:%M:%S%p %z}"


@given(DATES)
@pytest.mark.parametrize(
    "written",
    [
        format_datetime,
        datetime.isoformat,
        lambda date: date.isoformat(" ", "milliseconds"),
        lambda date: f"{date.astimezone(UTC):%a, %d %b %Y %H:%M:%S GMT}",
        lambda date: f"{date.astimezone(UTC):%a %b %e %H:%M:%S %Y}",
        lambda date: f"{date:%d-%b-%Y %H:%M:%S GMT%z}",
        lambda date: f"{date.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        lambda date: f"{date:%Y/%m/%d %H:%M:%S %z}",
        lambda date: f"{date.astimezone(JAKARTA):%d/%m/%Y %H:%M:%S}",
        lambda date: f"{date.astimezone(JAYAPURA):%d-%m-%Y %H.%M.%S WIT}",
        lambda date: _in_words(date.astimezone(JAKARTA), "%H:%M:%S"),
        lambda date: _in_words(date.astimezone(JAYAPURA), "pukul %H.%M.%S WIT"),
        _twelve_hours,
    ],
)
def test_a_date_is_read_as_it_was_written(written: Callable[[datetime], str], date: datetime) -> None:
    found = read_date(written(date))

    assert found is not None
    assert found.tzinfo is UTC
    assert timedelta(0) <= date - found < timedelta(seconds=1)


PIECES = st.sampled_from(
    """20 7 07 2026 00 0 24 60 99 9999 Jul Juli Mei Senin Mon, pukul WIB GMT Z EST AM pm T 10:00 10.00.00 :00
    +0700 +07 -9999 − . , - / : | ( ) [ <![CDATA[ ]]> 2026-07-20 20/07/2026 20260720T1000
    ² ٢٠ ’ \ud800""".split()
)


@given(st.text() | st.lists(PIECES | st.just(" "), max_size=20).map("".join))
def test_any_text_gives_an_instant_of_our_time_or_none(text: str) -> None:
    found = read_date(text)

    assert found is None or (found.tzinfo is UTC and 1990 <= found.year <= 2100)


@pytest.mark.parametrize("text", ["10:00 ", "(", "1-", "20/07/2026", "Jul'", "\xa0", "+07", "<![CDATA["])
def test_a_text_without_end_is_no_date(text: str) -> None:
    assert read_date(text * 100_000) is None
