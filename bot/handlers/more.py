"""Reading on: the stories of a topic for which the digest had no room."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.packing import Block, pack
from bot.refusals import StaleButton
from bot.story_lines import story_block
from bot.texts import Texts
from bot.turn import Turn
from news.chat import Chat, Topic
from news.digest import ON_REQUEST, STORIES_SHOWN, Line, compose
from news.grammar import parse_query
from news.ids import TopicId
from news.message import Button, Message
from news.query import regions_sought
from news.rank import rank
from news.story import Story
from storage.database import Transaction
from storage.digests import find_digest, told_stories
from storage.stories import stories_by_id, stories_fitting
from storage.topics import find_topic

_PLACE = re.compile(r"([0-9]{1,15}):([0-9]{1,10}):([0-9]{1,3})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to read on: page 0 is what the digest of `slot` shows under the topic."""

    topic_id: TopicId
    slot: datetime
    page: int

    @property
    def data(self) -> str:
        """The place as a button carries it."""
        return f"more:{self.topic_id}:{int(self.slot.timestamp())}:{self.page}"


async def show_more(turn: Turn) -> None:
    """Show the stories at the button's place. Raises StaleButton."""
    place = read_place(turn.argument)
    async with turn.desk.db.reading() as tx:
        topic = await find_topic(tx, turn.chat.id, place.topic_id)
        if topic is None:
            raise StaleButton
        stories = await _stories(tx, turn.chat, topic, place.slot)
    if len(stories) <= place.page * STORIES_SHOWN:
        raise StaleButton
    for message in more(turn.chat, topic, stories, place, now=turn.now):
        await turn.reply(message)


def read_place(argument: str) -> Place:
    """Read what `Place.data` wrote. Raises StaleButton."""
    if not (found := _PLACE.fullmatch(argument)):
        raise StaleButton
    topic_id, seconds, page = map(int, found.groups())
    return Place(topic_id=TopicId(topic_id), slot=datetime.fromtimestamp(seconds, UTC), page=page)


def more(chat: Chat, topic: Topic, stories: Sequence[Story], place: Place, *, now: datetime) -> list[Message]:
    """The stories of one page, numbered on, and a button to the next page."""
    start = place.page * STORIES_SHOWN
    end = min(start + STORIES_SHOWN, len(stories))
    texts = Texts(chat.language)
    head = texts.html("more", name=topic.name, first=start + 1, last=end, count=len(stories))
    numbered = enumerate(stories[start:end], start + 1)
    blocks = [story_block(Line(story=story), chat, number=number, now=now) for number, story in numbered]
    *earlier, last = pack([Block(html=head), *blocks])
    return [*earlier, replace(last, buttons=_next(texts, topic, place, rest=len(stories) - end))]


def _next(texts: Texts, topic: Topic, place: Place, *, rest: int) -> tuple[tuple[Button, ...], ...]:
    if not rest:
        return ()
    text = texts.plain("digest-more", name=topic.name, count=rest)
    return ((Button(text=text, data=replace(place, page=place.page + 1).data),),)


async def _stories(tx: Transaction, chat: Chat, topic: Topic, slot: datetime) -> Sequence[Story]:
    """What the chat's digest of the slot tells under the topic."""
    digest_id = await find_digest(tx, chat.id, slot)
    if digest_id is not None:
        return await stories_by_id(tx, await told_stories(tx, chat.id, digest_id, topic.id))
    # A digest on request is not kept, so its stories are found anew.
    since, until = slot - ON_REQUEST, slot + timedelta(seconds=1)  # buttons carry whole seconds
    query = parse_query(topic.query)
    found = await stories_fitting(tx, query, since=since, until=until)
    ranked = rank(found, regions=regions_sought(query), now=slot)
    return compose(chat, [(topic, ranked)], slot=slot, since=since, told={}).stories
