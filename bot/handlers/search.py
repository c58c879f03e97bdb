"""Searching the news: what is found, page after page, in another order or narrowed; and following it."""

from dataclasses import replace
from datetime import date

from bot.dates import local_date
from bot.finding import meant, sought
from bot.refusals import StaleButton
from bot.search_page import (
    PAGE,
    PERIODS,
    Place,
    first_day,
    first_place,
    narrowing_buttons,
    nothing_found,
    read_place,
    search_page,
    short_ones,
    watch_button,
)
from bot.texts import Texts
from bot.turn import Turn
from news.errors import QueryError
from news.finding import Finding
from news.gazetteer import short_name
from news.grammar import Search, parse_search, write_search
from news.message import Button, Message
from news.narrowing import by_outlet, choices_in, in_days, in_region
from news.related_packs import related_packs
from news.text import clean

CHOICES = 4
"""Regions, and outlets, to which a search can be narrowed by a tap."""

_LOOKED_AT = 50
"""Hits among which those are sought."""


async def search(turn: Turn) -> None:
    """Answer what was written with what it finds; without anything, ask for it."""
    if not turn.argument:
        return await turn.reply(question(turn.texts, private=turn.private))
    await turn.typing()
    query = clean(turn.argument)
    answer = await _answer(turn, query, first_place(turn.now))
    return await turn.reply(answer, quoting=True)


async def press_search(turn: Turn) -> None:
    """Show the button's page of the search that its message shows; without a page, ask what to find."""
    if not turn.argument:
        return await turn.reply(question(turn.texts, private=turn.private))
    return await turn.show(await _answer(turn, turn.quoted, read_place(turn.argument, now=turn.now)))


async def search_suggested(turn: Turn) -> None:
    """Search for what the button suggests."""
    await turn.show(await _answer(turn, turn.suggested, first_place(turn.now)))


async def offer_search(turn: Turn) -> None:
    """Take plain words for something to search or to follow. Raises QueryError."""
    query = clean(turn.argument)
    parse_search(query)
    find = Button(text=turn.texts.plain("button-search"), data="search:0")
    html = turn.texts.html("search-offer", query=query)
    await turn.reply(Message(html=html, buttons=((find, watch_button(turn.texts)),)), quoting=True)


async def narrow_search(turn: Turn) -> None:
    """Without an argument offer what the search can be narrowed to; with one, search again like that."""
    searched = parse_search(turn.quoted)
    if turn.argument:
        narrowed = _narrowed(turn, searched)
        return await turn.show(await _answer(turn, write_search(narrowed), first_place(turn.now)))
    found = await _find(turn, searched, first_place(turn.now), limit=_LOOKED_AT)
    choices = choices_in(found.hits, most=CHOICES)
    return await turn.rekey(narrowing_buttons(turn.chat, searched, choices, today=_today(turn)))


def question(texts: Texts, *, private: bool) -> Message:
    return Message(html=texts.html("search-ask", private="yes" if private else "no"))


async def _answer(turn: Turn, query: str, place: Place) -> Message:
    searched = parse_search(query)
    found = await _find(turn, searched, place, limit=PAGE)
    if found.count and not found.hits:  # there were more pages
        place = replace(place, start=0)
        found = await _find(turn, searched, place, limit=PAGE)
    doubtful = not found.count or (found.relaxed and not place.start)
    other = await _meant(turn, query, searched, place) if doubtful else []
    if not found.count:
        return nothing_found(turn.texts, query, meant=other, packs=related_packs(searched.query))
    return search_page(turn.chat, query, found, place, meant=other, now=turn.now)


async def _meant(turn: Turn, query: str, searched: Search, place: Place) -> list[str]:
    zone = turn.chat.schedule.zone
    return short_ones(await meant(turn.desk.db, query, searched, zone=zone, as_of=place.as_of))


async def _find(turn: Turn, searched: Search, place: Place, *, limit: int) -> Finding:
    return await sought(
        turn.desk.db,
        searched,
        zone=turn.chat.schedule.zone,
        as_of=place.as_of,
        by_time=place.by_time,
        start=place.start,
        limit=limit,
    )


def _narrowed(turn: Turn, searched: Search) -> Search:
    """The search as the button narrows it. Raises StaleButton."""
    kind, _, choice = turn.argument.partition(":")
    try:
        match kind:
            case "d" if choice in map(str, (0, *PERIODS)):
                return in_days(searched, first_day(int(choice), _today(turn)) if int(choice) else None)
            case "r" if not choice or short_name(choice):
                return in_region(searched, short_name(choice))
            case "o":
                return by_outlet(searched, choice)
            case _:
                raise StaleButton
    except QueryError as error:  # a region or an outlet that is none
        raise StaleButton from error


def _today(turn: Turn) -> date:
    return local_date(turn.now, zone=turn.chat.schedule.zone)
