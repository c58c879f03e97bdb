"""The shipped newspapers: complete, parseable, and with news every day the clock can reach."""

from calendar import timegm
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import feedparser
import pytest

from sandbox.clock import SandboxClock
from sandbox.newsroom.plan import shipped_plan
from sandbox.newsroom.printing import latest_printing, print_for
from tests.newsroom.conftest import MORNING, Reader

# The provinces and regencies that the outlets name, as the official list of region codes has them.
REGIONS = {
    "18": "Lampung",
    "19": "Kepulauan Bangka Belitung",
    "19.02": "Kabupaten Belitung",
    "33": "Jawa Tengah",
    "73": "Sulawesi Selatan",
    "91": "Papua",
}
A_MONTH = [date(2026, 11, 23) + timedelta(days=days) for days in range(31)]


async def entries_by_feed(reader: Reader) -> Mapping[str, list[feedparser.FeedParserDict]]:
    feeds = {}
    for feed in reader.newsroom.feeds(reader.base_url):
        parsed = feedparser.parse((await reader.get(feed.url)).body)
        assert not parsed.bozo, feed
        feeds[feed.name] = parsed.entries
    return feeds


async def test_every_feed_parses_and_lists_some_items(reader: Reader) -> None:
    for name, entries in (await entries_by_feed(reader)).items():
        assert 4 <= len(entries) <= 15, name


async def test_every_item_has_a_title_a_text_a_link_and_a_date_of_the_last_three_days(reader: Reader) -> None:
    for entries in (await entries_by_feed(reader)).values():
        for entry in entries:
            published_at = datetime.fromtimestamp(timegm(entry.published_parsed), UTC)
            assert entry.title
            assert len(entry.summary) > 60
            assert entry.link.startswith(reader.base_url)
            assert MORNING - timedelta(days=3) <= published_at <= MORNING


async def test_the_feeds_are_written_in_different_forms(reader: Reader) -> None:
    versions = Counter[str]()
    for feed in reader.newsroom.feeds(reader.base_url):
        versions[feedparser.parse((await reader.get(feed.url)).body).version] += 1
    assert set(versions) == {"rss20", "atom10", "rss091u"}


async def test_one_outlet_gives_the_full_text_with_a_line_that_is_not_part_of_it(reader: Reader) -> None:
    full_texts = [
        entry.content[0].value
        for entries in (await entries_by_feed(reader)).values()
        for entry in entries
        if "content" in entry
    ]
    assert full_texts
    assert all("BACA JUGA:" in text for text in full_texts)


async def test_one_outlet_numbers_its_guids_by_place(reader: Reader) -> None:
    entries = (await entries_by_feed(reader))["Harian Lada Putih"]
    assert [entry.id for entry in entries] == [str(number) for number in range(1, len(entries) + 1)]


async def test_new_items_appear_when_the_clock_moves(reader: Reader, clock: SandboxClock) -> None:
    before = {entry.link for entries in (await entries_by_feed(reader)).values() for entry in entries}
    clock.move_by(timedelta(days=1))
    after = {entry.link for entries in (await entries_by_feed(reader)).values() for entry in entries}
    assert len(after - before) >= 20


async def test_no_item_appears_before_its_hour(reader: Reader, clock: SandboxClock) -> None:
    clock.move_to(datetime(2026, 11, 24, 4, 0, tzinfo=UTC))
    for article in (latest_printing(account, clock.now()) for account in shipped_plan().accounts):
        assert article.published_at <= clock.now()


@pytest.mark.parametrize("day", A_MONTH, ids=str)
def test_every_day_has_news_of_kesbangpol_and_of_elections(day: date) -> None:
    printed = [print_for(account, day) for account in shipped_plan().accounts if account.falls_on(day)]
    texts = [" ".join([article.title, article.lead]) for article in printed]
    assert sum("Kesbangpol" in text for text in texts) >= 2
    assert sum("Pemilu" in text or "Pilkada" in text for text in texts) >= 2


@pytest.mark.parametrize("day", A_MONTH, ids=str)
def test_no_blank_is_left_in_print(day: date) -> None:
    for account in shipped_plan().accounts:
        article = print_for(account, day)
        assert "{" not in " ".join([article.title, article.lead, *article.paragraphs])


def test_no_two_articles_share_a_url() -> None:
    paths = Counter(
        print_for(account, day).path
        for day in A_MONTH
        for account in shipped_plan().accounts
        if account.falls_on(day)
    )
    assert [path for path, count in paths.items() if count > 1] == []


def test_the_next_cycle_has_other_headlines_on_the_main_subjects() -> None:
    accounts = [account for account in shipped_plan().accounts if "{kab}" in account.title]
    today, later = date(2026, 11, 23), date(2026, 11, 26)
    assert accounts
    for account in accounts:
        assert print_for(account, today).title != print_for(account, later).title


def test_several_outlets_tell_the_same_event_in_their_own_words() -> None:
    leads = [account.lead for account in shipped_plan().accounts]
    titles = [account.title for account in shipped_plan().accounts]
    bodies = Counter(account.body for account in shipped_plan().accounts)
    assert len(leads) > len(set(leads)) > len(bodies)
    assert len(titles) > len(set(titles)) > len(bodies)


def test_every_region_is_an_official_one(reader: Reader) -> None:
    assert {feed.region for feed in reader.newsroom.feeds("")} == {None, *REGIONS}


async def test_a_link_leads_to_the_article_and_its_page_to_the_feed(reader: Reader) -> None:
    for name, entries in (await entries_by_feed(reader)).items():
        reply = await reader.get(entries[0].link)
        page = reply.body.decode()
        assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
        assert entries[0].summary[:40].replace('"', "&quot;") in page
        assert f'<link rel="alternate" type="application/rss+xml" title="{name}"' in page


async def test_an_article_of_the_future_and_one_of_another_day_are_not_found(reader: Reader) -> None:
    account = next(account for account in shipped_plan().accounts if account.falls_on(date(2026, 11, 24)))
    path = print_for(account, date(2026, 11, 24)).path
    for wrong in (path, path.replace("-24/", "-23/"), path.replace("2026-11-24", "soon")):
        assert (await reader.get(f"{reader.base_url}/newsroom/{wrong}")).status == 404


async def test_an_old_link_still_works(reader: Reader, clock: SandboxClock) -> None:
    link = (await entries_by_feed(reader))["Kabar Timah"][0].link
    clock.move_by(timedelta(days=90))
    assert (await reader.get(link)).status == 200


async def test_every_outlet_has_a_front_page_that_lists_its_articles(reader: Reader) -> None:
    for feed, entries in (await entries_by_feed(reader)).items():
        front = urlsplit(entries[0].link).path.split("/")[2]
        page = await reader.get(f"{reader.base_url}/newsroom/{front}")
        assert page.status == 200
        assert feed in page.body.decode()
        assert all(entry.link in page.body.decode() for entry in entries)


async def test_an_unknown_outlet_is_not_found(reader: Reader) -> None:
    assert (await reader.get(f"{reader.base_url}/newsroom/nowhere/rss.xml")).status == 404
