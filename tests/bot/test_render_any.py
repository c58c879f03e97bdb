"""Whatever the news and the chat's topics are, Telegram takes the digest as it was meant."""

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.harmless import without_joiners
from bot.packing import plain_text
from bot.render import render
from news.chat import LONGEST_NAME, Chat, Language, Topic
from news.digest import STORIES_SHOWN, Digest
from news.item import Item
from news.link import canonical_link, web_link
from news.message import Message
from news.story import Story
from news.text import LEAD_LENGTH, clean, shorten
from tests.bot.telegram_reads import Read, telegram_reads
from tests.clocks import MORNING
from tests.make import make_chat, make_digest, make_item, make_story, make_topic

HEADLINE = re.compile(r"^\d+\. (?:🔄 <i>[^<]*</i> )?(?:<a [^>]*>)?<b>(.*)</b>", re.MULTILINE)

HOSTILE = some.sampled_from(
    [
        "<b>", "</a>", "&lt;", "&", '"', "'", "@penipu", "#palsu", "/start", "$USD", "tg://a", "https://a.co/b",
        "jahat.com", "10.0.0.1", "a@b.id", "🗞", "👨‍👩‍👧", "\u2060", "\n", "e\u0301", "ﷺ", "1.", "·", "x" * 50,
        "\u202e", "\u2066", "\u200b", "\u200f", "Z\u0351\u036f\u0343", "<blockquote expandable>",
    ]
)  # fmt: skip
LETTERS = some.text(some.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
# Sparse news breeds short digests only: the length of a text is drawn first, and filled by repetition.
TEXTS = some.builds(
    lambda parts, times: clean("".join(parts) * times),
    some.lists(HOSTILE | LETTERS, min_size=1, max_size=6),
    some.sampled_from([1, 1, 5, 40]),
)
URLS = some.builds(
    lambda host, path: web_link(path, base=f"https://{host}/"),
    some.sampled_from(
        ["kabar.example", "xn--kbr-cla.example", "10.0.0.1:8090", "localhost", "kabar.example:0"]
    ),
    some.text(some.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30)
    | some.just("a/&" * 600),
).filter(bool)


@some.composite
def items(draw: some.DrawFn) -> Item:
    url = draw(URLS)
    assert url is not None
    return make_item(
        title=draw(TEXTS) or "Judul",
        lead=shorten(draw(TEXTS), LEAD_LENGTH),
        outlet=draw(TEXTS) or "Kabar",
        url=url if _canonical(url) else "https://kabar.example/",
        published_at=MORNING - timedelta(minutes=draw(some.integers(0, 600_000))),
    )


def _canonical(url: str) -> bool:
    try:
        return bool(canonical_link(url))
    except ValueError:
        return False


STORIES: some.SearchStrategy[Story] = some.lists(items(), min_size=1, max_size=3).map(
    lambda told: make_story(*told)
)
# A few stories told again and again: what matters is that there is more than a message can hold.
TOLD = some.builds(
    lambda stories, times: stories * times, some.lists(STORIES, max_size=3), some.sampled_from([1, 2, 6])
)
TOPICS: some.SearchStrategy[Topic] = some.builds(
    lambda name, thread: make_topic(name=shorten(name, LONGEST_NAME) or "Topik", thread=thread),
    TEXTS,
    some.sampled_from([None, None, 7, 8]),
)
CHATS: some.SearchStrategy[Chat] = some.sampled_from(Language).map(lambda spoken: make_chat(language=spoken))


def _grown(digest: Digest, every: int, *, late: bool) -> Digest:
    """The digest with every so manyth line marked as grown."""
    sections = (
        replace(
            section,
            lines=tuple(
                replace(line, latest=None if n % every else line.story.items[-1])
                for n, line in enumerate(section.lines, start=1)
            ),
        )
        for section in digest.sections
    )
    return replace(digest, sections=tuple(sections), late=late)


DIGESTS: some.SearchStrategy[Digest] = some.builds(
    lambda sections, chat, unwatched, every, late: _grown(
        make_digest(*sections, chat=chat, unwatched=unwatched), every, late=late
    ),
    some.lists(some.tuples(TOPICS, TOLD), max_size=6),
    CHATS,
    some.lists(TEXTS, max_size=8).map(tuple),
    some.integers(1, 3),
    some.booleans(),
)


@settings(max_examples=60, deadline=None)
@given(DIGESTS)
def test_telegram_takes_every_message_of_any_digest(digest: Digest) -> None:
    for message, read in _read(digest):
        assert read.units <= 4096 - 128
        assert len(read.entities) <= 98
        assert len(message.html.encode()) <= 32_768 - 512
        assert sum(len(row) for row in message.buttons) <= 100
        assert all(len(button.data.encode()) <= 64 for row in message.buttons for button in row)


@settings(max_examples=60, deadline=None)
@given(DIGESTS)
def test_any_digest_shows_every_story_once_and_in_order(digest: Digest) -> None:
    shown = [
        (message.thread, without_joiners(plain_text(headline)))
        for message in render(digest, now=MORNING)
        for headline in HEADLINE.findall(message.html)
    ]

    threads = dict.fromkeys(section.topic.thread for section in digest.sections)
    assert shown == [
        (thread, _as_shown(story))
        for thread in threads
        for section in digest.sections
        if section.topic.thread == thread
        for story in section.stories[:STORIES_SHOWN]
    ]


@settings(max_examples=60, deadline=None)
@given(DIGESTS)
def test_nothing_but_headlines_can_be_tapped_in_any_digest(digest: Digest) -> None:
    for message, read in _read(digest):
        assert read.sparks == []
        # Telegram writes an address anew in its own way, so it is our markup that tells what was meant.
        assert len(read.links) == message.html.count("<a href=")


def _read(digest: Digest) -> list[tuple[Message, Read]]:
    return [(message, telegram_reads(message.html)) for message in render(digest, now=MORNING)]


def _as_shown(story: Story) -> str:
    return shorten(story.lead_item.title, 300)
