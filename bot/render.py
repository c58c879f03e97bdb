"""What a digest looks like: Telegram's HTML, safe and easy to read on a phone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.lists import format_list

from bot.dates import long_date
from bot.harmless import harmless, without_joiners
from bot.packing import Block, pack, plain_text
from bot.story_lines import LONGEST_OUTLET, story_block
from bot.texts import Html, Texts
from news.digest import STORIES_SHOWN, Digest, Section
from news.message import Button, Message
from news.text import shorten

OUTLETS_NAMED = 5
"""Unwatched outlets that are named; the others are counted."""


def render(digest: Digest, *, now: datetime) -> list[Message]:
    """The digest as messages, in the order in which they are sent; each forum thread gets its own."""
    return [message for part in _by_thread(digest) for message in _render_part(part, now=now)]


def as_text(message: Message) -> str:
    """The message without its markup, for a terminal."""
    return without_joiners(plain_text(message.html))


def _by_thread(digest: Digest) -> Iterator[Digest]:
    threads = dict.fromkeys(section.topic.thread for section in digest.sections) or {None: None}
    for place, thread in enumerate(threads):
        sections = tuple(section for section in digest.sections if section.topic.thread == thread)
        part = replace(digest, sections=sections)
        yield replace(part, unwatched=(), silent=()) if place else part


def _render_part(digest: Digest, *, now: datetime) -> list[Message]:
    texts = Texts(digest.chat.language)
    thread = digest.sections[0].topic.thread if digest.sections else None
    *earlier, last = pack(_blocks(digest, texts, now=now), thread=thread)
    return [*earlier, replace(last, buttons=(*last.buttons, _ways_on(texts)))]


def _blocks(digest: Digest, texts: Texts, *, now: datetime) -> Iterator[Block]:
    yield Block(html=_head(digest, texts))
    for section in digest.sections:
        yield from _section(section, digest, texts, now=now)
    if quiet := [section.topic.name for section in digest.sections if not section.lines]:
        key = "digest-quiet" if digest.stories else "digest-nothing"
        yield Block(html=texts.html(key, topics=_listed(quiet, texts)))
    if digest.unwatched:
        yield Block(html=_outlets("digest-unwatched", digest.unwatched, texts))
    if digest.silent:
        yield Block(html=_outlets("digest-silent", digest.silent, texts))


def _head(digest: Digest, texts: Texts) -> Html:
    zone = digest.chat.schedule.zone
    date = long_date(digest.slot, zone=zone, language=texts.language)
    head = texts.html("digest-head", part=_part_of_day(digest.slot, zone), date=date)
    if digest.late:
        head = Html(f"{head}\n{texts.html('digest-late')}")
    if not digest.stories:
        return head
    counts = texts.html(
        "digest-counts",
        topics=len(digest.sections),
        events=len(digest.stories),
        items=digest.items,
        outlets=digest.outlets,
    )
    return Html(f"{head}\n{counts}")


def _part_of_day(at: datetime, zone: str) -> str:
    hour = at.astimezone(ZoneInfo(zone)).hour
    if 4 <= hour < 11:
        return "morning"
    if 11 <= hour < 15:
        return "noon"
    return "afternoon" if 15 <= hour < 18 else "evening"


def _section(section: Section, digest: Digest, texts: Texts, *, now: datetime) -> Iterator[Block]:
    name, count = harmless(section.topic.name.upper()), len(section.lines)
    heading = texts.html("digest-section", name=name, count=count)
    continued = texts.html("digest-section-continued", name=name)
    shown = section.lines[:STORIES_SHOWN]
    for number, line in enumerate(shown, start=1):
        rest = count - number if number == len(shown) else 0
        told = (line, *section.lines[number:]) if rest else (line,)
        yield replace(
            story_block(line, digest.chat, number=number, now=now),
            heading=heading if number == 1 else "",
            continued=continued,
            foot=f"\n\n{texts.html('digest-rest', count=rest)}" if rest else "",
            buttons=(_more(section, digest.slot, texts, rest=rest),) if rest else (),
            stories=tuple(each.story.id for each in told),
        )


def _more(section: Section, slot: datetime, texts: Texts, *, rest: int) -> Button:
    # A digest has no id yet when it is rendered; the chat, the topic and the slot name it as well.
    data = f"more:{section.topic.id}:{int(slot.timestamp())}:1"
    return Button(text=texts.plain("digest-more", name=section.topic.name, count=rest), data=data)


def _ways_on(texts: Texts) -> tuple[Button, ...]:
    return (
        Button(text=texts.plain("button-search"), data="search"),
        Button(text=texts.plain("button-schedule"), data="schedule"),
    )


def _outlets(key: str, outlets: Sequence[str], texts: Texts) -> Html:
    named = [shorten(outlet, LONGEST_OUTLET) for outlet in outlets[:OUTLETS_NAMED]]
    if others := len(outlets) - len(named):
        named.append(texts.plain("digest-others", count=others))
    return texts.html(key, count=len(outlets), outlets=_listed(named, texts))


def _listed(names: Sequence[str], texts: Texts) -> Html:
    return Html(format_list([harmless(name) for name in names], locale=texts.language.value))
