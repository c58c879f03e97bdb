"""The feeds that a page advertises, and where a site usually keeps one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.feed_links import MOST, FeedLink, feed_links, page_title
from news.page_tags import LOOKED_AT
from news.site import bare_host, site_of
from news.usual_addresses import usual_addresses

PAGE = "https://www.kabar.example/politik/"
RECORDED = Path(__file__).parents[3] / "shared" / "data" / "feeds"


def found(html: str) -> list[str]:
    return [link.url for link in feed_links(html.encode(), url=PAGE)]


@pytest.mark.parametrize(
    ("html", "urls"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss">', ["https://www.kabar.example/rss"]),
        (
            "<LINK REL='home Alternate' TYPE='Application/Atom+XML; charset=utf-8' HREF=atom.xml />",
            ["https://www.kabar.example/politik/atom.xml"],
        ),
        ('<link type="text/xml" rel="alternate" href="//lain.example/f">', ["https://lain.example/f"]),
        ('<link rel="feed" href="/umpan">', ["https://www.kabar.example/umpan"]),
        (
            '<base href="https://dasar.example/a/"><link rel="feed" href="b">',
            ["https://dasar.example/a/b"],
        ),
        ('<base href="javascript:x"><link rel="feed" href="b">', ["https://www.kabar.example/politik/b"]),
        (
            '<link rel="alternate" type="application/rss+xml" title="a > b" href="/rss?a=1&amp;b=2">',
            ["https://www.kabar.example/rss?a=1&b=2"],
        ),
        ('<link rel="alternate" type="application/rss+xml" href="">', []),
        ('<link rel="alternate" type="application/rss+xml" href="/politik#top">', []),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:rss()">', []),
        ('<link rel="alternate" hreflang="en" href="https://en.kabar.example/rss">', []),
        ('<link rel="alternate stylesheet" type="text/xml" href="/gaya">', []),
        ('<link rel="alternate" type="text/html" href="https://m.kabar.example/">', []),
        ('<link rel="alternate" type="application/json" href="/wp-json/wp/v2/pages/2">', []),
        ('<link rel="alternate" type="text/xml+oembed" href="/oembed?url=x">', []),
        ('<!-- <link rel="feed" href="/lama"> --><link rel="feed" href="/baru">', ["https://www.kabar.example/baru"]),
        ('<script>"<a href=/rss>"</script><a href="/feed">', ["https://www.kabar.example/feed"]),
        ('<a title="x"', []),
    ],
)  # fmt: skip
def test_a_feed_that_the_head_declares_is_found(html: str, urls: list[str]) -> None:
    assert found(html) == urls


@pytest.mark.parametrize(
    "href",
    [
        "/rss",
        "/RSS2.0",
        "/feed/",
        "/id/feeds/berita",
        "/google_feeds.xml",
        "/rss-rakyat-merdeka/nasional",
        "/x.atom",
        "/?feed=rss2",
        "/index.php?option=x&format=feed",
        "https://feeds.feedburner.com/kabar",
        "//rss.kabar.example/all",
    ],
)
def test_a_link_that_looks_like_a_feed_is_found(href: str) -> None:
    assert len(found(f'<a class=ikon href="{href}">RSS</a>')) == 1


@pytest.mark.parametrize(
    "href",
    [
        "/feedback",
        "/pers/rssa-malang",
        "/sitemap.xml",
        "/berita/atomik",
        "#rss",
        "/berita?ref=rss",
        "mailto:rss@x.id",
        "https://www.facebook.com/dialog/feed?link=x",
        "https://feedly.com/i/subscription/feed/https://kabar.example/rss",
    ],
)
def test_a_link_that_only_sounds_like_a_feed_is_left_out(href: str) -> None:
    assert found(f'<a href="{href}">Feed RSS</a>') == []


def test_the_best_come_first_each_once_and_comments_last() -> None:
    html = """
        <link rel="alternate" type="application/rss+xml" title="Kabar &raquo; Umpan Komentar"
          href="/comments/feed/">
        <link rel="alternate" type="application/feed+json" title="JSON" href="/feed.json">
        <link rel="alternate" type="application/rss+xml" title="Kabar &raquo; Umpan" href="/feed/">
        <a href="https://lain.example/rss">Lain</a>
        <a href="http://kabar.example/feed">RSS</a>
        <a href="https://rss.kabar.example/bola"><img src=x> Bola
          <b>hari ini</b></a>
    """
    assert feed_links(html.encode(), url=PAGE) == (
        FeedLink(url="https://www.kabar.example/feed/", title="Kabar » Umpan"),
        FeedLink(url="https://www.kabar.example/feed.json", title="JSON"),
        FeedLink(url="https://rss.kabar.example/bola", title="Bola hari ini"),
        FeedLink(url="https://lain.example/rss", title="Lain"),
        FeedLink(url="https://www.kabar.example/comments/feed/", title="Kabar » Umpan Komentar"),
    )


def test_of_very_many_the_first_are_named() -> None:
    html = "".join(f"<a href=/rss/{number}>" for number in range(100_000))
    assert found(html) == [f"https://www.kabar.example/rss/{number}" for number in range(MOST)]


def test_a_page_is_looked_at_no_further_than_its_beginning() -> None:
    assert found(" " * LOOKED_AT + "<a href=/rss>") == []


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 200_000,
        b"<a href=/rss><b>" * 60_000,
        b"<!--" * 250_000,
        b"<script>" * 120_000,
        b"<a " * 300_000,
        b'<a href="rss' * 80_000,
        b"<a rss " + b"\"'" * 500_000,
        b"<a rss" + b" a" * 500_000 + b">",
        b"<title>" * 140_000,
        bytes(range(256)) * 4_000,
    ],
    ids=lambda page: repr(page[:12]),
)
def test_a_hostile_page_does_no_harm(page: bytes) -> None:
    assert len(feed_links(page, url=PAGE)) <= 1
    assert page_title(page) == ""


@given(st.binary(), st.text())
def test_any_bytes_are_a_page(page: bytes, url: str) -> None:
    feed_links(b"<link rel=alternate type=text/xml href='" + page, url=url)
    feed_links(b"<a href=/rss>" + page, url=url)
    page_title(page)
    usual_addresses(url, page=page)


@pytest.mark.parametrize(
    ("page", "title"),
    [
        (b"<html><head><TITLE lang=id>\n Kabar &amp; Fakta\n </TITLE><title>2</title>", "Kabar & Fakta"),
        ("<title>Café</title>".encode(), "Café"),
        (b"<meta charset=windows-1252><title>Caf\xe9</title>", "Café"),
        (b"<title>Caf\xe9</title>", "Caf\N{REPLACEMENT CHARACTER}"),
        (b"<title>" + b"kabar " * 100 + b"</title>", "kabar " * 32 + "kabar…"),
        (b"<!-- <title>lama</title> --><p>", ""),
    ],
)
def test_a_page_says_what_it_is_called(page: bytes, title: str) -> None:
    assert page_title(page) == title


@pytest.mark.parametrize(
    ("name", "urls"),
    [
        ("kompas", []),
        ("liputan6", []),
        ("okezone", ["http://sindikasi.okezone.com/index.php/rss/0/RSS2.0"]),
        ("viva", ["http://rss.viva.co.id/get/all"]),
    ],
)
@pytest.mark.skipif(not RECORDED.is_dir(), reason=f"no recordings in {RECORDED}")
def test_recorded_home_pages_name_their_feeds(name: str, urls: list[str]) -> None:
    page = (RECORDED / f"NOTFEED_html_{name}.html").read_bytes()
    assert [link.url for link in feed_links(page, url=f"https://www.{name}.example/")] == urls


@pytest.mark.skipif(not RECORDED.is_dir(), reason=f"no recordings in {RECORDED}")
def test_a_recorded_page_that_only_links_to_its_feeds_names_them_by_section() -> None:
    links = feed_links((RECORDED / "NOTFEED_html_tempo.html").read_bytes(), url="https://www.tempo.co/")
    assert len(links) == 13
    assert links[1].title == "Nasional"
    assert links[1].url.endswith("/limit/10/kanal/6")


def test_a_site_keeps_its_feed_at_one_of_the_usual_addresses() -> None:
    paths = [
        "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/rss/terkini", "/?feed=rss2",
        "/feeds/posts/default", "/index.php?format=feed&type=rss",
    ]  # fmt: skip
    expected = tuple(f"https://kabar.example:8080{path}" for path in paths)
    assert usual_addresses("https://kabar.example:8080/2024/05/bupati-buka-rapat-koordinasi?x=1") == expected


@pytest.mark.parametrize(
    ("url", "page", "first"),
    [
        ("https://kabar.example/", b'<link href="/wp-content/a.css">', ["/feed/", "/?feed=rss2"]),
        (
            "https://kabar.example/category/politik/",
            b'<meta name="generator" content="WordPress 6.5">',
            ["/category/politik/feed/", "/feed/", "/?feed=rss2"],
        ),
        ("https://kabar.example/politik", b"", ["/politik/feed/", "/feed/"]),
        ("https://kabar.example/bupati-buka-rapat-koordinasi", b"", ["/feed/", "/rss"]),
        ("https://kabar.wordpress.com/", b"", ["/feed/", "/?feed=rss2"]),
        ("https://desa.blogspot.com/2024/a.html", b"", ["/feeds/posts/default"]),
        ("https://desa.example/", b"<meta content='blogger' name='generator'/>", ["/feeds/posts/default"]),
        ("https://dinas.example/", b'<meta content="Joomla! - x">', ["/index.php?format=feed&type=rss"]),
        ("https://babel.antaranews.com/berita/1/x", b"", ["/rss/terkini.xml"]),
        ("https://belitung.tribunnews.com/2024/x", b"", ["/rss", "/feed/"]),
    ],
)
def test_what_is_known_of_a_site_comes_first(url: str, page: bytes, first: list[str]) -> None:
    root = "/".join(url.split("/")[:3])
    addresses = usual_addresses(url, page=page)
    assert list(addresses[: len(first)]) == [root + path for path in first]
    assert len(addresses) == len(set(addresses)) <= 12


def test_no_address_keeps_a_name_and_a_password() -> None:
    assert usual_addresses("https://tono:rahasia@kabar.example/")[0] == "https://kabar.example/feed/"


@pytest.mark.parametrize("url", ["", "kabar", "ftp://kabar.example/", "https://[kabar", "https://:80/"])
def test_what_is_no_web_address_has_no_usual_addresses(url: str) -> None:
    assert usual_addresses(url) == ()


@pytest.mark.parametrize(
    ("url", "host", "site"),
    [
        ("https://www.Kabar.example/rss", "kabar.example", "kabar.example"),
        ("https://rss.tempo.co/nasional", "rss.tempo.co", "tempo.co"),
        ("https://tempo.co", "tempo.co", "tempo.co"),
        ("https://kesbangpol.kepriprov.go.id/", "kesbangpol.kepriprov.go.id", "kepriprov.go.id"),
        ("http://127.0.0.1:80/", "127.0.0.1", "127.0.0.1"),
        ("http://[::1]/", "::1", "::1"),
        ("http://localhost/", "localhost", "localhost"),
        ("https://[", "", ""),
    ],
)
def test_an_address_has_a_host_and_belongs_to_a_site(url: str, host: str, site: str) -> None:
    assert (bare_host(url), site_of(url)) == (host, site)
