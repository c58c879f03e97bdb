"""How one story looks: its headline, who told it and when, and how it begins."""

from datetime import datetime
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.dates import clock_time, days_ago
from bot.harmless import harmless
from bot.texts import Html, Texts
from news.chat import Chat, Language
from news.item import Item
from news.story import Story
from news.text import shorten

LONGEST_HEADLINE = 300
LONGEST_OUTLET = 60
LONGEST_LEAD = 180
"""Characters of a story's beginning; more makes a digest on a phone a wall."""

_DAY = {Language.INDONESIAN: "EEEE d MMM", Language.ENGLISH: "EEE d MMM"}


def render_story(story: Story, chat: Chat, *, number: int, now: datetime) -> Html:
    """Two or three lines: the numbered headline, who told it and when, how it begins."""
    item = story.lead_item
    told = f"{_outlets(story, Texts(chat.language))} · {when(item.published_at, chat, now=now)}"
    lines = [f"{number}. {_headline(item)}", f"<i>{told}</i>"]
    if item.lead:
        lines.append(harmless(shorten(item.lead, LONGEST_LEAD)))
    return Html("\n".join(lines))


def when(at: datetime, chat: Chat, *, now: datetime) -> str:
    """ "14.20" today, else "kemarin 14.20", "Sabtu 21 Nov 14.20", "Sabtu 21 Nov 2025 14.20"."""
    zone, language = chat.schedule.zone, chat.language
    time = clock_time(at, zone=zone, language=language)
    match days_ago(at, now=now, zone=zone):
        case 0:
            return time
        case 1:
            return Texts(language).plain("when-yesterday", time=time)
        case days:
            pattern = _DAY[language] + (" y" if days > 180 else "")
            return f"{format_datetime(at, pattern, tzinfo=ZoneInfo(zone), locale=language.value)} {time}"


def _headline(item: Item) -> str:
    title = shorten(item.title, LONGEST_HEADLINE)
    if not _takes_link(item.url):
        return f"<b>{harmless(title)}</b>"
    # Inside a link Telegram looks for nothing else to tap, so the headline stays letter for letter.
    return f'<a href="{escape(item.url, quote=True)}"><b>{escape(title, quote=True)}</b></a>'


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
