"""`kliping run`: the roles, until told to stop."""

import asyncio

import click

from app.commands.running import settings_and_logs
from app.errors import SettingsError
from app.roles import EVERY_ROLE, Role, run_roles
from app.settings import bot_token
from app.wiring import SystemClock, opened_database


@click.command()
@click.argument("roles", nargs=-1, type=click.Choice([role.value for role in Role]))
def run(roles: tuple[str, ...]) -> None:
    """Run all roles, or the named ones: bot, poller, sender.

    Roles that run apart share one PostgreSQL; a SQLite file serves one process.
    """
    settings = settings_and_logs()
    chosen = frozenset(map(Role, roles)) or EVERY_ROLE
    if chosen != {Role.POLLER}:
        bot_token(settings)

    async def act() -> None:
        async with opened_database(settings) as db:
            if db.is_sqlite and chosen != EVERY_ROLE:
                raise SettingsError(
                    "KLIPING_DATABASE_URL is a SQLite file, which serves one process: run all roles in it, "
                    "or give it a postgresql:// address"
                )
            await run_roles(db, settings, chosen, clock=SystemClock())

    asyncio.run(act())
