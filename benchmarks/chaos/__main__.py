"""Whether delivery loses nothing: digests for all kinds of chats, while much breaks and senders are killed.

`python -m benchmarks.chaos [--seed 1] [--database sqlite|own] [--digests 2000] [--chats 1000] [--kills 20]
[--rate 30]`: the sandbox, as strict as Telegram, refuses (429, for a chat and for all), breaks (500, 502),
cuts connections before and after it has accepted, falls silent for ten seconds, answers late; chats block
the bot, kick it, migrate and close topics; and senders, one on SQLite and three on PostgreSQL, are killed
and started again. Ends with 1 where a bound is missed.

The seed fixes the digests, which call to a chat meets which fault, after how many of its messages a chat
changes, and which sender is killed when, in terms of messages accepted so far. It does not fix how the
processes take turns, so that the messages that a kill meets differ from run to run.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from app.wiring import SystemClock
from benchmarks.chaos.judge import Verdict, judged
from benchmarks.chaos.outbox import ends, fill, look
from benchmarks.chaos.plan import Plan, drawn
from benchmarks.chaos.senders import Senders
from benchmarks.chaos.takeover import Look, takeovers
from benchmarks.chaos.telegram import Telegram, Told
from news.delivery import DeliveryState
from storage.database import Database
from storage.schema import migrate
from tests.postgres import running_postgres

MOST_TAKEOVER = 30.0
_PAUSE = 0.2
"""Seconds between two looks at the outbox, and at most between two looks for a kill."""

Figures = dict[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What was seen while the senders worked, and where the messages stood in the end."""

    looks: Sequence[Look]
    kills: Sequence[datetime]
    ends: dict[int, tuple[DeliveryState, str]]


async def run(plan: Plan, telegram: Telegram, url: str, senders: Senders, *, patience: float) -> Course:
    """Let the senders work until nothing waits any longer, or so many seconds are over."""
    db = Database.at(url)
    try:
        await migrate(db)
        await fill(db, plan, telegram.chats)
        await senders.start()
        killing = asyncio.create_task(_kill(plan, telegram, senders))
        looks = [each async for each in _looks(db, killing, patience=patience)]
        killing.cancel()
        await asyncio.gather(killing, return_exceptions=True)
        return Course(looks=looks, kills=senders.killed_at, ends=await ends(db))
    finally:
        await senders.stop()
        await db.close()


async def _looks(db: Database, killing: "asyncio.Task[None]", *, patience: float) -> AsyncIterator[Look]:
    until = SystemClock().now() + timedelta(seconds=patience)
    waiting = True
    while waiting and SystemClock().now() < until:
        await asyncio.sleep(_PAUSE)
        seen, waiting = await look(db)
        yield seen
        if killing.done():
            killing.result()  # a sender has ended by itself


async def _kill(plan: Plan, telegram: Telegram, senders: Senders) -> None:
    while True:
        reached = await asyncio.to_thread(telegram.accepted, _PAUSE)
        for kill in plan.kills:
            if kill.accepted == reached:
                await asyncio.sleep(kill.seconds)
                await senders.kill(kill.sender)


def figures_of(plan: Plan, told: Told, course: Course) -> Figures:
    """The report, and whether every bound is kept."""
    states = {message: state for message, (state, _) in course.ends.items()}
    verdict = judged(plan.chat_of, told.asked, ends=states, gone=told.gone)
    taken = list(takeovers(course.looks, course.kills))
    times = [each.at for each in told.asked]
    figures: Figures = {
        "digests": len(plan.digests),
        "messages": len(plan.chat_of),
        "calls": len(told.asked),
        "seconds": round((max(times) - min(times)).total_seconds(), 1),
        "kills": len(course.kills),
        "lost": len(verdict.lost),
        "doubled": len(verdict.doubled),
        "doubled_marked": len(verdict.doubled_marked),
        "doubled_marked_though_answered": len(verdict.doubled_answered),
        "most_doubled_marked": len(course.kills) + verdict.withheld,
        "out_of_order": len(verdict.out_of_order),
        "sent_to_gone": len(verdict.sent_to_gone),
        "asked_again_of_gone": len(verdict.knocked),
        "unreachable": len(verdict.unreachable),
        "taken_over": len(taken),
        "takeover_seconds": _longest(each.claimed for each in taken),
        "takeover_to_end_seconds": _longest(each.ended for each in taken),
    }
    _explain(verdict, told, course)
    return figures | {"bounds_are_kept": _keeps_bounds(figures)}


def _keeps_bounds(figures: Figures) -> bool:
    none = ("lost", "doubled", "out_of_order", "sent_to_gone")
    return (
        not any(figures[name] for name in none)
        and figures["doubled_marked"] <= figures["most_doubled_marked"]
        and figures["takeover_seconds"] <= MOST_TAKEOVER
    )


def _longest(spans: Iterator[timedelta]) -> float:
    return round(max(spans, default=timedelta()).total_seconds(), 1)


def _explain(verdict: Verdict, told: Told, course: Course) -> None:
    """Print one message of each kind that a bound forbids, with all that happened to it."""
    kinds = {"lost": verdict.lost, "doubled": verdict.doubled, "doubled_marked": verdict.doubled_marked[:1]}
    begun = told.asked[0].at
    for name, messages in kinds.items():
        for end, number in Counter(course.ends.get(message) for message in messages).items():
            message = next(each for each in messages if course.ends.get(each) == end)
            print(f"{name}: {number} that ended {end}, such as {message}:")
            for each in told.asked:
                if each.message == message:
                    print(f"  {(each.at - begun).total_seconds():8.2f} {each}")
    print("kills:", *(f"{(kill - begun).total_seconds():.2f}" for kill in course.kills))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database", choices=("sqlite", "own"), default="sqlite")
    for name, number in (("digests", 2_000), ("chats", 1_000), ("kills", 20), ("rate", 30)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--patience", type=float, default=900.0, help="seconds for the whole run")
    options = parser.parse_args()
    size = {name: getattr(options, name) for name in ("chats", "digests", "kills")}
    number = 1 if options.database == "sqlite" else 3
    plan = drawn(options.seed, **size, senders=number)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        url = f"sqlite:///{folder / 'news.db'}"
        if options.database == "own":
            url = stack.enter_context(stack.enter_context(running_postgres()).database())
        telegram = stack.enter_context(Telegram(plan))
        senders = Senders(number, arguments=(url, telegram.url, str(options.rate)), log=folder / "log")
        course = asyncio.run(run(plan, telegram, url, senders, patience=options.patience))
        figures = figures_of(plan, telegram.told(), course) | {"errors_logged": senders.errors()}
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):40}{value!s:>14}")
    print(json.dumps({"seed": options.seed, "database": options.database} | figures))
    sys.exit(not figures["bounds_are_kept"])


if __name__ == "__main__":
    main()
