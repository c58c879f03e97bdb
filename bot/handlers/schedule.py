"""Setting when the digest comes: times of day, weekdays, the timezone, and when to be silent."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from typing import TypeVar

from bot.refusals import StaleButton
from bot.schedule_page import days_page, schedule_page
from bot.turn import Turn
from news.chat import Chat
from news.errors import LimitReached
from news.schedule import EVERY_DAY, MOST_TIMES, WORKING_DAYS, QuietHours, Schedule
from news.spoken_schedule import parse_schedule, parse_silence
from news.zones import INDONESIAN_ZONES
from storage.chats import save_chat, save_schedule

T = TypeVar("T")

_TIME = r"([01][0-9]|2[0-3])([0-5][0-9])"
_TIME_CHOICE = re.compile(rf"([+-]){_TIME}")
_DAY_CHOICE = re.compile(r"([+-])([0-6])")
_SPAN = re.compile(rf"{_TIME}-{_TIME}")
_DAYS = {"every": EVERY_DAY, "working": WORKING_DAYS}
_SWITCH = {"on": True, "off": False}


async def schedule(turn: Turn) -> None:
    """Read the schedule that was written; without any, show the one that is set."""
    if not turn.argument:
        return await turn.reply(schedule_page(turn.chat, now=turn.now))
    await turn.require_administrator()
    chosen = parse_schedule(turn.argument, current=turn.chat.schedule)
    silent = parse_silence(turn.argument, current=turn.chat.silent_without_news)
    chat = replace(turn.chat, schedule=chosen, silent_without_news=silent)
    return await turn.reply(schedule_page(await _keep(turn, chat), now=turn.now))


async def show_schedule(turn: Turn) -> None:
    """Answer the button under another message with the schedule that is set."""
    await turn.reply(schedule_page(turn.chat, now=turn.now))


async def show_times(turn: Turn) -> None:
    """Put the page with the times where the weekdays were."""
    await turn.show(schedule_page(turn.chat, now=turn.now))


async def show_days(turn: Turn) -> None:
    """Put the weekdays where the page with the times was."""
    await turn.show(days_page(turn.chat, now=turn.now))


async def choose_time(turn: Turn) -> str | None:
    """Add a time of day, or take it away; one remains."""
    await turn.require_administrator()
    sign, hour, minute = _chosen(_TIME_CHOICE, turn.argument)
    times = _with_choice(turn.chat.schedule.times, sign, time(int(hour), int(minute)))
    if not times:
        return turn.texts.plain("schedule-one-remains")
    if len(times) > MOST_TIMES:
        raise LimitReached("times", MOST_TIMES)
    await _choose(turn, replace(turn.chat.schedule, times=tuple(sorted(times))))
    return None


async def choose_zone(turn: Turn) -> None:
    await turn.require_administrator()
    zone = INDONESIAN_ZONES.get(turn.argument)
    if zone is None:
        raise StaleButton
    await _choose(turn, replace(turn.chat.schedule, zone=zone))


async def choose_day(turn: Turn) -> str | None:
    """Add a weekday, or take it away; one remains."""
    await turn.require_administrator()
    sign, day = _chosen(_DAY_CHOICE, turn.argument)
    weekdays = _with_choice(turn.chat.schedule.weekdays, sign, int(day))
    if not weekdays:
        return turn.texts.plain("schedule-one-day-remains")
    await _choose_days(turn, weekdays)
    return None


async def choose_days(turn: Turn) -> None:
    """Every day, or the working days."""
    await turn.require_administrator()
    if turn.argument not in _DAYS:
        raise StaleButton
    await _choose_days(turn, _DAYS[turn.argument])


async def choose_holidays(turn: Turn) -> None:
    """Digests on public holidays, or none."""
    await turn.require_administrator()
    await _choose(turn, replace(turn.chat.schedule, on_holidays=_switched(turn)))


async def choose_quiet(turn: Turn) -> None:
    """Quiet hours, or none."""
    await turn.require_administrator()
    await _choose(turn, replace(turn.chat.schedule, quiet=_quiet_hours(turn.argument)))


async def choose_no_news(turn: Turn) -> None:
    """To be told when a slot brings no news, or not."""
    await turn.require_administrator()
    chat = replace(turn.chat, silent_without_news=not _switched(turn))
    await turn.show(schedule_page(await _keep(turn, chat), now=turn.now))


async def _choose(turn: Turn, chosen: Schedule) -> None:
    await turn.show(schedule_page(await _reschedule(turn, chosen), now=turn.now))


async def _choose_days(turn: Turn, weekdays: frozenset[int]) -> None:
    chat = await _reschedule(turn, replace(turn.chat.schedule, weekdays=weekdays))
    await turn.show(days_page(chat, now=turn.now))


async def _reschedule(turn: Turn, chosen: Schedule) -> Chat:
    return await _keep(turn, replace(turn.chat, schedule=chosen))


async def _keep(turn: Turn, chat: Chat) -> Chat:
    """Remember it; the next digest is due as before where the schedule is as before."""
    save = save_chat if chat.schedule == turn.chat.schedule else save_schedule
    async with turn.desk.db.writing() as tx:
        await save(tx, chat, now=turn.now)
    return chat


def _chosen(pattern: re.Pattern[str], argument: str) -> tuple[str, ...]:
    if not (found := pattern.fullmatch(argument)):
        raise StaleButton
    return tuple(found.groups())


def _with_choice(present: Iterable[T], sign: str, choice: T) -> frozenset[T]:
    """What is present with the choice added ("+") or taken away ("-")."""
    return frozenset(present) | {choice} if sign == "+" else frozenset(present) - {choice}


def _switched(turn: Turn) -> bool:
    if turn.argument not in _SWITCH:
        raise StaleButton
    return _SWITCH[turn.argument]


def _quiet_hours(argument: str) -> QuietHours | None:
    """Read "2100-0600" or "off". Raises StaleButton."""
    if argument == "off":
        return None
    hour, minute, last_hour, last_minute = map(int, _chosen(_SPAN, argument))
    start, end = time(hour, minute), time(last_hour, last_minute)
    if start == end:
        raise StaleButton
    return QuietHours(start=start, end=end)
