"""How fast digests are composed for many chats that follow the same topics.

`python -m benchmarks.composing [--database own]`: 20,000 items of a day and a half in a new database, 200
distinct queries, and 1,000, 3,000 and 10,000 chats with three topics each that are all due at once. Digests a
second of the processor, questions to the database for each digest, memory; and what the growth of the chats
costs: `cost_growth` is the cost of a digest at the most chats, of that at the fewest. `naive_ratio` is by how
much slower a composer is that asks for every chat and topic by itself, measured with a few chats of the same.
"""

import asyncio
import json
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

from sqlalchemy import event

from benchmarks.ours import HandClock
from benchmarks.processes import forget_peaks, peak_mb
from benchmarks.texts import cut, texts
from benchmarks.topics import distinct_topics
from bot.render import render
from jobs.compose import Composer, compose_now
from news.chat import Chat, ChatType
from news.digest import Digest
from news.feed import Feed, Source
from news.grammar import write_query
from news.ids import ChatId
from news.item import Entry, draft
from news.message import Message
from storage.chats import save_chat
from storage.database import Database
from storage.following import follow_feeds
from storage.grouping import join_stories, open_stories
from storage.items import save_drafts
from storage.polls import claim_due_feeds
from storage.schema import migrate
from storage.topics import add_topic, chat_topics
from tests.postgres import running_postgres

MORNING = datetime(2026, 11, 23, tzinfo=UTC)
ITEMS, QUERIES, TOPICS = 20_000, 200, 3
SIZES = (1_000, 3_000, 10_000)
SECONDS = 60
"""In which the digests of the most chats are to be composed."""

_OUTLETS = 100
_AT_ONCE = 500
_SAME_STORY = 0.3
"""The share of items that tell what another one has told."""

_NAIVE = 40

Figures = dict[str, float]


async def measure(url: str) -> Figures:
    """All figures, printed as they come."""
    chance = Random(20261123)
    db = Database.at(url)
    await migrate(db)
    articles = texts(chance)
    await _keep_items(db, articles, chance)
    queries = [write_query(query) for query in islice(distinct_topics(articles, chance), QUERIES)]
    questions = _Questions(db)
    figures: Figures = {"items": ITEMS, "queries": QUERIES, "topics": TOPICS}
    first = 1
    for size in SIZES:
        await _meet(db, range(first, first + size), queries, chance)
        figures |= _told(await _compose(db, questions, size))
        first += size
    figures |= _told(await _naive(db, figures))
    most, fewest = f"milliseconds_{SIZES[-1]}", f"milliseconds_{SIZES[0]}"
    figures |= _told({"cost_growth": round(figures[most] / figures[fewest], 2), "seconds_wanted": SECONDS})
    await db.close()
    return figures


class _Questions:
    """How many statements the database was asked."""

    def __init__(self, db: Database) -> None:
        self.count = 0
        event.listen(db._engine.sync_engine, "before_cursor_execute", self._one_more)

    def _one_more(self, *_: object) -> None:
        self.count += 1


async def _compose(db: Database, questions: _Questions, chats: int) -> Figures:
    clock = HandClock(MORNING)
    composer = Composer(db, _render, clock=clock)
    forget_peaks()
    asked, begun, wall = questions.count, time.process_time(), time.monotonic()
    composed = await composer.compose_due_digests()
    taken, wall = time.process_time() - begun, time.monotonic() - wall
    assert composed == chats
    return {
        f"digests_a_second_{chats}": round(chats / taken, 1),
        f"milliseconds_{chats}": round(taken / chats * 1000, 3),
        f"seconds_{chats}": round(taken, 1),
        f"wall_seconds_{chats}": round(wall, 1),
        f"questions_a_digest_{chats}": round((questions.count - asked) / chats, 2),
        f"peak_mb_{chats}": round(peak_mb()),
    }


async def _naive(db: Database, figures: Figures) -> Figures:
    begun = time.process_time()
    for number in range(1, _NAIVE + 1):
        chat = _chat(number)
        async with db.reading() as tx:
            topics = await chat_topics(tx, chat.id)
        _render(await compose_now(db, chat, topics, now=MORNING, since=MORNING - timedelta(days=1)))
    milliseconds = (time.process_time() - begun) / _NAIVE * 1000
    return {
        "naive_milliseconds": round(milliseconds, 2),
        "naive_ratio": round(milliseconds / figures[f"milliseconds_{SIZES[-1]}"], 1),
    }


def _render(digest: Digest) -> Sequence[Message]:
    return render(digest, now=MORNING)


async def _keep_items(db: Database, articles: Sequence[str], chance: Random) -> None:
    sources = [Source(url=f"https://m{n}.example/rss", outlet=f"Media {n}") for n in range(_OUTLETS)]
    await follow_feeds(db, sources, now=MORNING - timedelta(days=2))
    feeds: list[Feed] = []
    async with db.writing() as tx:
        while more := await claim_due_feeds(tx, now=MORNING - timedelta(days=2), limit=_OUTLETS):
            feeds += more
    pieces = cut(list(articles) * 20, 40)
    for start in range(0, ITEMS, _AT_ONCE):
        at = MORNING - timedelta(hours=30) * (1 - start / ITEMS)
        await _keep_some(db, feeds, pieces[start : start + _AT_ONCE], chance, at=at, start=start)


async def _keep_some(
    db: Database,
    feeds: Sequence[Feed],
    pieces: Sequence[list[str]],
    chance: Random,
    *,
    at: datetime,
    start: int,
) -> None:
    by_feed: dict[int, list[Entry]] = {}
    for number, words in enumerate(pieces, start):
        url = f"https://m{number % len(feeds)}.example/{number}"
        entry = Entry(
            url=url, link=url[6:], title=" ".join(words[:9]), texts=(" ".join(words[9:]),), published_at=at
        )
        by_feed.setdefault(number % len(feeds), []).append(entry)
    brought = [
        (feeds[number], [draft(entry, outlet=feeds[number].outlet, now=at) for entry in entries])
        for number, entries in by_feed.items()
    ]
    async with db.writing() as tx:
        kept = [item for items in (await save_drafts(tx, brought, now=at)).values() for item in items]
        ids = await open_stories(tx, kept)
        told = {
            item.id: chance.choice(ids) if chance.random() < _SAME_STORY else story_id
            for item, story_id in zip(kept, ids, strict=True)
        }
        await join_stories(tx, told)


async def _meet(db: Database, numbers: range, queries: Sequence[str], chance: Random) -> None:
    for start in range(0, len(numbers), _AT_ONCE):
        async with db.writing() as tx:
            for number in numbers[start : start + _AT_ONCE]:
                # Met at different times of the day before, so that their digests begin at different times.
                met = MORNING - timedelta(hours=24, seconds=-number % 3600)
                await save_chat(tx, _chat(number), now=met)
                for query in chance.sample(list(queries), TOPICS):
                    await add_topic(tx, ChatId(number), name=query, query=query, thread=None, now=met)


def _chat(number: int) -> Chat:
    return Chat(id=ChatId(number), type=ChatType.PRIVATE, title=f"Warga {number}")


def _told(figures: Figures) -> Figures:
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):50}{value:>14,}")
    return figures


def main() -> None:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="a PostgreSQL server's URL, or own; else SQLite")
    chosen = parser.parse_args().database
    with ExitStack() as stack:
        if chosen == "own":
            url = stack.enter_context(stack.enter_context(running_postgres()).database())
        elif chosen:
            url = chosen
        else:
            folder = stack.enter_context(tempfile.TemporaryDirectory())
            url = f"sqlite:///{Path(folder) / 'news.db'}"
        print(json.dumps(asyncio.run(measure(url))))


if __name__ == "__main__":
    main()
