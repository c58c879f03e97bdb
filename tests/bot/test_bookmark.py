"""A bookmark finds its way back into what a search found, whatever became of it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.bookmark import Bookmark, read_bookmark
from tests.clocks import MORNING

SINCE = datetime(2020, 1, 1)  # noqa: DTZ001 - hypothesis wants its bounds naive

bookmarks = st.builds(
    Bookmark,
    as_of=st.datetimes(SINCE, MORNING.replace(tzinfo=None), timezones=st.just(UTC)),
    seen=st.integers(0, 500),
)


@given(bookmarks)
def test_what_was_written_is_read_again_and_fits_telegrams_offset(mark: Bookmark) -> None:
    assert read_bookmark(mark.written(), now=MORNING) == mark
    assert len(mark.written().encode()) <= 64


@given(st.text() | st.from_regex(r"[0-9]{1,20}:[0-9]{1,9}:[0-9]{1,20}"))
def test_anything_can_be_read(written: str) -> None:
    mark = read_bookmark(written, now=MORNING)

    assert mark.as_of <= MORNING
    assert mark.seen >= 0


def test_nobody_reads_in_the_future() -> None:
    assert read_bookmark("9999999999999999:1:1", now=MORNING).as_of == MORNING


def test_a_bookmark_of_an_earlier_version_is_read() -> None:
    written = Bookmark(as_of=MORNING, seen=20).written()

    assert read_bookmark(f"{written}:12", now=MORNING) == Bookmark(as_of=MORNING, seen=20)
