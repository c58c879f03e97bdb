"""Chats: how we talk to them, and when their next digest is due."""

from collections.abc import Collection, Mapping
from datetime import datetime, time
from typing import Any

from sqlalchemy import RowMapping, Select, bindparam, delete, func, insert, select, update

from news.chat import Chat, ChatType, DueChat, Language
from news.ids import ChatId
from news.schedule import QuietHours, Schedule, next_slot
from storage.database import Transaction
from storage.reach import NEVER_LOST, awake
from storage.tables import chats, deliveries, digests, told, topics


async def save_chat(tx: Transaction, chat: Chat, *, now: datetime) -> None:
    """Remember the chat as it is now; a chat that we meet is reachable."""
    slot = next_slot(chat.schedule, after=now)
    back = (chats.c.id == chat.id, chats.c.unreachable_since.is_not(None))
    # What it missed while it was away is no news any more.
    await tx.execute(update(chats).where(*back).values(NEVER_LOST | {"next_digest_at": slot}))
    known = await tx.execute(update(chats).where(chats.c.id == chat.id).values(_values(chat)))
    if not known.rowcount:
        first = {"next_digest_at": slot, "covered_until": now, "created_at": now}
        await tx.execute(insert(chats).values(id=chat.id, **_values(chat), **first))


async def save_schedule(tx: Transaction, chat: Chat, *, now: datetime) -> None:
    """Remember the chat's schedule; its next digest is due at the next slot of that."""
    slot = next_slot(chat.schedule, after=now)
    await tx.execute(
        update(chats).where(chats.c.id == chat.id).values(_values(chat) | {"next_digest_at": slot})
    )


async def find_chat(tx: Transaction, chat_id: ChatId) -> Chat | None:
    return _first(list((await tx.execute(_CHATS.where(chats.c.id == chat_id))).mappings()))


async def next_digest_at(tx: Transaction, chat_id: ChatId) -> datetime | None:
    """When the chat's next digest is due."""
    return await tx.scalar(select(chats.c.next_digest_at).where(chats.c.id == chat_id))


async def due_chats(
    tx: Transaction, *, now: datetime, limit: int, but: Collection[ChatId] = ()
) -> list[DueChat]:
    """At most `limit` chats that are awake and whose slots have come, and none of `but`; the longest due
    first."""
    return await _due(tx, _next_due(now, limit, but))


async def take_due_chats(
    tx: Transaction, *, now: datetime, limit: int, but: Collection[ChatId] = ()
) -> list[DueChat]:
    """The same, and they are nobody else's until `tx` ends; who only refers to them does not wait."""
    return await _due(tx, _next_due(now, limit, but).with_for_update(skip_locked=True, key_share=True))


async def next_chat_due_at(tx: Transaction, *, now: datetime) -> datetime | None:
    """When the next chat that is awake is due for a digest."""
    return await tx.scalar(select(func.min(chats.c.next_digest_at)).where(awake(now)))


async def save_next_slots(tx: Transaction, slots: Mapping[ChatId, tuple[datetime, datetime]]) -> None:
    """When the next digest of each chat is due, and until when its digests have covered what was seen."""
    rows = [{"chat": chat_id, "slot": slot, "covered": covered} for chat_id, (slot, covered) in slots.items()]
    if rows:
        await tx.execute(_NEXT_SLOT, rows)


async def move_chat(tx: Transaction, old: ChatId, new: ChatId) -> None:
    """The group `old` is the supergroup `new` from now on, with all that belongs to it."""
    if await tx.scalar(select(chats.c.id).where(chats.c.id == new)):
        await _merge_into(tx, old, new)
    upgraded = {"id": new, "type": ChatType.SUPERGROUP.value}
    await tx.execute(update(chats).where(chats.c.id == old).values(upgraded))


async def forget_chat(tx: Transaction, chat_id: ChatId) -> None:
    """Delete the chat and everything about it."""
    await tx.execute(delete(chats).where(chats.c.id == chat_id))


async def _merge_into(tx: Transaction, old: ChatId, new: ChatId) -> None:
    # The supergroup has spoken to us before we learned of the move. What it has set there itself wins;
    # the rows whose keys would collide are those that both have.
    await _join_digests(tx, old, new)
    for table, key in ((topics, topics.c.name), (digests, digests.c.slot), (told, told.c.story_id)):
        both = select(key).where(table.c.chat_id == new)
        moving = update(table).where(table.c.chat_id == old, key.not_in(both.scalar_subquery()))
        await tx.execute(moving.values(chat_id=new))
    await tx.execute(update(deliveries).where(deliveries.c.chat_id == old).values(chat_id=new))
    await forget_chat(tx, old)


async def _join_digests(tx: Transaction, old: ChatId, new: ChatId) -> None:
    # Of a slot that both had, the supergroup's digest stays; the other's messages and ledger join it.
    gone, kept = digests.alias("gone"), digests.alias("kept")
    same_slot = (gone.c.slot == kept.c.slot, gone.c.chat_id == old, kept.c.chat_id == new)
    for gone_id, kept_id in (await tx.execute(select(gone.c.id, kept.c.id).where(*same_slot))).all():
        for table in (deliveries, told):
            await tx.execute(update(table).where(table.c.digest_id == gone_id).values(digest_id=kept_id))


_CHATS = select(chats)


def _next_due(now: datetime, limit: int, but: Collection[ChatId]) -> Select[Any]:
    due = chats.c.next_digest_at <= now, awake(now), chats.c.id.not_in(but)
    return _CHATS.where(*due).order_by(chats.c.next_digest_at, chats.c.id).limit(limit)


async def _due(tx: Transaction, wanted: Select[Any]) -> list[DueChat]:
    return [
        DueChat(chat=_chat(row), slot=row[chats.c.next_digest_at], since=row[chats.c.covered_until])
        for row in (await tx.execute(wanted)).mappings()
    ]


_NEXT_SLOT = (
    update(chats)
    .where(chats.c.id == bindparam("chat"))
    .values(next_digest_at=bindparam("slot"), covered_until=bindparam("covered"))
)


def _first(rows: list[RowMapping]) -> Chat | None:
    return _chat(rows[0]) if rows else None


def _chat(row: RowMapping) -> Chat:
    return Chat(
        id=ChatId(row[chats.c.id]),
        type=ChatType(row[chats.c.type]),
        title=row[chats.c.title],
        language=Language(row[chats.c.language]),
        schedule=Schedule(
            times=tuple(time.fromisoformat(at) for at in row[chats.c.times].split(",")),
            weekdays=frozenset(map(int, row[chats.c.weekdays])),
            zone=row[chats.c.zone],
            on_holidays=row[chats.c.on_holidays],
            quiet=_quiet(row[chats.c.quiet_hours]),
        ),
        silent_without_news=row[chats.c.silent_without_news],
    )


def _quiet(text: str) -> QuietHours | None:
    """Read "21:00-06:00"; none where it is empty."""
    if not text:
        return None
    start, end = map(time.fromisoformat, text.split("-"))
    return QuietHours(start=start, end=end)


def _values(chat: Chat) -> dict[str, str | bool]:
    quiet = chat.schedule.quiet
    return {
        "type": chat.type.value,
        "title": chat.title,
        "language": chat.language.value,
        "times": ",".join(at.isoformat("minutes") for at in chat.schedule.times),
        "weekdays": "".join(map(str, sorted(chat.schedule.weekdays))),
        "zone": chat.schedule.zone,
        "quiet_hours": f"{quiet.start:%H:%M}-{quiet.end:%H:%M}" if quiet else "",
        "on_holidays": chat.schedule.on_holidays,
        "silent_without_news": chat.silent_without_news,
    }
