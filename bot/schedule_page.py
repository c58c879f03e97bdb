"""The page on which a chat sees when its digest comes, and sets it with a tap."""

from datetime import datetime, time

from bot.dates import time_of_day, time_span, weekday
from bot.keyboards import Rows, in_rows, ticked
from bot.schedule_words import in_words
from bot.texts import Texts
from bot.upcoming import upcoming_date
from news.chat import Chat
from news.message import Button, Message
from news.schedule import EVERY_DAY, WORKING_DAYS, QuietHours, next_slot
from news.zones import INDONESIAN_ZONES

USUAL_TIMES = tuple(time(hour) for hour in (6, 7, 8, 12, 16, 20))
USUAL_QUIET = QuietHours(start=time(21), end=time(6))


def schedule_page(chat: Chat, *, now: datetime) -> Message:
    """When the digest comes, with the usual choices as buttons."""
    texts = Texts(chat.language)
    return Message(html=_words(chat, now=now), buttons=(*_times(chat), _zones(chat), *_wishes(chat, texts)))


def days_page(chat: Chat, *, now: datetime) -> Message:
    """The same, with the weekdays as buttons."""
    texts = Texts(chat.language)
    groups = {"button-every-day": ("every", EVERY_DAY), "button-working-days": ("working", WORKING_DAYS)}
    usual = tuple(
        Button(text=ticked(texts.plain(key), on=chat.schedule.weekdays == days), data=f"weekdays:{name}")
        for key, (name, days) in groups.items()
    )
    back = Button(text=texts.plain("button-times"), data="times")
    each = in_rows((_day(chat, day) for day in range(7)), of=4)
    return Message(html=_words(chat, now=now), buttons=(usual, *each, (back,)))


def _words(chat: Chat, *, now: datetime) -> str:
    return Texts(chat.language).html(
        "schedule",
        schedule=in_words(chat.schedule, language=chat.language),
        when=upcoming_date(next_slot(chat.schedule, after=now), chat, now=now),
        silent="yes" if chat.silent_without_news else "no",
    )


def _times(chat: Chat) -> Rows:
    # A time that was typed stands among the usual ones, so that it can be taken away with a tap too.
    set_times = chat.schedule.times
    return in_rows((_time(chat, at, on=at in set_times) for at in sorted({*USUAL_TIMES, *set_times})), of=3)


def _time(chat: Chat, at: time, *, on: bool) -> Button:
    text = ticked(time_of_day(at, language=chat.language), on=on)
    return Button(text=text, data=f"time:{'-' if on else '+'}{at:%H%M}")


def _zones(chat: Chat) -> tuple[Button, ...]:
    return tuple(
        Button(text=ticked(name, on=zone == chat.schedule.zone), data=f"zone:{name}")
        for name, zone in INDONESIAN_ZONES.items()
    )


def _day(chat: Chat, day: int) -> Button:
    on = day in chat.schedule.weekdays
    text = ticked(weekday(day, language=chat.language, short=True), on=on)
    return Button(text=text, data=f"day:{'-' if on else '+'}{day}")


def _wishes(chat: Chat, texts: Texts) -> Rows:
    days = Button(text=texts.plain("button-days"), data="days")
    holidays = _switch(texts.plain("button-holidays"), "holidays", on=chat.schedule.on_holidays)
    told = _switch(texts.plain("button-no-news"), "nonews", on=not chat.silent_without_news)
    return ((days, holidays), (_quiet(chat, texts), told))


def _quiet(chat: Chat, texts: Texts) -> Button:
    quiet = chat.schedule.quiet
    shown = quiet or USUAL_QUIET
    text = texts.plain("button-quiet", hours=time_span(shown.start, shown.end, language=chat.language))
    data = "off" if quiet else f"{shown.start:%H%M}-{shown.end:%H%M}"
    return Button(text=ticked(text, on=bool(quiet)), data=f"quiet:{data}")


def _switch(text: str, verb: str, *, on: bool) -> Button:
    """A button that says what is on, and turns it to the other."""
    return Button(text=ticked(text, on=on), data=f"{verb}:{'off' if on else 'on'}")
