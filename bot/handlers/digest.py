"""Asking for the digest now, without using up the scheduled one."""

from dataclasses import replace

from bot.handlers.first_steps import nothing_followed
from bot.naming import named, unknown_topic
from bot.render import render
from bot.turn import Turn
from news.chat import Topic
from storage.topics import chat_topics


async def digest(turn: Turn) -> None:
    """The digest of all topics, or of the one that was named."""
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
    if not topics:
        return await turn.reply(await nothing_followed(turn))
    topic = named(topics, turn.argument) if turn.argument else None
    if turn.argument and topic is None:
        return await turn.reply(unknown_topic(turn.texts, turn.argument))
    return await _send_digest(turn, topic)


async def _send_digest(turn: Turn, topic: Topic | None) -> None:
    await turn.typing()
    composed = await turn.desk.digest_now(turn.chat, topic)
    for message in render(composed, now=turn.now):
        await turn.reply(replace(message, thread=None))  # who asks is answered where they asked
