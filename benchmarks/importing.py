"""How fast an archive is imported: articles of 200 words, read, kept and indexed.

`python -m benchmarks.importing [--items N] [--database URL]`: from recorded words into a new database, SQLite
in a temporary file if no other is named. Then the same archive once more, all of whose articles are known. As
the machine may have other things to do, the time of the processors is told too, of all our processes with
their starting: how many processors that took, and what two of them would do that had nothing else to do.
"""

import argparse
import asyncio
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from app.wiring import SystemClock
from benchmarks.texts import cut, texts
from jobs.importing import Import, Imported
from jobs.lines import Lines
from jobs.reading import Readers
from storage.database import Database
from storage.schema import migrate

ITEMS = 20_000
LEAST_A_SECOND = 2_000
WORDS = 200

_TITLE = 9
_OUTLETS = 40
_BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
_SPAN = timedelta(days=300)

Figures = dict[str, float]


def measure(items: int, url: str | None) -> Figures:
    """All figures, printed as they come."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "archive.jsonl"
        with archive.open("w", encoding="utf-8") as file:
            file.writelines(_lines(items))
        return asyncio.run(_measured(archive, url or f"sqlite:///{folder}/kliping.db"))


def _lines(items: int) -> Iterator[str]:
    chance = Random(20261128)
    articles = cut(texts(chance), WORDS)
    for number in range(items):
        words = articles[number % len(articles)]
        if number >= len(articles):  # the same words as often, in another order
            words = chance.sample(words, len(words))
        values = {
            "title": " ".join(words[:_TITLE]),
            "url": f"https://kabar{number % _OUTLETS}.example/baca/{number}",
            "published_at": (_BEGUN + _SPAN * number / items).isoformat(),
            "outlet": f"Kabar {number % _OUTLETS}",
            "body": " ".join(words[_TITLE:]),
        }
        yield json.dumps(values) + "\n"


async def _measured(archive: Path, url: str) -> Figures:
    db = Database.at(url)
    await migrate(db)
    before = _processor_seconds()
    done, seconds = await _imported(db, archive)
    used = _processor_seconds() - before
    _, known_seconds = await _imported(db, archive)
    await db.close()
    return _told(
        {
            "items": done.kept,
            "seconds": round(seconds, 1),
            "items_a_second": round(done.kept / seconds),
            "least_items_a_second": LEAST_A_SECOND,
            "processors_used": round(used / seconds, 2),
            "processor_microseconds_an_item": round(used / done.kept * 1e6),
            "items_a_second_of_two_processors": round(2 * done.kept / used),
            "known_lines_a_second": round(done.lines / known_seconds),
        }
    )


async def _imported(db: Database, archive: Path) -> tuple[Imported, float]:
    with archive.open("rb") as file:
        begun = time.perf_counter()
        async with Readers() as readers:
            importing = Import(
                db,
                name=archive.name,
                run=readers.run,
                clock=SystemClock(),
                oldest=_BEGUN,
                wrong=lambda line, reason: print(f"line {line.number}: {reason}"),
                tell=lambda done: None,
            )
            done = await importing.run(Lines(file).lots())
        return done, time.perf_counter() - begun


def _processor_seconds() -> float:
    """Of this process, and of those that have ended."""
    ours, theirs = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


def _told(figures: Figures) -> Figures:
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):40}{value:>14,}")
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--database", help="the address of an empty database")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.items, arguments.database)))
