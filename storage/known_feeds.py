"""Known feeds: those that are followed or were until they were gone, found by any form of their address."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, insert, select

from news.ids import FeedId, OutletId
from news.link import canonical_link
from storage.database import Transaction
from storage.tables import feeds, outlets, removed_feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFeed:
    """A feed as it is known; `is_gone` where its outlet has taken it away for good."""

    id: FeedId
    outlet_id: OutletId
    outlet: str
    region: str
    url: str
    location: str
    full_text: bool
    is_gone: bool

    @property
    def keys(self) -> frozenset[str]:
        """The canonical forms of its address, and of the one it has moved to."""
        return frozenset(canonical_link(url) for url in (self.url, self.location) if url)


async def known_feeds(tx: Transaction) -> list[KnownFeed]:
    """All feeds; those that are gone come last."""
    found = await tx.execute(
        select(feeds, outlets.c.name, outlets.c.region)
        .join(outlets, outlets.c.id == feeds.c.outlet_id)
        .order_by(feeds.c.gone_at.is_not(None), feeds.c.id)
    )
    return [
        KnownFeed(
            id=FeedId(row[feeds.c.id]),
            outlet_id=OutletId(row[feeds.c.outlet_id]),
            outlet=row[outlets.c.name],
            region=row[outlets.c.region],
            url=row[feeds.c.url],
            location=row[feeds.c.location],
            full_text=row[feeds.c.full_text],
            is_gone=row[feeds.c.gone_at] is not None,
        )
        for row in found.mappings()
    ]


async def find_feed(tx: Transaction, url: str) -> KnownFeed | None:
    """The feed that is followed at `url`, or has moved there, or does so in another form of this address:
    with or without "www." or a slash at the end, by http or https.

    Of several the one that is not gone, and that is written just so.
    """
    key = canonical_link(url)
    same = [feed for feed in await known_feeds(tx) if url == feed.url or key in feed.keys]
    return min(same, key=lambda feed: (feed.is_gone, url != feed.url, url != feed.location), default=None)


async def find_followed(tx: Transaction, urls: Iterable[str]) -> KnownFeed | None:
    """The feed that is followed at one of these addresses; what is gone is followed no more."""
    for url in dict.fromkeys(urls):
        known = await find_feed(tx, url)
        if known and not known.is_gone:
            return known
    return None


async def remember_removal(tx: Transaction, feed: KnownFeed) -> None:
    """No list is to bring this feed back."""
    urls = {url for url in (feed.url, feed.location) if url}
    await tx.execute(delete(removed_feeds).where(removed_feeds.c.url.in_(urls)))
    await tx.execute(insert(removed_feeds), [{"url": url} for url in sorted(urls)])


async def forget_removals(tx: Transaction, urls: Iterable[str]) -> None:
    """Feeds with these addresses are wanted again."""
    keys = {canonical_link(url) for url in urls}
    removed = await tx.scalars(select(removed_feeds.c.url))
    again = [url for url in removed if canonical_link(url) in keys]
    await tx.execute(delete(removed_feeds).where(removed_feeds.c.url.in_(again)))


async def removed_keys(tx: Transaction) -> set[str]:
    """The canonical addresses of the feeds that the operator has removed."""
    return {canonical_link(url) for url in await tx.scalars(select(removed_feeds.c.url))}
