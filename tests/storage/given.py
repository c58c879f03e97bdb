"""What tests of this room take as given: followed feeds, kept articles, known chats."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text, update

from news.chat import Chat, Topic
from news.digest import Digest
from news.feed import Feed
from news.ids import ChatId, DigestId, ItemId, StoryId
from news.item import Entry, Item, draft
from news.link import host_of
from news.message import Message
from news.poll import Change
from news.story import Story
from storage.chats import find_chat, save_chat
from storage.database import Database, Transaction
from storage.deliveries import save_messages
from storage.digests import save_digests
from storage.following import follow_feed
from storage.grouping import join_stories, open_stories
from storage.headlines import save_changes
from storage.hosts import free_hosts
from storage.items import save_drafts
from storage.polls import claim_due_feeds
from storage.stories import stories_by_id
from storage.tables import feeds
from storage.topics import add_topic
from tests.clocks import MORNING
from tests.make import PERSON, make_chat, make_entry, make_section, make_source


async def given_feed(
    db: Database,
    *,
    url: str = "https://kabar.example/rss",
    outlet: str = "Kabar Pagi",
    at: datetime = MORNING,
) -> Feed:
    """A feed that is followed and has been claimed for its poll."""
    async with db.writing() as tx:
        await follow_feed(tx, make_source(url=url, outlet=outlet), now=at)
        # Whatever else is due at this host, and whoever holds it: it is this feed's turn.
        others = feeds.c.url != url, feeds.c.next_poll_at <= at
        await tx.execute(update(feeds).where(*others).values(next_poll_at=at + timedelta(hours=1)))
        await free_hosts(tx, {host_of(url): at})
        claimed = await claim_due_feeds(tx, now=at, limit=100)
    (feed,) = claimed
    return feed


async def given_items(
    db: Database, *entries: Entry, outlet: str = "Kabar Pagi", at: datetime = MORNING
) -> list[Item]:
    """Articles that we keep and have not grouped, brought by a feed of that outlet at that time."""
    feed = await given_feed(db, url=f"https://{outlet}.example/{at:%s}", outlet=outlet, at=at)
    async with db.writing() as tx:
        return await save_entries(tx, feed, entries, now=at)


async def save_entries(tx: Transaction, feed: Feed, entries: Sequence[Entry], *, now: datetime) -> list[Item]:
    """Those of the entries that were new, as a poll keeps them: the oldest first."""
    drafts = [draft(entry, outlet=feed.outlet, home=feed.region, now=now) for entry in reversed(entries)]
    return (await save_drafts(tx, [(feed, drafts)], now=now)).get(feed.id, [])


async def given_headline(db: Database, item_id: ItemId, before: str, entry: Entry, *, at: datetime) -> None:
    """The item is called otherwise than `before`: by then its feed lists it as `entry`."""
    change = Change(item_id=item_id, former_title=before, draft=draft(entry, outlet="Kabar Pagi", now=at))
    async with db.writing() as tx:
        await save_changes(tx, [change], now=at)


async def given_stories(
    db: Database, *entries: Entry, outlet: str = "Kabar Pagi", at: datetime = MORNING
) -> list[Story]:
    """Stories, each told by one article."""
    new = await given_items(db, *(entries or [make_entry()]), outlet=outlet, at=at)
    ids = [await given_story(db, item) for item in new]
    async with db.reading() as tx:
        return await stories_by_id(tx, ids)


async def given_story(db: Database, *told_by: Item) -> StoryId:
    """A story that these items tell."""
    async with db.writing() as tx:
        (story_id,) = await open_stories(tx, told_by[:1])
        await join_stories(tx, dict.fromkeys((item.id for item in told_by), story_id))
    return story_id


async def given_chat(db: Database, chat: Chat | None = None, *, at: datetime = MORNING) -> Chat:
    """A chat that we have met."""
    async with db.writing() as tx:
        await save_chat(tx, chat or make_chat(), now=at)
    return chat or make_chat()


async def given_topic(
    db: Database, *, chat_id: ChatId = PERSON, name: str = "Pemilu", query: str = "pemilu"
) -> Topic:
    """A topic that the chat follows."""
    async with db.writing() as tx:
        topic = await add_topic(tx, chat_id, name=name, query=query, thread=None, now=MORNING)
    assert topic
    return topic


async def given_digest(
    db: Database, *, chat: Chat | None = None, topic: Topic | None = None, stories: Sequence[Story] = (),
    slot: datetime = MORNING,
) -> DigestId:  # fmt: skip
    """A digest that was written for the slot, and told these stories under the topic."""
    sections = (make_section(topic, stories),) if topic else ()
    digest = Digest(chat=chat or make_chat(), slot=slot, sections=sections)
    async with db.writing() as tx:
        (digest_id,) = await save_digests(tx, [digest], now=slot)
    return digest_id


async def given_messages(
    db: Database, *texts: str, chat_id: int = PERSON, slot: datetime = MORNING
) -> DigestId:
    """A digest of the chat whose messages wait in the outbox."""
    digest_id = await given_digest(db, chat=await given_chat(db, make_chat(id=chat_id)), slot=slot)
    async with db.writing() as tx:
        messages = [Message(html=html) for html in texts]
        await save_messages(tx, [(ChatId(chat_id), digest_id, messages)], now=slot)
    return digest_id


async def known_chat(db: Database, chat_id: ChatId) -> Chat | None:
    async with db.reading() as tx:
        return await find_chat(tx, chat_id)


async def asked(db: Database, question: str) -> list[Any]:
    """The rows that a question in SQL finds: for what no function of ours asks."""
    async with db.reading() as tx:
        return [tuple(row) for row in await tx.execute(text(question))]


async def changed_feeds(db: Database, *feeds: Feed, **columns: object) -> None:
    """Feeds as they are after polls that a test does not make: these columns of the given ones, or of all."""
    values = ", ".join(f"{name} = :{name}" for name in columns)
    which = f" WHERE id IN ({', '.join(str(feed.id) for feed in feeds)})" if feeds else ""
    async with db.writing() as tx:
        await tx.execute(text(f"UPDATE feeds SET {values}{which}"), columns)
