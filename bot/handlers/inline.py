"""Answering what is typed behind our name in any chat: stories as cards, page after page."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.asked import Asked
from bot.bookmark import read_bookmark
from bot.cards import LONGEST_EXCERPT, card
from bot.deep_links import PLAIN, search_parameter
from bot.finding import sought, top_stories
from bot.refusals import briefly
from news.errors import UserError
from news.excerpt import excerpt
from news.grammar import parse_search
from news.item import Item
from news.story import Story
from news.text import clean, shorten

PAGE = 20
"""Cards in one answer; Telegram asks for more when the person gets there."""

MOST = 100
"""Cards that a query brings at most."""

LONGEST_QUERY_SHOWN = 24


async def offer_cards(asked: Asked) -> None:
    """Answer with what the query finds; an empty one, with what matters most today."""
    query = clean(asked.text)
    bookmark = read_bookmark(asked.offset, now=asked.now)
    try:
        told = await _told(asked, query, as_of=bookmark.as_of)
    except UserError as error:
        hint = f"⚠️ {briefly(error, asked.texts)}"
        return await asked.answer(hint=hint, start=search_parameter(query))
    start = bookmark.start_in([story for story, _, _ in told])
    shown = told[start : start + PAGE]
    end = start + len(shown)
    more = replace(bookmark, seen=end, last=shown[-1][0].id).written() if end < len(told) else ""
    cards = [card(story, item, asked.chat, excerpt=said, now=asked.now) for story, item, said in shown]
    hint = "" if bookmark.seen else _hint(asked, query, found=bool(told))
    start_with = PLAIN if told else search_parameter(query)
    return await asked.answer(cards, next_offset=more, hint=hint, start=start_with)


async def _told(asked: Asked, query: str, *, as_of: datetime) -> Sequence[tuple[Story, Item, str]]:
    """The stories, each with the item that is shown of it, and what of that stands beside its headline."""
    if not query:
        top = await top_stories(asked.desk.db, as_of=as_of)
        return [(story, story.lead_item, story.lead_item.lead) for story in top]
    found = await sought(
        asked.desk.db, parse_search(query), zone=asked.chat.schedule.zone, as_of=as_of, limit=MOST
    )
    return [
        (hit.story, hit.item, excerpt(clean(hit.item.lead), found.terms, longest=LONGEST_EXCERPT).text)
        for hit in found.hits
    ]


def _hint(asked: Asked, query: str, *, found: bool) -> str:
    if not query:
        return asked.texts.plain("inline-hint")
    return "" if found else asked.texts.plain("inline-nothing", query=shorten(query, LONGEST_QUERY_SHOWN))
