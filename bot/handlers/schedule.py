"""Setting when the digest comes: times of day, and the timezone."""

import re
from dataclasses import replace
from datetime import datetime, time

from bot.dates import time_of_day, times_in_words
from bot.keyboards import Rows, in_rows, ticked
from bot.refusals import StaleButton
from bot.texts import Texts
from bot.turn import Turn
from bot.upcoming import upcoming
from news.chat import Chat
from news.errors import LimitReached
from news.message import Button, Message
from news.schedule import EVERY_DAY, MOST_TIMES, Schedule, next_slot
from news.spoken_schedule import parse_schedule
from news.zones import INDONESIAN_ZONES, zone_abbreviation
from storage.chats import save_schedule

USUAL_TIMES = tuple(time(hour) for hour in (6, 7, 8, 12, 16, 20))
_CHOICE = re.compile(r"([+-])([01][0-9]|2[0-3])([0-5][0-9])")


async def schedule(turn: Turn) -> None:
    """Read the times that were written; without any, show those that are set."""
    if not turn.argument:
        return await turn.reply(schedule_page(turn.chat, now=turn.now))
    await turn.require_administrator()
    chosen = parse_schedule(turn.argument, current=turn.chat.schedule)
    return await turn.reply(await _reschedule(turn, chosen))


async def show_schedule(turn: Turn) -> None:
    """Answer the button under another message with the times that are set."""
    await turn.reply(schedule_page(turn.chat, now=turn.now))


async def choose_time(turn: Turn) -> str | None:
    """Add a time of day, or take it away; one remains."""
    await turn.require_administrator()
    chosen = _with_choice(turn.chat.schedule, turn.argument)
    if not chosen.times:
        return turn.texts.plain("schedule-one-remains")
    await turn.show(await _reschedule(turn, chosen))
    return None


async def choose_zone(turn: Turn) -> None:
    await turn.require_administrator()
    zone = INDONESIAN_ZONES.get(turn.argument)
    if zone is None:
        raise StaleButton
    await turn.show(await _reschedule(turn, replace(turn.chat.schedule, zone=zone)))


async def _reschedule(turn: Turn, chosen: Schedule) -> Message:
    chat = replace(turn.chat, schedule=chosen)
    async with turn.desk.db.writing() as tx:
        await save_schedule(tx, chat, now=turn.now)
    return schedule_page(chat, now=turn.now)


def _with_choice(schedule: Schedule, choice: str) -> Schedule:
    """The schedule with "+0700" added or "-0700" taken away."""
    if not (found := _CHOICE.fullmatch(choice)):
        raise StaleButton
    at = {time(int(found[2]), int(found[3]))}
    times = set(schedule.times) | at if found[1] == "+" else set(schedule.times) - at
    if len(times) > MOST_TIMES:
        raise LimitReached("times", MOST_TIMES)
    return replace(schedule, times=tuple(sorted(times)))


def schedule_page(chat: Chat, *, now: datetime) -> Message:
    """When the digest comes, with the usual choices as buttons."""
    texts = Texts(chat.language)
    html = texts.html(
        "schedule",
        times=times_in_words(chat.schedule.times, language=chat.language),
        zone=zone_abbreviation(chat.schedule.zone, now),
        daily="yes" if chat.schedule.weekdays == EVERY_DAY else "no",
        when=upcoming(next_slot(chat.schedule, after=now), chat, now=now),
    )
    return Message(html=html, buttons=(*_times(chat), _zones(chat)))


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
