"""An update storm: thousands of updates from hundreds of chats at once, while digests go out.

`python -m benchmarks.storm [--database own] [--updates 5000] [--chats 500] [--mode free paid unlimited]`, one
process that polls, answers and sends, against the sandbox with 50 ms of latency:

- free: as strict as Telegram, 30 messages a second in all, replies and digests together.
- paid: 1,000 a second, of which Telegram lets replies have 30.
- unlimited: 1,000 a second, and a Telegram without limits.

First digests go out alone, while somebody asks once a second: how long does an answer take? Then the storm
breaks loose: are all answered, in their order, in how much memory, and how fast do digests go out beside it?
"""

import argparse
import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from statistics import median

from app.conversing import converse
from app.roles import settle
from app.settings import Settings
from app.wiring import SystemClock
from benchmarks.delivery import chosen_database, fill_outbox
from benchmarks.processes import resident_mb
from benchmarks.telegram import TOKEN, Telegram
from bot.connection import opened_courier
from bot.pulse import Pulse
from jobs.deliver import Sender
from storage.database import Database
from storage.deliveries import next_delivery_due_at
from storage.schema import migrate

READERS = 3_000
FREE, PAID = 30, 1_000
LONGEST_WAIT = 1.0
"""Seconds within which a command is answered while digests go out."""

CALM = {"free": 30, "paid": 8, "unlimited": 8}
"""Seconds of digests alone."""

PATIENCE = 600.0
"""Seconds; what is not answered by then counts as not answered."""

_COMMAND = "/cari pemilu"

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """Who is there: those who write much, one who asks now and then, and those who get digests."""

    telegram: Telegram
    db: Database
    stormy: Sequence[int]
    asking: int
    readers: Sequence[int]


async def measure(
    url: str, telegram: Telegram, *, mode: str, updates: int, chats: int, digests: int
) -> Figures:
    """Figures of the calm and of the storm after it."""
    db = Database.at(url)
    await migrate(db)
    people = telegram.people
    stage = _Stage(
        telegram=telegram, db=db, stormy=people[:chats], asking=people[chats], readers=people[chats + 1 :]
    )
    await fill_outbox(db, stage.readers, digests)
    async with _running(stage, url, most=FREE if mode == "free" else PAID):
        settle()
        calm = await _calm(stage, CALM[mode])
        storm = await _storm(stage, texts=updates // chats)
    async with db.reading() as tx:
        left = await next_delivery_due_at(tx) is not None
    await db.close()
    share = storm["digests_a_second"] / calm["digests_a_second"]
    return {
        **{f"calm_{name}": value for name, value in calm.items()},
        **{f"storm_{name}": value for name, value in storm.items()},
        "digests_share": round(share, 3),
        "digests_were_left": left,
    }


@asynccontextmanager
async def _running(stage: _Stage, url: str, *, most: int) -> AsyncIterator[None]:
    """The bot and the sender in this process, while the block runs."""
    clock, stopping = SystemClock(), asyncio.Event()
    paid = most if most > FREE else None
    settings = Settings(token=TOKEN, database_url=url, api_url=stage.telegram.url, paid_rate=paid)
    async with opened_courier(token=TOKEN, base_url=stage.telegram.url, paid=paid is not None) as courier:
        sender = Sender(stage.db, courier.send, most=most, clock=clock, paid=paid is not None)

        async def deliver() -> None:
            while not stopping.is_set():
                await sender.deliver_due_messages(stopping=stopping.is_set)
                await asyncio.sleep(0.25)

        async with asyncio.TaskGroup() as tasks:
            pulse = Pulse(clock)
            tasks.create_task(converse(stage.db, settings, clock=clock, stopping=stopping, pulse=pulse))
            tasks.create_task(deliver())
            yield
            stopping.set()


async def _calm(stage: _Stage, seconds: int) -> Figures:
    telegram = stage.telegram
    await asyncio.sleep(3)  # the first digests leave, and the bot has begun to listen
    telegram.sent()
    for _ in range(seconds):
        telegram.write([stage.asking], [_COMMAND])
        await asyncio.sleep(1)
    sent = telegram.sent()
    begun = time.monotonic()
    while len(waits := _waits(telegram, [stage.asking])) < seconds and time.monotonic() - begun < PATIENCE:
        await asyncio.sleep(0.25)
    return {
        "digests_a_second": _digests_a_second(sent),
        "asked": seconds,
        "answered": len(waits),
        "median_wait": round(median(waits), 3),
        "longest_wait": round(max(waits), 3),
    }


async def _storm(stage: _Stage, *, texts: int) -> Figures:
    telegram, wanted = stage.telegram, texts * len(stage.stormy)
    before = most_mb = resident_mb(without=telegram.process)
    telegram.sent()
    sent: list[tuple[float, int, bool]] = []
    telegram.write(stage.stormy, [f"{_COMMAND} {number}" for number in range(texts)])
    begun = time.monotonic()
    while _replies(sent) < wanted and time.monotonic() - begun < PATIENCE:
        await asyncio.sleep(0.25)
        most_mb = max(most_mb, resident_mb(without=telegram.process))
        sent += await asyncio.to_thread(telegram.sent)
    seconds = time.monotonic() - begun
    waits = _waits(telegram, stage.stormy)
    return {
        "updates": wanted,
        "seconds": round(seconds, 1),
        "answered": len(waits),
        "in_order": _in_order(telegram, stage.stormy),
        "answered_a_second": round(len(waits) / seconds, 1),
        "refused": sum(status == 429 for _, status, _ in sent),
        "median_wait": round(median(waits), 3),
        "longest_wait": round(max(waits), 3),
        "mb_before": round(before, 1),
        "mb_more_at_most": round(most_mb - before, 1),
        "digests_a_second": _digests_a_second(sent),
    }


def _replies(sent: Sequence[tuple[float, int, bool]]) -> int:
    return sum(status == 200 and is_reply for _, status, is_reply in sent)


def _digests_a_second(sent: Sequence[tuple[float, int, bool]]) -> float:
    at = [at for at, status, _ in sent if status == 200]
    digests = sum(status == 200 and not is_reply for _, status, is_reply in sent)
    return round(digests / (max(at) - min(at)), 2) if digests > 1 else 0.0


def _waits(telegram: Telegram, people: Sequence[int]) -> list[float]:
    """Seconds until each was answered, of what was answered."""
    waits: list[float] = []
    for conversation in telegram.conversations(people).values():
        said = dict(conversation.said)
        waits += [at - said[id_] for id_, at in conversation.replies]
    return waits


def _in_order(telegram: Telegram, people: Sequence[int]) -> bool:
    """Whether everybody's messages were answered one after another, and each once."""
    talks = telegram.conversations(people).values()
    return all([id_ for id_, _ in talk.said] == [id_ for id_, _ in talk.replies] for talk in talks)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="a PostgreSQL server's URL, or own; else SQLite")
    parser.add_argument("--updates", type=int, default=5_000)
    parser.add_argument("--chats", type=int, default=500)
    parser.add_argument("--digests", type=int, default=0, help="else as many as the mode needs")
    parser.add_argument("--mode", nargs="*", choices=list(CALM), default=["free", "unlimited"])
    options = parser.parse_args()
    figures: Figures = {}
    for mode in options.mode:
        digests = options.digests or (8_000 if mode == "free" else 40_000)
        with ExitStack() as stack:
            people = options.chats + 1 + READERS
            telegram = stack.enter_context(Telegram(people, limits=mode != "unlimited"))
            url = chosen_database(stack, options.database)
            measured = asyncio.run(
                measure(
                    url, telegram, mode=mode, updates=options.updates, chats=options.chats, digests=digests
                )
            )
        for name, value in measured.items():
            print(f"{mode} {name.replace('_', ' '):40}{value:>14,}", flush=True)
            figures[f"{mode}_{name}"] = value
    print(json.dumps(figures | {"wanted_longest_wait_in_calm": LONGEST_WAIT}))


if __name__ == "__main__":
    main()
