"""Copies: one text, wherever it is printed and whoever prints it first."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from news.copies import Copies, FullText, is_copy
from news.ids import ItemId
from news.shingles import keys, shingles
from tests.clocks import MORNING
from tests.make import make_item, make_text

HOUR = timedelta(hours=1)
FIRE, FLOOD = "Pasar Kliwon terbakar", "Jalan pantura terendam banjir"
WIRE = make_text("kawat", length=200)
FURNITURE = make_text("menu", length=150)


def full_text(
    text: str,
    *,
    id: int = 1,  # noqa: A002 - as the field is named
    title: str = FIRE,
    site: str = "kantor",
    at: datetime = MORNING,
) -> FullText:
    item = make_item(id=id, title=title, url=f"https://{site}.example/{id}", published_at=at)
    return FullText(item=item, shingles=shingles(text), original_at=at)


def test_what_two_newsrooms_print_of_one_wire_is_a_copy_under_any_headline() -> None:
    printed = f"{make_text('pembuka', length=40)} {WIRE} {make_text('penutup', length=80)}"

    assert is_copy(full_text(WIRE), full_text(printed, title=FLOOD, site="cetak"))


def test_two_reports_that_quote_the_same_statement_are_no_copies() -> None:
    quoted = make_text("kutipan", length=80)
    one, other = (f"{make_text(name, length=100)} {quoted}" for name in ("satu", "dua"))

    assert not is_copy(full_text(one), full_text(other, site="lain"))


def test_an_article_that_its_outlet_has_updated_under_another_link_is_a_copy() -> None:
    updated = f"{make_text('tambahan', length=40)} {WIRE}"

    assert is_copy(full_text(WIRE), full_text(updated, title=f"{FIRE}, dua orang luka"))


@pytest.mark.parametrize("own", [60, 100])
def test_articles_of_one_outlet_amid_the_same_furniture_are_no_copies(own: int) -> None:
    one, other = (f"{FURNITURE} {make_text(name, length=own)}" for name in ("api", "air"))

    assert not is_copy(full_text(one), full_text(other, title=FLOOD))


def test_however_much_furniture_there_is_the_headlines_of_one_article_agree() -> None:
    one, other = (f"{FURNITURE} {make_text(name, length=20)}" for name in ("api", "air"))

    assert not is_copy(full_text(one), full_text(other, title=FLOOD))


def test_the_background_that_an_outlet_repeats_makes_no_copies() -> None:
    one, other = (f"{make_text(name, length=90)} {WIRE}" for name in ("pagi", "sore"))

    assert not is_copy(full_text(one), full_text(other, title=f"{FIRE} lagi"))


@pytest.mark.parametrize(
    ("length", "found"), [(90, False), (40, True)]
)  # of 110 and 60 runs that are not the same, beside 198
def test_sites_of_one_network_are_judged_as_one_outlet(length: int, found: bool) -> None:
    mirrored = f"{make_text('daerah', length=length)} {WIRE}"
    links = ("//jogja.tribunnews.com/1", "//bangkapos.com/2")
    one, other = full_text(WIRE), full_text(mirrored, title=f"{FIRE} hebat")
    one, other = (
        replace(each, item=replace(each.item, link=link))
        for each, link in zip((one, other), links, strict=True)
    )

    assert is_copy(one, other) == found


def test_a_network_prints_one_text_under_any_headline() -> None:
    assert is_copy(full_text(WIRE), full_text(WIRE, title=FLOOD))


@pytest.mark.parametrize(("hours", "found"), [(72, True), (73, False)])
def test_copies_come_out_within_three_days(hours: int, found: bool) -> None:
    late = full_text(WIRE, site="cetak", at=MORNING + hours * HOUR)

    assert is_copy(full_text(WIRE), late) == is_copy(late, full_text(WIRE)) == found


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_all_copies_are_of_the_earliest_in_whatever_order_they_are_compared(order: tuple[int, ...]) -> None:
    texts = [
        full_text(WIRE, id=7 - number, site=f"situs{number}", at=MORNING + number * HOUR)
        for number in range(3)
    ]
    copies = Copies([])
    for number in order:
        copies.compare(texts[number])

    assert copies.found == {ItemId(6): ItemId(7), ItemId(5): ItemId(7)}


def test_an_earlier_text_takes_the_copies_of_one_that_was_taken_for_the_first() -> None:
    known = full_text(WIRE, id=3, site="cetak", at=MORNING + HOUR)
    copy = FullText(
        item=replace(known.item, id=ItemId(4), copy_of=ItemId(3)),
        shingles=known.shingles,
        original_at=MORNING + HOUR,
    )
    copies = Copies([copy])
    copies.compare(full_text(WIRE, id=9))

    assert copies.found == {ItemId(3): ItemId(9)}


def test_a_text_that_is_read_anew_is_no_copy_of_itself() -> None:
    copies = Copies([full_text(WIRE)])
    copies.compare(full_text(f"{WIRE} ralat"))

    assert copies.found == {}


def test_a_copy_is_found_amid_thousands_of_its_outlets_pages_with_the_same_furniture() -> None:
    pages = [
        full_text(f"{FURNITURE} {make_text(f'isi{number}x', length=150)}", id=number, title=f"Desa {number}")
        for number in range(2_000)
    ]
    copies = Copies(pages)
    copies.compare(full_text(make_text("isi7x", length=150), id=5_000, site="cetak"))
    copies.compare(replace(pages[8], item=replace(pages[8].item, id=ItemId(6_000))))

    assert copies.found == {ItemId(5_000): ItemId(7), ItemId(6_000): ItemId(8)}


@pytest.mark.parametrize(("later", "found"), [(9, True), (10, False)])
def test_of_texts_that_share_a_key_the_newest_are_looked_at(later: int, found: bool) -> None:
    own = shingles(WIRE)
    others = [
        replace(full_text("", id=number), shingles=keys(own) + tuple(range(2**32 - 200, 2**32)))
        for number in range(2, later + 2)
    ]
    copies = Copies([full_text(WIRE), *others])
    copies.compare(full_text(WIRE, id=100, site="cetak"))

    assert copies.found == ({ItemId(100): ItemId(1)} if found else {})
