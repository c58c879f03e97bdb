"""Keeping: what is new and what has changed, in one transaction, and none takes the others along."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from jobs.keep import Answer, keep
from news.edition import edition
from news.errors import FetchError
from news.feed import Feed
from news.item import Entry
from news.parse import FeedDocument
from news.poll import PollRecord, failed
from storage.database import Database, Transaction
from storage.errors import DatabaseTrouble
from storage.following import forget_feed
from storage.headlines import former_headlines
from storage.items import items_after
from storage.polls import claim_due_feeds
from tests.clocks import MORNING, TestClock
from tests.conftest import OpenDatabase
from tests.jobs.polling import followed, following, titles
from tests.make import make_entry
from tests.storage.given import asked, given_feed

PAUSE = timedelta(seconds=1)
REFUSED = "\ud800"
"""Half of a pair: a text that neither database takes."""


def answer(feed: Feed, *entries: Entry, at: datetime = MORNING) -> Answer:
    return Answer(
        feed=feed,
        record=PollRecord(at=at, status=200),
        validators=feed.validators,
        edition=edition(
            FeedDocument(title="Kabar", entries=entries), outlet=feed.outlet, home=feed.region, now=at
        ),
    )


async def kept(db: Database, *answers: Answer, at: datetime = MORNING) -> list[tuple[str, int, str]]:
    """Of each poll the feed's last part, how much was new and what went wrong."""
    polls = await keep(db, answers, now=at, pause=PAUSE)
    return sorted((poll.feed.url.rsplit("/", 1)[-1], poll.new, poll.reason) for poll in polls)


async def claimed(db: Database, *, at: datetime = MORNING) -> list[Feed]:
    async with db.writing() as tx:
        return sorted(await claim_due_feeds(tx, now=at, limit=99), key=lambda feed: feed.url)


async def test_articles_are_told_apart_by_their_links_although_every_day_reuses_the_guids(
    db: Database,
) -> None:
    feed = await given_feed(db)
    for day, names in enumerate([("satu", "dua"), ("tiga", "satu"), ("empat", "tiga")]):
        at = MORNING + timedelta(days=day)
        entries = [
            make_entry(title=name, url=f"https://kabar.example/{name}", guid=str(place), published_at=at)
            for place, name in enumerate(names)
        ]
        await keep(db, [answer(replace(feed, polls=day), *entries, at=at)], now=at, pause=PAUSE)

    assert sorted(await titles(db)) == ["dua", "empat", "satu", "tiga"]


async def test_an_article_in_two_feeds_of_one_outlet_is_kept_once(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", clock=clock)
    one, two = await claimed(db)
    same, own = make_entry(title="satu"), make_entry(title="dua")

    assert await kept(db, answer(one, same), answer(two, same, own)) == [("a", 1, ""), ("b", 1, "")]
    assert sorted(await titles(db)) == ["dua", "satu"]


async def test_two_pollers_that_bring_the_same_articles_at_once_keep_them_once(
    database_url: str, open_database: OpenDatabase, clock: TestClock
) -> None:
    pollers = [open_database(database_url) for _ in range(4)]
    names = [f"n{number}" for number in range(8)]
    for outlet, of_outlet in (("Kabar", names[::2]), ("Warta", names[1::2])):
        await following(pollers[0], *of_outlet, clock=clock, outlet=outlet)
    feeds = await claimed(pollers[0])
    entries = [make_entry() for _ in range(10)]
    # Each brings both outlets, in an order of its own: none may wait for one that waits for it.
    lots = [feeds[0:2], feeds[2:4][::-1], feeds[4:6], feeds[6:8][::-1]]

    async with asyncio.timeout(60):
        ended = await asyncio.gather(
            *(
                kept(db, *(answer(feed, *entries) for feed in lot))
                for db, lot in zip(pollers, lots, strict=True)
            )
        )

    assert sorted(new for polls in ended for _, new, _ in polls) == [0] * 6 + [10] * 2
    assert {reason for polls in ended for _, _, reason in polls} == {""}


async def test_a_headline_that_its_own_feed_changes_is_changed_and_remembered(db: Database) -> None:
    feed = await given_feed(db)
    old = make_entry(title="Banjir di Demak")
    await kept(db, answer(feed, old))

    assert await kept(db, answer(replace(feed, polls=1), replace(old, title="Banjir surut"))) == [
        ("rss", 0, "")
    ]

    async with db.reading() as tx:
        (item,) = await items_after(tx, None, limit=9)
        assert (item.title, await former_headlines(tx, item.id)) == ("Banjir surut", ["Banjir di Demak"])


async def test_another_feed_of_the_outlet_changes_no_headline(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", clock=clock)
    one, two = await claimed(db)
    entry = make_entry(title="Banjir di Demak")
    await kept(db, answer(one, entry))

    await kept(db, answer(two, replace(entry, title="Demak: banjir")))

    assert await titles(db) == ["Banjir di Demak"]


async def test_an_article_with_a_new_address_is_changed_once_and_known_by_it_from_then_on(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", clock=clock)
    one, two = await claimed(db)
    await kept(db, answer(one, make_entry(title="Satu", guid="g")))
    moved = make_entry(title="Satu", guid="g", url="https://kabar.example/baru")
    for turn in (1, 2):
        assert await kept(db, answer(replace(one, polls=turn), moved)) == [("a", 0, "")]

    assert await kept(db, answer(replace(two, polls=1), replace(moved, guid="other"))) == [("b", 0, "")]
    assert await asked(db, "SELECT url, link FROM items") == [(moved.url, moved.link)]
    assert await asked(db, "SELECT * FROM headlines") == []


async def test_what_the_database_refuses_costs_only_the_feed_that_brought_it(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", "c", clock=clock)
    one, guilty, down = await claimed(db)
    failure = failed(down, FetchError(down.url, "HTTP 500", status=500), took=timedelta(), now=MORNING)
    answers = [
        answer(one, make_entry(title="Baik")),
        answer(guilty, make_entry(title="Baik juga"), make_entry(title=f"Buruk {REFUSED}")),
    ]

    polls = await keep(db, [*answers, failure], now=MORNING, pause=PAUSE)

    assert [(poll.feed.id, poll.new, poll.reason.split(":")[0]) for poll in polls] == [
        (one.id, 1, ""),
        (guilty.id, 0, "cannot be kept"),
        (down.id, 0, "HTTP 500"),
    ]
    assert await titles(db) == ["Baik"]
    assert [feed.reason.split(":")[0] for feed in await followed(db, clock=clock)] == [
        "",
        "cannot be kept",
        "HTTP 500",
    ]


class _Faltering(Database):
    """Fails so many times when it is to be written."""

    def __init__(self, db: Database, times: int) -> None:
        super().__init__(db._engine)
        self.times = times

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Transaction]:
        async with super().writing() as tx:
            yield tx
            if self.times:
                self.times -= 1
                raise DatabaseTrouble("deadlock detected")


async def test_trouble_with_the_database_costs_a_second_attempt_and_no_feed(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", clock=clock)
    one, two = await claimed(db)
    answers = [answer(one, make_entry(title="Satu")), answer(two, make_entry(title="Dua"))]

    assert await kept(_Faltering(db, 1), *answers) == [("a", 1, ""), ("b", 1, "")]


async def test_trouble_that_lasts_is_raised_and_no_strike_of_a_feed(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", clock=clock)
    one, two = await claimed(db)

    with pytest.raises(DatabaseTrouble):
        await kept(_Faltering(db, 2), answer(one, make_entry()), answer(two, make_entry()))

    assert await asked(db, "SELECT strikes, polls, reason FROM feeds") == [(0, 0, "")] * 2


async def test_a_failure_that_cannot_be_written_is_written_in_words_of_ours(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", clock=clock)
    down, other = await claimed(db)
    ended = failed(down, FetchError(down.url, "HTTP 500"), took=timedelta(), now=MORNING)
    unwritable = replace(ended, record=replace(ended.record, reason=REFUSED))

    polls = await keep(db, [unwritable, answer(other, make_entry())], now=MORNING, pause=PAUSE)

    assert [(poll.new, poll.reason.split(":")[0]) for poll in polls] == [(0, "cannot be kept"), (1, "")]


async def test_a_feed_of_which_nothing_can_be_written_stops_no_other(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", clock=clock)
    one, other = await claimed(db)
    refused = replace(one, polls=2**70)

    assert await kept(db, answer(refused, make_entry()), answer(other, make_entry())) == [("b", 1, "")]


async def test_a_feed_that_was_forgotten_while_it_was_polled_costs_nothing_but_itself(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", "b", clock=clock)
    forgotten, other = await claimed(db)
    await following(db, "later", host="a", clock=clock)
    async with db.writing() as tx:
        await forget_feed(tx, forgotten.url)
    answers = [answer(forgotten, make_entry(title="Hilang")), answer(other, make_entry(title="Ada"))]

    assert await kept(db, *answers) == [("b", 1, "")]

    assert await titles(db) == ["Ada"]
    assert [feed.url for feed in await claimed(db, at=MORNING + PAUSE)] == ["https://a.example/later"]


async def test_news_sets_the_rhythm_of_its_feed(db: Database, clock: TestClock) -> None:
    feed = await given_feed(db)
    times = [MORNING - timedelta(hours=hours) for hours in (1, 3, 4)]

    await kept(db, answer(feed, *(make_entry(published_at=at) for at in times)))

    (listed,) = await followed(db, clock=clock)
    assert listed.newest_at == times[0]
    assert await asked(db, "SELECT longest_pause_seconds FROM feeds") == [(2 * 3600,)]


async def test_nothing_to_keep_is_no_trouble(db: Database) -> None:
    outcomes: Sequence[Answer] = []

    assert await keep(db, outcomes, now=MORNING, pause=PAUSE) == []
