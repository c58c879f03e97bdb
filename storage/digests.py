"""Digests: written once per chat and slot, with the ledger of what each one told."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter

from sqlalchemy import ColumnElement, delete, exists, func, insert, select

from news.digest import Digest
from news.growth import Told
from news.ids import ChatId, DigestId, StoryId, TopicId
from storage.database import Transaction
from storage.deliveries import OPEN
from storage.tables import deliveries, digests, stories, told


async def save_digests(
    tx: Transaction,
    written: Sequence[Digest],
    *,
    now: datetime,
    since: Mapping[ChatId, datetime] | None = None,
) -> list[DigestId]:
    """Write the digests, whose slots must be free, and enter their stories in the ledgers of their chats;
    returns the ids in their order.

    `since`: from when on each chat was told what was seen. Without it what is not sent stays untold.
    """
    if not written:
        return []
    rows = [
        {
            "chat_id": each.chat.id,
            "slot": each.slot,
            "composed_at": now,
            "since": (since or {}).get(each.chat.id),
        }
        for each in written
    ]
    made = insert(digests).returning(digests.c.id, sort_by_parameter_order=True)
    ids = [DigestId(id_) for id_ in await tx.scalars(made, rows)]
    entries = [
        entry for id_, digest in zip(ids, written, strict=True) for entry in _ledger_entries(id_, digest)
    ]
    # By their stories: each page of the index of these is touched once, however many chats were told them.
    entries.sort(key=itemgetter(1))
    if entries:
        await _enter(tx, entries)
    return ids


async def chats_told(tx: Transaction, slots: Mapping[ChatId, datetime]) -> set[ChatId]:
    """Those of the chats for whose slots there is a digest already."""
    # Not by pairs: SQLite would go through all digests.
    told_at = digests.c.chat_id.in_(slots), digests.c.slot.in_(set(slots.values()))
    found = await tx.execute(select(digests.c.chat_id, digests.c.slot).where(*told_at))
    return {ChatId(chat_id) for chat_id, slot in found if slots[ChatId(chat_id)] == slot}


async def ledgers(
    tx: Transaction, chat_ids: Sequence[ChatId], *, since: datetime
) -> dict[ChatId, dict[StoryId, Told]]:
    """How each of the chats was told, the last time, the stories that were seen after `since`."""
    canonical: ColumnElement[int] = func.coalesce(stories.c.merged_into, stories.c.id)
    current = stories.alias("current")
    known = (
        select(told.c.chat_id, canonical, digests.c.composed_at, told.c.voices)
        .join(digests, digests.c.id == told.c.digest_id)
        .join(stories, stories.c.id == told.c.story_id)
        .join(current, current.c.id == canonical)
        .where(told.c.chat_id.in_(chat_ids), current.c.last_seen_at > since)
        .order_by(told.c.digest_id)
    )
    found: dict[ChatId, dict[StoryId, Told]] = {chat_id: {} for chat_id in chat_ids}
    for row in (await tx.execute(known)).all():
        of_chat, story_id = found[ChatId(row[0])], StoryId(row[1])
        latest = Told(seen_until=row[2], voices=row[3])
        of_chat[story_id] = latest.joined(of_chat[story_id]) if story_id in of_chat else latest
    return found


async def find_digest(tx: Transaction, chat_id: ChatId, slot: datetime) -> DigestId | None:
    """The chat's digest for the slot."""
    found = select(digests.c.id).where(digests.c.chat_id == chat_id, digests.c.slot == slot)
    digest_id = await tx.scalar(found)
    return None if digest_id is None else DigestId(digest_id)


async def told_stories(
    tx: Transaction, chat_id: ChatId, digest_id: DigestId, topic_id: TopicId
) -> Sequence[StoryId]:
    """The stories that this chat's digest told under the topic, in its order."""
    ledger = (
        select(told.c.story_id)
        .where(told.c.chat_id == chat_id, told.c.digest_id == digest_id, told.c.topic_id == topic_id)
        .order_by(told.c.position)
    )
    return [StoryId(story_id) for story_id in await tx.scalars(ledger)]


async def forget_digests(tx: Transaction, *, before: datetime, limit: int) -> int:
    """Delete at most `limit` digests composed earlier than `before` all of whose messages have ended.

    One that told a story which goes on stays: else that would come back as news.
    """
    waiting = exists().where(deliveries.c.digest_id == digests.c.id, deliveries.c.state.in_(OPEN))
    now = stories.alias("now")
    goes_on = exists().where(
        told.c.digest_id == digests.c.id,
        stories.c.id == told.c.story_id,
        now.c.id == func.coalesce(stories.c.merged_into, stories.c.id),
        now.c.last_seen_at >= before,
    )
    old = select(digests.c.id).where(digests.c.composed_at < before, ~waiting, ~goes_on).limit(limit)
    return (await tx.execute(delete(digests).where(digests.c.id.in_(old.scalar_subquery())))).rowcount


_COLUMNS = "chat_id, story_id, digest_id, topic_id, position, voices"
_ENTER = f"INSERT INTO told ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - ours alone
_ENTER_AT_ONCE = (
    f"INSERT INTO told ({_COLUMNS}) "  # noqa: S608 - ours alone
    "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::int[], %s::int[])"
)


async def _enter(tx: Transaction, entries: Sequence[tuple[int, ...]]) -> None:
    # By the driver itself: SQLAlchemy would take most of a digest's time for these thousands. PostgreSQL is
    # given them as columns, for it answers each row of many by itself.
    if tx.dialect.name == "sqlite":
        await tx.exec_driver_sql(_ENTER, list(entries))
    else:
        await tx.exec_driver_sql(_ENTER_AT_ONCE, tuple(map(list, zip(*entries, strict=True))))


def _ledger_entries(digest_id: DigestId, digest: Digest) -> Iterator[tuple[int, ...]]:
    for section in digest.sections:
        for position, line in enumerate(section.lines):
            story = line.story
            yield digest.chat.id, story.id, digest_id, section.topic.id, position, story.voices
