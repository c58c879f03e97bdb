"""The intake: updates are handled side by side, those of one chat in their order, and never many at once."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import Application

log = logging.getLogger(__name__)

Listener = Application[Any, Any, Any, Any, Any, Any]

MOST_IN_HAND = 64


class Intake:
    """Hands updates to `application`, and makes who brings more wait while too many are in hand."""

    def __init__(self, application: Listener) -> None:
        self._application = application
        self._room = asyncio.Semaphore(MOST_IN_HAND)
        self._last: dict[int, asyncio.Task[None]] = {}
        self._in_hand: dict[asyncio.Task[None], int] = {}

    async def room(self) -> None:
        """Ends when at least one more update can be taken at once."""
        await self._room.acquire()
        self._room.release()

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Ends when the update is in hand; one that cannot be read is passed over."""
        await self._room.acquire()
        update = _read(raw, self._application)
        if update is None:
            self._room.release()
            return
        source = _source(update)
        task = asyncio.create_task(self._handle(update, after=self._last.get(source)))
        self._last[source] = task
        self._in_hand[task] = update.update_id
        task.add_done_callback(lambda done: self._done(done, source))

    async def finish(self, *, within: float) -> int | None:
        """Ends when nothing is in hand any more. What takes longer than so many seconds is cancelled; the
        smallest id among that is returned."""
        if not self._in_hand:
            return None
        _, late = await asyncio.wait(self._in_hand, timeout=within)
        unfinished = [self._in_hand[task] for task in late]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return min(unfinished, default=None)

    async def _handle(self, update: Update, *, after: asyncio.Task[None] | None) -> None:
        if after is not None:
            await asyncio.wait([after])
        # The edge: whatever one update does must not keep the next ones from being handled.
        try:
            await self._application.process_update(update)
        except Exception:
            log.exception("update %s could not be handled", update.update_id)

    def _done(self, task: asyncio.Task[None], source: int) -> None:
        del self._in_hand[task]
        if self._last.get(source) is task:
            del self._last[source]
        self._room.release()


def _read(raw: Mapping[str, Any], application: Listener) -> Update | None:
    try:
        return Update.de_json(dict(raw), application.bot)
    except Exception as error:  # noqa: BLE001 - one unreadable update must not freeze the bot for ever
        why, keys = type(error).__name__, ", ".join(sorted(raw))
        log.warning("update %s cannot be read (%s) and is passed over: %s", raw.get("update_id"), why, keys)
        return None


def _source(update: Update) -> int:
    """The chat in which the update happened, or the person where there is none; 0 for neither."""
    origin = update.effective_chat or update.effective_user
    return origin.id if origin else 0
