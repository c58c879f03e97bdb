"""Answering what is typed behind our name in any chat: stories as cards, page after page."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineQueryResultArticle

from bot.asked import Asked
from bot.bookmark import Bookmark, read_bookmark
from bot.cards import LONGEST_EXCERPT, card
from bot.deep_links import PLAIN, search_parameter
from bot.finding import sought, top_stories
from bot.refusals import briefly
from news.errors import UserError
from news.excerpt import excerpt
from news.finding import Hit
from news.grammar import parse_search
from news.query import Term
from news.text import clean, shorten

PAGE = 20
"""Cards in one answer; Telegram asks for more when the person gets there."""

LONGEST_QUERY_SHOWN = 24


async def offer_cards(asked: Asked) -> None:
    """Answer with what the query finds; an empty one, with what matters most today."""
    query = clean(asked.text)
    bookmark = read_bookmark(asked.offset, now=asked.now)
    try:
        cards, count = await _cards(asked, query, bookmark)
    except UserError as error:
        hint = f"⚠️ {briefly(error, asked.texts)}"
        return await asked.answer(hint=hint, start=search_parameter(query))
    end = bookmark.seen + len(cards)
    more = replace(bookmark, seen=end).written() if end < count else ""
    hint = "" if bookmark.seen else _hint(asked, query, found=bool(count))
    start_with = PLAIN if count else search_parameter(query)
    return await asked.answer(cards, next_offset=more, hint=hint, start=start_with)


async def _cards(asked: Asked, query: str, bookmark: Bookmark) -> tuple[list[InlineQueryResultArticle], int]:
    """The cards behind the bookmark, at most PAGE, and how many there are in all. Raises QueryError."""
    start, as_of = bookmark.seen, bookmark.as_of
    if not query:
        top = await top_stories(asked.desk.db, as_of=as_of)
        shown = [(story, story.lead_item, story.lead_item.lead) for story in top[start : start + PAGE]]
        count = len(top)
    else:
        zone = asked.chat.schedule.zone
        found = await sought(
            asked.desk.db, parse_search(query), zone=zone, as_of=as_of, start=start, limit=PAGE
        )
        shown = [(hit.story, hit.item, _excerpt(hit, found.terms)) for hit in found.hits]
        count = found.count
    return [card(story, item, asked.chat, excerpt=said, now=asked.now) for story, item, said in shown], count


def _excerpt(hit: Hit, terms: Sequence[Term]) -> str:
    return excerpt(clean(hit.item.lead), terms, longest=LONGEST_EXCERPT).text


def _hint(asked: Asked, query: str, *, found: bool) -> str:
    if not query:
        return asked.texts.plain("inline-hint")
    return "" if found else asked.texts.plain("inline-nothing", query=shorten(query, LONGEST_QUERY_SHOWN))
