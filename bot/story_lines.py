"""How one story looks: its headline, who told it and when, and how it begins."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.dates import clock_time, local_date
from bot.harmless import harmless, letters
from bot.packing import Block
from bot.texts import Html, Texts
from news.chat import Chat, Language
from news.digest import Line
from news.gazetteer import short_name
from news.item import Item
from news.story import Story
from news.text import clean, shorten

LONGEST_HEADLINE, SHORT_HEADLINE = 300, 120
LONGEST_OUTLET = 60
LONGEST_OTHER = 110
"""Characters of another outlet and its headline, which are one line on most screens."""

OUTLETS_LISTED = 8
"""Other outlets with their headlines, where there is room."""

OUTLETS_NAMED, OUTLETS_LINKED = 12, 4
"""Other outlets by their names in any case, and how many of them as links: a message holds a hundred."""

LONGEST_LEAD = 180
"""Characters of a story's beginning; more makes a digest on a phone a wall."""

_REMEMBERED = 4_000
"""Stories whose looks are kept: chats that follow the same topics are told the same stories."""

_DAY = {Language.INDONESIAN: "EEEE d MMM", Language.ENGLISH: "EEE d MMM"}


def story_block(line: Line, chat: Chat, *, number: int, now: datetime) -> Block:
    """The story, numbered: its headline, who told it, where and when, how it begins or what is new in it; and
    its other outlets below."""
    looks = _looks_to(chat, line.story, line.latest, now=now)
    return Block(html=f"{number}. {looks.html}", brief=looks.brief, full=looks.full)


def lone_story(story: Story, item: Item, chat: Chat, *, now: datetime) -> Block:
    """The story as `item` tells it, alone."""
    zone, language = chat.schedule.zone, chat.language
    return _block(story, item, language=language, zone=zone, today=local_date(now, zone=zone))


def _looks_to(chat: Chat, story: Story, latest: Item | None, *, now: datetime) -> Block:
    zone = chat.schedule.zone
    return _looks(story, latest, chat.language, zone, local_date(now, zone=zone))


@lru_cache(_REMEMBERED)
def _looks(story: Story, latest: Item | None, language: Language, zone: str, today: date) -> Block:
    """The story as every chat of this language and zone is told it, without its number."""
    return _block(story, story.lead_item, latest, language=language, zone=zone, today=today)


def _block(
    story: Story, item: Item, latest: Item | None = None, *, language: Language, zone: str, today: date
) -> Block:
    texts = Texts(language)
    mark = f"{texts.html('story-grew')} " if latest else ""
    time = _when(item.published_at, zone, language, today)
    lines = [f"{mark}{_headline(item, texts)}", told_by(story, item, texts, time=time)]
    if latest and latest != item:
        lines.append(_latest(latest, texts, time=_when(latest.published_at, zone, language, today)))
    elif item.lead:
        lines.append(harmless(shorten(item.lead, LONGEST_LEAD)))
    brief, full = others_of(story, item, texts)
    return Block(html="\n".join(lines), brief=brief, full=full)


def short_story(story: Story, chat: Chat, *, now: datetime) -> Html:
    """The story as an example among others: its headline, who told it, where and when."""
    texts, item = Texts(chat.language), story.lead_item
    told = told_by(story, item, texts, time=when(item.published_at, chat, now=now))
    return Html(f"• {_headline(item, texts, longest=SHORT_HEADLINE)}\n{told}")


def told_by(story: Story, item: Item, texts: Texts, *, time: str) -> Html:
    """Who tells the story, the outlet of `item` first; where it happened, and at which time it was told."""
    outlet, others = harmless(shorten(item.outlet, LONGEST_OUTLET)), len(story.outlets) - 1
    outlets = texts.html("story-outlets", outlet=outlet, others=others) if others else outlet
    return Html(f"<i>{' · '.join([outlets, *_region(story), time])}</i>")


def others_of(story: Story, item: Item, texts: Texts) -> tuple[str, str]:
    """The outlets that tell the story beside that of `item`: briefly, and each with its own headline."""
    first = {each.outlet: each for each in reversed(story.items) if each.outlet != item.outlet}
    others = [first[outlet] for outlet in story.outlets if outlet in first]
    return _named(others, texts), _listed(others, texts)


def _named(others: Sequence[Item], texts: Texts) -> str:
    """The outlets by their names, the first of them as links."""
    names = [
        _linked(item, shorten(item.outlet, LONGEST_OUTLET))
        if place < OUTLETS_LINKED
        else harmless(shorten(item.outlet, LONGEST_OUTLET))
        for place, item in enumerate(others[:OUTLETS_NAMED])
    ]
    return _quoted(" · ".join([*names, *_rest(len(others) - OUTLETS_NAMED, texts)]))


def _listed(others: Sequence[Item], texts: Texts) -> str:
    """The outlets, each with its own headline."""
    lines = [
        _linked(item, shorten(f"{item.outlet}: {item.title}", LONGEST_OTHER))
        for item in others[:OUTLETS_LISTED]
    ]
    return _quoted("\n".join([*lines, *_rest(len(others) - OUTLETS_LISTED, texts)]))


def _rest(count: int, texts: Texts) -> list[Html]:
    return [texts.html("digest-others", count=count)] if count > 0 else []


def _quoted(html: str) -> str:
    return f"\n<blockquote expandable>{html}</blockquote>" if html else ""


def _latest(item: Item, texts: Texts, *, time: str) -> Html:
    return texts.html(
        "story-latest",
        headline=Html(_linked(item, shorten(item.title, LONGEST_LEAD))),
        outlet=harmless(shorten(item.outlet, LONGEST_OUTLET)),
        time=time,
    )


def when(at: datetime, chat: Chat, *, now: datetime) -> str:
    """ "14.20" today, else "kemarin 14.20", "Sabtu 21 Nov 14.20", "Sabtu 21 Nov 2025 14.20"."""
    zone = chat.schedule.zone
    return _when(at, zone, chat.language, local_date(now, zone=zone))


@lru_cache(10_000)
def _when(at: datetime, zone: str, language: Language, today: date) -> str:
    time = clock_time(at, zone=zone, language=language)
    match (today - local_date(at, zone=zone)).days:
        case 0:
            return time
        case 1:
            return Texts(language).plain("when-yesterday", time=time)
        case days:
            pattern = _DAY[language] + (" y" if days > 180 else "")
            return f"{format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=language.value)} {time}"


def _headline(item: Item, texts: Texts, *, longest: int = LONGEST_HEADLINE) -> str:
    return _linked(item, shorten(clean(item.title), longest) or texts.plain("story-untitled"), tag="b")


def _linked(item: Item, text: str, *, tag: str = "") -> str:
    start, end = (f"<{tag}>", f"</{tag}>") if tag else ("", "")
    words = letters(text) if takes_link(item.url) else harmless(text)
    return link_to(item, Html(f"{start}{words}{end}"))


def link_to(item: Item, html: Html) -> Html:
    """The words as a link to the article, where Telegram makes one of it."""
    return Html(f'<a href="{escape(item.url, quote=True)}">{html}</a>') if takes_link(item.url) else html


def _region(story: Story) -> list[Html]:
    return [harmless(name) for code in story.regions[:1] if (name := short_name(code))]


@lru_cache(10_000)
def takes_link(url: str) -> bool:
    """Whether Telegram keeps this link; others it drops without an error, leaving bare text."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and parts.port != 0
    except ValueError:
        return False
