"""The database's schema: brought forward by migrations, and checked before anything else runs."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from storage.database import Database
from storage.errors import SchemaMismatch
from storage.rebuild import begin_index

_MIGRATIONS = Path(__file__).parent / "migrations"
_REVISION = "[0-9]" * 4
"""How the name of a migration begins."""


async def migrate(db: Database) -> tuple[str, str]:
    """Bring the schema forward to this version's; returns the revisions before and after.

    Raises SchemaMismatch for a schema that a newer version made.
    """
    async with db.writing() as tx:
        before = await tx.run_sync(_revision)
        if before and before not in revisions():
            raise SchemaMismatch(found=before, wanted=_head())
        await tx.run_sync(_upgrade)
        await begin_index(tx)
        return before, await tx.run_sync(_revision)


async def check_schema(db: Database) -> None:
    """Raises SchemaMismatch where the schema is not this version's."""
    wanted = _head()
    async with db.reading() as tx:
        found = await tx.run_sync(_revision)
    if found != wanted:
        raise SchemaMismatch(found=found, wanted=wanted)


async def is_empty(db: Database) -> bool:
    """Whether the database has no tables at all."""
    async with db.reading() as tx:
        return not await tx.run_sync(lambda connection: inspect(connection).get_table_names())


def is_newer(error: SchemaMismatch) -> bool:
    """Whether the schema that was found is none of this version's history."""
    return bool(error.found) and error.found not in revisions()


def revisions() -> set[str]:
    """All that this version knows, by the names of its migrations."""
    # Alembic would say the same, but it takes 9 MB, which only who migrates needs.
    files = (_MIGRATIONS / "versions").glob(f"{_REVISION}_*.py")
    return {file.name.partition("_")[0] for file in files}


def _head() -> str:
    return max(revisions())


def _revision(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
