"""Polling: what is new is kept, what fails is noted, and nothing stops the others."""

from datetime import datetime, timedelta

from jobs.fetch import Fetched, NotModified
from jobs.poll import Fetch, poll_due_feeds
from news.errors import FetchError
from news.feed import Feed, Health
from storage.database import Database
from storage.feeds import follow_feed, followed_feeds
from tests.clocks import TestClock
from tests.make import make_source
from tests.storage.given import asked

_RSS = """<rss version="2.0"><channel>{}</channel></rss>"""
_ITEM = "<item><title>{0}</title><link>https://kabar.example/{0}</link><guid>{1}</guid></item>"


def rss(*titles: str) -> bytes:
    """A feed that numbers its guids by place, as some do."""
    return _RSS.format("".join(_ITEM.format(title, number) for number, title in enumerate(titles))).encode()


def serving(**bodies: bytes | Exception | None) -> Fetch:
    """Answers by the last part of the address; None is "not modified"."""

    async def fetch(feed: Feed, *, now: datetime) -> Fetched | NotModified:
        match bodies[feed.url.rsplit("/", 1)[-1]]:
            case None:
                return NotModified()
            case Exception() as error:
                raise error
            case body:
                return Fetched(body=body, url=feed.url, etag=f'"{len(body)}"', modified="")

    return fetch


async def following(db: Database, *names: str, clock: TestClock, outlet: str = "Kabar") -> None:
    async with db.writing() as tx:
        for name in names:
            await follow_feed(
                tx, make_source(url=f"https://kabar.example/{name}", outlet=outlet), now=clock.now()
            )


async def titles(db: Database) -> list[str]:
    return [title for (title,) in await asked(db, "SELECT title FROM items ORDER BY id")]


async def test_new_articles_are_kept_oldest_first_and_the_feed_is_due_later(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    (poll,) = await poll_due_feeds(db, serving(a=rss("dua", "satu")), clock=clock)
    assert (poll.listed, poll.new, poll.reason) == (2, 2, "")
    assert await titles(db) == ["satu", "dua"]
    assert await poll_due_feeds(db, serving(), clock=clock) == []


async def test_articles_are_told_apart_by_their_links_although_every_day_reuses_the_guids(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    for listed in (("satu", "dua"), ("tiga", "satu"), ("empat", "tiga")):
        await poll_due_feeds(db, serving(a=rss(*listed)), clock=clock)
        clock.move(days=1)
    assert sorted(await titles(db)) == ["dua", "empat", "satu", "tiga"]


async def test_an_article_in_two_feeds_of_one_outlet_is_kept_once(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", clock=clock)
    polls = await poll_due_feeds(db, serving(a=rss("satu"), b=rss("satu", "dua")), clock=clock)
    assert sum(poll.new for poll in polls) == 2
    assert sorted(await titles(db)) == ["dua", "satu"]


async def test_what_has_not_changed_keeps_its_validators(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    await poll_due_feeds(db, serving(a=rss("satu")), clock=clock)
    clock.move(days=1)
    (poll,) = await poll_due_feeds(db, serving(a=None), clock=clock)
    assert (poll.feed.etag, poll.listed, poll.new) == (f'"{len(rss("satu"))}"', 0, 0)
    clock.move(days=1)
    (again,) = await poll_due_feeds(db, serving(a=None), clock=clock)
    assert again.feed.etag == poll.feed.etag


async def test_a_feed_that_fails_is_noted_and_the_others_go_on(db: Database, clock: TestClock) -> None:
    await following(db, "a", "b", "c", clock=clock)
    fetch = serving(a=FetchError("a", "HTTP 500"), b=b"<html>", c=rss("satu"))
    polls = await poll_due_feeds(db, fetch, clock=clock)
    assert sorted(poll.reason for poll in polls) == ["", "HTTP 500", "a web page, not a feed"]
    assert await titles(db) == ["satu"]


async def test_a_feed_is_broken_after_three_failures_and_well_after_one_success(
    db: Database, clock: TestClock
) -> None:
    await following(db, "a", clock=clock)
    for _ in range(3):
        await poll_due_feeds(db, serving(a=FetchError("a", "HTTP 500")), clock=clock)
        clock.move(days=2)
    async with db.reading() as tx:
        (broken,) = await followed_feeds(tx)
    assert (broken.health, broken.reason) == (Health.BROKEN, "HTTP 500")
    await poll_due_feeds(db, serving(a=rss("satu")), clock=clock)
    async with db.reading() as tx:
        (well,) = await followed_feeds(tx)
    assert (well.health, well.reason, well.items) == (Health.OK, "", 1)


async def test_a_server_that_asks_for_time_gets_it(db: Database, clock: TestClock) -> None:
    await following(db, "a", clock=clock)
    wish = FetchError("a", "HTTP 503", retry_after=timedelta(hours=9))
    await poll_due_feeds(db, serving(a=wish), clock=clock)
    clock.move(hours=8, minutes=59)
    assert await poll_due_feeds(db, serving(), clock=clock) == []
