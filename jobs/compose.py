"""Composing: the digest of every chat whose slot has come; and the same digest for whoever asks now.

One transaction takes some chats, folds into their digests what of the earlier ones still waits, writes them,
what they tell, their messages and the next slots: after a crash all of it has happened, or none.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from jobs.findings import Findings
from news.chat import Chat, DueChat, Topic
from news.clock import Clock
from news.digest import LATE, ON_REQUEST, OVERLAP, REACH, Digest, compose, is_too_late
from news.errors import QueryError
from news.growth import Told
from news.ids import ChatId, StoryId
from news.message import Message
from news.rank import Ranked
from news.schedule import after_quiet, next_slot
from storage.chats import due_chats, save_next_slots, take_due_chats
from storage.database import Database, Transaction
from storage.deliveries import save_messages
from storage.digests import chats_told, ledgers, save_digests
from storage.errors import DatabaseTrouble
from storage.topics import topics_of
from storage.untold import chats_waiting, fold_deliveries

log = logging.getLogger(__name__)

Render = Callable[[Digest], Sequence[Message]]

CHATS_AT_ONCE = 50
"""Chats whose digests are written in one transaction: each writes most of an index of the ledger anew, and
nobody else writes to SQLite meanwhile."""

_KEPT = timedelta(minutes=1)
"""How long what topics find is not asked again."""

_PUT_OFF = timedelta(minutes=10)
"""When a digest that could not be made is tried again; the others do not wait for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What one transaction writes: digests with their messages, and of each chat from when on it is told what
    was seen, its next slot, and until when its digests have covered what was seen."""

    digests: list[tuple[Digest, Sequence[Message]]] = field(default_factory=list)
    since: dict[ChatId, datetime] = field(default_factory=dict)
    slots: dict[ChatId, tuple[datetime, datetime]] = field(default_factory=dict)


class Composer:
    """Writes due digests. One that cannot be made is put off, and the others do not wait for it."""

    def __init__(self, db: Database, render: Render, *, clock: Clock) -> None:
        self._db, self._render, self._clock = db, render, clock
        self._put_off: dict[ChatId, datetime] = {}

    async def compose_due_digests(self, *, stopping: Callable[[], bool] = lambda: False) -> int:
        """Write the digest of every chat that is due; returns how many chats that were."""
        composed, findings = 0, Findings(self._clock.now())
        while not stopping():
            now = self._clock.now()
            if now - findings.until > _KEPT:
                findings = Findings(now)
            done = await self._compose_some(findings, now=now)
            if not done:
                break
            composed += done
        return composed

    async def _compose_some(self, findings: Findings, *, now: datetime) -> int:
        self._put_off = {chat_id: until for chat_id, until in self._put_off.items() if until > now}
        await self._ask(findings, now=now)
        async with self._db.writing() as tx:
            due = await take_due_chats(tx, now=now, limit=CHATS_AT_ONCE, but=self._put_off)
            work = await self._work(tx, findings, due, now=now)
            await _write(tx, work, now=now)
        return len(due)

    async def _ask(self, findings: Findings, *, now: datetime) -> None:
        """Ask what the next chats' topics find before anything is locked: SQLite has one writer at a time."""
        async with self._db.reading() as tx:
            due = await due_chats(tx, now=now, limit=CHATS_AT_ONCE, but=self._put_off)
            topics = await topics_of(tx, [each.chat.id for each in due])
            for each in due:
                with suppress(QueryError):  # composing will meet it, and say so
                    await _found(tx, findings, topics[each.chat.id], since=_since(each, now=now))

    async def _work(
        self, tx: Transaction, findings: Findings, due: Sequence[DueChat], *, now: datetime
    ) -> _Work:
        slots = {each.chat.id: slot for each in due if (slot := self._slot_of(each, now=now))}
        ids = list(slots)
        # By a clock behind ours somebody has made a slot due again.
        again, waiting = await chats_told(tx, slots), await chats_waiting(tx, ids)
        topics, told = await topics_of(tx, ids), await ledgers(tx, ids, since=now - REACH - OVERLAP)
        work = _Work()
        for each in due:
            await asyncio.sleep(0)  # each takes milliseconds, and others have work to do
            chat = each.chat
            if chat.id not in slots:
                continue
            following = next_slot(chat.schedule, after=now)
            work.slots[chat.id] = following, each.since
            if chat.id in again or is_too_late(slots[chat.id], next_slot=following, now=now):
                continue
            try:
                async with tx.begin_nested() if chat.id in waiting else nullcontext():
                    covered, known = each, told[chat.id]
                    if chat.id in waiting:
                        covered, known = await _folded(tx, each, now=now)
                    if topics[chat.id]:
                        digest = await _digest(tx, findings, covered, topics[chat.id], known, now=now)
                        work.digests.append((digest, self._render(digest) if _is_told(digest) else ()))
                        work.since[chat.id] = _since(covered, now=now)
                work.slots[chat.id] = following, findings.until
            except DatabaseTrouble:
                raise
            except Exception:  # noqa: BLE001 - it is logged, and holds up nobody else
                work.slots.pop(chat.id)
                self._give_up(chat, now=now)
        return work

    def _slot_of(self, due: DueChat, *, now: datetime) -> datetime | None:
        try:
            return _slot(due, now=now)
        except Exception:  # noqa: BLE001 - a zone that there is no longer, say
            self._give_up(due.chat, now=now)
            return None

    def _give_up(self, chat: Chat, *, now: datetime) -> None:
        """For now; called where an exception is at hand."""
        log.exception("the digest of chat %s cannot be made", chat.id)
        self._put_off[chat.id] = now + _PUT_OFF


async def compose_now(
    db: Database, chat: Chat, topics: Sequence[Topic], *, now: datetime, since: datetime | None = None
) -> Digest:
    """The digest of the last 24 hours or `since` then, told before or not; it uses up nothing."""
    findings, since = Findings(now), since or now - ON_REQUEST
    async with db.reading() as tx:
        found = [(topic, await findings.exactly(tx, topic.query, since=since)) for topic in topics]
        broken, silent = await findings.unwatched(tx)
    return compose(chat, found, slot=now, since=since, told={}, unwatched=broken, silent=silent)


async def _digest(
    tx: Transaction,
    findings: Findings,
    due: DueChat,
    topics: Sequence[Topic],
    told: Mapping[StoryId, Told],
    *,
    now: datetime,
) -> Digest:
    since, slot = _since(due, now=now), _slot(due, now=now)
    found = await _found(tx, findings, topics, since=since)
    broken, silent = await findings.unwatched(tx)
    return compose(
        due.chat,
        found,
        slot=slot,
        since=since,
        told=told,
        late=now - slot > LATE,
        unwatched=broken,
        silent=silent,
    )


async def _found(
    tx: Transaction, findings: Findings, topics: Sequence[Topic], *, since: datetime
) -> list[tuple[Topic, list[Ranked]]]:
    return [(topic, await findings.ranked(tx, topic.query, since=since)) for topic in topics]


async def _write(tx: Transaction, work: _Work, *, now: datetime) -> None:
    ids = await save_digests(tx, [digest for digest, _ in work.digests], now=now, since=work.since)
    written = [
        (digest.chat.id, id_, messages) for id_, (digest, messages) in zip(ids, work.digests, strict=True)
    ]
    due_at = {digest.chat.id: _due_at(digest, now=now) for digest, _ in work.digests}
    await save_messages(tx, written, now=now, due_at=due_at)
    await save_next_slots(tx, work.slots)


def _due_at(digest: Digest, *, now: datetime) -> datetime:
    """Its slot, by which those come first that have waited longest; or the end of the chat's quiet hours."""
    spoken_at = after_quiet(digest.chat.schedule, now)
    return spoken_at if spoken_at > now else digest.slot


def _is_told(digest: Digest) -> bool:
    """Whether anything is said: a chat may wish not to hear that there is no news."""
    return bool(digest.lines) or not digest.chat.silent_without_news


async def _folded(tx: Transaction, due: DueChat, *, now: datetime) -> tuple[DueChat, dict[StoryId, Told]]:
    """What waits for the chat is folded into the digest that is made: from when on that looks, and what the
    chat knows by now."""
    chat_id = due.chat.id
    since = await fold_deliveries(tx, chat_id) or due.since
    known = await ledgers(tx, [chat_id], since=now - REACH - OVERLAP)
    return replace(due, since=since), known[chat_id]


def _slot(due: DueChat, *, now: datetime) -> datetime:
    """The last slot that has come: of several that were missed, this one is made up for all."""
    slot = due.slot
    within_reach = next_slot(due.chat.schedule, after=now - REACH)
    if slot < within_reach <= now:
        slot = within_reach
    while (later := next_slot(due.chat.schedule, after=slot)) <= now:
        slot = later
    return slot


def _since(due: DueChat, *, now: datetime) -> datetime:
    return max(due.since, now - REACH) - OVERLAP
