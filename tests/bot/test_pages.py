"""What we show at its fullest is still a message that Telegram takes."""

from dataclasses import replace
from datetime import time
from itertools import count

import pytest

from bot.following import Followed, canonical, read_wish
from bot.handlers.help import help_page
from bot.handlers.more import Place as MorePlace
from bot.handlers.more import more
from bot.handlers.subscribe import confirmation, invitation
from bot.handlers.topics import MOST_WITH_QUERIES, topic_list
from bot.handlers.welcome import greeting
from bot.preview_words import preview_in_words
from bot.refusals import worded
from bot.render import render
from bot.schedule_page import days_page, schedule_page
from bot.search_page import Place, narrowing_buttons, search_page
from bot.suggestions import Offer, pages, suggestions
from bot.texts import Texts
from news.chat import LONGEST_NAME, MOST_TOPICS, Language, Topic
from news.errors import Expected, LimitReached, OffsetUnknown, QueryError, ScheduleError
from news.finding import Finding, Hit
from news.grammar import parse_query, parse_search
from news.ids import TopicId
from news.message import Message
from news.narrowing import Choices
from news.packs import packs
from news.preview import Preview
from news.query import sought
from news.schedule import MOST_TIMES, QuietHours, Schedule
from news.story import Story
from tests.clocks import MORNING
from tests.make import PERSON, make_chat, make_digest, make_item, make_story
from tests.sandbox.oracle import parse_html

FULL = Schedule(
    times=tuple(time(10 + hour, 10) for hour in range(MOST_TIMES)),
    weekdays=frozenset({0, 1, 2, 3, 4, 5}),
    zone="America/Argentina/ComodRivadavia",
    on_holidays=False,
    quiet=QuietHours(start=time(22, 22), end=time(5, 55)),
)

LONGEST_MESSAGE = 4096
LONGEST_DATA = 64
LONGEST_QUERY = "𝔘" * 512
"""Each letter is two of Telegram's units."""


def check(message: Message) -> None:
    """Telegram's own parser takes the text, and its limits the rest."""
    parsed = parse_html(message.html)
    assert not isinstance(parsed, str), parsed
    text, entities = parsed
    assert len(text.encode("utf-16-le")) // 2 <= LONGEST_MESSAGE
    assert len(entities) <= 100
    assert all(len(button.data.encode()) <= LONGEST_DATA for row in message.buttons for button in row)


def make_topics(number: int) -> list[Topic]:
    """Topics whose names and queries are as long as can be."""
    ids = count(2**40)
    return [
        Topic(
            id=TopicId(next(ids)), chat_id=PERSON, name="𝔘" * LONGEST_NAME, query=LONGEST_QUERY, thread=2**40
        )
        for _ in range(number)
    ]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("number", [0, 1, MOST_WITH_QUERIES, MOST_WITH_QUERIES + 1, MOST_TOPICS])
def test_the_longest_list_of_topics_fits(language: Language, number: int) -> None:
    dropped = make_topics(1)[0]
    check(topic_list(Texts(language), make_topics(number), when="besok", dropped=dropped))


@pytest.mark.parametrize("language", Language)
def test_every_page_is_read_by_telegram(language: Language) -> None:
    texts = Texts(language)
    topic = make_topics(1)[0]

    offered = Offer(packs=suggestions(pages() - 1), page=pages() - 1, counts=dict.fromkeys(packs(), 999))

    check(help_page(texts))
    check(greeting(texts, offered, when="besok"))
    check(greeting(texts, offered, topics=1, when="besok"))
    check(invitation(texts, offered, private=True))
    check(invitation(texts, offered, private=False))
    check(confirmation(texts, Followed(topic=topic, new=True, when="besok")))
    check(confirmation(texts, Followed(topic=topic, new=False, when="besok")))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("title", ["𝔘" * 400, "&" * 400, "<b>@kliping_bot https://t.me/x</b> " * 20])
def test_the_longest_preview_fits_below_its_confirmation(language: Language, title: str) -> None:
    chat = make_chat(language=language)
    story = make_story(*(make_item(title=title, outlet=f"{title[:99]}{number}") for number in range(30)))
    narrower = f"{'𝔘' * 80} wilayah:belitung"
    preview = Preview(
        events=500, outlets=500, cut=True, daily=500, examples=(story, story, story), narrower=narrower
    )
    followed = Followed(topic=make_topics(1)[0], new=True, when="besok")
    texts = Texts(language)

    check(confirmation(texts, followed, brings=preview_in_words(preview, chat, now=MORNING)))
    check(confirmation(texts, followed, brings=preview_in_words(Preview(), chat, now=MORNING)))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "error",
    [
        *(QueryError("<b>&" * 1000, 500, expected) for expected in Expected),
        ScheduleError("<b>&" * 1000),
        OffsetUnknown("<b>&" * 1000),
        LimitReached("topics", 30),
        LimitReached("times", 6),
    ],
)
def test_every_error_of_a_person_is_worded(
    language: Language, error: QueryError | ScheduleError | LimitReached
) -> None:
    check(Message(html=worded(error, Texts(language))))


def test_suggestions_are_written_as_they_are_kept() -> None:
    assert [canonical(pack.query) for pack in packs().values()] == [pack.query for pack in packs().values()]


@pytest.mark.parametrize(
    ("text", "name", "query"),
    [
        ("banjir belitung", "Banjir belitung", "banjir belitung"),
        ("bencana: banjir | longsor", "Bencana", "banjir ATAU longsor"),
        ("judul:pemilu", "Judul:pemilu", "judul:pemilu"),
        ('"dana hibah": korupsi', '"dana hibah": korupsi', None),
        ("kata " * 30, f"Kata {'kata ' * 9}kata…", " ".join(["kata"] * 30)),
    ],
)
def test_a_wish_has_a_name_and_a_query(text: str, name: str, query: str | None) -> None:
    if query is None:
        with pytest.raises(QueryError):
            read_wish(text, thread=None)
    else:
        wish = read_wish(text, thread=None)
        assert (wish.name, wish.query) == (name, query)


def test_a_query_that_is_too_long_only_when_written_out_is_refused() -> None:
    text = "|".join(f"kata{number:03}" for number in range(64))
    assert len(text) < 512

    with pytest.raises(QueryError) as refused:
        canonical(text)

    assert refused.value.expected is Expected.SHORTER_TEXT


def make_long_story(outlets: int = 30) -> Story:
    """A story whose headline, lead and outlets are as long as can be."""
    return make_story(
        *(
            make_item(title="𝔘" * 300, lead="𝔘" * 400, outlet="𝔘" * 60 + str(number))
            for number in range(outlets)
        )
    )


@pytest.mark.parametrize("language", Language)
def test_the_longest_results_fit_and_those_left_out_come_next(language: Language) -> None:
    story = make_long_story()
    missing = tuple("𝔘" * 60 for _ in range(6))
    hit = Hit(story=story, item=story.lead_item, score=9.0, missing=missing)
    terms = tuple(sought(parse_query("kata | judul")))
    finding = Finding(hits=[hit] * 5, count=9_999, more=True, terms=terms, relaxed=missing)
    place = Place(as_of=MORNING, start=995, by_time=True)

    message = search_page(make_chat(language=language), LONGEST_QUERY, finding, place, now=MORNING)

    check(message)
    shown = sum(f"\n\n{number}. " in message.html for number in range(996, 1001))
    assert 1 <= shown < 5
    assert [button.data for row in message.buttons for button in row] == [
        "search:990:1795392000:t", f"search:{995 + shown}:1795392000:t", "search:0:1795392000:b", "narrow",
        "watch",
    ]  # fmt: skip


@pytest.mark.parametrize("language", Language)
def test_what_a_search_can_be_narrowed_to_fits_on_buttons(language: Language) -> None:
    choices = Choices(regions=("19", "18", "11", "12"), outlets=("Kabar", "𝔘" * 40, "Suara " * 10, "A"))
    search = parse_search('banjir wilayah:lampung media:"Kabar Pagi"')

    rows = narrowing_buttons(make_chat(language=language), search, choices, today=MORNING.date())

    check(Message(html="kata", buttons=rows))
    assert [button.data for row in rows for button in row] == [
        "narrow:d:1", "narrow:d:7", "narrow:d:30", "narrow:r:", "narrow:r:19", "narrow:r:11", "narrow:r:12",
        "narrow:o:", "narrow:o:Kabar", "narrow:o:A", "search:0",
    ]  # fmt: skip


def test_the_longest_list_of_more_stories_fits() -> None:
    topic = make_topics(1)[0]
    place = MorePlace(topic_id=TopicId(2**40), slot=MORNING, page=1)

    messages = more(make_chat(), topic, [make_long_story()] * 100, place, now=MORNING)

    for message in messages:
        check(message)
    assert sum(message.html.count('"><b>') for message in messages) == 10


@pytest.mark.parametrize("language", Language)
def test_the_longest_schedule_fits(language: Language) -> None:
    chat = make_chat(language=language, schedule=FULL)

    check(schedule_page(chat, now=MORNING))
    check(days_page(chat, now=MORNING))


@pytest.mark.parametrize("language", Language)
def test_a_digest_on_very_many_topics_without_news_fits(language: Language) -> None:
    # Each character is five in HTML.
    sections: list[tuple[Topic, list[Story]]] = [
        (replace(topic, name="&" * LONGEST_NAME), []) for topic in make_topics(MOST_TOPICS)
    ]

    for message in render(make_digest(*sections, chat=make_chat(language=language)), now=MORNING):
        check(message)
