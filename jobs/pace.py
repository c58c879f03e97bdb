"""Keeping the pace: whoever writes to Telegram waits for a departure, of those that all processes share."""

from dataclasses import replace
from datetime import datetime, timedelta

from news.clock import Clock
from news.ids import ChatId
from news.pace import (
    LONGEST_PAUSE,
    after_answer,
    after_departures,
    after_refusal,
    answerable_at,
    next_departure,
)
from storage.database import Database
from storage.paces import chat_writable_at, leave_alone, save_pace, take_pace

_PATIENCE = timedelta(seconds=30)
"""How long a reply waits for its departure at most; then it is sent as it is, and Telegram decides."""

_LATE = timedelta(seconds=0.05)
_TRIES = 3
"""Who misses a departure, because this process had too much to do, takes another: else all who waited
meanwhile would leave at once."""


class Pacer:
    """Lets replies go before the digests, but for those that have taken their departures a moment ahead."""

    def __init__(self, db: Database, *, most: float, clock: Clock) -> None:
        self._db, self._most, self._clock = db, most, clock

    async def wait(self, chat_id: ChatId) -> None:
        """Wait until a message may leave for the chat."""
        await self._rest(chat_id)
        for _ in range(_TRIES):
            at = await self._book(chat_id)
            await self._sleep_until(at)
            if self._clock.now() - at <= _LATE:
                return

    async def _rest(self, chat_id: ChatId) -> None:
        """Wait until the chat itself may be answered: who writes a lot slows themselves, and nobody else."""
        async with self._db.reading() as tx:
            writable_at = await chat_writable_at(tx, chat_id)
        if (
            writable_at and writable_at - self._clock.now() < LONGEST_PAUSE
        ):  # else the clock has been set back
            await self._sleep_until(answerable_at(writable_at, chat_id))

    async def _book(self, chat_id: ChatId) -> datetime:
        async with self._db.writing() as tx:
            pace = await take_pace(tx)
            now = self._clock.now()
            at = next_departure(pace, now=now)
            if at - now <= _PATIENCE:
                pace = replace(pace, replies_until=at)
                await save_pace(tx, after_departures(pace, [at], most=self._most, now=now))
            at = min(at, now + _PATIENCE)
            writable_at = await chat_writable_at(tx, chat_id) or at
            await leave_alone(tx, {chat_id: after_answer(writable_at, chat_id, at)})
        return at

    async def _sleep_until(self, at: datetime) -> None:
        wait = min(at - self._clock.now(), _PATIENCE)
        if wait > timedelta():
            await self._clock.sleep(wait.total_seconds())

    async def refused(self, chat_id: ChatId, pause: timedelta) -> None:
        """Telegram asked for a pause when we wrote to the chat."""
        now = self._clock.now()
        async with self._db.writing() as tx:
            pace = after_refusal(await take_pace(tx), chat_id, pause, most=self._most, now=now)
            await save_pace(tx, pace)
            await leave_alone(tx, {chat_id: now + pause})
