"""An item read with its page: what it gains, what belongs to it, and when a page is asked for again."""

import gzip
import json
from datetime import timedelta
from pathlib import Path

import pytest

from news.grammar import parse_query
from news.ids import ItemId
from news.page import (
    ATTEMPTS,
    OLDEST,
    Page,
    next_attempt,
    page_due_at,
    read_again,
    read_body,
    tells,
    without_lead,
)
from news.query import matches
from tests.clocks import MORNING
from tests.news.pages import HEADLINE, PARAGRAPHS

WHOLE = "\n".join(PARAGRAPHS)
_ARTICLES = Path(__file__).parents[3] / "shared" / "data" / "articles.jsonl.gz"


def make_page(*, title: str = HEADLINE, lead: str = "", place: str = "", attempts: int = 0) -> Page:
    return Page(
        item_id=ItemId(7), url="https://kabar.example/baca/7", title=title, lead=lead, place=place,
        outlet="Kabar Belitung", attempts=attempts,
    )  # fmt: skip


def test_a_headline_gains_a_lead_a_place_and_a_body() -> None:
    body = read_body(make_page(), WHOLE)

    assert body.place == "TANJUNGPANDAN"
    assert body.lead.startswith("Komisi Pemilihan Umum (KPU) Kabupaten Belitung menetapkan")
    assert body.text.startswith("Komisi Pemilihan Umum")
    assert body.text.endswith("kapal nelayan.")
    assert matches(parse_query("kapal nelayan wilayah:19.02"), body.reading)


def test_the_lead_and_the_place_that_the_feed_gave_stay() -> None:
    body = read_body(make_page(lead="Lead dari umpan.", place="Manggar"), WHOLE)

    assert (body.lead, body.place) == ("Lead dari umpan.", "Manggar")


def test_what_the_lead_says_is_not_said_twice() -> None:
    reading = read_body(make_page(), WHOLE).reading

    assert "menetapkan" in reading.lead.forms
    assert "menetapkan" not in reading.body.forms


def test_an_item_reads_the_same_again_from_what_was_kept() -> None:
    body = read_body(make_page(), WHOLE)

    assert read_again(make_page(lead=body.lead, place=body.place), body.text) == body.reading


@pytest.mark.parametrize(
    ("text", "lead", "rest"),
    [
        ("Satu dua.\nTiga empat.", "Satu dua.", "Tiga empat."),
        ("Nol.\nSatu dua.\nTiga.", "Satu dua.", "Nol.\n\n\nTiga."),
        ("Satu dua.\nTiga empat.", "Satu dua. Tiga…", "empat."),
        ("Satu dua.", "Lain.", "Satu dua."),
        ("Satu dua.", "", "Satu dua."),
        ("Satu dua.", "…", "Satu dua."),
    ],
)
def test_a_text_without_its_lead(text: str, lead: str, rest: str) -> None:
    assert without_lead(text, lead) == rest


@pytest.mark.parametrize(
    ("title", "told"),
    [
        (HEADLINE, True),
        ("Pemilih pilkada di Belitung ditetapkan KPU", True),
        ("Harga cabai di Bandung turun tajam jelang lebaran", False),
        ("", True),
        ("? !", True),
    ],
)
def test_a_text_tells_a_headline_whose_words_it_repeats(title: str, told: bool) -> None:
    assert tells(WHOLE, title) is told


@pytest.mark.skipif(not _ARTICLES.exists(), reason="the recorded articles are not on this machine")
def test_recorded_articles_tell_their_own_headlines_and_hardly_others() -> None:
    with gzip.open(_ARTICLES, "rt", encoding="utf-8") as lines:
        recorded = [json.loads(line) for line in lines][::10]
    recorded = [article for article in recorded if len(article["body"]) > 250 and article["title"]]
    others = [*recorded[7:], *recorded[:7]]

    own = sum(tells(article["body"], article["title"]) for article in recorded)
    foreign = sum(
        tells(article["body"], other["title"]) for article, other in zip(recorded, others, strict=True)
    )

    assert own >= 0.95 * len(recorded)
    assert foreign <= 0.1 * len(recorded)


def test_a_page_is_asked_for_three_times_with_growing_pauses() -> None:
    attempts = [next_attempt(make_page(attempts=number), now=MORNING) for number in range(ATTEMPTS)]

    assert attempts == [MORNING + timedelta(minutes=15), MORNING + timedelta(hours=2), None]


@pytest.mark.parametrize(
    ("age", "due"), [(timedelta(), MORNING), (OLDEST - timedelta(seconds=1), MORNING), (OLDEST, None)]
)
def test_the_page_of_an_item_that_is_old_when_it_comes_is_not_fetched(age: timedelta, due: object) -> None:
    assert page_due_at(MORNING - age, now=MORNING) == due
