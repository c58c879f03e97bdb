"""Archives: articles of earlier days, kept as if we had seen each when it came out."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from news.archive import Archived, Read
from news.ids import ItemId
from news.link import canonical_link
from storage.database import Transaction
from storage.full_texts import save_full_texts
from storage.items import drafted_row, insert_items
from storage.search import index_words
from storage.tables import feeds, items, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOutlets:
    """The outlets that there are: the code of each one's region (may be empty) by its name, and the name of
    the one whose feeds are at a host by that, which is written as in canonical links."""

    regions: Mapping[str, str]
    by_host: Mapping[str, str]


async def known_outlets(tx: Transaction) -> KnownOutlets:
    named = await tx.execute(select(outlets.c.name, outlets.c.region))
    regions = {row.name: row.region for row in named}
    by_host: dict[str, set[str]] = defaultdict(set)
    joined = select(feeds.c.url, outlets.c.name).join(outlets, outlets.c.id == feeds.c.outlet_id)
    for url, name in await tx.execute(joined):
        by_host[canonical_link(url)[2:].partition("/")[0]].add(name)
    # A host of several, as services for feeds are, tells nothing.
    only = {host: next(iter(names)) for host, names in by_host.items() if len(names) == 1}
    return KnownOutlets(regions=regions, by_host=only)


async def known_links(tx: Transaction, articles: Sequence[Archived]) -> set[tuple[str, str]]:
    """Those of the articles that are kept already, by the name of their outlet and their link."""
    links = {article.entry.link for article in articles}
    kept = select(outlets.c.name, items.c.link).join(outlets, outlets.c.id == items.c.outlet_id)
    return {(name, link) for name, link in await tx.execute(kept.where(items.c.link.in_(links)))}


async def save_archived(tx: Transaction, read: Sequence[Read]) -> int:
    """Keep and index those of the articles that are not kept yet, as seen when they came out, and make the
    outlets that are new; returns how many were kept."""
    ids = await _locked_outlets(tx, {article.outlet for article in read})
    links = [article.draft.entry.link for article in read]
    same = select(items.c.outlet_id, items.c.link).where(items.c.link.in_(links))
    known = {tuple(row) for row in await tx.execute(same)}
    fresh: dict[tuple[int, str], Read] = {}
    for article in read:
        key = ids[article.outlet], article.draft.entry.link
        if key not in known:
            fresh.setdefault(key, article)
    if fresh:
        await _insert(tx, fresh)
    return len(fresh)


async def _insert(tx: Transaction, fresh: Mapping[tuple[int, str], Read]) -> None:
    rows = [
        drafted_row(article.draft)
        | {"outlet_id": outlet_id, "body": article.body, "first_seen_at": article.draft.published_at}
        for (outlet_id, _), article in fresh.items()
    ]
    found: Mapping[tuple[int, str], ItemId] = await insert_items(tx, rows)
    await index_words(tx, {found[key]: article.draft.tokens for key, article in fresh.items()})
    await save_full_texts(tx, {found[key]: article.draft.shingles for key, article in fresh.items()})


async def _locked_outlets(tx: Transaction, names: Collection[str]) -> dict[str, int]:
    """The ids of these outlets; no poller adds to them in this transaction (`storage.feeds.lock_feeds`)."""
    known = set(await tx.scalars(select(outlets.c.name).where(outlets.c.name.in_(names))))
    if missing := sorted(set(names) - known):
        written = (sqlite if tx.dialect.name == "sqlite" else postgresql).insert(outlets)
        made = written.on_conflict_do_nothing(index_elements=["name"])
        await tx.execute(made, [{"name": name, "region": ""} for name in missing])
    named = select(outlets.c.name, outlets.c.id).where(outlets.c.name.in_(names)).order_by(outlets.c.id)
    rows = await tx.execute(named.with_for_update(key_share=True))
    return {row.name: row.id for row in rows}
