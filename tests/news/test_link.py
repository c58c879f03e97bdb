"""The canonical link: the same for one article, different for two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.link import LENGTH_LIMIT, canonical_link, web_link

BASE = "https://kabar.example/rss/politik"


@pytest.mark.parametrize(
    "url",
    [
        "https://kabar.example/baca/1",
        "http://kabar.example/baca/1",
        "https://www.kabar.example/baca/1/",
        "HTTPS://WWW.Kabar.Example:443/baca/1",
        "http://kabar.example:80/baca/1#komentar",
        "https://kabar.example./baca/1",
        "https://kabar.example/baca/1?utm_source=rss&utm_medium=feed&fbclid=x",
        "https://kabar.example/baca/1?ref=beranda",
    ],
)
def test_addresses_of_one_article(url: str) -> None:
    assert canonical_link(url) == "//kabar.example/baca/1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://kabar.example/baca/1", "https://kabar.example/baca/2"),
        ("https://kabar.example/baca/1", "https://kabar.example/Baca/1"),
        ("https://kabar.example/baca/1", "https://kudus.kabar.example/baca/1"),
        ("https://kabar.example/baca/1", "https://kabar.example:8443/baca/1"),
        ("https://kabar.example/?p=1", "https://kabar.example/?p=2"),
        ("https://kabar.example/baca?1001", "https://kabar.example/baca?1002"),
        ("https://kabar.example/baca?banjir-demak", "https://kabar.example/baca?banjir-kudus"),
        ("https://kabar.example/baca?id=1&halaman=", "https://kabar.example/baca?id=1"),
    ],
)
def test_addresses_of_two_articles(one: str, other: str) -> None:
    assert canonical_link(one) != canonical_link(other)


def test_the_order_of_parameters_does_not_tell_articles_apart() -> None:
    assert canonical_link("https://kabar.example/?a=1&b=2") == canonical_link(
        "https://kabar.example/?b=2&a=1"
    )


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("/baca/1", "https://kabar.example/baca/1"),
        ("2", "https://kabar.example/rss/2"),
        ("//warta.example/1", "https://warta.example/1"),
        ("?id=3", "https://kabar.example/rss/politik?id=3"),
        ("  https://warta.example/1\n", "https://warta.example/1"),
        ("http://[2001:db8::1]/1", "http://[2001:db8::1]/1"),
    ],
)
def test_a_link_is_made_absolute(url: str, absolute: str) -> None:
    assert web_link(url, base=BASE) == absolute


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "mailto:redaksi@kabar.example",
        "tag:kabar.example,2026:1",
        "urn:uuid:0",
        "http://[kabar.example/1",
        "http://kabar.example:pelabuhan/1",
        "http://kabar.example:99999/1",
        "http://kabar.example:0/1",
        "https://kabar.example/" + "a" * LENGTH_LIMIT,
    ],
)
def test_what_no_browser_could_open_is_no_link(url: str) -> None:
    assert web_link(url, base=BASE) is None


@given(st.text() | st.from_regex(r"(https?:)?//[^/]{0,20}(:\S{0,6})?/\S{0,9}(\?\S{0,9})?"))
def test_whatever_is_a_link_has_a_canonical_one(text: str) -> None:
    if url := web_link(text, base=BASE):
        canonical = canonical_link(url)
        assert canonical_link("https:" + canonical) == canonical
