"""Answering what is typed behind our name in any chat: stories as cards, page after page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.asked import Asked
from bot.bookmark import read_bookmark
from bot.cards import card
from bot.deep_links import PLAIN, search_parameter
from bot.finding import sought_stories, top_stories
from bot.refusals import briefly
from news.errors import UserError
from news.story import Story
from news.text import clean, shorten

PAGE = 20
"""Cards in one answer; Telegram asks for more when the person gets there."""

LONGEST_QUERY_SHOWN = 24


async def offer_cards(asked: Asked) -> None:
    """Answer with what the query finds; an empty one, with what matters most today."""
    query = clean(asked.text)
    bookmark = read_bookmark(asked.offset, now=asked.now)
    try:
        stories = await _stories(asked, query, as_of=bookmark.as_of)
    except UserError as error:
        hint = f"⚠️ {briefly(error, asked.texts)}"
        return await asked.answer(hint=hint, start=search_parameter(query))
    start = bookmark.start_in(stories)
    shown = stories[start : start + PAGE]
    end = start + len(shown)
    more = replace(bookmark, seen=end, last=shown[-1].id).written() if end < len(stories) else ""
    cards = [card(story, asked.chat, now=asked.now) for story in shown]
    hint = "" if bookmark.seen else _hint(asked, query, found=bool(stories))
    start_with = PLAIN if stories else search_parameter(query)
    return await asked.answer(cards, next_offset=more, hint=hint, start=start_with)


async def _stories(asked: Asked, query: str, *, as_of: datetime) -> Sequence[Story]:
    if not query:
        return await top_stories(asked.desk.db, as_of=as_of)
    zone = asked.chat.schedule.zone
    return await sought_stories(asked.desk.db, query, zone=zone, as_of=as_of, now=asked.now)


def _hint(asked: Asked, query: str, *, found: bool) -> str:
    if not query:
        return asked.texts.plain("inline-hint")
    return "" if found else asked.texts.plain("inline-nothing", query=shorten(query, LONGEST_QUERY_SHOWN))
