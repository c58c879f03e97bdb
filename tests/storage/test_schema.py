"""The schema: the migrations make what the tables say, and nothing runs on another schema."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage import tables
from storage.database import Database
from storage.errors import SchemaMismatch
from storage.schema import check_schema, is_empty, migrate, revisions
from storage.tables import metadata
from tests.conftest import OpenDatabase


@pytest.fixture
async def blank(blank_url: str, open_database: OpenDatabase) -> Database:
    return open_database(blank_url)


def _differences(connection: Connection) -> list[Any]:
    options = {"compare_type": True, "compare_server_default": True, "include_name": _ours}
    differences: list[Any] = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
    return differences


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    # The word index is the database's own: `storage.search` knows it, the tables do not.
    return not (kind == "table" and (name or "").startswith("item_words"))


async def test_the_migrations_make_the_tables(db: Database) -> None:
    async with db.reading() as tx:
        assert await tx.run_sync(_differences) == []


async def test_a_new_database_comes_forward_from_nothing(blank: Database) -> None:
    before, after = await migrate(blank)

    assert (before, after) == ("", "0022")
    await check_schema(blank)


async def test_migrating_twice_is_harmless(db: Database) -> None:
    assert await migrate(db) == ("0022", "0022")
    await check_schema(db)


def test_the_revisions_are_those_that_alembic_knows() -> None:
    scripts = ScriptDirectory(str(Path(tables.__file__).parent / "migrations"))

    assert scripts.get_heads() == ["0022"]
    assert revisions() == {script.revision for script in scripts.walk_revisions()}


async def test_an_empty_database_is_not_this_version(blank: Database) -> None:
    with pytest.raises(SchemaMismatch) as caught:
        await check_schema(blank)

    assert (caught.value.found, caught.value.wanted) == ("", "0022")


@pytest.mark.parametrize("revision", ["0000", "9999"])
async def test_an_older_or_newer_schema_is_refused(db: Database, revision: str) -> None:
    async with db.writing() as tx:
        await tx.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})

    with pytest.raises(SchemaMismatch) as caught:
        await check_schema(db)

    assert (caught.value.found, caught.value.wanted) == (revision, "0022")


async def test_a_database_is_empty_until_it_is_migrated(blank: Database) -> None:
    assert await is_empty(blank)
    await migrate(blank)
    assert not await is_empty(blank)
