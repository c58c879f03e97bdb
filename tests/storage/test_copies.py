"""Full texts: which wait to be compared, which may be the same, and that none is lost when they change."""

from datetime import timedelta

from news.copies import FullText
from news.ids import ItemId
from news.item import Item, draft
from news.poll import Change
from news.shingles import Shingles, shingles
from storage.copies import late_texts, save_copies, texts_like, texts_of
from storage.database import Database
from storage.full_texts import forget_full_texts, save_full_texts
from storage.headlines import save_changes
from storage.items import items_after
from tests.clocks import MORNING
from tests.make import make_entry, make_text
from tests.storage.given import given_items, given_story

HOUR = timedelta(hours=1)
WIRE = make_text("kawat", length=120)


async def given_texts(db: Database, *texts: str, outlet: str = "Kabar Pagi") -> list[Item]:
    """Items that have these full texts and belong to stories."""
    told = await given_items(db, *(make_entry(lead=text) for text in reversed(texts)), outlet=outlet)
    for item in told:
        await given_story(db, item)
    return told


async def waiting(db: Database) -> list[FullText]:
    async with db.reading() as tx:
        return await late_texts(tx, limit=5_000)


async def compared(db: Database, copies: dict[ItemId, ItemId] | None = None) -> None:
    """All that waits has been compared, and this was found."""
    texts = await waiting(db)
    async with db.writing() as tx:
        await save_copies(tx, texts, copies or {})


async def test_a_text_waits_with_its_item_until_it_has_been_compared(db: Database) -> None:
    short, long = await given_texts(db, "Rapat dibuka.", WIRE)

    (text,) = await waiting(db)
    async with db.reading() as tx:
        assert await texts_of(tx, [short, long]) == [text]
    assert (text.item, text.shingles, text.original_at) == (long, shingles(WIRE), MORNING)

    await compared(db)
    assert await waiting(db) == []


async def test_texts_that_share_a_key_are_found_after_they_were_compared(db: Database) -> None:
    one, other, far = await given_texts(db, WIRE, make_text("lain"), f"{WIRE} ralat")
    assert await like(db, shingles(WIRE)) == []
    await compared(db, {far.id: one.id})

    assert await like(db, shingles(WIRE)) == [one.id, far.id]
    assert await like(db, shingles(make_text("lain"))) == [other.id]


async def like(db: Database, text: Shingles) -> list[ItemId]:
    async with db.reading() as tx:
        (item, *_) = await items_after(tx, None, limit=1)
        wanted = FullText(item=item, shingles=text, original_at=MORNING)
        return [found.item.id for found in await texts_like(tx, [wanted])]


async def test_of_a_key_that_hundreds_share_the_newest_are_found(db: Database) -> None:
    texts = await given_texts(db, *[WIRE] * 300)
    await compared(db)

    assert await like(db, shingles(WIRE)) == [item.id for item in texts[-10:]]


async def test_a_text_that_changes_while_it_is_compared_waits_on(db: Database) -> None:
    (item,) = await given_texts(db, WIRE)
    before = await waiting(db)
    async with db.writing() as tx:
        await save_full_texts(tx, {item.id: shingles(make_text("baru"))})
        await save_copies(tx, before, {})

    (text,) = await waiting(db)
    assert text.shingles == shingles(make_text("baru"))


async def test_a_text_is_found_by_what_it_says_by_now(db: Database) -> None:
    (item,) = await given_texts(db, WIRE)
    await compared(db)
    async with db.writing() as tx:
        await save_full_texts(tx, {item.id: shingles(make_text("baru"))})
    await compared(db)

    assert await like(db, shingles(WIRE)) == []
    assert await like(db, shingles(make_text("baru"))) == [item.id]


async def test_an_article_that_its_feed_lists_anew_is_compared_anew(db: Database) -> None:
    (item,) = await given_texts(db, WIRE)
    await compared(db)
    entry = make_entry(title="Ralat", lead=make_text("baru"))
    change = Change(
        item_id=item.id, former_title=item.title, draft=draft(entry, outlet=item.outlet, now=MORNING)
    )
    async with db.writing() as tx:
        await save_changes(tx, [change], now=MORNING)

    (text,) = await waiting(db)
    assert text.shingles == shingles(make_text("baru"))


async def test_the_copies_of_an_item_follow_it_to_its_own_original(db: Database) -> None:
    first, second, third = await given_texts(db, WIRE, WIRE, WIRE)
    await compared(db, {third.id: second.id})
    await compared(db, {second.id: first.id})

    async with db.reading() as tx:
        assert [item.copy_of for item in await items_after(tx, None, limit=3)] == [None, first.id, first.id]


async def test_a_text_that_is_forgotten_while_it_is_compared_stays_forgotten(db: Database) -> None:
    await given_texts(db, WIRE)
    before = await waiting(db)
    async with db.writing() as tx:
        assert await forget_full_texts(tx, before=MORNING + HOUR, limit=10) == 1
        await save_copies(tx, before, {})

    assert await like(db, shingles(WIRE)) == []


async def test_full_texts_are_forgotten_a_bounded_number_at_a_time(db: Database) -> None:
    await given_texts(db, *(make_text(f"desa{number}x") for number in range(3)))
    async with db.writing() as tx:
        assert await forget_full_texts(tx, before=MORNING, limit=10) == 0
        assert await forget_full_texts(tx, before=MORNING + HOUR, limit=2) == 2

    assert len(await waiting(db)) == 1
