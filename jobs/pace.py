"""Keeping the pace: whoever writes to Telegram waits for a departure, of those that all processes share."""

from dataclasses import replace
from datetime import timedelta

from news.clock import Clock
from news.ids import ChatId
from news.pace import after_departures, after_refusal, departures, pause_in
from storage.database import Database
from storage.paces import leave_alone, save_pace, take_pace

_PATIENCE = timedelta(seconds=30)
"""How long a reply waits for its departure at most; then it is sent as it is, and Telegram decides."""


class Pacer:
    """Lets replies go before the digests, but for those that have taken their departures a moment ahead."""

    def __init__(self, db: Database, *, most: float, clock: Clock) -> None:
        self._db, self._most, self._clock = db, most, clock

    async def wait(self, chat_id: ChatId) -> None:
        """Wait until a message may leave for the chat."""
        now = self._clock.now()
        async with self._db.writing() as tx:
            pace = await take_pace(tx)
            free = departures(pace, most=self._most, now=now, until=now + _PATIENCE)[:1]
            at = free[0] if free else now + _PATIENCE
            pace = after_departures(pace, free, most=self._most, now=now)
            await save_pace(tx, replace(pace, replies_until=at))
            await leave_alone(tx, {chat_id: at + pause_in(chat_id)})
        if at > now:
            await self._clock.sleep((at - now).total_seconds())

    async def refused(self, chat_id: ChatId, pause: timedelta) -> None:
        """Telegram asked for a pause when we wrote to the chat."""
        now = self._clock.now()
        async with self._db.writing() as tx:
            pace = after_refusal(await take_pace(tx), chat_id, pause, most=self._most, now=now)
            await save_pace(tx, pace)
            await leave_alone(tx, {chat_id: now + pause})
