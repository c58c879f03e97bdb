"""Unsubscribing: the chat follows one topic no more, or none at all."""

from bot.handlers.topics import show_topics, topics_page
from bot.naming import named, unknown_topic
from bot.texts import Texts
from bot.turn import Turn
from news.message import Button, Message
from storage.topics import chat_topics, count_topics, forget_topic, forget_topics

_ALL = frozenset({"semua", "all"})


async def unsubscribe(turn: Turn) -> None:
    """End the topic that was named, or all; without a name, let the person choose."""
    if not turn.argument:
        return await show_topics(turn)
    await turn.require_administrator()
    if turn.argument.casefold() in _ALL:
        return await ask_before_dropping_all(turn)
    return await _drop_named(turn)


async def ask_before_dropping_all(turn: Turn) -> None:
    await turn.require_administrator()
    async with turn.desk.db.reading() as tx:
        count = await count_topics(tx, turn.chat.id)
    await (turn.show(confirmation(turn.texts, count)) if count else show_topics(turn))


async def drop_all_topics(turn: Turn) -> None:
    """End every topic."""
    await turn.require_administrator()
    async with turn.desk.db.writing() as tx:
        await forget_topics(tx, turn.chat.id)
    topics = Button(text=turn.texts.plain("button-add"), data="add")
    await turn.show(Message(html=turn.texts.html("topics-dropped"), buttons=((topics,),)))


async def _drop_named(turn: Turn) -> None:
    async with turn.desk.db.writing() as tx:
        topic = named(await chat_topics(tx, turn.chat.id), turn.argument)
        if topic:
            await forget_topic(tx, turn.chat.id, topic.id)
    if topic is None:
        return await turn.reply(unknown_topic(turn.texts, turn.argument))
    return await turn.reply(await topics_page(turn, dropped=topic))


def confirmation(texts: Texts, count: int) -> Message:
    """The one question before everything ends."""
    yes = Button(text=texts.plain("button-yes-drop-all"), data="reallydropall")
    no = Button(text=texts.plain("button-keep"), data="topics")
    return Message(html=texts.html("topics-drop-all", count=count), buttons=((yes, no),))
