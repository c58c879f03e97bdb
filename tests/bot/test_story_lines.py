"""How a story looks: what is said beside its headline, and how its other outlets open."""

from datetime import timedelta

import pytest

from bot.packing import plain_text
from bot.render import render
from bot.story_lines import OUTLETS_LISTED, render_outlets, render_story
from bot.texts import Texts
from news.chat import Language
from news.digest import Line, Section
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_chat, make_digest, make_item, make_story, make_topic


def told_by(outlets: int, *, title: str = "Rapat dibuka", regions: tuple[str, ...] = ()) -> Story:
    items = [
        make_item(
            title=f"{title} {n}", outlet=f"Media {n}", url=f"https://m{n}.example/1", lead="", regions=regions
        )
        for n in range(outlets)
    ]
    return make_story(*items)


@pytest.mark.parametrize(
    ("regions", "place"),
    [
        (("19.02", "19"), "Kabar Pagi · Belitung · 07.00"),
        ((), "Kabar Pagi · 07.00"),
        (("99",), "Kabar Pagi · 07.00"),
    ],
)
def test_a_story_says_where_it_happened_if_that_is_known(regions: tuple[str, ...], place: str) -> None:
    story = make_story(make_item(regions=regions))

    assert f"<i>{place}</i>" in render_story(story, make_chat(), number=1, now=MORNING)


@pytest.mark.parametrize(("language", "mark"), [("id", "Perkembangan:"), ("en", "Update:")])
def test_a_story_that_grew_says_so_before_its_headline(language: str, mark: str) -> None:
    chat = make_chat(language=Language(language))

    shown = plain_text(render_story(told_by(1), chat, number=3, now=MORNING, grew=True))

    assert shown.startswith(f"3. 🔄 {mark} Rapat dibuka 0")
    assert mark not in render_story(told_by(1), chat, number=3, now=MORNING)


def test_a_digest_marks_what_grew_and_only_that() -> None:
    lines = (Line(story=told_by(1, title="Lama"), grew=True), Line(story=told_by(1, title="Baru")))
    digest = make_digest()
    digest = type(digest)(
        chat=digest.chat, slot=MORNING, sections=(Section(topic=make_topic(), lines=lines),), late=True
    )

    (message,) = render(digest, now=MORNING + timedelta(hours=1))

    shown = plain_text(message.html)
    assert "1. 🔄 Perkembangan: Lama 0" in shown
    assert "2. Baru 0" in shown
    assert "⏰ Susulan" in shown.splitlines()[1]


def test_the_other_outlets_open_below_a_story_each_with_its_headline() -> None:
    html = render_outlets(told_by(3), Texts(Language.INDONESIAN))

    assert html == (
        '<blockquote expandable><a href="https://m1.example/1">Media 1: Rapat dibuka 1</a>\n'
        '<a href="https://m2.example/1">Media 2: Rapat dibuka 2</a></blockquote>'
    )
    assert render_outlets(told_by(1), Texts(Language.INDONESIAN)) == ""


def test_of_very_many_outlets_some_are_listed_and_the_others_counted() -> None:
    shown = plain_text(render_outlets(told_by(OUTLETS_LISTED + 5), Texts(Language.INDONESIAN))).splitlines()

    assert len(shown) == OUTLETS_LISTED + 1
    assert shown[-1] == "4 lainnya"


def test_other_outlets_never_make_a_digest_longer_by_a_message() -> None:
    topics = [make_topic(name=f"Topik {n}") for n in range(6)]
    one, many = (
        make_digest(
            *((topic, [told_by(outlets, title="Rapat " * 20) for _ in range(10)]) for topic in topics)
        )
        for outlets in (1, 9)
    )

    plain, opened = render(one, now=MORNING), render(many, now=MORNING)

    assert len(opened) - len(plain) <= 1  # "+8 media" alone may take the room of a line
    assert "blockquote" in opened[-1].html
