"""`kliping migrate`: bring the database's schema forward."""

import asyncio

import click

from app.commands.running import settings_and_logs
from app.errors import SettingsError
from app.wiring import reached_database, schema_advice
from storage.errors import SchemaMismatch
from storage.schema import migrate as migrate_database


@click.command()
def migrate() -> None:
    """Bring the database's schema forward to this version's."""
    settings = settings_and_logs()

    async def run() -> tuple[str, str]:
        async with reached_database(settings) as db:
            try:
                return await migrate_database(db)
            except SchemaMismatch as error:
                raise SettingsError(schema_advice(error)) from error

    before, after = asyncio.run(run())
    if before == after:
        print(f"The schema is up to date ({after}).")
    else:
        print(f"The schema has come from {before or 'nothing'} to {after}.")
