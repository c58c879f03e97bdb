"""Importing: an archive is kept once, whatever is wrong with it, and its old news wakes nobody."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from jobs.compose import Composer
from jobs.group import ITEMS_AT_ONCE, Grouper, group_all
from jobs.importing import ARTICLES_AT_ONCE, Import, Imported
from jobs.lines import Line, LinesUnreadable, Lot
from jobs.reading import Readers
from news.archive import Archived, read_archived
from news.digest import Digest
from news.errors import FeedUnreadable
from news.message import Message
from storage.database import BREATHER, Database
from storage.stories import latest_stories
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.storage.given import asked, given_chat, given_feed, given_items, given_topic

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def line(number: int, title: str = "", *, at: datetime = MORNING - 30 * DAY, **values: Any) -> bytes:
    usual = {
        "title": title or f"Kabar dari desa {number * 7}",
        "url": f"https://arsip.example/baca/{number}",
        "published_at": at.isoformat(),
        "outlet": "Arsip",
    }
    return json.dumps(usual | values).encode()


async def lots(*lines: bytes, size: int = 1_000) -> AsyncIterator[Lot]:
    numbered = [Line(number, text) for number, text in enumerate(lines, start=1)]
    for start in range(0, len(numbered), size):
        yield Lot(numbered[start : start + size], start + size)


async def read_here(task: str, content: Any, *, url: str, now: datetime) -> Any:
    """As a reading process would, in this one."""
    return [read_archived(article, now=now) for article in content]


class Archive:
    """An import with what it tells."""

    def __init__(self, db: Database, *, clock: TestClock, run: Any = read_here) -> None:
        self.wrong: list[tuple[int, str]] = []
        self.told: list[Imported] = []
        self._import = Import(
            db,
            name="arsip.jsonl",
            run=run,
            clock=clock,
            oldest=MORNING - 365 * DAY,
            wrong=lambda line, reason: self.wrong.append((line.number, reason)),
            tell=self.told.append,
        )

    async def bring(self, lots: AsyncIterator[Lot]) -> Imported:
        return await self._import.run(lots)


async def titles(db: Database) -> list[str]:
    return [title for (title,) in await asked(db, "SELECT title FROM items ORDER BY id")]


async def test_what_is_right_is_kept_and_what_is_wrong_is_told_in_its_order(
    db: Database, clock: TestClock
) -> None:
    archive = Archive(db, clock=clock)

    done = await archive.bring(
        lots(b"{", line(1, "Satu"), b"", b"# kata orang", line(2, "Dua"), b"[]", line(1, "Satu lagi"))
    )

    assert await titles(db) == ["Satu", "Dua"]
    assert done == Imported(lines=7, end=1_000, kept=2, known=1, wrong=2)
    assert [number for number, _ in archive.wrong] == [1, 6]


async def test_an_archive_that_is_imported_again_is_known_and_nothing_of_it_is_read(
    db: Database, clock: TestClock
) -> None:
    many = [line(n) for n in range(250)]
    await Archive(db, clock=clock).bring(lots(*many[:130], size=100))

    async def run(task: str, content: Any, **named: Any) -> Any:
        assert all(int(article.entry.url.rpartition("/")[2]) >= 130 for article in content)
        return await read_here(task, content, **named)

    again = await Archive(db, clock=clock, run=run).bring(lots(*many, size=100))

    assert (again.kept, again.known) == (120, 130)
    assert len(await titles(db)) == 250


async def test_articles_are_read_in_processes_of_their_own(
    sqlite_db: Database, clock: TestClock, readers: Readers
) -> None:
    body = "KUDUS - Pasar terbakar. KPU menunda rapat di Kudus."

    await Archive(sqlite_db, clock=clock, run=readers.run).bring(lots(line(1, body=body)))

    assert await asked(sqlite_db, "SELECT body, concepts FROM items") == [
        ("Pasar terbakar. KPU menunda rapat di Kudus.", "KPU")
    ]
    assert readers.pids


async def test_what_no_process_can_read_is_wrong_and_all_beside_it_is_kept(
    db: Database, clock: TestClock
) -> None:
    async def run(task: str, content: Sequence[Archived], **named: Any) -> Any:
        if any(article.entry.title == "Racun" for article in content):
            raise FeedUnreadable("arsip.jsonl", "takes more than 1.5 seconds to read")
        return await read_here(task, content, **named)

    some = [line(n, "Racun" if n == 7 else "") for n in range(ARTICLES_AT_ONCE + 10)]
    archive = Archive(db, clock=clock, run=run)

    done = await archive.bring(lots(*some))

    assert (done.kept, done.wrong) == (ARTICLES_AT_ONCE + 9, 1)
    assert archive.wrong == [(8, "takes more than 1.5 seconds to read")]


async def test_what_the_database_refuses_is_wrong_and_all_beside_it_is_kept(
    postgres_db: Database, clock: TestClock
) -> None:
    async def run(task: str, content: Any, **named: Any) -> Any:
        return [
            replace(read, body="\0") if read.draft.entry.title == "Racun" else read
            for read in await read_here(task, content, **named)
        ]

    archive = Archive(postgres_db, clock=clock, run=run)

    done = await archive.bring(lots(*(line(n, "Racun" if n == 3 else "") for n in range(9))))

    assert (done.kept, done.wrong) == (8, 1)
    assert archive.wrong[0][0] == 4


async def test_what_comes_before_the_end_of_a_broken_file_is_kept(db: Database, clock: TestClock) -> None:
    async def broken() -> AsyncIterator[Lot]:
        yield Lot([Line(1, line(1, "Satu"))], 10)
        raise LinesUnreadable("ends too early", after=1)

    with pytest.raises(LinesUnreadable):
        await Archive(db, clock=clock).bring(broken())

    assert await titles(db) == ["Satu"]


async def test_an_article_without_an_outlet_is_its_hosts(db: Database, clock: TestClock) -> None:
    await given_feed(db, url="https://kabar.example/rss", outlet="Kabar Pagi")
    urls = ["https://www.kabar.example/1", "https://news.kabar.example/2", "https://lain.example/3"]

    await Archive(db, clock=clock).bring(lots(*(line(n, url=url, outlet="") for n, url in enumerate(urls))))

    outlets = "SELECT name FROM items JOIN outlets ON outlets.id = outlet_id ORDER BY items.id"
    assert await asked(db, outlets) == [("Kabar Pagi",), ("Kabar Pagi",), ("lain.example",)]


async def test_others_get_their_turn_to_write_between_two_lots(sqlite_db: Database, clock: TestClock) -> None:
    await Archive(sqlite_db, clock=clock).bring(lots(line(1), line(2), line(3), size=1))

    assert clock.slept == [BREATHER.total_seconds()] * 2


async def test_articles_older_than_what_is_kept_are_counted(db: Database, clock: TestClock) -> None:
    done = await Archive(db, clock=clock).bring(lots(line(1), line(2, at=MORNING - 400 * DAY)))

    assert (done.kept, done.old) == (2, 1)


async def test_an_import_of_old_articles_tells_a_chat_nothing_while_todays_news_goes_on(
    db: Database, clock: TestClock
) -> None:
    await given_chat(db, at=MORNING - 20 * HOUR)
    await given_topic(db, name="Pemilu", query="pemilu")
    fire = "Pemilu ulang digelar di Kudus, tiga TPS dibuka"
    await given_items(
        db, make_entry(title=fire, lead="", published_at=MORNING - HOUR), outlet="K", at=MORNING
    )
    await Archive(db, clock=clock).bring(
        lots(*(line(n, f"Pemilu di desa {n}", at=MORNING - n * DAY) for n in range(3, 60)))
    )
    await group_all(Grouper(db, clock=clock))

    assert await _told(db, clock) == [fire]

    # The same event, as ten other newsrooms told it at the time.
    await Archive(db, clock=clock).bring(
        lots(*(line(100 + n, fire, at=MORNING - HOUR, outlet=f"Arsip {n}") for n in range(10)))
    )
    clock.at += timedelta(minutes=5)
    await group_all(Grouper(db, clock=clock))
    clock.at = MORNING + DAY

    assert await _told(db, clock) == [fire]


async def test_an_archive_is_put_into_stories_of_its_own_days_however_few_articles_these_have(
    db: Database, clock: TestClock
) -> None:
    told = [
        "Kebakaran melanda pasar Kliwon di Kudus, 40 kios hangus",
        "Kebakaran di pasar Kliwon Kudus, 40 kios hangus semua",
    ]
    days = [MORNING - timedelta(days=each) for each in (300, 298.9)]
    others = [line(n, at=MORNING - n * DAY) for n in range(200, 330)]
    await Archive(db, clock=clock).bring(
        lots(
            *others,
            *(
                line(900 + n, title, at=at, outlet=f"Arsip {n}")
                for n, (title, at) in enumerate(zip(told, days, strict=True))
            ),
        )
    )

    await group_all(Grouper(db, clock=clock))

    async with db.reading() as tx:
        found = await latest_stories(tx, since=MORNING - 400 * DAY, limit=1_000)
    assert told in [[item.title for item in story.items] for story in found]


async def test_todays_news_does_not_wait_behind_an_archive(db: Database, clock: TestClock) -> None:
    await Archive(db, clock=clock).bring(lots(*(line(n) for n in range(3 * ITEMS_AT_ONCE))))
    grouper = Grouper(db, clock=clock)
    await grouper.group_new_items()
    await given_items(db, make_entry(title="Hari ini"), at=MORNING)

    await grouper.group_new_items()

    assert await asked(db, "SELECT count(*) FROM items WHERE title = 'Hari ini' AND story_id IS NULL") == [
        (0,)
    ]


async def _told(db: Database, clock: TestClock) -> list[str]:
    def render(digest: Digest) -> Sequence[Message]:
        return [Message(html=story.lead_item.title) for story in digest.stories]

    await Composer(db, render, clock=clock).compose_due_digests()
    return [html for (html,) in await asked(db, "SELECT html FROM deliveries ORDER BY id")]
