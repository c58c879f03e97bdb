"""Previewing: what a topic would have brought of late, composed as its digests will be."""

from datetime import datetime

from jobs.compose import compose_now
from news.chat import Chat, passing_topic
from news.preview import PREVIEWED, Preview, preview
from storage.database import Database
from storage.items import watched_since


async def preview_now(db: Database, chat: Chat, query: str, *, now: datetime) -> Preview:
    """What `query` (canonical text) would have brought the chat in the days before `now`."""
    composed = await compose_now(db, chat, [passing_topic(chat, query)], now=now, since=now - PREVIEWED)
    async with db.reading() as tx:
        watched = await watched_since(tx, earliest=now - PREVIEWED)
    return preview(composed, query=query, watched_since=watched or now)
