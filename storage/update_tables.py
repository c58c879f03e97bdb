"""The tables of what Telegram brings: updates until they are done, and those that were set aside."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Named, Table, Text, TypedColumns, text

from storage.instant import Instant
from storage.metadata import Id, metadata


class UpdateColumns(TypedColumns):
    id: Named[int] = Column(Id, primary_key=True, autoincrement=False)
    place: Named[int] = Column(BigInteger)
    raw: Named[str] = Column(Text)
    tries: Named[int]
    arrived_at: Named[datetime] = Column(Instant, index=True)


class AsideColumns(TypedColumns):
    id = Column(Id, primary_key=True)
    update_id: Named[int | None] = Column(BigInteger)
    place: Named[int] = Column(BigInteger, server_default="0")
    raw: Named[str] = Column(Text)
    reason: Named[str] = Column(Text)
    arrived_at: Named[datetime] = Column(Instant)


updates = Table("updates", metadata, UpdateColumns)
updates_aside = Table("updates_aside", metadata, AsideColumns)

# The same said in two ways, so that PostgreSQL takes each index for its question only: after a quiet time it
# thinks that hardly anything waits, and would read and sort all of a flood by the other one.
_WAITS, _WAITS_TOO = text("raw <> ''"), text("raw > ''")
Index("ix_updates_waiting", updates.c.id, sqlite_where=_WAITS_TOO, postgresql_where=_WAITS_TOO)
Index("ix_updates_earlier", updates.c.place, updates.c.id, sqlite_where=_WAITS, postgresql_where=_WAITS)
