"""How fast searches are answered over a large archive, how large its index is, and how fast it is built.

`python -m benchmarks.search [--items 1000000] [--database sqlite|own] [--rounds 5] [--keep FOLDER]
[--without-peer]`: an archive of articles of 200 words, made of recorded sentences, and queries of each kind
made of its words. In one run: the search of the chat; its candidates alone, found and read; the bare query
that fetches the keys of the newest thousand matches, which a search looks at, and the one that reads the
newest hundred, as many as a search scores; on SQLite `tantivy`, which ranks every match; and the search of
the chat again while 100 items a second are written.

Every query is asked once to warm up, and then `--rounds` times. Times are in milliseconds. With `--keep` the
archive stays, and is not made again where it is there.
"""

import asyncio
import json
import math
import sys
import time
from argparse import ArgumentParser
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy import func, select, text

from benchmarks.search.archive import fill
from benchmarks.search.bare import Bare
from benchmarks.search.corpus import Corpus, span
from benchmarks.search.peer import Peer
from benchmarks.search.questions import questions
from news.grammar import Search, parse_search
from storage.candidates import best_matches
from storage.database import Database
from storage.finding import find_stories
from storage.likely import CHOSEN
from storage.schema import migrate
from storage.tables import items
from storage.window import NEWEST, Span
from tests.postgres import running_postgres

UNTIL = datetime(2026, 11, 23, tzinfo=UTC)
OUTLETS = 60
WRITTEN = 100.0
"""Items a second."""

SLOW = 3
"""Queries of each kind that are asked where each may take seconds."""

_PLAIN = ("rare word", "middling word", "common word", "two words", "two common words", "three words")
"""Kinds of queries that the peer understands as we do."""

Figures = dict[str, float]
Times = dict[str, list[float]]
Ask = Callable[[str], Awaitable[object]]


class Archive:
    """An archive, and the queries of all kinds that are asked in it."""

    def __init__(self, url: str, corpus: Corpus, *, items: int, rounds: int) -> None:
        self.url, self.corpus, self.items, self._rounds = url, corpus, items, rounds
        self.db = Database.at(url)
        self.since = span(items, until=UNTIL)
        self.queries = questions(corpus, Random(5))

    async def fill(self) -> Figures:
        """Fill it where it is empty, and say how fast that was."""
        await migrate(self.db)
        async with self.db.reading() as tx:
            if (await tx.scalar(select(func.count()).select_from(items)) or 0) >= self.items:
                return {}
        seconds = await fill(self.db, self.corpus, self.items, since=self.since, until=UNTIL)
        if not self.db.is_sqlite:
            async with self.db.writing() as tx:
                await tx.execute(text("ANALYZE"))
        return {"kept_a_second": self.items / seconds}

    async def times(self, ask: Ask, kinds: Sequence[str] = (), *, most: int | None = None) -> Times:
        """Of each kind the milliseconds that each answer took, to at most so many queries."""
        taken: Times = {}
        for kind in kinds or self.queries:
            queries = self.queries[kind][:most]
            for query in queries:
                await ask(query)
            taken[kind] = [await _timed(ask, query) for _ in range(self._rounds) for query in queries]
        return taken

    async def search(self, query: str) -> object:
        """As the chat does it, up to a page of five stories."""
        search, since, until = self._asked(query)
        async with self.db.reading() as tx:
            return await find_stories(tx, search, since=since, until=until, now=UNTIL, limit=5)

    async def candidates(self, query: str) -> object:
        """The candidates of the search."""
        search, since, until = self._asked(query)
        async with self.db.reading() as tx:
            return await best_matches(tx, search.query, Span(since=since, until=until), limit=CHOSEN)

    def _asked(self, query: str) -> tuple[Search, datetime, datetime]:
        search = parse_search(query)
        return search, *search.window(self.since, UNTIL, zone="UTC")


async def measure(archive: Archive, *, folder: Path, peer: bool) -> Figures:
    """All figures, printed as they come."""
    figures = await archive.fill()
    figures |= {"index_mb": await _index_mb(archive.db)}
    for name, value in figures.items():
        print(f"{name.replace('_', ' ')}: {value:.0f}")
    columns = {
        "search": await archive.times(archive.search),
        "candidates": await archive.times(archive.candidates),
        **await _bare(archive),
        "tantivy": {},
    }
    if peer:
        tantivy = Peer(folder)
        seconds = tantivy.fill(archive.corpus.articles(archive.items, since=archive.since, until=UNTIL))
        figures["tantivy_kept_a_second"] = archive.items / seconds
        columns["tantivy"] = await archive.times(_sync(partial(tantivy.search, limit=CHOSEN)), _PLAIN)
    async with writing(archive.url):
        columns["search while writing"] = await archive.times(archive.search)
    return figures | _told(columns) | _summary(columns)


async def _bare(archive: Archive) -> dict[str, Times]:
    bare = Bare(archive.url)
    # PostgreSQL sorts all matches by time, and takes seconds for a common word.
    most = None if archive.db.is_sqlite else SLOW
    times = {
        "bare": await archive.times(_sync(partial(bare.newest, limit=NEWEST)), most=most),
        "bare, 100 read": await archive.times(_sync(partial(bare.read, limit=CHOSEN)), most=most),
    }
    bare.close()
    return times


def _told(columns: Mapping[str, Times]) -> Figures:
    """The table of the columns, and its figures."""
    figures: Figures = {}
    _tell("", *columns)
    for kind in columns["search"]:
        _tell(kind, *(_shown(times.get(kind)) for times in columns.values()))
        for name, times in columns.items():
            if kind in times:
                named = f"{kind}_{name}".replace(", ", "_")
                figures |= {f"{named}_p50": median(times[kind]), f"{named}_p99": _p99(times[kind])}
    return figures


def _summary(columns: Mapping[str, Times]) -> Figures:
    searches, beside = columns["search"], columns["search while writing"]
    calm, busy = ([*chain.from_iterable(times.values())] for times in (searches, beside))
    return {
        "worst_p99": max(map(_p99, searches.values())),
        "most_of_bare": _most(searches, columns["bare"]),
        "most_of_read": _most(searches, columns["bare, 100 read"]),
        "p99_while_writing_ratio": _p99(busy) / _p99(calm),
    }


def _most(times: Times, others: Times) -> float:
    """The largest ratio of their medians, of all kinds."""
    return max(median(times[kind]) / median(others[kind]) for kind in times)


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[None]:
    """While the block runs, WRITTEN items a second are kept and indexed by another process."""
    command = sys.executable, "-m", "benchmarks.search.writer", url, str(WRITTEN)
    writer = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        assert writer.stdout
        await writer.stdout.readline()
        yield
        if writer.returncode is not None:
            raise RuntimeError("the writer has ended")
    finally:
        if writer.returncode is None:
            writer.terminate()
        await writer.wait()


async def _index_mb(db: Database) -> float:
    async with db.reading() as tx:
        if db.is_sqlite:
            size = await tx.scalar(text("SELECT sum(length(block)) FROM item_words_data"))
        else:
            size = await tx.scalar(text("SELECT pg_relation_size('ix_item_words_words')"))
    return float(size or 0) / 1e6


async def _timed(ask: Ask, query: str) -> float:
    begun = time.perf_counter()
    await ask(query)
    return (time.perf_counter() - begun) * 1000


def _sync(ask: Callable[[str], object]) -> Ask:
    async def asking(query: str) -> object:
        return ask(query)

    return asking


def _p99(times: Sequence[float]) -> float:
    return sorted(times)[math.ceil(0.99 * len(times)) - 1]


def _shown(times: Sequence[float] | None) -> str:
    return f"{median(times):.1f} / {_p99(times):.1f}" if times else ""


def _tell(kind: str, *columns: str) -> None:
    print(f"{kind:18}" + "".join(f"{column:>22}" for column in columns), flush=True)


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks.search")
    parser.add_argument("--items", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "own"), default="sqlite")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="folder in which the SQLite archive stays")
    parser.add_argument("--without-peer", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{(options.keep or folder) / 'news.db'}"
        if options.database == "own":
            url = stack.enter_context(stack.enter_context(running_postgres()).database())
        archive = Archive(url, Corpus(7, outlets=OUTLETS), items=options.items, rounds=options.rounds)
        peer = options.database == "sqlite" and not options.without_peer
        figures = asyncio.run(measure(archive, folder=folder, peer=peer))
    about = {"items": options.items, "database": options.database}
    print(json.dumps(about | {name.replace(" ", "_"): round(value, 3) for name, value in figures.items()}))


if __name__ == "__main__":
    main()
