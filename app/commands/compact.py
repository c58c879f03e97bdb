"""`kliping compact`: the database's file without what is free in it."""

import click

from app.commands.running import with_database
from app.errors import SettingsError
from app.settings import Settings
from storage.database import Database
from storage.errors import DatabaseTrouble
from storage.space import compact as compact_database


@click.command()
def compact() -> None:
    """Write the SQLite file anew without what is free in it, while Kliping does not run.

    A file that this version made shrinks by itself when less is kept; one that an earlier version made does
    so once it has been compacted. The disk needs room for the file once more. PostgreSQL needs none of this.
    """

    async def act(db: Database, _: Settings) -> bool:
        if db.is_sqlite:
            await compact_database(db)
        return db.is_sqlite

    try:
        done = with_database(act)
    except DatabaseTrouble as trouble:
        raise SettingsError(
            f"the database cannot be compacted ({trouble.reason}): stop Kliping, see that the disk has room "
            "for the file once more, and try again"
        ) from trouble
    print("Compacted." if done else "PostgreSQL gives space back by itself (autovacuum).")
