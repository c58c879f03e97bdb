"""How a story looks: what is said beside its headline, and how its other outlets open."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.packing import Block, plain_text
from bot.render import render
from bot.story_lines import OUTLETS_LINKED, OUTLETS_LISTED, OUTLETS_NAMED, story_block
from news.chat import Chat, Language
from news.digest import Digest, Line, Section
from news.item import Item
from news.schedule import Schedule
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_chat, make_digest, make_item, make_story, make_topic

HOUR = timedelta(hours=1)


def told_by(outlets: int, *, title: str = "Rapat dibuka") -> Story:
    return make_story(*(report(n, title=title) for n in range(outlets)))


def report(number: int, *, title: str = "Rapat dibuka", lead: str = "") -> Item:
    return make_item(
        title=f"{title} {number}", outlet=f"Media {number}", url=f"https://m{number}.example/1", lead=lead
    )


def block(story: Story, *, latest: Item | None = None, language: str = "id") -> Block:
    chat = make_chat(language=Language(language))
    return story_block(Line(story=story, latest=latest), chat, number=3, now=MORNING)


@pytest.mark.parametrize(
    ("regions", "told"),
    [
        (("19.02", "19"), "Kabar Pagi · Belitung · 07.00"),
        (("19",), "Kabar Pagi · Bangka Belitung · 07.00"),
        (("32.71",), "Kabar Pagi · Kota Bogor · 07.00"),
        ((), "Kabar Pagi · 07.00"),
        (("99",), "Kabar Pagi · 07.00"),
    ],
)
def test_a_story_says_where_it_happened_if_that_is_known(regions: tuple[str, ...], told: str) -> None:
    assert f"<i>{told}</i>" in block(make_story(make_item(regions=regions))).html


@pytest.mark.parametrize(
    ("language", "mark", "new"), [("id", "Perkembangan:", "Terbaru:"), ("en", "Update:", "Latest:")]
)
def test_a_story_that_grew_says_so_and_what_is_new_in_place_of_its_beginning(
    language: str, mark: str, new: str
) -> None:
    first, newest = report(1, lead="Rapat dibuka bupati."), report(2, title="Rapat ditutup")

    html = block(make_story(first, newest), latest=newest, language=language).html

    assert plain_text(html).splitlines()[0] == f"3. 🔄 {mark} Rapat dibuka 1"
    time = "07.00" if language == "id" else "07:00"
    assert plain_text(html).splitlines()[2] == f"{new} Rapat ditutup 2 (Media 2, {time})"
    assert '<a href="https://m2.example/1">Rapat ditutup 2</a>' in html
    assert "dibuka bupati" not in html


def test_what_is_told_for_the_first_time_has_no_mark_and_begins_as_it_does() -> None:
    html = block(make_story(report(1, lead="Rapat dibuka bupati."))).html

    assert "🔄" not in html
    assert html.endswith("\nRapat dibuka bupati.")


def test_a_headline_of_which_nothing_is_left_can_still_be_tapped() -> None:
    story = make_story(replace(report(1), title="\u200b"))

    assert '<a href="https://m1.example/1"><b>(tanpa judul)</b></a>' in block(story).html


def test_a_digest_says_which_lines_grew_and_that_it_is_late() -> None:
    lines = (
        Line(story=(old := told_by(1, title="Lama")), latest=old.items[0]),
        Line(story=told_by(1, title="Baru")),
    )
    section = Section(topic=make_topic(), lines=lines)
    digest = Digest(chat=make_chat(), slot=MORNING, sections=(section,), late=True)

    (message,) = render(digest, now=MORNING + HOUR)

    shown = plain_text(message.html)
    assert "1. 🔄 Perkembangan: Lama 0" in shown
    assert "2. Baru 0" in shown
    assert "⏰ Susulan" in shown.splitlines()[1]


def test_the_other_outlets_open_below_a_story_each_with_its_headline() -> None:
    assert block(told_by(3)).full == (
        '\n<blockquote expandable><a href="https://m1.example/1">Media 1: Rapat dibuka 1</a>\n'
        '<a href="https://m2.example/1">Media 2: Rapat dibuka 2</a></blockquote>'
    )
    assert block(told_by(1)).full == block(told_by(1)).brief == ""


def test_where_there_is_no_room_they_stand_by_their_names_the_first_as_links() -> None:
    brief = block(told_by(3)).brief

    assert plain_text(brief) == "\nMedia 1 · Media 2"
    assert brief.count("<a href=") == 2
    assert block(told_by(12)).brief.count("<a href=") == OUTLETS_LINKED


def test_of_very_many_outlets_some_are_shown_and_the_others_counted() -> None:
    many = block(told_by(OUTLETS_NAMED + 4))

    assert plain_text(many.full).strip().splitlines()[OUTLETS_LISTED:] == ["7 lainnya"]
    assert plain_text(many.brief).strip().split(" · ")[OUTLETS_NAMED:] == ["3 lainnya"]


def test_every_story_of_a_full_digest_names_its_outlets() -> None:
    told = [told_by(5, title="Rapat koordinasi " * 5) for _ in range(48)]
    digest = make_digest(*((make_topic(name=f"Topik {n}"), told[n * 12 : n * 12 + 12]) for n in range(4)))

    messages = render(digest, now=MORNING)

    assert sum(message.html.count("<blockquote expandable>") for message in messages) == 40
    assert sum("Media 4: Rapat" in plain_text(message.html) for message in messages) > 0


def test_a_story_looks_as_it_is_now_and_to_this_chat_whatever_was_shown_before() -> None:
    story = make_story(report(1, lead="Rapat dibuka bupati."), id=7)
    grown = replace(story, items=(*story.items, report(2)))
    here, there = make_chat(), make_chat(language=Language.ENGLISH, schedule=Schedule(zone="Asia/Jayapura"))

    def said(story: Story, chat: Chat, *, latest: Item | None = None, days: int = 0) -> list[str]:
        now = MORNING + timedelta(days=days)
        html = story_block(Line(story=story, latest=latest), chat, number=1 + days, now=now).html
        return plain_text(html).splitlines()

    assert said(story, here) == ["1. Rapat dibuka 1", "Media 1 · 07.00", "Rapat dibuka bupati."]
    assert said(story, here, days=1)[:2] == ["2. Rapat dibuka 1", "Media 1 · kemarin 07.00"]
    assert said(story, there)[1] == "Media 1 · 09:00"
    assert said(grown, here)[1] == "Media 1 +1 media · 07.00"
    assert said(grown, here, latest=grown.items[1])[2].startswith("Terbaru: Rapat dibuka 2")
    assert said(story, here) == ["1. Rapat dibuka 1", "Media 1 · 07.00", "Rapat dibuka bupati."]
