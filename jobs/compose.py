"""Composing: the digest of every chat whose slot has come; and the same digest for whoever asks now."""

from collections.abc import Callable, Sequence
from datetime import datetime

from news.chat import Chat, DueChat, Topic
from news.clock import Clock
from news.digest import ON_REQUEST, OVERLAP, REACH, Digest, compose
from news.feed import Health
from news.grammar import parse_query
from news.message import Message
from storage.chats import save_next_slot, take_due_chat
from storage.database import Database, Transaction
from storage.deliveries import save_messages
from storage.digests import save_digest
from storage.outlets import unwatched_outlets
from storage.stories import stories_found, stories_told
from storage.topics import chat_topics

Render = Callable[[Digest], Sequence[Message]]


async def compose_due_digests(db: Database, render: Render, *, clock: Clock) -> int:
    """Write the digest of every chat that is due; returns how many that were."""
    composed = 0
    while await _compose_next(db, render, now=clock.now()):
        composed += 1
    return composed


async def compose_now(
    db: Database, chat: Chat, topics: Sequence[Topic], *, now: datetime, since: datetime | None = None
) -> Digest:
    """The digest of the last 24 hours or `since` then, told before or not; it uses up nothing."""
    async with db.reading() as tx:
        return await _compose(tx, chat, topics, since=since or now - ON_REQUEST, now=now, again=True)


async def _compose_next(db: Database, render: Render, *, now: datetime) -> bool:
    # One transaction takes the chat, writes the digest, what it tells, its messages and the next slot:
    # after a crash all of it has happened, or none.
    async with db.writing() as tx:
        due = await take_due_chat(tx, now=now)
        if due is None:
            return False
        await _write(tx, due, render, now=now)
        await save_next_slot(tx, due, now=now)
    return True


async def _write(tx: Transaction, due: DueChat, render: Render, *, now: datetime) -> None:
    topics = await chat_topics(tx, due.chat.id)
    if not topics:
        return
    since = max(due.since, now - REACH) - OVERLAP
    digest = await _compose(tx, due.chat, topics, since=since, now=now, slot=due.slot)
    digest_id = await save_digest(tx, digest, now=now)
    await save_messages(tx, due.chat.id, digest_id, render(digest), now=now)


async def _compose(
    tx: Transaction, chat: Chat, topics: Sequence[Topic], *, since: datetime, now: datetime,
    slot: datetime | None = None, again: bool = False,
) -> Digest:  # fmt: skip
    found = [
        (topic, await stories_found(tx, parse_query(topic.query), since=since, until=now)) for topic in topics
    ]
    ids = [story.id for _, stories in found for story in stories]
    told = frozenset() if again else await stories_told(tx, chat.id, ids)
    unwatched = await unwatched_outlets(tx, now=now)
    silent = tuple(outlet for outlet, health in unwatched.items() if health is Health.SILENT)
    return compose(
        chat,
        found,
        slot=slot or now,
        since=since,
        told=told,
        unwatched=tuple(outlet for outlet in unwatched if outlet not in silent),
        silent=silent,
    )
