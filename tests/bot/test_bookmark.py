"""A bookmark finds its way back into what a search found, whatever became of it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.bookmark import Bookmark, read_bookmark
from news.ids import StoryId
from tests.clocks import MORNING
from tests.make import make_story

STORIES = [make_story(id=number) for number in (11, 12, 13, 14)]
SINCE = datetime(2020, 1, 1)  # noqa: DTZ001 - hypothesis wants its bounds naive

bookmarks = st.builds(
    Bookmark,
    as_of=st.datetimes(SINCE, MORNING.replace(tzinfo=None), timezones=st.just(UTC)),
    seen=st.integers(0, 500),
    last=st.integers(1, 10**18 - 1).map(StoryId),
)


def bookmark(seen: int, last: int) -> Bookmark:
    return Bookmark(as_of=MORNING, seen=seen, last=StoryId(last))


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


def test_one_goes_on_behind_the_last_story_wherever_it_stands() -> None:
    assert Bookmark(as_of=MORNING).start_in(STORIES) == 0
    assert bookmark(2, 12).start_in(STORIES) == 2
    assert bookmark(1, 12).start_in(STORIES) == 2


def test_where_the_last_story_is_gone_one_goes_on_by_the_count() -> None:
    assert bookmark(3, 99).start_in(STORIES) == 3
