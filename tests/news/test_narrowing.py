"""Narrowing a search: what is chosen is written into it, and taken back it is what it was."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import QueryError
from news.finding import Hit
from news.grammar import parse_search, write_search
from news.narrowing import Choices, by_outlet, choices_in, in_days, in_region, outlet_of, region_of
from tests.make import make_item, make_story
from tests.queries import query_texts

TODAY = date(2026, 11, 23)


def narrowed(text: str, *, region: str = "", outlet: str = "", since: date | None = None) -> str:
    search = in_days(parse_search(text), since)
    return write_search(by_outlet(in_region(search, region), outlet))


@pytest.mark.parametrize(
    ("text", "choice", "written"),
    [
        ("banjir", {"since": TODAY}, "banjir sejak:2026-11-23"),
        ("banjir ATAU longsor", {"since": TODAY}, "(banjir ATAU longsor) sejak:2026-11-23"),
        ("banjir sejak:2020-01-01 sampai:2020-02-01", {"since": TODAY}, "banjir sejak:2026-11-23"),
        ("banjir sejak:2020-01-01", {}, "banjir"),
        ("banjir", {"region": "Bangka Belitung"}, 'banjir wilayah:"Bangka Belitung"'),
        ("banjir | gempa", {"region": "Lampung"}, "(banjir ATAU gempa) wilayah:Lampung"),
        ("wilayah:jateng banjir -gempa", {"region": "Lampung"}, "banjir -gempa wilayah:Lampung"),
        ("wilayah:jateng banjir", {}, "banjir"),
        ("wilayah:jateng", {}, "wilayah:jateng"),
        ("wilayah:jateng -banjir", {}, "wilayah:jateng -banjir"),
        ("wilayah:jateng", {"region": "Lampung"}, "wilayah:Lampung"),
        ("banjir media:suara", {"outlet": "Kabar Pagi"}, 'banjir media:"Kabar Pagi"'),
        ("banjir -media:suara", {"outlet": "Kabar"}, "banjir -media:suara media:Kabar"),
        ("KPU judul:debat", {"outlet": "Kabar"}, "KPU judul:debat media:Kabar"),
    ],
)
def test_a_choice_takes_the_place_of_the_one_before(
    text: str, choice: dict[str, object], written: str
) -> None:
    assert narrowed(text, **choice) == written  # type: ignore[arg-type]


@given(query_texts, st.sampled_from(["", "Lampung"]), st.sampled_from(["", "Kabar Pagi"]), st.booleans())
def test_a_narrowed_search_can_be_read_again(text: str, region: str, outlet: str, today: bool) -> None:
    try:
        written = narrowed(text, region=region, outlet=outlet, since=TODAY if today else None)
    except QueryError:
        return
    assert write_search(parse_search(written)) == written


def test_what_a_search_is_narrowed_to_is_known() -> None:
    search = parse_search("banjir media:suara wilayah:lampung")

    assert outlet_of(search) == "suara"
    assert (inside := region_of(search))
    assert inside.text == "lampung"
    assert region_of(parse_search("banjir -wilayah:lampung")) is None
    assert outlet_of(parse_search("banjir ATAU media:suara")) == ""


def test_what_all_hits_have_is_no_choice() -> None:
    told = [
        ("Suara", ("19.02", "19.06")), ("Suara", ("18.01",)), ("Kabar", ("19.71",)), ("Kabar", ()),
        ("Pos", ()),
    ]  # fmt: skip
    items = [make_item(outlet=outlet, regions=regions) for outlet, regions in told]
    hits = [Hit(story=make_story(item), item=item, score=1) for item in items]

    assert choices_in(hits, most=2) == Choices(regions=("19", "18"), outlets=("Kabar", "Suara"))
    assert choices_in(hits[:1], most=2) == Choices()
