"""Following: which feeds the operator, or a list, wants followed and which no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from news.feed import FIRST_INTERVAL, Source
from news.ids import OutletId
from news.link import canonical_link, host_of
from storage.database import Database, Transaction
from storage.hosts import touch_hosts
from storage.known_feeds import (
    KnownFeed,
    find_feed,
    forget_removals,
    known_feeds,
    remember_removal,
    removed_keys,
)
from storage.tables import feeds, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedList:
    """What became of a list's feeds: `new` ones, `known` ones that were followed already, some of these
    otherwise than the list says, and those that are `gone` or were `removed` and so are not followed."""

    new: int = 0
    known: int = 0
    different: int = 0
    gone: int = 0
    removed: int = 0


async def follow_feed(tx: Transaction, source: Source, *, now: datetime) -> bool:
    """Follow `source` from `now` on; False where its address was followed already, and still is."""
    known = await find_feed(tx, source.url)
    if known is not None and not known.is_gone:
        return False
    await forget_removals(tx, [source.url])
    if known is None:
        await _follow(tx, [source], now=now)
    else:
        await _follow_again(tx, known, source.url, now=now)
    return True


async def follow_list(db: Database, sources: Sequence[Source], *, now: datetime) -> FollowedList:
    """Follow those of `sources` that are new; one that is gone or was removed stays so."""
    try:
        return await _follow_list(db, sources, now=now)
    except IntegrityError:
        # Another poller, started at the same moment, has just followed the same feeds.
        return await _follow_list(db, sources, now=now)


async def follow_feeds(db: Database, sources: Sequence[Source], *, now: datetime) -> int:
    """Follow all of `sources`; returns how many were new."""
    return (await follow_list(db, sources, now=now)).new


async def forget_feed(tx: Transaction, url: str) -> KnownFeed | None:
    """Follow the feed no more, also where lists have it; its articles stay. None where it is unknown."""
    feed = await find_feed(tx, url)
    if feed is not None:
        await tx.execute(delete(feeds).where(feeds.c.id == feed.id))
        await remember_removal(tx, feed)
    return feed


async def _follow_list(db: Database, sources: Sequence[Source], *, now: datetime) -> FollowedList:
    async with db.writing() as tx:
        listed: dict[str, Source] = {}
        for source in sources:
            listed.setdefault(canonical_link(source.url), source)
        known = _by_key(await known_feeds(tx))
        removed = (await removed_keys(tx)) - known.keys()
        new = [source for key, source in listed.items() if key not in known and key not in removed]
        await _follow(tx, new, now=now)
    met = [(source, known[key]) for key, source in listed.items() if key in known]
    gone = sum(feed.is_gone for _, feed in met)
    kept_out = len(removed & listed.keys())
    return FollowedList(
        new=len(new),
        known=len(sources) - len(new) - gone - kept_out,
        different=sum(_is_different(source, feed) for source, feed in met),
        gone=gone,
        removed=kept_out,
    )


def _by_key(known: Iterable[KnownFeed]) -> dict[str, KnownFeed]:
    by_key: dict[str, KnownFeed] = {}
    for feed in known:
        for key in feed.keys:
            by_key.setdefault(key, feed)
    return by_key


def _is_different(source: Source, feed: KnownFeed) -> bool:
    # What a list leaves out it does not say otherwise.
    return not feed.is_gone and (
        source.outlet != feed.outlet
        or (source.region not in ("", feed.region))
        or (source.full_text and not feed.full_text)
    )


async def _follow(tx: Transaction, sources: Sequence[Source], *, now: datetime) -> None:
    if not sources:
        return
    ids = await _outlets(tx, sources)
    rows = [
        {
            "url": source.url, "host": host_of(source.url), "outlet_id": ids[source.outlet],
            "etag": "", "modified": "", "next_poll_at": now, "reason": "", "full_text": source.full_text,
            "interval_seconds": int(FIRST_INTERVAL.total_seconds()),
        }
        for source in sorted(sources, key=attrgetter("url"))
    ]  # fmt: skip
    await tx.execute(insert(feeds), rows)
    await touch_hosts(tx, {host_of(source.url) for source in sources})


async def _follow_again(tx: Transaction, known: KnownFeed, url: str, *, now: datetime) -> None:
    # Its outlet took it away, wherever it was by then, and the operator says that it is back here. Lists
    # know it by the address it had. The operator does this, and needs no notice that it works again.
    back = {
        "location": "" if url == known.url else url, "host": host_of(url), "gone_at": None, "strikes": 0.0,
        "next_poll_at": now, "reason": "", "failure": "", "told_broken": False,
    }  # fmt: skip
    await tx.execute(update(feeds).where(feeds.c.id == known.id).values(back))
    await touch_hosts(tx, [host_of(url)])


async def _outlets(tx: Transaction, sources: Sequence[Source]) -> dict[str, OutletId]:
    known = await _outlet_ids(tx)
    new = {source.outlet: source.region for source in reversed(sources) if source.outlet not in known}
    if not new:
        return known
    await tx.execute(insert(outlets), [{"name": name, "region": new[name]} for name in sorted(new)])
    return await _outlet_ids(tx)


async def _outlet_ids(tx: Transaction) -> dict[str, OutletId]:
    return {name: OutletId(id_) for name, id_ in await tx.execute(select(outlets.c.name, outlets.c.id))}
