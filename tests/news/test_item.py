"""An entry is read and becomes a draft."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from news.item import Draft, draft, publication
from news.parse import parse
from news.reading import read
from news.shingles import shingles
from news.text import LEAD_LENGTH
from news.tokens import tokens_of
from tests.clocks import MORNING
from tests.make import make_entry, make_text
from tests.news.documents import ONE, URL, item, rss

BEFORE = MORNING - timedelta(hours=3)


def _draft(more: str) -> Draft:
    """The draft of an item with the title "Sama" and `more`."""
    (entry,) = parse(rss(item(title="Sama", more=more)), url=URL).entries
    return draft(entry, outlet="Kabar Pagi", now=MORNING)


def test_a_draft_is_its_entry_and_what_that_says() -> None:
    entry = make_entry(
        title="Banjir surut", lead="DEMAK, KOMPAS.com – Warga mulai pulang.", url=ONE, published_at=BEFORE
    )

    assert draft(entry, outlet="Kabar Pagi", home="ID-JT", now=MORNING) == Draft(
        entry=replace(entry, texts=()),
        lead="Warga mulai pulang.",
        place="DEMAK",
        regions=("33.21",),
        published_at=BEFORE,
        tokens=tokens_of(
            read("Banjir surut", "Warga mulai pulang.", outlet="Kabar Pagi", place="DEMAK", home="ID-JT")
        ),
        concepts=("Banjir",),
    )


@pytest.mark.parametrize(
    ("more", "lead"),
    [
        ("", ""),
        ("<description>Ringkasan warga.</description>", "Ringkasan warga."),
        ("<content:encoded>Isi lengkap.</content:encoded>", "Isi lengkap."),
        (
            "<description>Ringkasan warga.</description><content:encoded>Isi.</content:encoded>",
            "Ringkasan warga.",
        ),
        (
            "<description>Sama</description><content:encoded>Isi lengkap.</content:encoded>",
            "Isi lengkap.",
        ),
        (
            "<description>&lt;img src='1'&gt;</description><content:encoded>Isi lengkap.</content:encoded>",
            "Isi lengkap.",
        ),
        (
            "<description><![CDATA[<p>Air &amp; lumpur <b>surut</b>.</p>]]></description>",
            "Air & lumpur surut.",
        ),
    ],
)
def test_a_lead_is_the_first_text_that_says_more_than_the_title(more: str, lead: str) -> None:
    assert _draft(more).lead == lead


def test_the_longest_text_is_the_full_one() -> None:
    summary, content = "Ringkasan warga.", make_text("isi")

    one = _draft(f"<description>{summary}</description><content:encoded>{content}</content:encoded>")
    other = _draft(f"<description><![CDATA[<p>{content}</p>]]></description>")

    assert one.shingles == other.shingles == shingles(content)
    assert _draft(f"<description>{summary}</description>").shingles == ()


def test_a_lead_has_a_limit() -> None:
    assert 0 < len(_draft(f"<description>{'kata ' * 5000}</description>").lead) <= LEAD_LENGTH


@pytest.mark.parametrize(
    ("published_at", "expected"),
    [
        (BEFORE, BEFORE),
        (MORNING, MORNING),
        (None, MORNING),
        (MORNING + timedelta(seconds=1), MORNING),
        (datetime(2099, 1, 1, tzinfo=UTC), MORNING),
    ],
)
def test_an_entry_without_a_date_or_of_the_future_came_out_at_first_sight(
    published_at: datetime | None, expected: datetime
) -> None:
    entry = make_entry(published_at=published_at)

    assert publication(entry, now=MORNING) == expected
    assert draft(entry, outlet="Kabar Pagi", now=MORNING).published_at == expected
