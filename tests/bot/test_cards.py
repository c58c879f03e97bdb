"""How a story looks among the cards."""

from datetime import timedelta
from typing import Any

import pytest

from bot.cards import card
from bot.dates import age
from news.chat import Language
from news.story import Story
from tests.clocks import MORNING
from tests.make import make_chat, make_item, make_story


def shown(story: Story) -> dict[str, Any]:
    return card(story, story.lead_item, make_chat(), excerpt=story.lead_item.lead, now=MORNING).to_dict()


def test_a_card_has_a_headline_of_two_lines_at_most_and_a_short_excerpt() -> None:
    story = make_story(make_item(title="Banjir surut. " * 40, lead="Warga pulang. " * 40))

    assert len(shown(story)["title"]) <= 120
    assert len(shown(story)["description"]) <= 160
    assert shown(story)["description"].startswith("Kabar Pagi · 1 menit yang lalu · Warga pulang. Warga")


def test_a_story_without_words_is_a_card_all_the_same() -> None:
    story = make_story(make_item(title="\u202e", lead=""), id=7)

    assert (shown(story)["id"], shown(story)["title"]) == ("7", "(tanpa judul)")
    assert shown(story)["description"] == "Kabar Pagi · 1 menit yang lalu"


def test_marks_that_turn_the_direction_are_left_out() -> None:
    story = make_story(make_item(title="Kabar \u202eabc\u2066 שלום", outlet="\u202eMedia", lead="\u202exyz"))

    assert shown(story)["title"] == "Kabar abc שלום"
    assert shown(story)["description"] == "Media · 1 menit yang lalu · xyz"


def test_a_card_is_sent_without_a_number_and_without_a_preview() -> None:
    content = shown(make_story(make_item(title="Panen", url="https://a.id/1")))["input_message_content"]

    assert content["message_text"].startswith('<a href="https://a.id/1"><b>Panen</b></a>\n')
    assert content["link_preview_options"] == {"is_disabled": True}


@pytest.mark.parametrize(
    ("minutes", "indonesian", "english"),
    [
        (-3, "1 menit yang lalu", "1 minute ago"),
        (0, "1 menit yang lalu", "1 minute ago"),
        (5, "5 menit yang lalu", "5 minutes ago"),
        (60 * 3, "3 jam yang lalu", "3 hours ago"),
        (60 * 24 * 2, "2 hari yang lalu", "2 days ago"),
    ],
)
def test_an_age_is_a_minute_at_least(minutes: int, indonesian: str, english: str) -> None:
    at = MORNING - timedelta(minutes=minutes)

    assert age(at, now=MORNING, language=Language.INDONESIAN) == indonesian
    assert age(at, now=MORNING, language=Language.ENGLISH) == english
