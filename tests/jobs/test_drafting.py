"""Drafting: many entries are read in another process, and read just as they would be here."""

import pytest

from jobs.keep import draft_here
from jobs.reading import DRAFTS_AT_ONCE, Readers
from tests.clocks import MORNING
from tests.make import make_entry, make_feed


@pytest.mark.parametrize("count", [0, 1, DRAFTS_AT_ONCE, DRAFTS_AT_ONCE + 1, 600])
async def test_entries_read_elsewhere_say_the_same(count: int) -> None:
    entries = [
        make_entry(
            title=f"KPU Belitung siap {number}", lead="BELITUNG, Kabar Pagi – KPU (Komisi Pemilu) siap."
        )
        for number in range(count)
    ]
    feed = make_feed(outlet="Kabar Pagi")

    async with Readers(processes=1) as readers:
        drafts = await readers.draft(entries, feed=feed, now=MORNING)

    assert drafts == await draft_here(entries, feed=feed, now=MORNING)


async def test_a_few_entries_start_no_process() -> None:
    async with Readers(processes=1) as readers:
        await readers.draft([make_entry()] * DRAFTS_AT_ONCE, feed=make_feed(), now=MORNING)
        assert not readers.pids
        await readers.draft([make_entry()] * (DRAFTS_AT_ONCE + 1), feed=make_feed(), now=MORNING)
        assert len(readers.pids) == 1
