"""A page of what a search found, and its buttons: other pages, another order, narrowing, following."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.harmless import harmless
from bot.hits import hit_block, listed_words
from bot.keyboards import Rows, in_rows, ticked
from bot.packing import Block, pack
from bot.refusals import StaleButton
from bot.texts import Html, Texts
from news.chat import Chat
from news.finding import Finding
from news.gazetteer import short_name
from news.grammar import Search
from news.message import Button, Message
from news.narrowing import Choices, outlet_of, region_of
from news.packs import Pack
from news.regions import is_part_of

PAGE = 5
"""Hits on a page."""

LONGEST_MEANT = 60
"""Characters of a query that is suggested: it stands on a button."""

LONGEST_DATA = 64
"""Bytes of what a button carries."""

PERIODS = (1, 7, 30)
"""Days to which a search can be narrowed."""

_PLACE = re.compile(r"([0-9]{1,4})(?::([0-9]{1,11}):([bt]))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where to read in what a search found: behind the first `start` hits of those known at `as_of`."""

    as_of: datetime
    start: int = 0
    by_time: bool = False

    @property
    def data(self) -> str:
        """The place as a button carries it."""
        return f"search:{self.start}:{int(self.as_of.timestamp())}:{'t' if self.by_time else 'b'}"


def read_place(argument: str, *, now: datetime) -> Place:
    """Read what `Place.data` wrote, or what buttons of earlier versions carried. Raises StaleButton."""
    if not (found := _PLACE.fullmatch(argument)):
        raise StaleButton
    start, seconds, order = found.groups()
    # Buttons carry whole seconds: what is known by now is known at the end of this one.
    as_of = datetime.fromtimestamp(int(seconds), UTC) if seconds else _full_second(now)
    return Place(as_of=as_of, start=int(start), by_time=order == "t")


def first_place(now: datetime) -> Place:
    return Place(as_of=_full_second(now))


def search_page(
    chat: Chat, query: str, finding: Finding, place: Place, *, meant: Sequence[str] = (), now: datetime
) -> Message:
    """The hits at the place, which `finding` holds, below the query, from where the buttons read it, and what
    may have been meant."""
    texts = Texts(chat.language)
    pages = (finding.count + PAGE - 1) // PAGE
    head = texts.html(
        "search-results",
        query=query,
        count=finding.count,
        more="yes" if finding.more else "no",
        page=place.start // PAGE + 1,
        pages=pages,
    )
    if finding.relaxed:
        head = Html(f"{head}\n{texts.html('search-relaxed', words=listed_words(finding.relaxed))}")
    head = Html(f"{head}{_meant(texts, meant)}")
    numbered = enumerate(finding.hits, start=place.start + 1)
    blocks = [hit_block(hit, finding.terms, chat, number=number, now=now) for number, hit in numbered]
    first, *rest = pack([Block(html=head), *blocks])
    if rest:  # five of the longest ones are too long for a message: what is left out comes next
        fewer = replace(finding, hits=finding.hits[:-1])
        return search_page(chat, query, fewer, place, meant=meant, now=now)
    buttons = _page_buttons(texts, place, after=place.start + len(finding.hits), count=finding.count)
    return replace(first, buttons=(*_meant_rows(meant), *buttons))


def nothing_found(texts: Texts, query: str, *, meant: Sequence[str], packs: Sequence[Pack]) -> Message:
    """That the query finds nothing; what may have been meant, and topics near to it that can be followed."""
    ready = [Button(text=f"➕ {pack.name[texts.language]}", data=f"pack:{pack.key}") for pack in packs]
    html = Html(f"{texts.html('search-nothing', query=query)}{_meant(texts, meant)}")
    return Message(html=html, buttons=(*_meant_rows(meant), *in_rows(ready, of=2), (watch_button(texts),)))


def short_ones(meant: Sequence[str]) -> list[str]:
    """Those that leave room for what was found."""
    return [query for query in meant if len(query) <= LONGEST_MEANT]


def _meant(texts: Texts, meant: Sequence[str]) -> str:
    if not meant:
        return ""
    queries = Html(" · ".join(f"<code>{harmless(query)}</code>" for query in meant))
    return f"\n\n{texts.html('search-meant', queries=queries)}"


def _meant_rows(meant: Sequence[str]) -> Rows:
    return tuple((Button(text=f"🔎 {query}", data=f"meant:{number}"),) for number, query in enumerate(meant))


def _page_buttons(texts: Texts, place: Place, *, after: int, count: int) -> Rows:
    turns = []
    if place.start > 0:
        before = replace(place, start=max(0, place.start - PAGE))
        turns.append(Button(text=texts.plain("button-before"), data=before.data))
    if after < count:
        turns.append(Button(text=texts.plain("button-after"), data=replace(place, start=after).data))
    other = replace(place, start=0, by_time=not place.by_time)
    order = Button(text=texts.plain("button-best" if place.by_time else "button-newest"), data=other.data)
    narrow = Button(text=texts.plain("button-narrow"), data="narrow")
    rows = (tuple(turns), (order, narrow) if count > 1 else (narrow,), (watch_button(texts),))
    return tuple(row for row in rows if row)


def narrowing_buttons(chat: Chat, search: Search, choices: Choices, *, today: date) -> Rows:
    """Days, regions and outlets to narrow the search to; what it is narrowed to already is ticked, and a tap
    takes it back."""
    texts = Texts(chat.language)
    days = [
        Button(
            text=ticked(
                texts.plain("button-period", days=number), on=search.since == first_day(number, today)
            ),
            data=f"narrow:d:{0 if search.since == first_day(number, today) else number}",
        )
        for number in PERIODS
    ]
    back = Button(text=texts.plain("button-to-results"), data="search:0")
    regions = in_rows(_region_buttons(search, choices), of=2)
    return (tuple(days), *regions, *in_rows(_outlet_buttons(search, choices), of=2), (back,))


def first_day(days: int, today: date) -> date:
    """The first of so many last days."""
    return today - timedelta(days=days - 1)


def watch_button(texts: Texts) -> Button:
    return Button(text=texts.plain("button-watch"), data="watch")


def _region_buttons(search: Search, choices: Choices) -> Iterator[Button]:
    chosen = region_of(search)
    if chosen:
        yield Button(text=ticked(f"📍 {chosen.text}", on=True), data="narrow:r:")
    for code in choices.regions:
        if not (chosen and any(is_part_of(code, wanted) for wanted in chosen.codes)):
            yield Button(text=f"📍 {short_name(code)}", data=f"narrow:r:{code}")


def _outlet_buttons(search: Search, choices: Choices) -> Iterator[Button]:
    if chosen := outlet_of(search):
        yield Button(text=ticked(f"📰 {chosen}", on=True), data="narrow:o:")
    for outlet in choices.outlets:
        data = f"narrow:o:{outlet}"
        if outlet.casefold() != chosen.casefold() and len(data.encode()) <= LONGEST_DATA:
            yield Button(text=f"📰 {outlet}", data=data)


def _full_second(now: datetime) -> datetime:
    return now.replace(microsecond=0) + timedelta(seconds=1)
