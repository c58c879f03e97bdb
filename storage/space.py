"""Space: what forgotten items leave behind is given back, a bounded piece at a time.

On SQLite deleted words stay in the index until its segments are merged, and free pages in the file until they
are cut off. PostgreSQL's autovacuum does both by itself: there, nothing is left to do here.
"""

from sqlalchemy import text

from storage.database import Database, Transaction

SPARE_PAGES = 1_000
"""Free pages that are left to what comes tomorrow: 4 MB."""

_LEAST_CHANGES = 2
"""A merge that finds nothing to do makes fewer (SQLite FTS5, 6.8 The 'merge' Command)."""

_MERGE = text("INSERT INTO item_words (item_words, rank) VALUES ('merge', :pages)")


async def merge_words(tx: Transaction, *, pages: int, begin: bool) -> bool:
    """Merge some `pages` of the word index into one segment, or `begin` to; False where that is done."""
    if tx.dialect.name != "sqlite":
        return False
    before = await _changes(tx)
    await tx.execute(_MERGE, {"pages": -pages if begin else pages})
    return await _changes(tx) - before >= _LEAST_CHANGES


async def give_pages_back(db: Database, *, pages: int) -> bool:
    """Cut at most so many free `pages` off the file; False where hardly any are left, or none can be."""
    async with db.reading() as tx:
        if tx.dialect.name != "sqlite" or await is_compactable(tx):
            return False
        free = await _pragma(tx, "freelist_count") - SPARE_PAGES
    if free <= 0:
        return False
    async with db.outside_transactions() as connection:
        # As a script: of a statement without columns the driver fetches one row, and each cuts off one page.
        await connection.executescript(f"PRAGMA incremental_vacuum({min(free, pages)})")
    return free > pages


async def is_compactable(tx: Transaction) -> bool:
    """Whether the file keeps what is free until it is compacted, since an earlier version made it."""
    return tx.dialect.name == "sqlite" and await _pragma(tx, "auto_vacuum") == 0


async def compact(db: Database) -> None:
    """Write the file anew without what is free; from then on `give_pages_back` does so. Nobody else may write
    meanwhile, and the disk must have room for as much again. Raises DatabaseTrouble."""
    async with db.outside_transactions() as connection:
        await connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        await connection.execute("VACUUM")


async def _changes(tx: Transaction) -> int:
    return int(await tx.scalar(text("SELECT total_changes()")) or 0)


async def _pragma(tx: Transaction, name: str) -> int:
    return int(await tx.scalar(text(f"PRAGMA {name}")) or 0)
