"""When something comes, in words: "besok pukul 07.00 WIB"."""

from datetime import datetime

from bot.dates import day_and_month, days_ago, long_date, time_with_zone
from bot.texts import Texts
from news.chat import Chat
from storage.chats import next_digest_at
from storage.database import Transaction


async def next_digest(tx: Transaction, chat: Chat, *, now: datetime) -> str:
    """When the chat's next digest comes."""
    return upcoming(await next_digest_at(tx, chat.id) or now, chat, now=now)


def upcoming(at: datetime, chat: Chat, *, now: datetime) -> str:
    """How the chat's people call the instant `at`; one that has come is soon."""
    texts, zone = Texts(chat.language), chat.schedule.zone
    if at <= now:
        return texts.plain("upcoming-soon")
    return texts.plain(
        "upcoming",
        days=-days_ago(at, now=now, zone=zone),
        time=time_with_zone(at, zone=zone, language=chat.language),
        date=long_date(at, zone=zone, language=chat.language),
    )


def upcoming_date(at: datetime, chat: Chat, *, now: datetime) -> str:
    """The instant `at`, later than `now`, with its day of the month: "besok, Selasa 24 November, …"."""
    texts, zone = Texts(chat.language), chat.schedule.zone
    return texts.plain(
        "upcoming-date",
        days=-days_ago(at, now=now, zone=zone),
        date=day_and_month(at, zone=zone, language=chat.language),
        time=time_with_zone(at, zone=zone, language=chat.language),
    )
