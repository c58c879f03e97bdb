"""All tables. Their history is in `storage/migrations`; a test holds both equal."""

from storage.chat_tables import chat_paces, chats, deliveries, digests, paces, told, topics
from storage.metadata import metadata
from storage.news_tables import (
    feeds,
    full_texts,
    headlines,
    hosts,
    items,
    kept_apart,
    outlets,
    polls,
    removed_feeds,
    stories,
    subscriptions,
    text_keys,
    turns,
    vocabulary,
    word_index,
)
from storage.update_tables import updates, updates_aside

__all__ = [
    "chat_paces",
    "chats",
    "deliveries",
    "digests",
    "feeds",
    "full_texts",
    "headlines",
    "hosts",
    "items",
    "kept_apart",
    "metadata",
    "outlets",
    "paces",
    "polls",
    "removed_feeds",
    "stories",
    "subscriptions",
    "text_keys",
    "told",
    "topics",
    "turns",
    "updates",
    "updates_aside",
    "vocabulary",
    "word_index",
]
