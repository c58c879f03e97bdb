"""How one story looks: its headline, who told it and when, and how it begins."""

from datetime import datetime
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.dates import clock_time, days_ago
from bot.harmless import harmless
from bot.texts import Html, Texts
from news.chat import Chat, Language
from news.gazetteer import regions
from news.item import Item
from news.story import Story
from news.text import shorten

LONGEST_HEADLINE = 300
LONGEST_OUTLET = 60
LONGEST_OTHER = 110
"""Characters of another outlet and its headline, which are one line on most screens."""

OUTLETS_LISTED = 8
LONGEST_LEAD = 180
"""Characters of a story's beginning; more makes a digest on a phone a wall."""

_DAY = {Language.INDONESIAN: "EEEE d MMM", Language.ENGLISH: "EEE d MMM"}


def render_story(story: Story, chat: Chat, *, number: int, now: datetime, grew: bool = False) -> Html:
    """Two or three lines: the numbered headline, who told it, where and when, how it begins."""
    item, texts = story.lead_item, Texts(chat.language)
    mark = f"{texts.html('story-grew')} " if grew else ""
    told = [_outlets(story, texts), *_region(story), when(item.published_at, chat, now=now)]
    lines = [f"{number}. {mark}{_headline(item)}", f"<i>{' · '.join(told)}</i>"]
    if item.lead:
        lines.append(harmless(shorten(item.lead, LONGEST_LEAD)))
    return Html("\n".join(lines))


def render_outlets(story: Story, texts: Texts) -> Html:
    """The other outlets of a story, each with its own headline, in a quotation that opens; empty for one."""
    first = {item.outlet: item for item in reversed(story.items)}
    others = [first[outlet] for outlet in story.outlets[1:]]
    if not others:
        return Html()
    lines = [_linked(item, f"{item.outlet}: {item.title}") for item in others[:OUTLETS_LISTED]]
    if rest := len(others) - len(lines):
        lines.append(harmless(texts.plain("digest-others", count=rest)))
    return Html(f"<blockquote expandable>{chr(10).join(lines)}</blockquote>")


def when(at: datetime, chat: Chat, *, now: datetime) -> str:
    """ "14.20" today, else "kemarin 14.20", "Sabtu 21 Nov 14.20", "Sabtu 21 Nov 2025 14.20"."""
    zone = chat.schedule.zone
    return _when(at, zone, chat.language, days_ago(at, now=now, zone=zone))


@lru_cache(10_000)
def _when(at: datetime, zone: str, language: Language, days: int) -> str:
    time = clock_time(at, zone=zone, language=language)
    match days:
        case 0:
            return time
        case 1:
            return Texts(language).plain("when-yesterday", time=time)
        case _:
            pattern = _DAY[language] + (" y" if days > 180 else "")
            return f"{format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=language.value)} {time}"


def _headline(item: Item) -> str:
    return _linked(item, shorten(item.title, LONGEST_HEADLINE), bold=True)


def _linked(item: Item, text: str, *, bold: bool = False) -> str:
    text = text if bold else shorten(text, LONGEST_OTHER)
    start, end = ("<b>", "</b>") if bold else ("", "")
    if not _takes_link(item.url):
        return f"{start}{harmless(text)}{end}"
    # Inside a link Telegram looks for nothing else to tap, so the headline stays letter for letter.
    return f'<a href="{escape(item.url, quote=True)}">{start}{escape(text, quote=True)}{end}</a>'


def _region(story: Story) -> list[Html]:
    known = [regions()[code] for code in story.regions if code in regions()]
    return [harmless(known[0].place)] if known else []


@lru_cache(10_000)
def _takes_link(url: str) -> bool:
    """Whether Telegram keeps this link; others it drops without an error, leaving bare text."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and parts.port != 0
    except ValueError:
        return False


def _outlets(story: Story, texts: Texts) -> Html:
    outlet = harmless(shorten(story.outlets[0], LONGEST_OUTLET))
    others = len(story.outlets) - 1
    return texts.html("story-outlets", outlet=outlet, others=others) if others else outlet
