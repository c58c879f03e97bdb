"""Digests: written once per chat and slot, with the ledger of what each one told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import insert, select

from news.digest import Digest
from news.ids import ChatId, DigestId, StoryId, TopicId
from storage.database import Transaction
from storage.tables import digests, told


async def save_digest(tx: Transaction, digest: Digest, *, now: datetime) -> DigestId:
    """Write the digest and enter its stories in the chat's ledger; the slot must be free."""
    values = {"chat_id": digest.chat.id, "slot": digest.slot, "composed_at": now}
    made = await tx.execute(insert(digests).values(**values).returning(digests.c.id))
    digest_id = DigestId(made.scalar_one())
    entries = [
        {
            "chat_id": digest.chat.id,
            "story_id": story.id,
            "digest_id": digest_id,
            "topic_id": section.topic.id,
            "position": position,
        }
        for section in digest.sections
        for position, story in enumerate(section.stories)
    ]
    if entries:
        await tx.execute(insert(told), entries)
    return digest_id


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
