"""Pages: which articles are to be fetched whole, shared among pollers without overlap, and what they said.

wanted (page_due_at) ─claim_due_pages→ host held ─save_page | postpone_page | give_page_up→ host free again

An item itself is not leased: nobody else asks its host meanwhile, and after a crash it is simply due again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, select, update

from news.ids import FeedId, ItemId
from news.link import host_of
from news.page import OLDEST, Body, Page, read_again
from news.poll import Change
from news.tokens import tokens_of
from storage.database import Transaction
from storage.full_texts import save_full_texts
from storage.hosts import claim_free_hosts, free_hosts
from storage.search import forget_words, index_words
from storage.tables import feeds, items, outlets

RECENT = timedelta(days=1)
"""Items of that age get their pages when full text is turned on for their feed."""

_MOST_FEEDS = 2_000
"""Feeds among whose items pages are chosen, which bounds what a claim costs."""


async def claim_due_pages(tx: Transaction, *, now: datetime, limit: int) -> list[Page]:
    """At most `limit` items whose pages are due, longest due first and one of each host, which is then ours
    alone for HOST_LEASE: neither a feed nor another page of it is asked meanwhile."""
    found = (await tx.execute(_longest_due(now))).mappings().all()
    by_host: dict[str, Page] = {}
    for row in found:
        by_host.setdefault(host_of(row[items.c.url]), _page(row))
    held = await claim_free_hosts(tx, list(by_host), now=now, limit=limit) if by_host else []
    return [by_host[host] for host in held]


async def save_page(tx: Transaction, page: Page, body: Body, *, free_at: datetime) -> bool:
    """Keep what the page says and make it findable; its host is free from `free_at` on.

    False, and nothing kept, where the item has changed or its page is not wanted any more.
    """
    same = items.c.id == page.item_id, items.c.title == page.title, items.c.page_due_at.is_not(None)
    regions = " ".join(placed.code for placed in body.reading.regions)
    said = {
        "body": body.text,
        "lead": body.lead,
        "place": body.place,
        "regions": regions,
        "concepts": "\n".join(body.reading.named),
    }
    saved = await tx.scalar(
        update(items).where(*same).values(**said, page_due_at=None, page_attempts=0).returning(items.c.id)
    )
    if saved is not None:
        await forget_words(tx, [page.item_id])
        await index_words(tx, {page.item_id: tokens_of(body.reading)})
        await save_full_texts(tx, {page.item_id: body.shingles})
    await free_hosts(tx, {host_of(page.url): free_at})
    return saved is not None


async def postpone_page(tx: Transaction, page: Page, *, until: datetime, free_at: datetime) -> None:
    """The page has failed once more, and is due again at `until`."""
    await _leave(tx, page, due_at=until)
    await free_hosts(tx, {host_of(page.url): free_at})


async def give_page_up(tx: Transaction, page: Page, *, free_at: datetime) -> None:
    """The page is not asked for again; the item stays as its feed listed it."""
    await _leave(tx, page, due_at=None)
    await free_hosts(tx, {host_of(page.url): free_at})


async def set_full_text(tx: Transaction, feed_id: FeedId, wanted: bool, *, now: datetime) -> None:
    """From now on fetch the pages of the feed's articles, those of the last day included, or no more."""
    changed = update(feeds).where(feeds.c.id == feed_id, feeds.c.full_text.is_not(wanted))
    if await tx.scalar(changed.values(full_text=wanted).returning(feeds.c.id)) is None:
        return
    of_feed = update(items).where(items.c.feed_id == feed_id)
    if wanted:
        recent = items.c.published_at > now - RECENT, items.c.body == ""
        await tx.execute(of_feed.where(*recent).values(page_due_at=now, page_attempts=0))
    else:
        await tx.execute(of_feed.where(items.c.page_due_at.is_not(None)).values(page_due_at=None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of an article's page: its text, and how the item is called by now."""

    page: Page
    body: str


async def kept_pages(tx: Transaction, ids: Iterable[ItemId]) -> dict[ItemId, Kept]:
    """The pages of those of the items that have been fetched whole."""
    fetched = _PAGES.add_columns(items.c.body).where(items.c.id.in_(list(ids)), items.c.body != "")
    rows = (await tx.execute(fetched)).mappings()
    return {ItemId(row[items.c.id]): Kept(page=_page(row), body=row[items.c.body]) for row in rows}


def with_body(change: Change, kept: Kept | None) -> Change:
    """The change of an item that is read with its body: a feed that lists an article anew knows only its
    headline."""
    if kept is None:
        return change
    draft = change.draft
    lead, place = draft.lead or kept.page.lead, draft.place or kept.page.place
    page = replace(kept.page, title=draft.entry.title, lead=lead, place=place)
    reading = read_again(page, kept.body)
    regions = tuple(placed.code for placed in reading.regions)
    read = replace(
        draft,
        lead=lead,
        place=place,
        regions=regions,
        concepts=reading.named,
        shingles=(),  # those of the page are known, which says more
        tokens=tokens_of(reading),
    )
    return replace(change, draft=read)


_PAGES = (
    select(
        items.c.id, items.c.url, items.c.title, items.c.lead, items.c.place,
        items.c.page_attempts, outlets.c.name, outlets.c.region,
    ).join(outlets, outlets.c.id == items.c.outlet_id)
)  # fmt: skip


def _longest_due(now: datetime) -> Any:
    """Of each feed the item that waits longest: one outlet's thousands do not hide the others'."""
    of_feed = items.alias()
    due = (
        of_feed.c.feed_id == feeds.c.id,
        of_feed.c.page_due_at <= now,
        of_feed.c.first_seen_at > now - OLDEST,
    )
    first = select(of_feed.c.id).where(*due).order_by(of_feed.c.page_due_at, of_feed.c.id).limit(1)
    ids = select(first.correlate(feeds).scalar_subquery()).where(feeds.c.full_text)
    return _PAGES.where(items.c.id.in_(ids)).order_by(items.c.page_due_at, items.c.id).limit(_MOST_FEEDS)


async def _leave(tx: Transaction, page: Page, *, due_at: datetime | None) -> None:
    wanted = items.c.id == page.item_id, items.c.page_due_at.is_not(None)
    left = {"page_due_at": due_at, "page_attempts": page.attempts + 1}
    await tx.execute(update(items).where(*wanted).values(left))


def _page(row: RowMapping) -> Page:
    return Page(
        item_id=ItemId(row[items.c.id]),
        url=row[items.c.url],
        title=row[items.c.title],
        lead=row[items.c.lead],
        place=row[items.c.place],
        outlet=row[outlets.c.name],
        home=row[outlets.c.region],
        attempts=row[items.c.page_attempts],
    )
