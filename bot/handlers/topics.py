"""The topics that a chat follows: seeing them, ending one with a tap, and taking that back."""

from collections.abc import Sequence

from telegram import MessageEntity

from bot.following import Wish, follow
from bot.handlers.first_steps import nothing_followed
from bot.refusals import StaleButton
from bot.texts import Html, Texts
from bot.turn import Turn
from bot.upcoming import next_digest
from news.chat import Topic
from news.ids import TopicId
from news.message import Button, Message
from news.text import shorten
from storage.topics import chat_topics, forget_topic

MOST_WITH_QUERIES = 15
"""So many topics are listed with what they look for; more would not fit into a message."""

_NAME_SHOWN = 40
_QUERY_SHOWN = 25


async def show_topics(turn: Turn) -> None:
    """Show what the chat follows; a button replaces its message by that."""
    await turn.show(await topics_page(turn))


async def drop_topic(turn: Turn) -> str:
    """Follow the button's topic no more, and offer to take that back."""
    await turn.require_administrator()
    async with turn.desk.db.writing() as tx:
        dropped = await forget_topic(tx, turn.chat.id, TopicId(turn.number))
    if dropped is None:  # the second of two quick taps must not take the first one's undo away
        raise StaleButton
    await turn.show(await topics_page(turn, dropped=dropped))
    return turn.texts.plain("topic-dropped-note", name=dropped.name)


async def restore_topic(turn: Turn) -> str:
    """Follow again what our message says was ended."""
    await turn.require_administrator()
    thread = turn.number if turn.argument else None
    wish = Wish(name=turn.marked(MessageEntity.BOLD), query=turn.quoted, thread=thread)
    followed = await follow(turn, wish)
    await turn.show(await topics_page(turn))
    return turn.texts.plain("suggestion-followed", name=followed.topic.name, when=followed.when)


async def topics_page(turn: Turn, *, dropped: Topic | None = None) -> Message:
    """What the chat follows now, below what was just `dropped`."""
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
        when = await next_digest(tx, turn.chat, now=turn.now)
    if not topics and dropped is None:
        return await nothing_followed(turn)
    return topic_list(turn.texts, topics, when=when, dropped=dropped)


def topic_list(texts: Texts, topics: Sequence[Topic], *, when: str, dropped: Topic | None = None) -> Message:
    """The list, with a button to end each topic."""
    # What was dropped stands first: taking it back reads the first bold text and the first code.
    parts = [texts.html("topic-dropped", name=dropped.name, query=dropped.query)] if dropped else []
    if topics:
        lines = Html(
            "\n".join(_line(texts, topic, brief=len(topics) > MOST_WITH_QUERIES) for topic in topics)
        )
        parts.append(texts.html("topics", count=len(topics), lines=lines, when=when))
    else:
        parts.append(texts.html("topics-none-left"))
    undo = [(_undo(texts, dropped),)] if dropped else []
    ends = [(Button(text=f"✕ {topic.name}", data=f"drop:{topic.id}"),) for topic in topics]
    return Message(html="\n\n".join(parts), buttons=(*undo, *ends, _more(texts, topics)))


def _line(texts: Texts, topic: Topic, *, brief: bool) -> Html:
    name = shorten(topic.name, _NAME_SHOWN)
    if brief:
        return texts.html("topic-line-brief", name=name)
    return texts.html("topic-line", name=name, query=shorten(topic.query, _QUERY_SHOWN))


def _undo(texts: Texts, dropped: Topic) -> Button:
    return Button(text=texts.plain("button-undo"), data=f"undo:{dropped.thread or ''}")


def _more(texts: Texts, topics: Sequence[Topic]) -> tuple[Button, ...]:
    add = Button(text=texts.plain("button-add"), data="add")
    drop_all = Button(text=texts.plain("button-drop-all"), data="dropall")
    return (add, drop_all) if len(topics) > 1 else (add,)
