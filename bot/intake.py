"""The intake: updates are kept, then handled side by side, those of one chat in their order.

One transaction after another keeps what has come, ends what is done, and takes what may begin. What has come
together is kept together, and Telegram hears that we have it afterwards. The database is the queue: in memory
are the updates in hand, and those that are just being kept. `storage.updates` draws the states.
"""

import asyncio
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.errors import NotKept
from bot.keystrokes import Keystrokes
from bot.outage import Outage
from bot.raw_update import look_at
from news.clock import Clock
from storage.database import Database, Transaction
from storage.errors import DatabaseTrouble
from storage.updates import (
    Arrived,
    Odd,
    end_updates,
    save_updates,
    set_aside_odd,
    set_updates_aside,
    take_updates,
    tried_in_vain,
)

log = logging.getLogger(__name__)

Listener = Application[Any, Any, Any, Any, Any, Any]

MOST_IN_HAND = 64

LONGEST = timedelta(minutes=5)
"""An update that takes longer is broken off: it would hold its chat and a place in hand for ever."""

LAST_MOMENTS = 6.0
"""Seconds that are left to updates in hand once we are stopping."""

_LONGEST_PAUSE = timedelta(seconds=10)
"""While the database is away; people wait."""

_IN_VAIN = "the bot stopped twice while it was in hand"
_BROKEN_OFF = "was broken off midway"
_TOO_LONG = "took too long and was broken off"

_Coming = tuple[Sequence[Arrived | Odd], asyncio.Future[None]]


class Intake:
    """Lets `application` handle what is kept in `db`: first what was left when the process ended, by and by
    what comes. Use as `async with`, while the application can handle updates."""

    def __init__(
        self, application: Listener, db: Database, *, clock: Clock, longest: timedelta = LONGEST
    ) -> None:
        self._application, self._db, self._clock = application, db, clock
        self._longest = longest.total_seconds()
        self._coming: list[_Coming] = []
        self._in_hand: dict[asyncio.Task[str], Arrived] = {}
        self._keystrokes = Keystrokes()
        self._ended: dict[int, str] = {}
        """By id the reason for which it is set aside; empty where it is done."""
        self._work = asyncio.Event()
        self._outage = Outage("the database", clock, longest=_LONGEST_PAUSE)
        self._answers = asyncio.Event()
        self._retry: asyncio.Task[None] | None = None
        self._has_looked_back = False
        self._stopping = False

    async def __aenter__(self) -> "Intake":
        self._work.set()  # something may be left
        self._running = asyncio.create_task(self._run())
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is in hand gets LAST_MOMENTS to end; the rest waits in the database for the next start."""
        self._stopping = True
        self._work.set()
        await asyncio.wait([self._running], timeout=LAST_MOMENTS)
        late = [self._running, *self._in_hand]
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self._exchange()
        if self._retry:
            self._retry.cancel()

    async def keep(self, raw: Iterable[object]) -> None:
        """Ends when it is kept, and will be handled if it is new. Raises NotKept."""
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._coming.append(([look_at(each) for each in raw], kept))
        self._work.set()
        await kept

    async def answering(self) -> None:
        """Ends when the database answers."""
        await self._answers.wait()

    async def _run(self) -> None:
        while self._in_hand or not self._stopping:
            await self._work.wait()
            self._work.clear()
            await self._exchange()

    async def _exchange(self) -> None:
        """Keep, end, take. Who is busy counts as such until the database knows that it has ended."""
        coming, self._coming = self._coming, []
        self._pass_over_typed(coming)
        ended = dict(self._ended)
        busy = [update.place for update in self._in_hand.values()]
        room = 0 if self._stopping else MOST_IN_HAND - len(busy)
        try:
            async with self._db.writing() as tx:
                await self._save(tx, coming)
                ended |= await self._tried_in_vain(tx)
                await _end(tx, ended)
                taken = await take_updates(tx, limit=room, busy=busy) if room else []
        except Exception as error:  # noqa: BLE001 - whatever it is: what is not kept must be brought again
            self._failed(error, coming)
        else:
            self._succeeded(coming, ended, taken)

    def _pass_over_typed(self, coming: Iterable[_Coming]) -> None:
        """What a person typed before the newest of it is done: one who types much occupies nobody."""
        arrived = [each for some, _ in coming for each in some if isinstance(each, Arrived)]
        for id_ in self._keystrokes.came(arrived, now=self._clock.now()):
            self._ended.setdefault(id_, "")

    async def _save(self, tx: Transaction, coming: Iterable[_Coming]) -> None:
        all_ = [each for some, _ in coming for each in some]
        now = self._clock.now()
        await save_updates(tx, [each for each in all_ if isinstance(each, Arrived)], now=now)
        await set_aside_odd(tx, [each for each in all_ if isinstance(each, Odd)], now=now)

    async def _tried_in_vain(self, tx: Transaction) -> dict[int, str]:
        """What was in hand when the process ended, and the one before it: known before anything is taken."""
        return {} if self._has_looked_back else dict.fromkeys(await tried_in_vain(tx), _IN_VAIN)

    def _failed(self, error: Exception, coming: Iterable[_Coming]) -> None:
        expected = isinstance(error, DatabaseTrouble)
        reason = error.reason if isinstance(error, DatabaseTrouble) else type(error).__name__
        self._outage.failed(reason, unexpected=None if expected else error)
        self._answers.clear()
        for _, kept in coming:
            if not kept.done():
                kept.set_exception(NotKept(reason))
        if self._retry is None or self._retry.done():
            self._retry = asyncio.create_task(self._try_again())

    async def _try_again(self) -> None:
        await self._outage.pause()
        self._work.set()

    def _succeeded(
        self, coming: Iterable[_Coming], ended: Mapping[int, str], taken: Iterable[Arrived]
    ) -> None:
        self._outage.answered()
        self._answers.set()
        self._has_looked_back = True
        for id_, reason in ended.items():
            self._ended.pop(id_, None)
            if reason:
                log.error("update %s is set aside: %s; see `kliping updates`", id_, reason)
        for some, kept in coming:
            if any(isinstance(each, Odd) for each in some):
                log.error("what Telegram brought is no update and is set aside; see `kliping updates`")
            if not kept.done():
                kept.set_result(None)
        for update in taken:
            self._begin(update)

    def _begin(self, update: Arrived) -> None:
        task = asyncio.create_task(self._handle(update))
        self._in_hand[task] = update
        task.add_done_callback(self._done)

    async def _handle(self, update: Arrived) -> str:
        """The reason for which it is to be set aside; empty where it is done."""
        if self._keystrokes.are_over(update, now=self._clock.now()):
            return ""
        try:
            read = Update.de_json(json.loads(update.raw), self._application.bot)
        except Exception as error:  # noqa: BLE001 - one unreadable update must not freeze the bot for ever
            return f"cannot be read ({type(error).__name__})"
        # The edge: whatever one update does must not keep the next ones from being handled.
        try:
            async with asyncio.timeout(self._longest):
                await self._application.process_update(read)
        except TimeoutError:
            return _TOO_LONG
        except Exception:
            log.exception("update %s could not be handled", update.id)
        return ""

    def _done(self, task: asyncio.Task[str]) -> None:
        update = self._in_hand.pop(task)
        if not task.cancelled():
            self._ended[update.id] = task.result()
        elif not self._stopping:
            self._ended[update.id] = _BROKEN_OFF
        self._work.set()


async def _end(tx: Transaction, ended: Mapping[int, str]) -> None:
    await end_updates(tx, [id_ for id_, reason in ended.items() if not reason])
    await set_updates_aside(tx, {id_: reason for id_, reason in ended.items() if reason})
