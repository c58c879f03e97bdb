"""A schedule in the words in which its chat could have written it."""

from bot.dates import time_span, times_in_words, weekdays_in_words
from bot.texts import Texts
from news.chat import Language
from news.schedule import EVERY_DAY, WORKING_DAYS, Schedule
from news.zones import zone_name

_GROUPS = {EVERY_DAY: "every", WORKING_DAYS: "working", EVERY_DAY - WORKING_DAYS: "weekend"}


def in_words(schedule: Schedule, *, language: Language) -> str:
    """ "setiap hari kerja pukul 07.00 WIB, kecuali hari libur nasional": `parse_schedule` reads it back."""
    quiet = schedule.quiet
    return Texts(language).plain(
        "schedule-words",
        days=_GROUPS.get(schedule.weekdays, "some"),
        names=weekdays_in_words(schedule.weekdays, language=language),
        times=times_in_words(schedule.times, language=language),
        zone=zone_name(schedule.zone),
        holidays="yes" if schedule.on_holidays else "no",
        quiet=time_span(quiet.start, quiet.end, language=language) if quiet else "none",
    )
