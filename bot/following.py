"""Following a topic: what a person wrote becomes a name and a query, and the chat follows it."""

import re
from dataclasses import dataclass

from bot.naming import topic_name
from bot.turn import Turn
from bot.upcoming import next_digest
from news.chat import MOST_TOPICS, Topic
from news.grammar import parse_query, write_query
from news.preview import Preview
from news.text import clean
from storage.database import Transaction
from storage.topics import add_topic, chat_topics

_NAMED = re.compile(r"(?P<name>[^:()|“”\"]+):\s+(?P<query>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a chat wants to follow: `query` is canonical, `thread` the forum thread to which its news goes."""

    name: str
    query: str
    thread: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A topic that the chat follows: `new` from now on, or since before; `when` its next digest comes."""

    topic: Topic
    new: bool
    when: str


def read_wish(text: str, *, thread: int | None) -> Wish:
    """Read "banjir belitung" or "Banjir: banjir ATAU longsor". Raises QueryError."""
    named = _NAMED.fullmatch(text)
    written = clean(named["query"] if named else text)
    name = clean(named["name"] if named else text)
    name = topic_name(name[:1].upper() + name[1:])
    return Wish(name=name, query=canonical(written), thread=thread)


def canonical(text: str) -> str:
    """The query as it is kept. Raises QueryError, also where it is too long only when written out."""
    written = write_query(parse_query(text))
    parse_query(written)
    return written


async def look_back(turn: Turn, wish: Wish) -> Preview | None:
    """What the wish would have brought of late; None where it will not be followed anew: it is already, or
    the chat follows as many topics as it may."""
    async with turn.desk.db.reading() as tx:
        topics = await chat_topics(tx, turn.chat.id)
    if len(topics) >= MOST_TOPICS or any(_is_same(topic, wish) for topic in topics):
        return None
    return await turn.desk.look_back(turn.chat, wish.query)


async def follow(turn: Turn, wish: Wish) -> Followed:
    """Follow it, if the chat does not yet. Raises LimitReached."""
    async with turn.desk.db.writing() as tx:
        topic = await add_topic(
            tx, turn.chat.id, name=wish.name, query=wish.query, thread=wish.thread, now=turn.now
        )
        when = await next_digest(tx, turn.chat, now=turn.now)
        return Followed(topic=topic or await _same(tx, turn, wish), new=topic is not None, when=when)


async def _same(tx: Transaction, turn: Turn, wish: Wish) -> Topic:
    topics = await chat_topics(tx, turn.chat.id)
    return next(topic for topic in topics if _is_same(topic, wish))


def _is_same(topic: Topic, wish: Wish) -> bool:
    return topic.name.casefold() == wish.name.casefold() or topic.query == wish.query
