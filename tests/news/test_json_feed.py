"""JSON Feed, and what calls itself that."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.errors import FeedUnreadable
from news.item import Entry
from news.json_feed import read_json
from news.parse import parse
from news.raw_feed import MOST_ENTRIES
from tests.news.documents import ONE, URL

FULL = {
    "id": "1",
    "url": ONE,
    "title": "Banjir surut di Demak",
    "summary": "Warga mulai pulang.",
    "content_html": "<p>Isi.</p>",
    "date_published": "2026-11-23T08:15:00+07:00",
    "date_modified": "2026-11-23T20:00:00+07:00",
}


def _feed(*items: Any, version: Any = "https://jsonfeed.org/version/1.1") -> bytes:
    return json.dumps({"version": version, "title": "Kabar Pagi", "items": items}).encode()


@pytest.mark.parametrize("version", ["https://jsonfeed.org/version/1", "https://jsonfeed.org/version/1.1"])
def test_both_versions_are_read(version: str) -> None:
    feed = parse(_feed(FULL, version=version), url=URL)

    assert feed.title == "Kabar Pagi"
    assert feed.entries == (
        Entry(
            url=ONE,
            link="//kabar.example/baca/1",
            title="Banjir surut di Demak",
            texts=("Warga mulai pulang.", "<p>Isi.</p>"),
            guid="1",
            published_at=datetime(2026, 11, 23, 1, 15, tzinfo=UTC),
        ),
    )


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ({"id": 1, "title": "a", "url": "/baca/1"}, ONE),
        ({"id": "x", "title": "a", "external_url": ONE}, ONE),
        ({"id": ONE, "title": "a"}, ONE),
        ({"id": ONE, "title": "a", "url": None}, ONE),
    ],
)
def test_an_items_address_is_sought_where_it_may_be(item: dict[str, Any], url: str) -> None:
    assert [entry.url for entry in parse(_feed(item), url=URL).entries] == [url]


@pytest.mark.parametrize(
    "odd",
    [
        5, None, "teks", [], {}, {**FULL, "title": None}, {**FULL, "title": True}, {**FULL, "title": ["a"]},
        {"url": {"a": 1}, "title": "a"}, {"url": "http://[", "title": "a"},
    ],
)  # fmt: skip
def test_an_odd_item_costs_nothing_but_itself(odd: Any) -> None:
    assert [entry.url for entry in parse(_feed(odd, FULL), url=URL).entries] == [ONE]


@pytest.mark.parametrize("odd", [5, [], {}, {"summary": []}, {"date_published": 5}, {"authors": 5}])
def test_an_odd_value_costs_nothing_but_itself(odd: Any) -> None:
    item = {**FULL, **odd} if isinstance(odd, dict) else {**FULL, "summary": odd}

    assert [entry.title for entry in parse(_feed(item), url=URL).entries] == ["Banjir surut di Demak"]


def test_a_feed_without_items_is_a_feed_and_one_without_end_has_a_limit() -> None:
    without_end = [{**FULL, "url": f"/{n}"} for n in range(MOST_ENTRIES + 9)]

    assert parse(_feed(), url=URL).entries == ()
    assert len(parse(_feed(*without_end), url=URL).entries) == MOST_ENTRIES


@pytest.mark.parametrize(
    "document",
    [
        b'{"items": []}',
        b'{"version": 1, "items": []}',
        b'{"version": "https://jsonfeed.org/version/1"',
        b'{"a":' * 100_000,
        b'{"version": ' + b"9" * 5000 + b"}",
        b"{}",
        b"{",
    ],
)
def test_other_json_is_no_feed(document: bytes) -> None:
    assert read_json(document) is None
    with pytest.raises(FeedUnreadable, match=r"no JSON Feed|not a feed"):
        parse(document, url=URL)


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FULL, "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(items=st.lists(_values, max_size=4), title=_values)
def test_any_json_feed_is_read(items: list[Any], title: Any) -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "title": title, "items": [*items, FULL]}

    feed = parse(json.dumps(document).encode(), url=URL)

    assert "//kabar.example/baca/1" in {entry.link for entry in feed.entries}


@pytest.mark.parametrize(
    ("hubs", "hub"),
    [
        (
            [{"type": "rssCloud", "url": "a"}, {"type": "WebSub", "url": "https://hub.example/"}],
            "https://hub.example/",
        ),
        ([{"type": "websub"}, {"type": "WebSub", "url": "b"}], "b"),
        ([None, 1, "WebSub", {"type": 1, "url": "a"}], ""),
        ({"type": "WebSub", "url": "a"}, ""),
        (None, ""),
    ],
)
def test_a_feed_names_its_hub_and_its_own_address(hubs: object, hub: str) -> None:
    feed = json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [], "hubs": hubs, "feed_url": URL}
    )
    document = parse(feed.encode(), url=URL)

    assert (document.hub, document.topic) == (hub, URL)
