"""Full text: pages are fetched host by host where robots.txt allows it, until we are stopping."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from jobs.fetch import Fetched
from jobs.full_text import PageFetcher, fetch_due_pages
from tests.clocks import TestClock
from tests.jobs.site import AGAIN, KEPT, Site, given_articles, state
from tests.storage.given import asked


async def test_an_article_is_fetched_whole_by_our_name_after_its_robots_txt(
    pages: PageFetcher, site: tuple[Site, str]
) -> None:
    kabar, url = site
    await given_articles(pages, f"{url}/baca/1")

    assert await fetch_due_pages(pages) == 1

    assert await state(pages) == [KEPT]
    assert (kabar.asked, kabar.agents) == (["/robots.txt", "/baca/1"], {"Kliping/test"})
    (lead,) = (row[0] for row in await asked(pages.db, "SELECT lead FROM items"))
    assert lead.startswith("Komisi Pemilihan Umum")


async def test_pages_of_one_host_follow_one_another_with_a_pause_and_one_robots_txt_a_day(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    kabar, url = site
    await given_articles(pages, f"{url}/1", f"{url}/2", f"{url}/3")
    assert await fetch_due_pages(pages) == 1
    assert await fetch_due_pages(pages) == 0
    clock.move(seconds=1)
    assert await fetch_due_pages(pages) == 1
    clock.move(days=1)
    assert await fetch_due_pages(pages) == 1

    assert kabar.asked == ["/robots.txt", "/1", "/2", "/robots.txt", "/3"]


async def test_when_we_are_stopping_no_page_is_begun(pages: PageFetcher, site: tuple[Site, str]) -> None:
    kabar, url = site
    await given_articles(pages, f"{url}/1")

    assert await fetch_due_pages(pages, stopping=lambda: True) == 0
    assert kabar.asked == []


async def test_a_page_that_hangs_when_we_stop_is_due_again_after_the_pause(
    pages: PageFetcher, site: tuple[Site, str], clock: TestClock
) -> None:
    _, url = site
    stop = asyncio.Event()

    async def get(url: str, **_: object) -> Fetched:
        stop.set()
        await asyncio.Event().wait()
        raise AssertionError(url)

    await given_articles(pages, f"{url}/1")
    hanging = replace(pages, get=get, last_wait=timedelta())
    assert await fetch_due_pages(hanging, stopping=stop.is_set) == 0
    assert await state(pages) == [(False, True, 0)]

    assert await fetch_due_pages(pages) == 0
    clock.move(seconds=1)
    assert await fetch_due_pages(pages) == 1


async def test_a_page_that_would_outlive_its_claim_is_tried_again(
    pages: PageFetcher, site: tuple[Site, str]
) -> None:
    await given_articles(pages, f"{site[1]}/1")

    assert await fetch_due_pages(replace(pages, patience=timedelta())) == 0
    assert await state(pages) == [AGAIN]
