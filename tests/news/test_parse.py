"""A document becomes entries, the same by either lane."""

from datetime import UTC, datetime, timedelta

import pytest

from news.item import Entry
from news.parse import TITLE_LENGTH, parse
from news.raw_feed import MOST_ENTRIES
from news.wishes import Wishes
from tests.news.documents import (
    ATOM,
    KINDS,
    ONE,
    RSS_2,
    URL,
    Lane,
    both_lanes,
    entries_of,
    entry_of,
    item,
    read,
    rss,
)  # fmt: skip

EIGHT = datetime(2026, 11, 23, 1, 15, tzinfo=UTC)
"""Monday, 23 November 2026, 08.15 in Jakarta."""

AN_HOUR_LATER = EIGHT.replace(hour=2)


@both_lanes
@pytest.mark.parametrize("document", KINDS.values(), ids=KINDS)
def test_every_kind_of_feed_gives_the_same_entry(lane: Lane, document: str) -> None:
    feed = read(lane, document.encode())

    assert feed.title == "Kabar Pagi"
    assert feed.entries == (
        Entry(
            url=ONE,
            link="//kabar.example/baca/1",
            title="Banjir surut di Demak",
            texts=("Warga mulai pulang.",),
            published_at=EIGHT,
        ),
    )


@both_lanes
@pytest.mark.parametrize(
    ("written", "links"),
    [
        (item(), [ONE]),
        ("<title>a</title><guid>https://kabar.example/baca/1</guid>", [ONE]),
        ("<title>a</title><guid isPermaLink='false'>https://kabar.example/baca/1</guid>", [ONE]),
        (item(more="<guid isPermaLink='false'>https://kabar.example/?p=7</guid>"), [ONE]),
        (item(link="javascript:alert(1)", more=f"<guid>{ONE}</guid>"), [ONE]),
        (item(more="<atom:link rel='self' href='https://kabar.example/a/1'/>"), [ONE]),
        (item(more="<source url='https://lain.example/rss'>Lain</source>"), [ONE]),
        (item(more="<enclosure url='https://kabar.example/1.jpg' type='image/jpeg' length='1'/>"), [ONE]),
    ],
)
def test_an_entrys_link_is_that_of_its_article(lane: Lane, written: str, links: list[str]) -> None:
    assert [entry.url for entry in entries_of(lane, written)] == links


@both_lanes
@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/baca/1", ONE),
        ("//kabar.example/baca/1", ONE),
        ("  https://kabar.example/baca/1\n", ONE),
        ("<![CDATA[https://kabar.example/baca/1]]>", ONE),
        ("https://kabar.example/baca?a=1&amp;b=2", "https://kabar.example/baca?a=1&b=2"),
        ("<![CDATA[https://kabar.example/baca?a=1&b=2]]>", "https://kabar.example/baca?a=1&b=2"),
    ],
)
def test_links_are_made_absolute(lane: Lane, link: str, url: str) -> None:
    assert entry_of(lane, item(link=link)).url == url


@both_lanes
@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("<![CDATA[<b>Banjir</b> surut]]>", "Banjir surut"),
        ("&lt;b&gt;Banjir&lt;/b&gt; surut", "Banjir surut"),
        ("Bupati &amp; warga", "Bupati & warga"),
        ("Bupati &amp;amp; warga", "Bupati & warga"),
        ("Kata bupati: &amp;quot;Aman&amp;quot;", 'Kata bupati: "Aman"'),
        ("\n  Banjir\n  surut\n", "Banjir surut"),
        ("Banjir &#8211; surut", "Banjir – surut"),
        ("Jum&#146;at", "Jum’at"),
        ("Jum&#x92;at", "Jum’at"),
        ("Harga 3 &lt; 4", "Harga 3 < 4"),
    ],
)
def test_a_title_is_plain_text(lane: Lane, written: str, title: str) -> None:
    assert entry_of(lane, item(title=written)).title == title


@both_lanes
@pytest.mark.parametrize(
    ("more", "texts"),
    [
        ("", ()),
        ("<description></description>", ()),
        ("<description>Ringkasan.</description>", ("Ringkasan.",)),
        ("<content:encoded>Isi.</content:encoded>", ("Isi.",)),
        (
            "<description>Ringkasan.</description><content:encoded>Isi.</content:encoded>",
            ("Ringkasan.", "Isi."),
        ),
        ("<description>Sama.</description><content:encoded>Sama.</content:encoded>", ("Sama.",)),
    ],
)
def test_an_entrys_texts_are_its_summary_and_its_content(lane: Lane, more: str, texts: tuple[str]) -> None:
    assert entry_of(lane, item(more=more)).texts == texts


@both_lanes
@pytest.mark.parametrize("picture", ["<media:content url='https://kabar.example/1.jpg'/>",
    "<media:content url='https://kabar.example/1.jpg'><media:title>Foto</media:title></media:content>",
    "<media:thumbnail url='https://kabar.example/1.jpg'/><media:title>Foto</media:title>",
    "<media:credit>Antara</media:credit><itunes:title>Siniar</itunes:title>",
])  # fmt: skip
def test_a_pictures_own_title_is_none_of_the_articles(lane: Lane, picture: str) -> None:
    entry = entry_of(lane, item(more=picture))

    assert (entry.title, entry.texts) == ("Banjir surut", ())


@both_lanes
def test_a_guid_is_handed_on_and_an_entry_without_one_has_none(lane: Lane) -> None:
    with_guid = entry_of(lane, item(more="<guid isPermaLink='false'>kabar-7</guid>"))

    assert (with_guid.guid, entry_of(lane, item()).guid) == ("kabar-7", "")


@both_lanes
def test_guids_that_are_used_again_do_not_hide_articles(lane: Lane) -> None:
    more = "<guid isPermaLink='false'>1</guid>"
    today = entries_of(lane, *(item(link=f"https://kabar.example/baca/{n}", more=more) for n in (1, 2)))

    assert [entry.link for entry in today] == ["//kabar.example/baca/1", "//kabar.example/baca/2"]


@both_lanes
def test_an_article_that_is_listed_twice_is_one_entry(lane: Lane) -> None:
    entries = entries_of(lane, item(title="Pertama"), item(title="Lagi", link=ONE + "?utm_source=rss"))

    assert [entry.title for entry in entries] == ["Pertama"]


@both_lanes
@pytest.mark.parametrize(
    ("dates", "published_at"),
    [
        ("", None),
        ("<pubDate>kemarin</pubDate>", None),
        ("<pubDate>Sat, 23 Nov 2030 08:15:00 +0700</pubDate>", datetime(2030, 11, 23, 1, 15, tzinfo=UTC)),
        ("<pubDate>Mon, 23 Nov 2026 08:15:00 WIB</pubDate>", EIGHT),
        ("<dc:date>2026-11-23T02:15:00Z</dc:date><pubDate>23 Nov 2026 01:15 GMT</pubDate>", EIGHT),
        ("<pubDate>23 Nov 2026 01:15 GMT</pubDate><dc:date>2026-11-23T02:15:00Z</dc:date>", EIGHT),
        ("<pubDate></pubDate><dc:date>2026-11-23T01:15:00Z</dc:date>", EIGHT),
        ("<atom:updated>2026-11-23T02:15:00Z</atom:updated>", AN_HOUR_LATER),
        ("<dc:date>2026-11-23T01:15:00Z</dc:date><dc:date>2026-11-23T02:15:00Z</dc:date>", AN_HOUR_LATER),
    ],
)
def test_an_entry_came_out_at_the_surest_of_its_dates(
    lane: Lane, dates: str, published_at: datetime | None
) -> None:
    assert entry_of(lane, item(more=dates)).published_at == published_at


@both_lanes
def test_without_a_date_of_publication_that_of_the_change_counts(lane: Lane) -> None:
    document = ATOM.replace("<published>2026-11-23T08:15:00+07:00</published>", "")

    assert read(lane, document.encode()).entries[0].published_at == EIGHT.replace(hour=13, minute=0)


@both_lanes
def test_titles_have_a_limit(lane: Lane) -> None:
    assert len(entry_of(lane, item(title="kata " * 200_000)).title) <= TITLE_LENGTH


@both_lanes
def test_a_feed_that_lists_without_end_is_read_up_to_a_limit(lane: Lane) -> None:
    items = [item(link=f"https://kabar.example/baca/{n}") for n in range(MOST_ENTRIES + 5)]

    assert len(entries_of(lane, *items)) == MOST_ENTRIES


@both_lanes
def test_a_feeds_wishes_and_its_hub_are_handed_on(lane: Lane) -> None:
    head = (
        "<ttl>90</ttl><atom:link rel='hub' href='https://hub.example/'/><atom:link rel='self' href='/rss'/>"
    )
    feed = read(lane, rss(item(), head=head))

    assert (feed.wishes.pause.total_seconds(), feed.hub, feed.topic) == (5400, "https://hub.example/", "/rss")


@both_lanes
@pytest.mark.parametrize("before", ["<item>", "</channel>"])
def test_hours_and_days_without_polls_are_read_before_and_after_the_entries(lane: Lane, before: str) -> None:
    wishes = (
        "<skipHours><hour> 0 </hour><hour>24</hour><hour>23</hour><hour>lima</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Monday</day></skipDays><ttl><![CDATA[60]]></ttl>"
    )
    document = rss(item(more="<ttl>5</ttl><hour>7</hour>")).decode()
    feed = read(lane, document.replace(before, wishes + before, 1).encode())

    assert feed.wishes == Wishes(
        pause=timedelta(hours=1), skip_hours=frozenset({0, 23}), skip_days=frozenset({0, 6})
    )


@both_lanes
def test_a_feed_that_asks_for_nothing_gets_nothing(lane: Lane) -> None:
    feed = read(lane, RSS_2.encode())

    assert (feed.wishes, feed.hub, feed.topic) == (Wishes(), "", "")


@both_lanes
@pytest.mark.parametrize("title", ["<title/>", "<title> </title>", ""])
def test_an_entry_without_a_title_is_called_by_its_first_sentence(lane: Lane, title: str) -> None:
    text = "Banjir di Demak surut pada Senin pagi. " + "Warga mulai pulang ke rumah mereka. " * 9
    only = rss(f"{title}<link>{ONE}</link><description>{text}</description>")
    (entry,) = read(lane, only).entries

    assert entry.title.startswith("Banjir di Demak surut pada Senin pagi.")
    assert len(entry.title) <= 120


def test_a_feed_without_items_is_a_feed() -> None:
    assert parse(rss(), url=URL).entries == ()


def test_an_entry_without_a_link_or_without_a_title_is_none() -> None:
    document = rss("<title>Tanpa tautan</title>", item(title=""), item(link="javascript:alert(1)"))

    assert parse(document, url=URL).entries == ()


@pytest.mark.parametrize("link", ["http://[kabar", "http://kabar.example:pelabuhan/1", "https://ka bar/\x07"])
def test_a_link_that_is_broken_costs_its_own_entry_only(link: str) -> None:
    entries = parse(rss(item(title="Rusak", link=link), item(title="Baik")), url=URL).entries

    assert "Baik" in {entry.title for entry in entries}
