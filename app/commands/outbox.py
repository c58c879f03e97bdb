"""`kliping outbox`: what waits to be sent, when that will be done, and how a day's messages have ended."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import click

from app.commands.running import with_database
from app.settings import Settings
from app.wiring import SystemClock
from news.backlog import Backlog
from news.delivery import DeliveryState
from storage.backlog import ends_since, look_at_backlog
from storage.database import Database

_REASONS = 20

Ends = Sequence[tuple[DeliveryState, str, int]]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def outbox(as_json: bool) -> None:
    """What waits to be sent, when that will be done, and how the messages of the last 24 hours have ended."""
    now = SystemClock().now()

    async def ask(db: Database, settings: Settings) -> tuple[Backlog, Ends]:
        async with db.reading() as tx:
            backlog = await look_at_backlog(
                tx, most=settings.messages_a_second, now=now, paid=settings.is_paid
            )
            return backlog, await ends_since(tx, now - timedelta(days=1), limit=_REASONS)

    backlog, ends = with_database(ask)
    if as_json:
        print(json.dumps(_object(backlog, ends, now=now), ensure_ascii=False))
    else:
        print("\n".join(_lines(backlog, ends, now=now)))


def _lines(backlog: Backlog, ends: Ends, *, now: datetime) -> Iterator[str]:
    if backlog.due or backlog.undigested:
        yield f"{backlog.due} messages wait, the first of them {_since(backlog, now=now)}"
        if backlog.undigested:
            yield f"{backlog.undigested} chats are due and their digests are not written yet"
        done = backlog.done_at(now=now)
        yield f"all will have been sent by about {done:%H:%M} UTC, at {backlog.rate:g} messages a second"
    else:
        yield "nothing waits"
    if backlog.halted_until > now:
        yield f"Telegram wants a pause until {backlog.halted_until:%H:%M:%S} UTC"
    yield f"{backlog.under_way} on their way, {backlog.in_doubt} of all in doubt, {backlog.later} for later"
    for state, reason, number in ends:
        yield f"{number} {state}" + (f": {reason}" if reason else "")


def _since(backlog: Backlog, *, now: datetime) -> str:
    if backlog.waiting_since is None:
        return "to be written"
    return f"for {str(now - backlog.waiting_since).partition('.')[0]}"


def _object(backlog: Backlog, ends: Ends, *, now: datetime) -> dict[str, object]:
    return {
        "due": backlog.due,
        "later": backlog.later,
        "under_way": backlog.under_way,
        "in_doubt": backlog.in_doubt,
        "undigested": backlog.undigested,
        "waiting_since": backlog.waiting_since and backlog.waiting_since.isoformat(),
        "rate": backlog.rate,
        "halted_until": backlog.halted_until.isoformat() if backlog.halted_until > now else None,
        "done_at": backlog.done_at(now=now).isoformat(),
        "ended": [{"state": state, "reason": reason, "count": number} for state, reason, number in ends],
    }
