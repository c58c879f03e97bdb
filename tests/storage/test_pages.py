"""Pages: whose are due, that no host is asked twice at once, and that what they say is kept and found."""

from datetime import timedelta

from news.page import OLDEST, Page
from storage.database import Database
from storage.items import forget_items, items_after
from storage.pages import (
    RECENT,
    give_page_up,
    postpone_page,
    set_full_text,
)
from storage.polls import claim_due_feeds
from storage.stories import latest_stories
from tests.clocks import MORNING
from tests.news.pages import HEADLINE
from tests.storage.full_text import (
    LATER,
    SECOND,
    claimed,
    found,
    given_article,
    given_feed,
    kept,
    make_due,
    retitle,
)
from tests.storage.given import asked, given_story


async def test_only_the_pages_of_feeds_with_full_text_are_due(db: Database) -> None:
    wanted = await given_feed(db)
    unwanted = await given_feed(db, "https://lain.example/rss", full_text=False)
    item = await given_article(db, wanted, "https://kabar.example/baca/1")
    await given_article(db, unwanted, "https://lain.example/baca/1")

    assert await claimed(db) == [
        Page(
            item_id=item.id,
            url="https://kabar.example/baca/1",
            title=HEADLINE,
            outlet="Kabar Belitung",
        )
    ]


async def test_one_page_of_each_host_is_claimed_the_longest_due_first(db: Database) -> None:
    feed, other = await given_feed(db), await given_feed(db, "https://umpan.example/rss")
    first = await given_article(db, feed, "https://kabar.example/1")
    await given_article(db, feed, "https://kabar.example/2", at=MORNING + SECOND)
    await given_article(db, other, "https://kabar.example/3", at=MORNING + SECOND)

    assert [page.item_id for page in await claimed(db)] == [first.id]
    assert await claimed(db) == []


async def test_a_host_whose_feed_is_being_polled_is_not_asked_for_a_page(db: Database) -> None:
    feed = await given_feed(db)
    await given_article(db, feed)
    await make_due(db, feed)
    async with db.writing() as tx:
        assert await claim_due_feeds(tx, now=LATER, limit=10)

    assert await claimed(db) == []


async def test_a_host_that_is_asked_for_a_page_is_not_polled(db: Database) -> None:
    feed = await given_feed(db)
    await given_article(db, feed)
    (page,) = await claimed(db)
    await make_due(db, feed)

    async with db.writing() as tx:
        assert await claim_due_feeds(tx, now=LATER, limit=10) == []
    await kept(db, page, free_at=LATER)
    async with db.writing() as tx:
        assert await claim_due_feeds(tx, now=LATER, limit=10)


async def test_the_pause_after_a_page_holds(db: Database) -> None:
    feed = await given_feed(db)
    for number in range(2):
        await given_article(db, feed, f"https://kabar.example/{number}")
    (page,) = await claimed(db)
    await kept(db, page, free_at=LATER + SECOND)

    assert await claimed(db, at=LATER) == []
    assert len(await claimed(db, at=LATER + SECOND)) == 1


async def test_a_page_whose_fetcher_was_lost_is_claimed_again_after_the_lease(db: Database) -> None:
    await given_article(db, await given_feed(db))
    first = await claimed(db)

    assert await claimed(db, at=LATER + timedelta(hours=1)) == first


async def test_no_more_hosts_are_held_than_pages_are_claimed(db: Database) -> None:
    for name in ("a", "b", "c"):
        await given_article(
            db, await given_feed(db, f"https://{name}.example/rss"), f"https://{name}.example/1"
        )

    assert [len(await claimed(db, limit=2)) for _ in range(3)] == [2, 1, 0]


async def test_an_old_item_is_not_looked_up(db: Database) -> None:
    feed = await given_feed(db)
    await given_article(db, feed, published_at=MORNING - OLDEST)
    assert await claimed(db) == []

    await given_article(db, feed, published_at=MORNING)
    assert await claimed(db, at=MORNING + OLDEST) == []


async def test_what_a_page_says_is_found_by_all_its_words(db: Database) -> None:
    await given_article(db, await given_feed(db))
    assert await found(db, "kapal nelayan") == set()
    (page,) = await claimed(db)

    assert await kept(db, page)

    assert await found(db, '"kapal nelayan"') == {HEADLINE}
    assert await found(db, "wilayah:19.02 bawaslu") == {HEADLINE}
    assert await found(db, "judul:nelayan") == set()
    assert await found(db, "media:nelayan") == set()
    assert await claimed(db, at=LATER + SECOND) == []


async def test_a_headline_gains_lead_and_place_from_its_page_and_a_lead_stays(db: Database) -> None:
    feed = await given_feed(db)
    await given_article(db, feed, "https://kabar.example/1")
    await given_article(db, feed, "https://kabar.example/2", lead="Lead dari umpan.", at=MORNING + SECOND)
    for number in range(2):
        (page,) = await claimed(db, at=LATER + number * SECOND)
        await kept(db, page)

    first, second = await asked(db, "SELECT lead, place FROM items ORDER BY id")
    assert first[0].startswith("Komisi Pemilihan Umum (KPU)")
    assert first[1] == "TANJUNGPANDAN"
    assert second == ("Lead dari umpan.", "TANJUNGPANDAN")


async def test_a_page_of_an_item_that_has_changed_meanwhile_is_due_again(db: Database) -> None:
    feed = await given_feed(db)
    item = await given_article(db, feed, "https://kabar.example/1")
    (page,) = await claimed(db)
    await retitle(db, feed, item, "KPU Belitung ubah jumlah pemilih pilkada")

    assert not await kept(db, page)
    assert [again.title for again in await claimed(db)] == ["KPU Belitung ubah jumlah pemilih pilkada"]


async def test_a_page_that_fails_is_due_again_later_and_is_given_up_in_the_end(db: Database) -> None:
    await given_article(db, await given_feed(db))
    (page,) = await claimed(db)
    until = LATER + timedelta(minutes=15)
    async with db.writing() as tx:
        await postpone_page(tx, page, until=until, free_at=LATER)

    assert await claimed(db, at=until - SECOND) == []
    (again,) = await claimed(db, at=until)
    assert again.attempts == 1
    async with db.writing() as tx:
        await give_page_up(tx, again, free_at=until)
    assert await claimed(db, at=until + timedelta(days=1)) == []


async def test_turning_full_text_on_wants_the_pages_of_the_last_day(db: Database) -> None:
    feed = await given_feed(db, full_text=False)
    new = await given_article(db, feed)
    await given_article(db, feed, published_at=MORNING + SECOND - RECENT - SECOND)
    async with db.writing() as tx:
        await set_full_text(tx, feed.id, True, now=MORNING + SECOND)

    assert [page.item_id for page in await claimed(db)] == [new.id]
    assert await asked(db, "SELECT count(*) FROM items WHERE page_due_at IS NOT NULL") == [(1,)]


async def test_turning_full_text_off_wants_no_more_pages(db: Database) -> None:
    feed = await given_feed(db)
    await given_article(db, feed)
    (page,) = await claimed(db)
    async with db.writing() as tx:
        await set_full_text(tx, feed.id, False, now=LATER)

    assert not await kept(db, page)
    assert await asked(db, "SELECT body, page_due_at FROM items") == [("", None)]


async def test_what_people_are_told_holds_nothing_of_a_body_beyond_the_lead(db: Database) -> None:
    await given_article(db, await given_feed(db))
    (page,) = await claimed(db)
    await kept(db, page)
    async with db.reading() as tx:
        (item,) = await items_after(tx, None, limit=10)
    await given_story(db, item)
    async with db.reading() as tx:
        stories = await latest_stories(tx, since=MORNING - SECOND, limit=10)

    # The bot is handed stories and nothing else.
    assert "menetapkan" in repr(stories)
    assert "kapal nelayan" not in repr(stories)


async def test_a_body_is_forgotten_with_its_item(db: Database) -> None:
    await given_article(db, await given_feed(db))
    (page,) = await claimed(db)
    await kept(db, page)
    async with db.writing() as tx:
        assert await forget_items(tx, before=LATER, limit=10) == 1

    assert await asked(db, "SELECT count(*) FROM item_words") == [(0,)]
