"""Spelling suggestions: queries that find something, on both databases, whatever was written."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from jobs.vocabulary import SETTLED, count_words
from news.grammar import parse_search
from storage.database import Database
from storage.spelling import MOST, spelled_otherwise
from storage.vocabulary import words_known, words_like
from storage.window import Span, newest_matches
from tests.clocks import MORNING, TestClock
from tests.make import make_entry
from tests.queries import query_texts
from tests.storage.given import given_items

SINCE, UNTIL = MORNING - timedelta(days=365), MORNING + timedelta(days=1)
SAID = (
    "Dana hibah pilkada dicairkan",
    "Dana hibah pemilu untuk KPU Kota Pangkal Pinang",
    "Kampanye pemilu damai di Jakarta",
    "Menteri pertanian memengaruhi harga",
    "Penyelenggara pemilihan di Pangkalpinang",
    "Bunga cipta",
)


@pytest.fixture
async def archive(db: Database) -> Database:
    """Each headline was said three times, by three outlets; its words are counted."""
    await given_said(db, SAID, times=3)
    return db


async def given_said(db: Database, titles: Sequence[str], *, times: int) -> None:
    for number in range(times):
        entries = [make_entry(title=title, lead="") for title in titles]
        await given_items(db, *entries, outlet=f"Kabar {number} {titles[0]}")
    await count_words(db, clock=TestClock(MORNING + SETTLED))


async def otherwise(
    db: Database, text: str, *, since: datetime = SINCE, until: datetime = UNTIL
) -> list[str]:
    async with db.reading() as tx:
        return await spelled_otherwise(tx, text, since=since, until=until)


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("pemilhu", "pemilu"),
        ("dana hibh", "dana hibah"),
        ("Dana  HIBH -kampanye", "Dana  hibah -kampanye"),
        ('"dana hibh" judul:pilkda', '"dana hibah" judul:pilkada'),
        ("(hibh ATAU banjir) damai", ""),
        ("(kampanje ATAU banjir) damai", "(kampanye ATAU banjir) damai"),
        ("=kampanje", "=kampanye"),
        ("kampanje sejak:2026-01-01", "kampanye sejak:2026-01-01"),
        ("mempengaruhii harga", "memengaruhi harga"),
        ("djakarta damay", "jakarta damai"),
        ("danahibah", "dana hibah"),
        ("judul:danahibah", 'judul:"dana hibah"'),
        ("dijakarta", "di jakarta"),
        ("pan gkal pinang", "pangkal pinang"),
        ("kampa nye damai", "kampanye damai"),
        ("pangkalpinng", "pangkalpinang"),
    ],
)
async def test_a_wrong_word_is_written_otherwise_and_everything_else_stays(
    archive: Database, text: str, suggestion: str
) -> None:
    assert (await otherwise(archive, text))[:1] == ([suggestion] if suggestion else [])


async def test_the_nearest_comes_first_and_what_is_much_farther_not_at_all(archive: Database) -> None:
    await given_said(archive, ["Pemilih", "Pemilik", "Pemicu"], times=3)

    assert await otherwise(archive, "pemilig") == ["pemilih", "pemilik"]
    assert await otherwise(archive, "pemiloe") == ["pemilu"]


async def test_a_search_of_words_that_items_say_is_not_written_otherwise(archive: Database) -> None:
    assert await otherwise(archive, "hibah damai") == []
    assert await otherwise(archive, "pemilu") == []


async def test_what_is_suggested_finds_something(archive: Database) -> None:
    assert await otherwise(archive, "pilkda damai") == []
    assert await otherwise(archive, "pilkda", since=MORNING + timedelta(hours=2)) == []
    assert await otherwise(archive, "pilkda media:lain") == []


async def test_what_hardly_any_item_says_may_be_wrong_too(archive: Database) -> None:
    await given_said(archive, ["Pilkda jujur, pemilu jujur"], times=2)

    assert await otherwise(archive, "pilkda hibah") == ["pilkada hibah"]
    assert await otherwise(archive, "jujur hibah") == []
    await given_said(archive, ["Jujut"], times=3)
    assert await otherwise(archive, "pemiluh jujur") == ["pemilu jujur"]


async def test_a_name_that_no_item_says_often_is_suggested_where_it_finds_something(db: Database) -> None:
    await given_said(db, ["Banjir di Kemendagri"], times=1)

    assert await otherwise(db, "kemendagry") == ["kemendagri"]
    assert await otherwise(db, "bawasluu") == []


@pytest.mark.parametrize("times", [2, 3])
async def test_what_fewer_than_three_items_say_is_not_suggested(db: Database, times: int) -> None:
    await given_said(db, ["Sinar rembulan"], times=times)

    assert await otherwise(db, "rembuln") == ["rembulan"][: times - 2]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "a" * 4_096, "ab " * 1_365, "選挙 выборы", "2026 1.000", "judul:", "(hibh", '"hibh',
        "wilayah:hibh", "xqzwrtplk", "hhhh", "x'; DROP TABLE vocabulary; --", "\x00hibh\x00", "%%%%", "____",
        "sejak:hibh", " ".join(["hibh"] * 64), "-hibh",
    ],
)  # fmt: skip
async def test_nothing_is_suggested_for_what_no_suggestion_helps(archive: Database, text: str) -> None:
    found = await otherwise(archive, text)

    assert found == (["\x00hibah\x00"] if "\x00" in text else [])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=query_texts)
async def test_whatever_is_written_what_is_suggested_finds_something(archive: Database, text: str) -> None:
    found = await otherwise(archive, text)

    assert len(found) <= MOST
    async with archive.reading() as tx:
        for each in found:
            query = parse_search(each).query
            assert await newest_matches(tx, query, Span(since=SINCE, until=UNTIL), limit=1), each


async def test_words_are_looked_up_by_their_sounds(archive: Database) -> None:
    async with archive.reading() as tx:
        assert [each.word for each in await words_like(tx, "kamfanje")] == ["kampanye"]
        assert [each.word for each in await words_like(tx, "tjippta")] == ["cipta"]
        assert [each.word for each in await words_like(tx, "penyalenggarw")] == ["penyelenggara"]
        assert await words_like(tx, "zzzz") == []
        assert [(each.word, each.items) for each in await words_known(tx, ["hibah", "hibh"])] == [
            ("hibah", 6)
        ]
