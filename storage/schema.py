"""The database's schema: brought forward by migrations, and checked before anything else runs."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from storage.database import Database
from storage.errors import SchemaMismatch

_MIGRATIONS = Path(__file__).parent / "migrations"


async def migrate(db: Database) -> tuple[str, str]:
    """Bring the schema forward to this version's; returns the revisions before and after.

    Raises SchemaMismatch for a schema that a newer version made.
    """
    async with db.writing() as tx:
        before = await tx.run_sync(_revision)
        if before and before not in _known():
            raise SchemaMismatch(found=before, wanted=_head())
        await tx.run_sync(_upgrade)
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
    return bool(error.found) and error.found not in _known()


def _head() -> str:
    return ScriptDirectory(str(_MIGRATIONS)).get_current_head() or ""


def _known() -> set[str]:
    return {step.revision for step in ScriptDirectory(str(_MIGRATIONS)).walk_revisions()}


def _revision(connection: Connection) -> str:
    return MigrationContext.configure(connection).get_current_revision() or ""


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
