"""How fast messages are sent, beside what Telegram allows and beside the bot library's own transport.

`python -m benchmarks.delivery [--database own] [--digests 3000] [--paid 20000] [--only free paid transport]`,
against the sandbox, as strict as Telegram, with 50 ms of latency:

- free: digests that wait in the outbox, 30 a second: the share of the limit that is used, over the whole run
  and in the worst second of it, the number of refusals (429), and processor time for a message, all included,
  beside the sandbox's own: while that is a full core, the sandbox is what limits the rate.
- paid: the same at 1,000 a second.
- transport: our transport and the library's own, with 64 requests in flight and no limits.
"""

import argparse
import asyncio
import json
import time
from bisect import bisect_left
from collections.abc import AsyncIterator, Sequence
from contextlib import ExitStack, asynccontextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from app.roles import settle
from app.wiring import SystemClock
from benchmarks.processes import cpu_seconds_of
from benchmarks.telegram import TOKEN, Telegram
from bot.connection import opened_courier
from bot.request import Transport
from jobs.deliver import Sender
from news.chat import Chat, ChatType
from news.digest import Digest
from news.ids import ChatId
from news.message import Button, Message
from storage.chats import save_chat
from storage.database import Database
from storage.deliveries import next_delivery_due_at, save_messages
from storage.digests import save_digests
from storage.schema import migrate
from tests.postgres import running_postgres

PEOPLE = 3_000
FREE, PAID = 30, 1_000
IN_FLIGHT = 64
LEAST_SHARE, MOST_CPU_MS, LEAST_PAID, LEAST_RATIO = 0.99, 5.0, 950, 4.0

_TEXT = "\n".join(
    f"<b>{number}. Rapat koordinasi lintas sektor digelar di daerah {number}</b>\nKabar · kemarin 14.20"
    for number in range(1, 11)
)
_MESSAGE = Message(html=_TEXT, buttons=((Button(text="🔎 Cari", data="search"),),))
_AT_ONCE = 500

Figures = dict[str, float]


async def measure_sending(url: str, telegram: Telegram, *, digests: int, most: int) -> Figures:
    """Send so many digests of one message each, to as many people as there are, again and again."""
    db = Database.at(url)
    await migrate(db)
    await fill_outbox(db, telegram.people, digests)
    async with opened_courier(token=TOKEN, base_url=telegram.url, paid=most > FREE) as courier:
        sender = Sender(db, courier.send, most=most, clock=SystemClock(), paid=most > FREE)
        telegram.log()
        settle()
        begun, clock, theirs = time.process_time(), time.monotonic(), cpu_seconds_of(telegram.process)
        sent = 0
        while await _waiting(db):
            sent += await sender.deliver_due_messages()
        cpu, clock = time.process_time() - begun, time.monotonic() - clock
        theirs = cpu_seconds_of(telegram.process) - theirs
    await db.close()
    assert sent == digests
    return _judged(telegram.log(), most=most, digests=digests) | {
        "seconds": round(clock, 1),
        "cpu_ms_a_message": round(cpu / digests * 1000, 2),
        "sandbox_cpu_ms_a_message": round(theirs / digests * 1000, 2),
    }


async def measure_transport(telegram: Telegram, *, messages: int) -> Figures:
    """Messages a second and processor time for one, through our transport and through the library's."""
    figures: Figures = {}
    kinds: dict[str, BaseRequest] = {
        "ours": Transport(),
        "library": HTTPXRequest(connection_pool_size=IN_FLIGHT, pool_timeout=60),
    }
    for name, transport in kinds.items():
        async with _bot(telegram, transport) as bot:
            begun, clock = time.process_time(), time.monotonic()
            await _send_at_once(bot, telegram.people, messages)
            cpu, clock = time.process_time() - begun, time.monotonic() - clock
        figures[f"{name}_a_second"] = round(messages / clock, 1)
        figures[f"{name}_cpu_ms"] = round(cpu / messages * 1000, 2)
    return figures | {"ratio": round(figures["ours_a_second"] / figures["library_a_second"], 2)}


@asynccontextmanager
async def _bot(telegram: Telegram, transport: BaseRequest) -> AsyncIterator[Bot]:
    async with transport:
        yield Bot(TOKEN, base_url=f"{telegram.url}/bot", request=transport)


async def _send_at_once(bot: Bot, people: Sequence[int], messages: int) -> None:
    waiting = iter(range(messages))

    async def send() -> None:
        for number in waiting:
            await bot.send_message(people[number % len(people)], _TEXT, parse_mode="HTML")

    await asyncio.gather(*(send() for _ in range(IN_FLIGHT)))


async def fill_outbox(db: Database, people: Sequence[int], digests: int) -> None:
    """So many digests of one message each, to these people in turn."""
    now = SystemClock().now()
    everyone = [Chat(id=ChatId(id_), type=ChatType.PRIVATE, title="Warga") for id_ in people]
    left = iter(range(digests))
    while some := list(islice(left, _AT_ONCE)):
        chats = [everyone[number % len(everyone)] for number in some]
        async with db.writing() as tx:
            for chat in chats:
                await save_chat(tx, chat, now=now)
            written = [Digest(chat=chat, slot=SystemClock().now(), sections=()) for chat in chats]
            ids = await save_digests(tx, written, now=now)
            outbox = [(chat.id, id_, [_MESSAGE]) for chat, id_ in zip(chats, ids, strict=True)]
            await save_messages(tx, outbox, now=now)


async def _waiting(db: Database) -> bool:
    async with db.reading() as tx:
        return await next_delivery_due_at(tx) is not None


def _judged(log: Sequence[tuple[float, int]], *, most: int, digests: int) -> Figures:
    times = sorted(at for at, status in log if status == 200)
    assert len(times) == digests
    span = times[-1] - times[0]
    # Every second of the run that begins with a message, but for those that the end cuts short.
    seconds = [bisect_left(times, at + 1) - number for number, at in enumerate(times) if at + 1 <= times[-1]]
    return {
        "a_second": round((digests - 1) / span, 2),
        "share_of_limit": round((digests - 1) / span / most, 4),
        "share_in_worst_second": round(min(seconds, default=0) / most, 4),
        "most_in_a_second": max(seconds, default=0),
        "refused": sum(status == 429 for _, status in log),
    }


def _told(kind: str, figures: Figures) -> Figures:
    for name, value in figures.items():
        print(f"{kind} {name.replace('_', ' '):40}{value:>14,}", flush=True)
    return {f"{kind}_{name}": value for name, value in figures.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="a PostgreSQL server's URL, or own; else SQLite")
    parser.add_argument("--digests", type=int, default=3_000)
    parser.add_argument("--paid", type=int, default=20_000)
    parser.add_argument("--messages", type=int, default=2_000, help="through each transport")
    kinds = ("free", "paid", "transport")
    parser.add_argument("--only", nargs="*", choices=kinds, default=kinds)
    options = parser.parse_args()
    figures: Figures = {}
    for kind, most, digests in (("free", FREE, options.digests), ("paid", PAID, options.paid)):
        if kind in options.only:
            with ExitStack() as stack:
                telegram = stack.enter_context(Telegram(min(PEOPLE, digests)))
                url = chosen_database(stack, options.database)
                measured = asyncio.run(measure_sending(url, telegram, digests=digests, most=most))
                figures |= _told(kind, measured)
    if "transport" in options.only:
        with Telegram(PEOPLE, limits=False) as telegram:
            measured = asyncio.run(measure_transport(telegram, messages=options.messages))
            figures |= _told("transport", measured)
    wanted = {"share": LEAST_SHARE, "cpu_ms": MOST_CPU_MS, "paid": LEAST_PAID, "ratio": LEAST_RATIO}
    print(json.dumps(figures | {f"wanted_{name}": value for name, value in wanted.items()}))


def chosen_database(stack: ExitStack, chosen: str) -> str:
    """The URL of the database that was asked for, as long as `stack` is open."""
    if chosen == "own":
        return stack.enter_context(stack.enter_context(running_postgres()).database())
    if chosen:
        return chosen
    return f"sqlite:///{Path(stack.enter_context(TemporaryDirectory())) / 'news.db'}"


if __name__ == "__main__":
    main()
