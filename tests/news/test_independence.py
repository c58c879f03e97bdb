"""How many newsrooms tell an event by themselves: networks and copies of one text count once."""

import pytest

from news.independence import independent, network
from tests.make import make_item

WIRE = (
    "Badan Kesatuan Bangsa dan Politik Kabupaten Belitung menggelar rapat koordinasi bersama camat, lurah "
    "dan kepala desa menjelang pemilihan kepala daerah serentak."
)


def test_every_newsroom_counts_once_however_much_it_writes() -> None:
    items = [make_item(outlet=name, url=f"https://{name}.example/{n}") for n, name in enumerate("aab")]

    assert independent(items) == 2


def test_the_sites_of_one_network_are_one_newsroom() -> None:
    sites = ("jogja.tribunnews.com", "www.tribunnews.com", "bangkapos.com", "kabar.example")

    assert independent([make_item(outlet=site, url=f"https://{site}/1", lead="") for site in sites]) == 2


def test_what_an_agency_sends_out_counts_once_wherever_it_is_printed() -> None:
    own = "Seratus camat berkumpul di Tanjungpandan hari ini untuk membahas kerawanan pilkada serentak."
    items = [
        make_item(outlet="Kantor", url="https://kantor.example/1", lead=WIRE),
        make_item(
            outlet="Cetak", url="https://cetak.example/1", lead=WIRE.replace("menggelar", "mengadakan")
        ),
        make_item(outlet="Sendiri", url="https://sendiri.example/1", lead=own),
    ]

    assert independent(items) == 2


def test_beginnings_that_are_too_short_to_be_told_apart_are_no_copies() -> None:
    items = [make_item(outlet=n, url=f"https://{n}.example/1", lead="Simak selengkapnya.") for n in "ab"]

    assert independent(items) == 2


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.kabar.co.id/1", "kabar.co.id"),
        ("https://berita.kabar.co.id/1", "kabar.co.id"),
        ("https://m.kabar.com/1", "kabar.com"),
        ("https://kabar.id/1", "kabar.id"),
        ("http://localhost:8000/1", "localhost"),
    ],
)
def test_what_stands_below_a_site_belongs_to_it(url: str, site: str) -> None:
    assert network(make_item(url=url)) == site
