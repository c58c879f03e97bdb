"""Builders of values: a test states what matters to it, the rest is ordinary."""

# ruff: noqa: A001, A002 - arguments are named as the fields that they fill

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from news.chat import Chat, ChatType, Language, Topic
from news.delivery import Delivery, DeliveryState
from news.digest import Digest, Line, Section
from news.feed import FIRST_INTERVAL, Feed, Rhythm, Source, Validators
from news.ids import ChatId, DeliveryId, DigestId, FeedId, ItemId, StoryId, TopicId
from news.item import Entry, Item
from news.link import canonical_link
from news.message import Message
from news.reading import Reading, read
from news.schedule import Schedule
from news.story import Story
from tests.clocks import MORNING

PERSON = ChatId(7001)
GROUP = ChatId(-4001)
SUPERGROUP = ChatId(-1_001_000_000_000_001)

_numbers = count(1)


def make_entry(
    *,
    title: str = "Bupati membuka rapat koordinasi",
    lead: str = "Rapat berlangsung sehari di kantor bupati.",
    url: str = "",
    guid: str = "",
    published_at: datetime | None = MORNING,
) -> Entry:
    """An article as a feed lists it; without `url`, at an address of its own."""
    url = url or f"https://kabar.example/baca/{next(_numbers)}"
    return Entry(
        url=url, link=canonical_link(url), title=title, texts=(lead,) if lead else (), guid=guid,
        published_at=published_at,
    )  # fmt: skip


def make_item(
    *,
    id: int | None = None,
    title: str = "Bupati membuka rapat koordinasi",
    lead: str = "Rapat berlangsung sehari di kantor bupati.",
    outlet: str = "Kabar Pagi",
    url: str = "",
    published_at: datetime = MORNING,
    first_seen_at: datetime | None = None,
    regions: tuple[str, ...] = (),
    concepts: tuple[str, ...] = (),
    copy_of: ItemId | None = None,
) -> Item:
    """An article that we keep; seen when it was published unless `first_seen_at` says otherwise."""
    id = next(_numbers) if id is None else id
    url = url or f"https://kabar.example/baca/{id}"
    return Item(
        id=ItemId(id),
        outlet=outlet,
        url=url,
        link=canonical_link(url),
        title=title,
        lead=lead,
        published_at=published_at,
        first_seen_at=first_seen_at or published_at,
        regions=regions,
        concepts=concepts,
        copy_of=copy_of,
    )


def make_text(about: str, *, length: int = 90) -> str:
    """An article of so many words, no two of them the same, that no other article has."""
    return " ".join(f"{about}{number}" for number in range(length))


def make_reading(title: str = "", *, lead: str = "", outlet: str = "Kabar Pagi") -> Reading:
    """What an item with these texts says."""
    return read(title, lead, outlet=outlet)


def make_story(*items: Item, id: int | None = None) -> Story:
    """An event as told by `items`, or by one ordinary item."""
    return Story(id=StoryId(next(_numbers) if id is None else id), items=items or (make_item(),))


def make_chat(
    *,
    id: int = PERSON,
    type: ChatType = ChatType.PRIVATE,
    title: str = "Sari",
    language: Language = Language.INDONESIAN,
    schedule: Schedule | None = None,
    silent_without_news: bool = False,
) -> Chat:
    """A person who wants the news at seven every morning."""
    return Chat(
        id=ChatId(id),
        type=type,
        title=title,
        language=language,
        schedule=schedule or Schedule(),
        silent_without_news=silent_without_news,
    )


def make_topic(
    *, id: int | None = None, chat_id: int = PERSON, name: str = "Pemilu", query: str = "pemilu",
    thread: int | None = None,
) -> Topic:  # fmt: skip
    """A topic of that chat."""
    id = next(_numbers) if id is None else id
    return Topic(id=TopicId(id), chat_id=ChatId(chat_id), name=name, query=query, thread=thread)


def make_section(topic: Topic, stories: Sequence[Story] = ()) -> Section:
    """A topic with these stories, none of them told before."""
    return Section(topic=topic, lines=tuple(Line(story=story) for story in stories))


def make_digest(
    *sections: tuple[Topic, Sequence[Story]],
    chat: Chat | None = None,
    slot: datetime = MORNING,
    unwatched: tuple[str, ...] = (),
    silent: tuple[str, ...] = (),
) -> Digest:
    """What a chat is told at `slot`: for each topic, its stories."""
    return Digest(
        chat=chat or make_chat(),
        slot=slot,
        sections=tuple(make_section(topic, stories) for topic, stories in sections),
        unwatched=unwatched,
        silent=silent,
    )


def make_delivery(
    *,
    id: int = 1,
    chat_id: int = PERSON,
    html: str = "<b>Kliping pagi</b>",
    state: DeliveryState = DeliveryState.SENDING,
    attempts: int = 0,
    doubts: int = 0,
    due_at: datetime | None = None,
    ready_at: datetime | None = None,
    reason: str = "",
) -> Delivery:
    """A message on its way, claimed by its sender."""
    return Delivery(
        id=DeliveryId(id),
        digest_id=DigestId(1),
        chat_id=ChatId(chat_id),
        message=Message(html=html),
        state=state,
        attempts=attempts,
        doubts=doubts,
        due_at=due_at or MORNING,
        ready_at=ready_at or MORNING,
        reason=reason,
    )


def make_source(
    *, url: str = "https://kabar.example/rss", outlet: str = "Kabar Pagi", region: str = ""
) -> Source:
    """A feed as the operator names it."""
    return Source(url=url, outlet=outlet, region=region)


def make_feed(
    *,
    id: int = 1,
    url: str = "https://kabar.example/rss",
    location: str = "",
    outlet: str = "Kabar Pagi",
    interval: timedelta = FIRST_INTERVAL,
    strikes: float = 0.0,
    validators: Validators | None = None,
    rhythm: Rhythm | None = None,
) -> Feed:
    """A feed that has just been followed."""
    return Feed(
        id=FeedId(id),
        url=url,
        location=location,
        outlet=outlet,
        interval=interval,
        strikes=strikes,
        validators=validators or Validators(),
        rhythm=rhythm or Rhythm(),
    )
