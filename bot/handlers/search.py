"""Searching the news: a page of results, the pages after it, and following the search from now on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.finding import sought_stories
from bot.keyboards import Rows
from bot.packing import Block, pack
from bot.story_lines import story_block
from bot.texts import Texts
from bot.turn import Turn
from news.chat import Chat
from news.digest import Line
from news.grammar import parse_search
from news.message import Button, Message
from news.story import Story
from news.text import clean

PAGE = 5
"""Stories on a page of results, fewer where they are too long for one message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Some of the `count` stories that `query` found, newest first, from the one at `start`."""

    query: str
    stories: Sequence[Story]
    start: int
    count: int


async def search(turn: Turn) -> None:
    """Answer what was written with what it finds; without anything, ask for it."""
    if not turn.argument:
        return await turn.reply(question(turn.texts, private=turn.private))
    page = await _find(turn, clean(turn.argument), start=0)
    return await turn.reply(results(turn.chat, page, now=turn.now), quoting=True)


async def press_search(turn: Turn) -> None:
    """Show the button's page of the search that its message shows; without a page, ask what to find."""
    if not turn.argument:
        return await turn.reply(question(turn.texts, private=turn.private))
    page = await _find(turn, turn.quoted, start=turn.number)
    return await turn.show(results(turn.chat, page, now=turn.now))


async def offer_search(turn: Turn) -> None:
    """Take plain words for something to search or to follow. Raises QueryError."""
    query = clean(turn.argument)
    parse_search(query)
    buttons = (
        Button(text=turn.texts.plain("button-search"), data="search:0"),
        _watch(turn.texts),
    )
    html = turn.texts.html("search-offer", query=query)
    await turn.reply(Message(html=html, buttons=(buttons,)), quoting=True)


async def _find(turn: Turn, query: str, *, start: int) -> Page:
    zone = turn.chat.schedule.zone
    newest = await sought_stories(turn.desk.db, query, zone=zone, as_of=turn.now, now=turn.now)
    start = start if start < len(newest) else 0
    return Page(query=query, stories=newest[start : start + PAGE], start=start, count=len(newest))


def question(texts: Texts, *, private: bool) -> Message:
    return Message(html=texts.html("search-ask", private="yes" if private else "no"))


def results(chat: Chat, page: Page, *, now: datetime) -> Message:
    """The page below its query, which the buttons read from there."""
    texts = Texts(chat.language)
    if not page.stories:
        html = texts.html("search-nothing", query=page.query)
        return Message(html=html, buttons=((_watch(texts),),))
    head = texts.html("search-results", query=page.query, count=page.count)
    numbered = enumerate(page.stories, start=page.start + 1)
    stories = [story_block(Line(story=story), chat, number=number, now=now) for number, story in numbered]
    first, *rest = pack([Block(html=head), *stories])
    if rest:
        return results(chat, replace(page, stories=page.stories[:-1]), now=now)
    return replace(first, buttons=_buttons(texts, page))


def _buttons(texts: Texts, page: Page) -> Rows:
    pages = []
    if page.start > 0:
        newer = max(page.start - PAGE, 0)
        pages.append(Button(text=texts.plain("button-newer"), data=f"search:{newer}"))
    if (older := page.start + len(page.stories)) < page.count:
        pages.append(Button(text=texts.plain("button-older"), data=f"search:{older}"))
    watch = (_watch(texts),)
    return (tuple(pages), watch) if pages else (watch,)


def _watch(texts: Texts) -> Button:
    return Button(text=texts.plain("button-watch"), data="watch")
