"""Starting: who we are, the first steps in a tap each."""

from dataclasses import replace

from bot.deep_links import linked_query
from bot.handlers.first_steps import first_steps
from bot.handlers.search import search
from bot.menu import show_menu
from bot.suggestions import Offer, offer
from bot.texts import Texts
from bot.turn import Turn
from bot.upcoming import next_digest
from news.message import Message
from storage.topics import chat_topics


async def start(turn: Turn) -> None:
    """Greet whoever comes, and whoever comes back with what they have; go on with what a deep link brings."""
    if query := linked_query(turn.argument):
        await search(replace(turn, argument=query))
        return await show_menu(turn.bot, turn.chat)
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
        when = await next_digest(tx, turn.chat, now=turn.now)
    await turn.reply(greeting(turn.texts, await offer(turn.desk, topics), topics=len(topics), when=when))
    return await show_menu(turn.bot, turn.chat)


def greeting(texts: Texts, offered: Offer, *, topics: int = 0, when: str) -> Message:
    """The first words to a chat, which follows so many topics."""
    key = "greeting-again" if topics else "greeting"
    html = texts.html(key, topics=topics, when=when)
    return Message(html=html, buttons=first_steps(texts, offered))
