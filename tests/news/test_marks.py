"""Marks: by them a feed's entries are known again, and what has been seen is not read once more."""

import pytest

from news.parse import FeedDocument, parse, parse_slow
from tests.news.documents import URL, Lane, both_lanes, item, rss

MONDAY = "<guid>1</guid><pubDate>Mon, 23 Nov 2026 08:15:00 +0700</pubDate>"
JSON = (
    b'{"version": "https://jsonfeed.org/version/1.1", "title": "Kabar", "items": ['
    b'{"id": "1", "url": "https://kabar.example/baca/1", "title": "Satu"},'
    b'{"id": "2", "url": "https://kabar.example/baca/2", "title": "Dua"}]}'
)


def _document(*names: str) -> bytes:
    return rss(*(item(title=name, link=f"https://kabar.example/{name}") for name in names))


def _titles(feed: FeedDocument | None) -> list[str]:
    assert feed
    return [entry.title for entry in feed.entries]


@both_lanes
def test_what_has_been_seen_is_left_out_and_still_counts_as_listed(lane: Lane) -> None:
    before = parse(_document("dua", "satu"), url=URL)

    feed = lane(_document("tiga", "dua", "satu"), url=URL, seen=before.marks)

    assert _titles(feed) == ["tiga"]
    assert feed
    assert len(feed.marks) == 3
    assert before.marks < feed.marks


def test_a_json_feed_has_marks_as_well() -> None:
    first = parse(JSON, url=URL)

    again = parse(JSON.replace(b"Dua", b"Dua lagi"), url=URL, seen=first.marks)

    assert _titles(again) == ["Dua lagi"]
    assert len(again.marks) == 2


@pytest.mark.parametrize(
    ("again", "is_seen"),
    [
        pytest.param(item(more=MONDAY), True, id="the same"),
        pytest.param(item(more=MONDAY + "<description>Lain</description>"), True, id="another text"),
        pytest.param(item(more=MONDAY.replace("08:15", "09:15")), True, id="another date"),
        pytest.param(item(title="Banjir naik", more=MONDAY), False, id="another headline"),
        pytest.param(item(link="https://kabar.example/2", more=MONDAY), False, id="another link"),
        pytest.param(item(more=MONDAY.replace(">1<", ">2<")), True, id="another guid"),
    ],
)
def test_an_entry_is_seen_anew_under_another_headline_or_address(again: str, is_seen: bool) -> None:
    before = parse(rss(item(more=MONDAY)), url=URL)

    assert (parse(rss(again), url=URL, seen=before.marks).entries == ()) == is_seen


def test_where_its_text_serves_as_the_headline_another_text_is_seen_anew() -> None:
    def told(text: str) -> bytes:
        return rss(item(title="", more=f"<description>{text}</description>"))

    before = parse(told("Banjir surut."), url=URL)

    assert _titles(parse(told("Banjir surut."), url=URL, seen=before.marks)) == []
    assert _titles(parse(told("Banjir naik."), url=URL, seen=before.marks)) == ["Banjir naik."]


def test_what_cannot_be_used_has_no_mark() -> None:
    feed = parse(rss(item(title="Satu"), item(title="Dua", link="javascript:alert(1)")), url=URL)

    assert (_titles(feed), len(feed.marks)) == (["Satu"], 1)


@both_lanes
def test_a_guid_that_several_entries_bear_tells_nothing(lane: Lane) -> None:
    feed = lane(
        rss(
            item(title="Satu", link="https://kabar.example/1", more=MONDAY),
            item(title="Dua", link="https://kabar.example/2", more=MONDAY),
            item(title="Tiga", link="https://kabar.example/3", more=MONDAY.replace("08:15", "09:15")),
            item(title="Empat", link="https://kabar.example/4", more="<guid>4</guid>"),
        ),
        url=URL,
    )

    assert feed
    assert [entry.guid for entry in feed.entries] == ["", "", "", "4"]


def test_one_of_them_that_was_seen_counts_as_well() -> None:
    one = item(title="Satu", link="https://kabar.example/1", more=MONDAY)
    other = item(title="Dua", link="https://kabar.example/2", more=MONDAY)
    before = parse(rss(one), url=URL)

    (entry,) = parse(rss(other, one), url=URL, seen=before.marks).entries

    assert (entry.title, entry.guid) == ("Dua", "")


def test_marks_are_the_same_in_every_process() -> None:
    feed = parse_slow(rss(item(title="Satu", link="https://kabar.example/1")), url=URL)

    assert [mark.hex() for mark in feed.marks] == ["c85f25fa632a0694"]
