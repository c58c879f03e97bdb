"""The outlets that are followed, and how well they can be watched."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_never

from bot.harmless import harmless
from bot.keyboards import Rows
from bot.story_lines import when
from bot.texts import Html, Texts
from bot.turn import Turn
from news.chat import Chat
from news.feed import Health
from news.message import Button, Message
from news.text import shorten
from storage.outlets import WatchedOutlet, watched_outlets

PAGE = 20
"""Outlets on a page."""

_LONGEST_NAME = 40


async def show_sources(turn: Turn) -> None:
    """Show a page of the outlets, those in trouble first; a button replaces its message by another page."""
    async with turn.desk.db.reading() as tx:
        outlets = await watched_outlets(tx, now=turn.now)
    start = turn.number if turn.pressed else 0
    await turn.show(sources_page(outlets, turn.chat, start=start, now=turn.now))


def sources_page(outlets: Sequence[WatchedOutlet], chat: Chat, *, start: int, now: datetime) -> Message:
    """The outlets from the one at `start` on, below how they all are."""
    texts = Texts(chat.language)
    if not outlets:
        return Message(html=texts.html("sources-none"))
    worst_first = sorted(outlets, key=lambda outlet: (outlet.health is Health.OK, outlet.name.casefold()))
    start = start if start < len(outlets) else 0
    lines = [_line(outlet, chat, texts, now=now) for outlet in worst_first[start : start + PAGE]]
    head = texts.html("sources-head", outlets=len(outlets), feeds=sum(outlet.feeds for outlet in outlets))
    counts = Html(" · ".join(_counts(outlets, texts)))
    return Message(
        html="\n".join([head, counts, "", *lines]), buttons=_pages(texts, start=start, count=len(outlets))
    )


def _counts(outlets: Sequence[WatchedOutlet], texts: Texts) -> Iterator[str]:
    counts = Counter(outlet.health for outlet in outlets)
    for health in Health:
        if counts[health]:
            yield texts.html("sources-count", health=health.value, count=counts[health])


def _line(outlet: WatchedOutlet, chat: Chat, texts: Texts, *, now: datetime) -> Html:
    name = harmless(shorten(outlet.name, _LONGEST_NAME))
    newest = when(outlet.newest_at, chat, now=now) if outlet.newest_at else ""
    match outlet.health:
        case Health.GONE:
            return texts.html("sources-gone", name=name)
        case Health.BROKEN:
            # The kind alone: the reason is technical, and for the operator.
            kind = outlet.failure or "unknown"
            if not newest:
                return texts.html("sources-broken", name=name, kind=kind)
            return texts.html("sources-failing", name=name, kind=kind, newest=newest)
        case Health.SILENT | Health.OK if newest:
            return texts.html("sources-watched", health=outlet.health.value, name=name, newest=newest)
        case Health.SILENT | Health.OK:
            return texts.html("sources-nothing-yet", name=name)
    assert_never(outlet.health)


def _pages(texts: Texts, *, start: int, count: int) -> Rows:
    pages = []
    if start > 0:
        back = Button(text=texts.plain("button-back"), data=f"sources:{max(start - PAGE, 0)}")
        pages.append(back)
    if start + PAGE < count:
        pages.append(Button(text=texts.plain("button-on"), data=f"sources:{start + PAGE}"))
    return (tuple(pages),) if pages else ()
